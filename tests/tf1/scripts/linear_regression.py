"""Linear regression: normal equation, gradients by hand, by autodiff, by optimizers."""

# ruff: noqa - old code, as it is found

import numpy as np
import tensorflow as tf


def reset_graph(seed=42):
    tf.reset_default_graph()
    tf.set_random_seed(seed)
    np.random.seed(seed)


rng = np.random.RandomState(42)
m, n = 100, 3
data = rng.randn(m, n)
target = (data.dot([1.5, -2.0, 0.5]) + 0.7 + 0.1 * rng.randn(m)).reshape(-1, 1)
data_plus_bias = np.c_[np.ones((m, 1)), data]

reset_graph()
X = tf.constant(data_plus_bias, dtype=tf.float32, name="X")
y = tf.constant(target, dtype=tf.float32, name="y")
XT = tf.transpose(X)
theta = tf.matmul(tf.matmul(tf.matrix_inverse(tf.matmul(XT, X)), XT), y)
with tf.Session() as sess:
    print(np.round(theta.eval(), 4))

n_epochs = 200
learning_rate = 0.01


def train(make_training_op):
    reset_graph()
    X = tf.constant(data_plus_bias, dtype=tf.float32, name="X")
    y = tf.constant(target, dtype=tf.float32, name="y")
    theta = tf.Variable(tf.random_uniform([n + 1, 1], -1.0, 1.0, seed=42), name="theta")
    y_pred = tf.matmul(X, theta, name="predictions")
    error = y_pred - y
    mse = tf.reduce_mean(tf.square(error), name="mse")
    training_op = make_training_op(X, theta, error, mse)
    init = tf.global_variables_initializer()
    with tf.Session() as sess:
        sess.run(init)
        for epoch in range(n_epochs):
            if epoch % 50 == 0:
                print("Epoch", epoch, "MSE = %.6f" % mse.eval())
            sess.run(training_op)
        best_theta = theta.eval()
    print(np.round(best_theta, 6))


def by_hand(X, theta, error, mse):
    gradients = 2 / m * tf.matmul(tf.transpose(X), error)
    return tf.assign(theta, theta - learning_rate * gradients)


def by_autodiff(X, theta, error, mse):
    gradients = tf.gradients(mse, [theta])[0]
    return tf.assign(theta, theta - learning_rate * gradients)


def by(optimizer):
    return lambda X, theta, error, mse: optimizer().minimize(mse)


train(by_hand)
train(by_autodiff)
train(by(lambda: tf.train.GradientDescentOptimizer(learning_rate=learning_rate)))
train(by(lambda: tf.train.MomentumOptimizer(learning_rate=learning_rate, momentum=0.9)))
