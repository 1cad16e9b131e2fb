"""Convolution and pooling with filters set by hand, and ops on images."""

# ruff: noqa - old code, as it is found

import numpy as np
import tensorflow as tf

rng = np.random.RandomState(3)
dataset = rng.rand(2, 12, 10, 3).astype(np.float32)
batch_size, height, width, channels = dataset.shape

tf.reset_default_graph()
tf.set_random_seed(42)
filters = np.zeros(shape=(7, 7, channels, 2), dtype=np.float32)
filters[:, 3, :, 0] = 1
filters[3, :, :, 1] = 1
X = tf.placeholder(tf.float32, shape=(None, height, width, channels))
convolution = tf.nn.conv2d(X, filters, strides=[1, 2, 2, 1], padding="SAME")
max_pool = tf.nn.max_pool(X, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="VALID")
resized = tf.image.resize_images(X, [6, 5])
gray = tf.reduce_mean(X, axis=3, keep_dims=True)
depthwise = tf.nn.avg_pool(gray, [1, 3, 3, 1], [1, 3, 3, 1], "SAME")
with tf.Session() as sess:
    outputs = sess.run([convolution, max_pool, resized, depthwise], feed_dict={X: dataset})
for output in outputs:
    print(output.shape, "%.3f" % output.sum(), np.round(output[0, 1, 1], 4))

tf.reset_default_graph()
tf.set_random_seed(42)
X = tf.placeholder(shape=(None, height, width, channels), dtype=tf.float32)
conv = tf.layers.conv2d(X, filters=2, kernel_size=7, strides=[2, 2], padding="SAME")
up = tf.layers.conv2d_transpose(conv, filters=3, kernel_size=3, strides=2, padding="same")
with tf.Session() as sess:
    tf.global_variables_initializer().run()
    output = sess.run(up, feed_dict={X: dataset})
print(output.shape, np.round(output[0, 0, :2], 4))
