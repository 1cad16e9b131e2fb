"""Dropout in the loop of a recurrent network."""

import numpy as np
import tensorflow as tf

tf.set_random_seed(8)
np.random.seed(8)
x = tf.placeholder(tf.float32, [2, 5, 3])
cell = tf.nn.rnn_cell.DropoutWrapper(tf.nn.rnn_cell.BasicRNNCell(4), output_keep_prob=0.5)
outputs, state = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
loss = tf.reduce_mean(tf.square(outputs))
step = tf.train.AdamOptimizer(0.01).minimize(loss)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(20):
        print(sess.run([loss, step], {x: np.random.rand(2, 5, 3)})[0])
