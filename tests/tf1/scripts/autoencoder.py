"""Autoencoders: tied weights, noise, sparsity, and a variational one."""

# ruff: noqa - old code, as it is found

from functools import partial

import numpy as np
import tensorflow as tf

n_inputs, n_hidden, n_codings = 12, 8, 3
rng = np.random.RandomState(5)
data = rng.rand(200, n_codings).dot(rng.rand(n_codings, n_inputs)).astype(np.float32) / n_codings


def reset_graph(seed=42):
    tf.reset_default_graph()
    tf.set_random_seed(seed)
    np.random.seed(seed)


def train(loss, X, training_op, n_epochs=4):
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        for epoch in range(n_epochs):
            for indices in np.array_split(np.random.permutation(200), 10):
                sess.run(training_op, feed_dict={X: data[indices]})
            print(epoch, "%.5g" % loss.eval(feed_dict={X: data}))


reset_graph()
X = tf.placeholder(tf.float32, shape=[None, n_inputs])
regularizer = tf.contrib.layers.l2_regularizer(0.0001)
initializer = tf.variance_scaling_initializer()
weights1 = tf.Variable(initializer([n_inputs, n_hidden]), dtype=tf.float32, name="weights1")
weights2 = tf.Variable(initializer([n_hidden, n_codings]), dtype=tf.float32, name="weights2")
weights3 = tf.transpose(weights2, name="weights3")
weights4 = tf.transpose(weights1, name="weights4")
biases = [
    tf.Variable(tf.zeros(n), name="biases") for n in (n_hidden, n_codings, n_hidden, n_inputs)
]
hidden1 = tf.nn.elu(tf.matmul(X, weights1) + biases[0])
hidden2 = tf.nn.elu(tf.matmul(hidden1, weights2) + biases[1])
hidden3 = tf.nn.elu(tf.matmul(hidden2, weights3) + biases[2])
outputs = tf.matmul(hidden3, weights4) + biases[3]
reconstruction_loss = tf.reduce_mean(tf.square(outputs - X))
loss = reconstruction_loss + regularizer(weights1) + regularizer(weights2)
train(loss, X, tf.train.AdamOptimizer(0.01).minimize(loss))

reset_graph()
X = tf.placeholder(tf.float32, shape=[None, n_inputs])
X_noisy = X + 0.3 * tf.random_normal(tf.shape(X))
hidden1 = tf.layers.dense(X_noisy, n_hidden, activation=tf.nn.relu, name="hidden1")
outputs = tf.layers.dense(hidden1, n_inputs, name="outputs")
loss = tf.reduce_mean(tf.square(outputs - X))
train(loss, X, tf.train.AdamOptimizer(0.01).minimize(loss))


def kl_divergence(p, q):
    return p * tf.log(p / q) + (1 - p) * tf.log((1 - p) / (1 - q))


reset_graph()
X = tf.placeholder(tf.float32, shape=[None, n_inputs])
hidden1 = tf.layers.dense(X, n_hidden, activation=tf.nn.sigmoid)
logits = tf.layers.dense(hidden1, n_inputs)
hidden1_mean = tf.reduce_mean(hidden1, axis=0)
sparsity_loss = tf.reduce_sum(kl_divergence(0.1, hidden1_mean))
xentropy = tf.nn.sigmoid_cross_entropy_with_logits(labels=X, logits=logits)
loss = tf.reduce_mean(xentropy) + 0.2 * sparsity_loss
train(loss, X, tf.train.AdamOptimizer(0.01).minimize(loss))

reset_graph()
my_dense_layer = partial(
    tf.layers.dense, activation=tf.nn.elu, kernel_initializer=tf.variance_scaling_initializer()
)
X = tf.placeholder(tf.float32, [None, n_inputs])
hidden1 = my_dense_layer(X, n_hidden)
mean = my_dense_layer(hidden1, n_codings, activation=None)
gamma = my_dense_layer(hidden1, n_codings, activation=None)
noise = tf.random_normal(tf.shape(gamma), dtype=tf.float32)
hidden2 = mean + tf.exp(0.5 * gamma) * noise
logits = my_dense_layer(my_dense_layer(hidden2, n_hidden), n_inputs, activation=None)
xentropy = tf.nn.sigmoid_cross_entropy_with_logits(labels=X, logits=logits)
latent_loss = 0.5 * tf.reduce_sum(tf.exp(gamma) + tf.square(mean) - 1 - gamma)
loss = tf.reduce_sum(xentropy) + latent_loss
train(loss, X, tf.train.AdamOptimizer(0.01).minimize(loss))
