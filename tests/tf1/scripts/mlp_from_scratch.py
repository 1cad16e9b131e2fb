"""A multilayer perceptron from raw variables, trained by mini-batches."""

# ruff: noqa - old code, as it is found

import numpy as np
import tensorflow as tf

tf.reset_default_graph()
tf.set_random_seed(42)
np.random.seed(42)

n_inputs, n_hidden1, n_hidden2, n_outputs = 20, 30, 10, 4
rng = np.random.RandomState(0)
centers = rng.randn(n_outputs, n_inputs)
labels = rng.randint(n_outputs, size=600)
images = (centers[labels] + 1.5 * rng.randn(600, n_inputs)).astype(np.float32)
X_train, X_test = images[:500], images[500:]
y_train, y_test = labels[:500].astype(np.int32), labels[500:].astype(np.int32)

X = tf.placeholder(tf.float32, shape=(None, n_inputs), name="X")
y = tf.placeholder(tf.int32, shape=(None), name="y")


def neuron_layer(X, n_neurons, name, activation=None):
    with tf.name_scope(name):
        n_inputs = int(X.get_shape()[1])
        stddev = 2 / np.sqrt(n_inputs)
        init = tf.truncated_normal((n_inputs, n_neurons), stddev=stddev)
        W = tf.Variable(init, name="kernel")
        b = tf.Variable(tf.zeros([n_neurons]), name="bias")
        Z = tf.matmul(X, W) + b
        if activation is not None:
            return activation(Z)
        else:
            return Z


with tf.name_scope("dnn"):
    hidden1 = neuron_layer(X, n_hidden1, name="hidden1", activation=tf.nn.relu)
    hidden2 = neuron_layer(hidden1, n_hidden2, name="hidden2", activation=tf.nn.relu)
    logits = neuron_layer(hidden2, n_outputs, name="outputs")
with tf.name_scope("loss"):
    xentropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
    loss = tf.reduce_mean(xentropy, name="loss")
with tf.name_scope("train"):
    optimizer = tf.train.GradientDescentOptimizer(0.01)
    training_op = optimizer.minimize(loss)
with tf.name_scope("eval"):
    correct = tf.nn.in_top_k(logits, y, 1)
    accuracy = tf.reduce_mean(tf.cast(correct, tf.float32))
init = tf.global_variables_initializer()
saver = tf.train.Saver()


def shuffle_batch(X, y, batch_size):
    rnd_idx = np.random.permutation(len(X))
    n_batches = len(X) // batch_size
    for batch_idx in np.array_split(rnd_idx, n_batches):
        yield X[batch_idx], y[batch_idx]


with tf.Session() as sess:
    init.run()
    for epoch in range(10):
        for X_batch, y_batch in shuffle_batch(X_train, y_train, 25):
            sess.run(training_op, feed_dict={X: X_batch, y: y_batch})
        acc_batch = accuracy.eval(feed_dict={X: X_batch, y: y_batch})
        acc_val = accuracy.eval(feed_dict={X: X_test, y: y_test})
        print(epoch, "Batch accuracy:", acc_batch, "Val accuracy:", acc_val)
    Z = logits.eval(feed_dict={X: X_test[:20]})
    print("Predicted:", np.argmax(Z, axis=1), "actual:", y_test[:20])
