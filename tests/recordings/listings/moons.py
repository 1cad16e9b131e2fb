"""Article 000, its listing."""

import tensorflow as tf

LAMBDA = 0.01
LEARNING_RATE = 0.001


def moons(corrected=()):
    """Build the network; as corrected, the optimizer minimizes the regularization losses too."""
    with tf.name_scope("input"):
        X = tf.placeholder(tf.float32, shape=(None, 2), name="X")
        y = tf.placeholder(tf.int32, shape=(None), name="y")

    regularizer = tf.contrib.layers.l2_regularizer(LAMBDA)
    with tf.name_scope("full-connect-layer"):
        fc1 = tf.layers.dense(
            X, 6, activation=tf.nn.elu, kernel_regularizer=regularizer, name="fc1"
        )
        fc2 = tf.layers.dense(
            fc1, 4, activation=tf.nn.elu, kernel_regularizer=regularizer, name="fc2"
        )
    with tf.name_scope("output"):
        logits = tf.layers.dense(fc2, 2, kernel_regularizer=regularizer, name="output")

    with tf.name_scope("loss"):
        xentropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
        loss = tf.reduce_mean(xentropy, name="loss")
        loss_summary = tf.summary.scalar("loss", loss)
        minimized = loss
        if 1 in corrected:
            reg_losses = tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES)
            minimized = tf.add_n([loss] + reg_losses, name="objective")

    global_step = tf.Variable(0, trainable=False)
    with tf.name_scope("train"):
        optimizer = tf.train.AdamOptimizer(LEARNING_RATE)
        grads_and_vars = optimizer.compute_gradients(minimized)
        optimizer.apply_gradients(grads_and_vars, global_step=global_step)

    with tf.name_scope("eval"):
        tf.argmax(logits, 1)
        correct = tf.nn.in_top_k(logits, y, 1)
        accuracy = tf.reduce_mean(tf.cast(correct, tf.float32))
        acc_summary = tf.summary.scalar("acc", accuracy)
    tf.summary.merge([loss_summary, acc_summary])
