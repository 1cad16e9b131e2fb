"""Builds the graph of article 004's CNN, from the NumPy network's initial values."""

import numpy as np

from tf1_graphs import layers
from tf1_graphs.experiments.experiment import BookGraph
from tf1_graphs.numpy_cnn import initial_parameters
from tf1_graphs.tensorflow1 import tf

SIDE = 28
N_FILTERS = 30
FILTER_SIZE = 5
N_HIDDEN = 100
N_CLASSES = 10
# TensorFlow's Adam is the article's: bias correction in the rate, epsilon outside the root.
EPSILON = 1e-7


def build(settings):
    """Build conv - ReLU - max pool - affine - ReLU - affine - softmax, its layers by their names.

    | tensor | name | shape | dtype | meaning |
    |---|---|---|---|---|
    | X | input/X | [batch, 28, 28, 1] | float32 | images, pixels in [0, 1] |
    | y | input/y | [batch] | int64 | digit of each image |
    | conv1 | network/Conv1/Relu | [batch, 24, 24, 30] | float32 | feature maps |
    | pool1 | network/Pool1/MaxPool | [batch, 12, 12, 30] | float32 | pooled 2 x 2 |
    | affine1 | network/Affine1/Relu | [batch, 100] | float32 | hidden layer |
    | logits | network/Affine2/BiasAdd | [batch, 10] | float32 | |
    | loss | loss/loss | [] | float32 | mean cross-entropy in nats |
    | predictions | eval/ArgMax | [batch] | int64 | digit of the largest score |
    | accuracy | eval/accuracy | [] | float32 | fraction in [0, 1] |
    """
    # The article's constructor after `np.random.seed(seed)`.
    rng = np.random.RandomState(tf.get_default_graph().seed)
    initial = {
        name: tf.constant_initializer(value)
        for name, value in channels_last(initial_parameters(rng, dtype=np.float32)).items()
    }
    with tf.name_scope("input"):
        X = tf.placeholder(tf.float32, shape=(None, SIDE, SIDE, 1), name="X")
        y = tf.placeholder(tf.int64, shape=(None,), name="y")
    with tf.name_scope("network"):
        conv1 = layers.conv2d(
            X,
            N_FILTERS,
            FILTER_SIZE,
            activation=tf.nn.relu,
            kernel_initializer=initial["Conv1/kernel"],
            name="Conv1",
        )
        pool1 = layers.max_pooling2d(conv1, pool_size=2, strides=2, name="Pool1")
        affine1 = layers.dense(
            layers.flatten(pool1),
            N_HIDDEN,
            activation=tf.nn.relu,
            kernel_initializer=initial["Affine1/kernel"],
            name="Affine1",
        )
        logits = layers.dense(
            affine1, N_CLASSES, kernel_initializer=initial["Affine2/kernel"], name="Affine2"
        )
    with tf.name_scope("loss"):
        xentropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
        loss = tf.reduce_mean(xentropy, name="loss")
    with tf.name_scope("train"):
        optimizer = tf.train.AdamOptimizer(settings.learning_rate, epsilon=EPSILON)
        training_op = optimizer.minimize(loss)
    with tf.name_scope("eval"):
        predictions = tf.argmax(logits, 1)
        correct = tf.equal(predictions, y)
        accuracy = tf.reduce_mean(tf.cast(correct, tf.float32), name="accuracy")
    return BookGraph(
        inputs={"X": X, "y": y},
        training_op=training_op,
        metrics={"loss": loss, "accuracy": accuracy},
        predictions=predictions,
        logits=logits,
    )


def channels_last(params):
    """Put the NumPy network's parameters, or their gradients, into the graph's layout.

    Its images are [n, channels, height, width], the graph's [n, height, width, channels]. The axes
    of the filters and the rows of the first affine layer's weights, one for each pixel of a pooled
    map, are put into that order; the graph needs no transposed activations.

    Args:
        params: `{"W1", "b1", "W2", "b2", "W3", "b3"}`, of the article's shapes.

    Returns:
        Arrays by the graph's variable names.

    Example:
        `channels_last(load_parameters("model.npz"))`
    """
    filters, _, size, _ = params["W1"].shape
    pooled = (SIDE - size + 1) // 2
    rows = params["W2"].reshape(filters, pooled, pooled, -1).transpose(1, 2, 0, 3)
    return {
        "Conv1/kernel": params["W1"].transpose(2, 3, 1, 0),
        "Conv1/bias": params["b1"],
        "Affine1/kernel": rows.reshape(params["W2"].shape),
        "Affine1/bias": params["b2"],
        "Affine2/kernel": params["W3"],
        "Affine2/bias": params["b3"],
    }
