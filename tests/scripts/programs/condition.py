"""Dropout in a branch that is taken or not."""

import numpy as np
import tensorflow as tf

tf.set_random_seed(9)
x = tf.placeholder(tf.float32, [None, 3])
training = tf.placeholder_with_default(False, ())
h = tf.layers.dropout(tf.layers.dense(x, 5), 0.5, training=training)
h = tf.layers.batch_normalization(h, training=training)
loss = tf.reduce_mean(tf.square(tf.layers.dense(h, 1) - 1))
updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
with tf.control_dependencies(updates):
    step = tf.train.AdamOptimizer(0.02).minimize(loss)
data = np.random.RandomState(1).rand(12, 3)
with tf.Session() as sess:
    tf.global_variables_initializer().run()
    for i in range(25):
        sess.run(step, {x: data[i % 8 : i % 8 + 4], training: True})
        print(loss.eval({x: data}))
