"""Article 001 and the notebook that it comes from, as TensorFlow 1 scripts."""

import tensorflow as tf

LEARNING_RATE = 0.1


def mnist_mlp():
    """Build the article's network: 128 and 256 neurons."""
    X, y = placeholders()
    with tf.name_scope("neural_net"):
        fc1 = tf.layers.dense(X, 128, activation=tf.nn.relu, name="fc1")
        fc2 = tf.layers.dense(fc1, 256, activation=tf.nn.relu, name="fc2")
        out = tf.layers.dense(fc2, 10, name="out")
    train_and_evaluate(y, out)


def mnist_mlp_double_softmax(corrected=()):
    """Build the notebook's network: softmax before a loss that has one, and no second layer."""
    X, y = placeholders()
    with tf.name_scope("neural_net"):
        net = tf.layers.dense(X, 128, activation=tf.nn.relu, name="fc1")
        if 2 in corrected:
            net = tf.layers.dense(net, 256, activation=tf.nn.relu, name="fc2")
        if 1 in corrected:
            out = tf.layers.dense(net, 10, name="out")
        else:
            out = tf.layers.dense(net, 10, activation=tf.nn.softmax, name="out")
    train_and_evaluate(y, out)


def placeholders():
    with tf.name_scope("input"):
        X = tf.placeholder(tf.float32, [None, 784], name="X")
        y = tf.placeholder(tf.int64, [None], name="y")
    return X, y


def train_and_evaluate(y, out):
    with tf.name_scope("loss"):
        xentropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=out)
        loss = tf.reduce_mean(xentropy, name="loss")
        loss_summary = tf.summary.scalar("loss", loss)
    with tf.name_scope("train"):
        tf.train.GradientDescentOptimizer(LEARNING_RATE).minimize(loss)
    with tf.name_scope("eval"):
        correct = tf.equal(tf.argmax(out, 1), y)
        accuracy = tf.reduce_mean(tf.cast(correct, tf.float32), name="accuracy")
        accuracy_summary = tf.summary.scalar("accuracy", accuracy)
    tf.summary.merge([loss_summary, accuracy_summary])
