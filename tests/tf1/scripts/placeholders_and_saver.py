"""Mini-batches by placeholders; saving, restoring, and a graph restored from its meta file."""

# ruff: noqa - old code, as it is found

import os
import tempfile

import numpy as np
import tensorflow as tf

tf.reset_default_graph()
tf.set_random_seed(42)
np.random.seed(42)

rng = np.random.RandomState(42)
m, n = 100, 3
data = np.c_[np.ones((m, 1)), rng.randn(m, n)]
target = data.dot([[0.5], [1.0], [-1.0], [2.0]]) + 0.1 * rng.randn(m, 1)

X = tf.placeholder(tf.float32, shape=(None, n + 1), name="X")
y = tf.placeholder(tf.float32, shape=(None, 1), name="y")
theta = tf.Variable(tf.random_uniform([n + 1, 1], -1.0, 1.0), name="theta")
y_pred = tf.matmul(X, theta, name="predictions")
with tf.name_scope("loss") as scope:
    error = y_pred - y
    mse = tf.reduce_mean(tf.square(error), name="mse")
optimizer = tf.train.GradientDescentOptimizer(learning_rate=0.05)
training_op = optimizer.minimize(mse)
init = tf.global_variables_initializer()
saver = tf.train.Saver()
mse_summary = tf.summary.scalar("MSE", mse)
folder = tempfile.mkdtemp()
file_writer = tf.summary.FileWriter(os.path.join(folder, "logs"), tf.get_default_graph())
print(error.op.name, mse.op.name, X.shape, y_pred.shape, theta.get_shape())

batch_size = 20
n_batches = int(np.ceil(m / batch_size))


def fetch_batch(epoch, batch_index, batch_size):
    np.random.seed(epoch * n_batches + batch_index)
    indices = np.random.randint(m, size=batch_size)
    return data[indices], target[indices]


with tf.Session() as sess:
    sess.run(init)
    for epoch in range(10):
        for batch_index in range(n_batches):
            X_batch, y_batch = fetch_batch(epoch, batch_index, batch_size)
            if batch_index % 10 == 0:
                summary_str = mse_summary.eval(feed_dict={X: X_batch, y: y_batch})
                file_writer.add_summary(summary_str, epoch * n_batches + batch_index)
            sess.run(training_op, feed_dict={X: X_batch, y: y_batch})
    best_theta = theta.eval()
    save_path = saver.save(sess, os.path.join(folder, "model.ckpt"))
    print(os.path.basename(save_path), sorted(os.listdir(folder)))
file_writer.close()
print("Best theta:", best_theta)

with tf.Session() as sess:
    saver.restore(sess, os.path.join(folder, "model.ckpt"))
    print(np.allclose(best_theta, theta.eval()))

tf.reset_default_graph()
saver = tf.train.import_meta_graph(os.path.join(folder, "model.ckpt.meta"))
theta = tf.get_default_graph().get_tensor_by_name("theta:0")
with tf.Session() as sess:
    saver.restore(sess, os.path.join(folder, "model.ckpt"))
    print(np.allclose(best_theta, theta.eval()))
    print(len(tf.get_default_graph().get_operations()))
for op in tf.get_default_graph().get_operations():
    print(op.name)
