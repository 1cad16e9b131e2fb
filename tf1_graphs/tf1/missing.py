"""What TensorFlow 1 had and the drop-in does not, and what to use instead.

Each name covers the names below it, unless one of those is named as an exception.
"""

KERAS = (
    "Keras 3 does not build TensorFlow 1 graphs; use tf.layers, "
    "or write the model for Keras (`import keras`)"
)
ESTIMATOR = (
    "TensorFlow removed its estimators; build the network with tf.layers.dense and train it in a "
    "tf.Session, with tf.train.Saver for checkpoints"
)
EAGER = "the drop-in builds graphs; for eager code, use TensorFlow 2 (`import tensorflow`)"

REASONS = {
    "tf.contrib.learn": f"{ESTIMATOR}; for data, tf.examples.tutorials.mnist.input_data",
    "tf.contrib.estimator": ESTIMATOR,
    "tf.contrib.eager": EAGER,
    "tf.contrib.keras": KERAS,
    "tf.contrib.tensorboard": "use the tensorboard package",
    "tf.contrib.distributions": "use the tensorflow_probability package",
    "tf.enable_eager_execution": EAGER,
    "tf.enable_v2_behavior": EAGER,
    "tf.estimator": ESTIMATOR,
    "tf.keras": KERAS,
    "tf.python": "it is TensorFlow's private code; use the public name, tf.reset_default_graph …",
    "tf.nn.rnn_cell": "tf1_graphs does not rebuild this cell; subclass tf.nn.rnn_cell.RNNCell",
}


def reason(symbol):
    """Return why a symbol is missing, or an empty string where nothing is said about it."""
    while symbol:
        if symbol in REASONS:
            return REASONS[symbol]
        symbol = symbol.rpartition(".")[0]
    return ""
