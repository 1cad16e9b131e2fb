"""Article 002, its two listings."""

from functools import partial

import tensorflow as tf

LEARNING_RATE = 0.01
MOMENTUM = 0.9


def mnist_batch_norm():
    """Build the complete listing."""
    X = tf.placeholder(tf.float32, shape=(None, 28 * 28), name="X")
    y = tf.placeholder(tf.int32, shape=(None), name="y")
    training = tf.placeholder_with_default(False, shape=(), name="training")

    with tf.name_scope("dnn"):
        he_init = tf.variance_scaling_initializer()
        batch_norm = partial(tf.layers.batch_normalization, training=training, momentum=MOMENTUM)
        dense = partial(tf.layers.dense, kernel_initializer=he_init)
        hidden1 = dense(X, 300, name="hidden1")
        bn1 = tf.nn.elu(batch_norm(hidden1))
        hidden2 = dense(bn1, 100, name="hidden2")
        bn2 = tf.nn.elu(batch_norm(hidden2))
        logits = batch_norm(dense(bn2, 10, name="outputs"))
    train_and_evaluate(y, logits)


def mnist_batch_norm_first_listing(corrected=()):
    """Build the first listing, whose second layer reads `X`, and train it as the complete one."""
    X = tf.placeholder(tf.float32, shape=(None, 28 * 28), name="X")
    training = tf.placeholder_with_default(False, shape=(), name="training")

    hidden1 = tf.layers.dense(X, 300, name="hidden1")
    bn1 = tf.layers.batch_normalization(hidden1, training=training, momentum=0.9)
    bn1_act = tf.nn.elu(bn1)
    hidden2 = tf.layers.dense(bn1_act if 1 in corrected else X, 100, name="hidden2")
    bn2 = tf.layers.batch_normalization(hidden2, training=training, momentum=0.9)
    bn2_act = tf.nn.elu(bn2)
    logits_before_bn = tf.layers.dense(bn2_act, 10, name="outputs")
    logits = tf.layers.batch_normalization(logits_before_bn, training=training, momentum=0.9)

    y = tf.placeholder(tf.int32, shape=(None), name="y")
    train_and_evaluate(y, logits)


def train_and_evaluate(y, logits):
    with tf.name_scope("loss"):
        xentropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
        loss = tf.reduce_mean(xentropy, name="loss")
    with tf.name_scope("train"):
        optimizer = tf.train.GradientDescentOptimizer(LEARNING_RATE)
        optimizer.minimize(loss)
    with tf.name_scope("eval"):
        correct = tf.nn.in_top_k(logits, y, 1)
        tf.reduce_mean(tf.cast(correct, tf.float32))
