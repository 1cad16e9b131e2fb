"""Article 003's regression models, whose listings are Keras, as TensorFlow 1 scripts."""

import tensorflow as tf


def housing_mlp(learning_rate=0.01):
    """Build one hidden layer of 30 neurons."""
    with tf.name_scope("input"):
        X = tf.placeholder(tf.float32, shape=(None, 8), name="X")
        y = tf.placeholder(tf.float32, shape=(None,), name="y")
    with tf.name_scope("full-connect-layer"):
        hidden1 = tf.layers.dense(X, 30, activation=tf.nn.relu, name="hidden1")
    with tf.name_scope("output"):
        output = tf.layers.dense(hidden1, 1, name="output")
        predictions = tf.squeeze(output, axis=1, name="predictions")
    train(y, predictions, learning_rate)


def housing_learning_rates():
    """Build the same model for the first learning rate of the list."""
    housing_mlp(learning_rate=1e-4)


def housing_random_search():
    """Build what `build_model` builds by its default arguments."""
    housing_mlp(learning_rate=3e-3)


def housing_wide_deep(corrected=()):
    """Build the functional API's model."""
    wide_and_deep((30, 20), corrected)


def housing_wide_deep_subclass(corrected=()):
    """Build the subclass API's model."""
    wide_and_deep((30, 30), corrected)


def wide_and_deep(sizes, corrected):
    with tf.name_scope("input"):
        X = tf.placeholder(tf.float32, shape=(None, 8), name="X")
        y = tf.placeholder(tf.float32, shape=(None,), name="y")
        wide = X
        if 2 in corrected:
            wide = tf.identity(X[:, :5], name="wide")
    with tf.name_scope("full-connect-layer"):
        hidden1 = tf.layers.dense(X, sizes[0], activation=tf.nn.relu, name="hidden1")
        hidden2 = tf.layers.dense(hidden1, sizes[1], activation=tf.nn.relu, name="hidden2")
        concat = tf.concat([wide, hidden2], 1, name="concat")
    with tf.name_scope("output"):
        output = tf.layers.dense(concat, 1, name="output")
        predictions = tf.squeeze(output, axis=1, name="predictions")
    train(y, predictions)


def housing_multi_input():
    """Build the model with two inputs."""
    y, _, concat = two_inputs()
    with tf.name_scope("output"):
        output = tf.layers.dense(concat, 1, name="output")
        predictions = tf.squeeze(output, axis=1, name="predictions")
    train(y, predictions)


def housing_multi_output():
    """Build the model with two inputs and two outputs."""
    y, hidden2, concat = two_inputs()
    with tf.name_scope("output"):
        output = tf.layers.dense(concat, 1, name="output")
        output2 = tf.layers.dense(hidden2, 1, name="output2")
        predictions = tf.squeeze(output, axis=1, name="predictions")
        predictions2 = tf.squeeze(output2, axis=1, name="predictions2")
    with tf.name_scope("loss"):
        output_loss = tf.reduce_mean(tf.square(predictions - y), name="output_loss")
        output2_loss = tf.reduce_mean(tf.square(predictions2 - y), name="output2_loss")
        loss = tf.add(output_loss, output2_loss, name="loss")
    with tf.name_scope("train"):
        tf.train.GradientDescentOptimizer(0.01).minimize(loss)


def two_inputs():
    with tf.name_scope("input"):
        wide = tf.placeholder(tf.float32, shape=(None, 5), name="wide")
        deep = tf.placeholder(tf.float32, shape=(None, 6), name="deep")
        y = tf.placeholder(tf.float32, shape=(None,), name="y")
    with tf.name_scope("full-connect-layer"):
        hidden1 = tf.layers.dense(deep, 30, activation=tf.nn.relu, name="hidden1")
        hidden2 = tf.layers.dense(hidden1, 30, activation=tf.nn.relu, name="hidden2")
        concat = tf.concat([wide, hidden2], 1, name="concat")
    return y, hidden2, concat


def train(y, predictions, learning_rate=0.01):
    with tf.name_scope("loss"):
        loss = tf.reduce_mean(tf.square(predictions - y), name="loss")
    with tf.name_scope("train"):
        tf.train.GradientDescentOptimizer(learning_rate).minimize(loss)
