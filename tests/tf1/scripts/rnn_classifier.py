"""Sequence classifiers: basic, multi-layer, LSTM with peepholes, GRU."""

# ruff: noqa - old code, as it is found

import numpy as np
import tensorflow as tf

n_steps, n_inputs, n_neurons, n_outputs = 8, 8, 20, 3
rng = np.random.RandomState(1)
patterns = rng.rand(n_outputs, n_steps * n_inputs) > 0.5
labels = rng.randint(n_outputs, size=400)
images = (patterns[labels] + 1.2 * rng.randn(400, n_steps * n_inputs)).astype(np.float32)
images = images.reshape(-1, n_steps, n_inputs)
X_train, X_test, y_train, y_test = images[:300], images[300:], labels[:300], labels[300:]


def classify(name, make_cell, top):
    tf.reset_default_graph()
    tf.set_random_seed(42)
    np.random.seed(42)
    X = tf.placeholder(tf.float32, [None, n_steps, n_inputs])
    y = tf.placeholder(tf.int32, [None])
    outputs, states = tf.nn.dynamic_rnn(make_cell(), X, dtype=tf.float32)
    logits = tf.layers.dense(top(states), n_outputs, name="softmax")
    xentropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
    loss = tf.reduce_mean(xentropy)
    optimizer = tf.train.AdamOptimizer(learning_rate=0.005)
    training_op = optimizer.minimize(loss)
    correct = tf.nn.in_top_k(logits, y, 1)
    accuracy = tf.reduce_mean(tf.cast(correct, tf.float32))
    init = tf.global_variables_initializer()
    with tf.Session() as sess:
        init.run()
        for epoch in range(3):
            for batch_idx in np.array_split(np.random.permutation(300), 10):
                X_batch, y_batch = X_train[batch_idx], y_train[batch_idx]
                sess.run(training_op, feed_dict={X: X_batch, y: y_batch})
            acc_train = accuracy.eval(feed_dict={X: X_batch, y: y_batch})
            acc_test = accuracy.eval(feed_dict={X: X_test, y: y_test})
            print(name, epoch, "Train accuracy:", acc_train, "Test accuracy:", acc_test)


rnn = tf.contrib.rnn
classify("basic", lambda: rnn.BasicRNNCell(num_units=n_neurons), lambda s: s)
classify(
    "multi",
    lambda: rnn.MultiRNNCell([rnn.BasicRNNCell(n_neurons, tf.nn.relu) for _ in range(2)]),
    lambda s: tf.concat(axis=1, values=s),
)
classify("lstm", lambda: rnn.BasicLSTMCell(num_units=n_neurons), lambda s: s[1])
classify(
    "multi lstm",
    lambda: rnn.MultiRNNCell([rnn.BasicLSTMCell(num_units=10) for _ in range(2)]),
    lambda s: s[-1][1],
)
classify(
    "peepholes",
    lambda: rnn.LSTMCell(num_units=n_neurons, use_peepholes=True),
    lambda s: s.h,
)
classify("gru", lambda: tf.nn.rnn_cell.GRUCell(num_units=n_neurons), lambda s: s)
