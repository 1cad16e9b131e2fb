"""A small convolutional network with dropout, early stopping and best weights kept."""

# ruff: noqa - old code, as it is found

import numpy as np
import tensorflow as tf

height = width = 8
channels, n_outputs = 1, 3
rng = np.random.RandomState(1)
patterns = rng.rand(n_outputs, height * width) > 0.5
labels = rng.randint(n_outputs, size=400)
images = (patterns[labels] + 0.8 * rng.randn(400, height * width)).astype(np.float32)
X_train, X_valid, y_train, y_valid = images[:300], images[300:], labels[:300], labels[300:]

tf.reset_default_graph()
tf.set_random_seed(42)
np.random.seed(42)
with tf.name_scope("inputs"):
    X = tf.placeholder(tf.float32, shape=[None, height * width], name="X")
    X_reshaped = tf.reshape(X, shape=[-1, height, width, channels])
    y = tf.placeholder(tf.int32, shape=[None], name="y")
    training = tf.placeholder_with_default(False, shape=[], name="training")
conv1 = tf.layers.conv2d(
    X_reshaped,
    filters=4,
    kernel_size=3,
    strides=1,
    padding="SAME",
    activation=tf.nn.relu,
    name="c1",
)
conv2 = tf.layers.conv2d(
    conv1, filters=8, kernel_size=3, strides=2, padding="SAME", activation=tf.nn.relu, name="c2"
)
with tf.name_scope("pool3"):
    pool3 = tf.nn.max_pool(conv2, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="VALID")
    pool3_flat = tf.reshape(pool3, shape=[-1, 8 * 2 * 2])
    pool3_drop = tf.layers.dropout(pool3_flat, 0.25, training=training)
with tf.name_scope("fc1"):
    fc1 = tf.layers.dense(pool3_drop, 16, activation=tf.nn.relu, name="fc1")
    fc1_drop = tf.layers.dropout(fc1, 0.5, training=training)
with tf.name_scope("output"):
    logits = tf.layers.dense(fc1_drop, n_outputs, name="output")
    Y_proba = tf.nn.softmax(logits, name="Y_proba")
with tf.name_scope("train"):
    xentropy = tf.nn.sparse_softmax_cross_entropy_with_logits(logits=logits, labels=y)
    loss = tf.reduce_mean(xentropy)
    optimizer = tf.train.AdamOptimizer()
    training_op = optimizer.minimize(loss)
with tf.name_scope("eval"):
    correct = tf.nn.in_top_k(logits, y, 1)
    accuracy = tf.reduce_mean(tf.cast(correct, tf.float32))
with tf.name_scope("init_and_save"):
    init = tf.global_variables_initializer()
    saver = tf.train.Saver()


def get_model_params():
    gvars = tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES)
    return {gvar.op.name: value for gvar, value in zip(gvars, tf.get_default_session().run(gvars))}


def restore_model_params(model_params):
    gvar_names = list(model_params.keys())
    assign_ops = {
        name: tf.get_default_graph().get_operation_by_name(name + "/Assign") for name in gvar_names
    }
    init_values = {name: assign_op.inputs[1] for name, assign_op in assign_ops.items()}
    feed_dict = {init_values[name]: model_params[name] for name in gvar_names}
    tf.get_default_session().run(assign_ops, feed_dict=feed_dict)


best_loss, params = np.inf, None
with tf.Session() as sess:
    init.run()
    for epoch in range(8):
        for batch_idx in np.array_split(np.random.permutation(300), 10):
            X_batch, y_batch = X_train[batch_idx], y_train[batch_idx]
            sess.run(training_op, feed_dict={X: X_batch, y: y_batch, training: True})
        acc_batch, loss_val = sess.run([accuracy, loss], feed_dict={X: X_valid, y: y_valid})
        if loss_val < best_loss:
            best_loss, params = loss_val, get_model_params()
        print(
            "Epoch {}, valid. accuracy: {:.4f}%, loss: {:.5f}".format(
                epoch, acc_batch * 100, loss_val
            )
        )
    restore_model_params(params)
    print(np.round(Y_proba.eval(feed_dict={X: X_valid[:2]}), 4))
    print(sorted(params))
