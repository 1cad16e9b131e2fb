"""Builds the graphs of article 003 on Fashion-MNIST: Keras' models as TensorFlow 1 graphs.

What Keras does, and where it is here: `glorot_uniform` and zeros are `dense`'s own initial values;
the loss of a softmax layer is computed from its logits; `BatchNormalization` updates its moving
averages with each training step; `AlphaDropout` and `Dropout` do nothing outside training.
"""

from functools import partial

from tf1_graphs import layers
from tf1_graphs.articles.fashion.alpha_dropout import alpha_dropout
from tf1_graphs.experiments.experiment import BookGraph
from tf1_graphs.tensorflow1 import tf

N_INPUTS = 28 * 28
N_CLASSES = 10
MLP = (300, 100)


def build_mlp(settings):
    """Build the network of 300 and 100 neurons."""
    return build(settings, MLP)


def build_deep(settings):
    """Build the network of 20 hidden layers."""
    return build(settings, _deep(settings))


def build_deep_bn_after(settings):
    """Build the deep network with batch normalization after each activation."""
    return build(settings, _deep(settings), hidden_layer=_normalized_after)


def build_deep_bn_before(settings):
    """Build the deep network with batch normalization before each activation."""
    return build(settings, _deep(settings), hidden_layer=_normalized_before)


def build_deep_selu(settings):
    """Build the deep network of self-normalizing layers."""
    return build(settings, _deep(settings), hidden_layer=_selu)


def build_deep_alpha_dropout(settings):
    """Build the self-normalizing network with `AlphaDropout` after its last hidden layer."""
    drop = partial(alpha_dropout, rate=settings.dropout_rate)
    return build(settings, _deep(settings), hidden_layer=_selu, drop=drop)


def build_deep_dropout(settings):
    """Build the self-normalizing network with plain dropout after its last hidden layer."""
    drop = partial(layers.dropout, rate=settings.dropout_rate)
    return build(settings, _deep(settings), hidden_layer=_selu, drop=drop)


def _deep(settings):
    return (settings.neurons,) * settings.layers


def _relu(inputs, units, training, name):
    return layers.dense(inputs, units, activation=tf.nn.relu, name=name)


def _selu(inputs, units, training, name):
    return layers.dense(inputs, units, activation=tf.nn.selu, name=name)


def _normalized_after(inputs, units, training, name):
    hidden = layers.dense(inputs, units, activation=tf.nn.relu, name=name)
    return layers.batch_normalization(hidden, training=training, name=f"{name}_bn")


def _normalized_before(inputs, units, training, name):
    hidden = layers.dense(inputs, units, name=name)
    return tf.nn.relu(layers.batch_normalization(hidden, training=training, name=f"{name}_bn"))


def build(settings, hidden_sizes, hidden_layer=_relu, drop=None):
    """Build a classifier as the article's Keras models are built.

    | tensor | name | shape | dtype | meaning |
    |---|---|---|---|---|
    | X | input/X | [batch, 784] | float32 | images |
    | y | input/y | [batch] | int64 | class of each image |
    | training | input/training | [] | bool | whether to normalize by the mini-batch and to drop |
    | hidden | dnn/hidden1/Relu … | [batch, size] | float32 | a hidden layer |
    | logits | dnn/outputs/BiasAdd | [batch, 10] | float32 | the softmax layer before softmax |
    | loss | loss/loss | [] | float32 | mean cross-entropy in nats |
    | norms | gradient_norm/hidden1/global_norm … | [] | float32 | of the gradient by hidden |
    | predictions | eval/ArgMax | [batch] | int64 | most probable class |
    | accuracy | eval/accuracy | [] | float32 | fraction in [0, 1] |

    Args:
        settings: has the `learning_rate`.
        hidden_sizes: neurons of each hidden layer.
        hidden_layer: function of inputs, number of neurons, `training` and name that builds a
            hidden layer.
        drop: function of the last hidden layer and `training` that builds what drops some of it.

    Returns:
        The `BookGraph`; its step metrics are loss, accuracy and the gradients' norms, as the means
        over an epoch.
    """
    with tf.name_scope("input"):
        X = tf.placeholder(tf.float32, shape=(None, N_INPUTS), name="X")
        y = tf.placeholder(tf.int64, shape=(None,), name="y")
        training = tf.placeholder_with_default(False, shape=(), name="training")
    with tf.name_scope("dnn"):
        hidden = {}
        outputs = X
        for number, size in enumerate(hidden_sizes, 1):
            outputs = hidden_layer(outputs, size, training, name=f"hidden{number}")
            hidden[f"hidden{number}"] = outputs
        if drop is not None:
            outputs = drop(outputs, training=training)
        logits = layers.dense(outputs, N_CLASSES, name="outputs")
    with tf.name_scope("loss"):
        xentropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
        loss = tf.reduce_mean(xentropy, name="loss")
    with tf.name_scope("train"):
        optimizer = tf.train.GradientDescentOptimizer(settings.learning_rate)
        variables = tf.trainable_variables()
        # One backward pass for both: `compute_gradients` takes variables only.
        gradients = tf.gradients(loss, [*variables, *hidden.values()], gate_gradients=True)
        of_variables, of_hidden = gradients[: len(variables)], gradients[len(variables) :]
        training_op = optimizer.apply_gradients(zip(of_variables, variables, strict=True))
    with tf.name_scope("gradient_norm"):
        norms = {
            f"gradient_norm/{layer}": tf.global_norm([gradient], name=layer)
            for layer, gradient in zip(hidden, of_hidden, strict=True)
        }
    with tf.name_scope("eval"):
        predictions = tf.argmax(logits, 1)
        correct = tf.equal(predictions, y)
        accuracy = tf.reduce_mean(tf.cast(correct, tf.float32), name="accuracy")
    measured = {"loss": loss, "accuracy": accuracy}
    return BookGraph(
        inputs={"X": X, "y": y},
        training_op=training_op,
        metrics=measured,
        update_ops=tuple(tf.get_collection(tf.GraphKeys.UPDATE_OPS)),
        step_metrics=measured | norms,
        training=training,
        predictions=predictions,
        logits=logits,
    )
