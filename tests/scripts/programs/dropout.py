"""Dropout: the position of a random op decides each step."""

import numpy as np
import tensorflow as tf

tf.set_random_seed(1)
x = tf.placeholder(tf.float32, [None, 4])
h = tf.layers.dropout(tf.layers.dense(x, 8, tf.nn.relu), 0.4, training=True)
loss = tf.reduce_mean(tf.square(tf.layers.dense(h, 1)))
step = tf.train.MomentumOptimizer(0.01, 0.9).minimize(loss)
rng = np.random.RandomState(3)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(40):
        _, value = sess.run([step, loss], {x: rng.rand(rng.randint(2, 9), 4)})
        print(i, value)
