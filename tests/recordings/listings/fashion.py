"""Article 003's classifiers, whose listings are Keras, as TensorFlow 1 scripts.

Beside what Keras reports, each training step measures the norms of the gradients by the hidden
layers, out of the same backward pass.
"""

import tensorflow as tf

LEARNING_RATE = 0.01
DROPOUT_RATE = 0.5


def fashion_mlp():
    """Build the network of 300 and 100 neurons."""
    X, y, _ = placeholders()
    with tf.name_scope("dnn"):
        hidden1 = tf.layers.dense(X, 300, activation=tf.nn.relu, name="hidden1")
        hidden2 = tf.layers.dense(hidden1, 100, activation=tf.nn.relu, name="hidden2")
        logits = tf.layers.dense(hidden2, 10, name="outputs")
    train_and_evaluate(y, logits, [hidden1, hidden2])


def fashion_mlp_scaled():
    """Build the same network: what differs is the data."""
    fashion_mlp()


def fashion_callbacks():
    """Build the same network: what differs is the training."""
    fashion_mlp()


def fashion_deep():
    """Build 20 hidden layers."""
    X, y, _ = placeholders()
    with tf.name_scope("dnn"):
        layers = [X]
        for i in range(20):
            name = "hidden%d" % (i + 1)
            layers.append(tf.layers.dense(layers[-1], 100, activation=tf.nn.relu, name=name))
        logits = tf.layers.dense(layers[-1], 10, name="outputs")
    train_and_evaluate(y, logits, layers[1:])


def fashion_deep_bn_after():
    """Build 20 hidden layers, each normalized after its activation."""
    X, y, training = placeholders()
    with tf.name_scope("dnn"):
        layers = [X]
        for i in range(20):
            name = "hidden%d" % (i + 1)
            hidden = tf.layers.dense(layers[-1], 100, activation=tf.nn.relu, name=name)
            layers.append(
                tf.layers.batch_normalization(hidden, training=training, name=name + "_bn")
            )
        logits = tf.layers.dense(layers[-1], 10, name="outputs")
    train_and_evaluate(y, logits, layers[1:])


def fashion_deep_bn_before():
    """Build 20 hidden layers, each normalized before its activation."""
    X, y, training = placeholders()
    with tf.name_scope("dnn"):
        layers = [X]
        for i in range(20):
            name = "hidden%d" % (i + 1)
            hidden = tf.layers.dense(layers[-1], 100, name=name)
            bn = tf.layers.batch_normalization(hidden, training=training, name=name + "_bn")
            layers.append(tf.nn.relu(bn))
        logits = tf.layers.dense(layers[-1], 10, name="outputs")
    train_and_evaluate(y, logits, layers[1:])


def fashion_deep_selu():
    """Build 20 self-normalizing hidden layers."""
    X, y, _ = placeholders()
    with tf.name_scope("dnn"):
        layers = selu_layers(X)
        logits = tf.layers.dense(layers[-1], 10, name="outputs")
    train_and_evaluate(y, logits, layers)


def fashion_deep_alpha_dropout():
    """Build 20 self-normalizing hidden layers and Keras' AlphaDropout, its formula written out."""
    X, y, training = placeholders()
    with tf.name_scope("dnn"):
        layers = selu_layers(X)
        with tf.name_scope("alpha_dropout"):
            alpha_p = -1.6732632423543772848170429916717 * 1.0507009873554804934193349852946
            a = ((1 - DROPOUT_RATE) * (1 + DROPOUT_RATE * alpha_p**2)) ** -0.5
            b = -a * alpha_p * DROPOUT_RATE

            def dropped():
                kept = tf.random_uniform(tf.shape(layers[-1])) >= DROPOUT_RATE
                kept = tf.cast(kept, tf.float32)
                return a * (layers[-1] * kept + alpha_p * (1 - kept)) + b

            dropout = tf.cond(training, dropped, lambda: tf.identity(layers[-1]))
        logits = tf.layers.dense(dropout, 10, name="outputs")
    train_and_evaluate(y, logits, layers)


def fashion_deep_dropout():
    """Build 20 self-normalizing hidden layers and plain dropout."""
    X, y, training = placeholders()
    with tf.name_scope("dnn"):
        layers = selu_layers(X)
        dropout = tf.layers.dropout(layers[-1], DROPOUT_RATE, training=training)
        logits = tf.layers.dense(dropout, 10, name="outputs")
    train_and_evaluate(y, logits, layers)


def selu_layers(X):
    layers = [X]
    for i in range(20):
        name = "hidden%d" % (i + 1)
        layers.append(tf.layers.dense(layers[-1], 100, activation=tf.nn.selu, name=name))
    return layers[1:]


def placeholders():
    with tf.name_scope("input"):
        X = tf.placeholder(tf.float32, shape=(None, 28 * 28), name="X")
        y = tf.placeholder(tf.int64, shape=(None,), name="y")
        training = tf.placeholder_with_default(False, shape=(), name="training")
    return X, y, training


def train_and_evaluate(y, logits, layers):
    with tf.name_scope("loss"):
        xentropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
        loss = tf.reduce_mean(xentropy, name="loss")
    with tf.name_scope("train"):
        optimizer = tf.train.GradientDescentOptimizer(LEARNING_RATE)
        weights = tf.trainable_variables()
        gradients = tf.gradients(loss, weights + layers, gate_gradients=True)
        optimizer.apply_gradients(zip(gradients[: len(weights)], weights))
    with tf.name_scope("gradient_norm"):
        for i, gradient in enumerate(gradients[len(weights) :]):
            tf.global_norm([gradient], name="hidden%d" % (i + 1))
    with tf.name_scope("eval"):
        correct = tf.equal(tf.argmax(logits, 1), y)
        tf.reduce_mean(tf.cast(correct, tf.float32), name="accuracy")
