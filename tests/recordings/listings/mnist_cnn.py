"""Article 004's CNN, whose listing is NumPy, as a TensorFlow 1 script."""

import numpy as np
import tensorflow as tf


def initial_weights():
    """Draw the weights as the article's constructor does, and put their axes in tf.layers' order.

    A row of the second one belongs to a feature map and a pixel of it; here the map's number runs
    fastest, there the pixel's column.
    """
    w1 = 0.01 * np.random.randn(30, 1, 5, 5)
    w2 = 0.01 * np.random.randn(30 * 12 * 12, 100)
    w3 = 0.01 * np.random.randn(100, 10)
    rows = [
        feature_map * 144 + row * 12 + column
        for row in range(12)
        for column in range(12)
        for feature_map in range(30)
    ]
    return np.einsum("oihw->hwio", w1), w2[rows], w3


def mnist_cnn():
    """Build the network; return placeholders, loss and training op."""
    w1, w2, w3 = (tf.constant_initializer(w.astype(np.float32)) for w in initial_weights())
    with tf.name_scope("input"):
        X = tf.placeholder(tf.float32, shape=(None, 28, 28, 1), name="X")
        y = tf.placeholder(tf.int64, shape=(None,), name="y")
    with tf.name_scope("network"):
        conv1 = tf.layers.conv2d(
            X, 30, 5, activation=tf.nn.relu, kernel_initializer=w1, name="Conv1"
        )
        pool1 = tf.layers.max_pooling2d(conv1, 2, 2, name="Pool1")
        flat = tf.layers.flatten(pool1)
        affine1 = tf.layers.dense(
            flat, 100, activation=tf.nn.relu, kernel_initializer=w2, name="Affine1"
        )
        logits = tf.layers.dense(affine1, 10, kernel_initializer=w3, name="Affine2")
    with tf.name_scope("loss"):
        xentropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
        loss = tf.reduce_mean(xentropy, name="loss")
    with tf.name_scope("train"):
        training_op = tf.train.AdamOptimizer(0.001, epsilon=1e-7).minimize(loss)
    with tf.name_scope("eval"):
        correct = tf.equal(tf.argmax(logits, 1), y)
        tf.reduce_mean(tf.cast(correct, tf.float32), name="accuracy")
    return X, y, loss, training_op
