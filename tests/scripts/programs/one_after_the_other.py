"""Several graphs and sessions, one after the other."""

import tensorflow as tf

for trial in range(4):
    tf.reset_default_graph()
    tf.set_random_seed(trial)
    w = tf.Variable(tf.random_uniform([2], -1, 1))
    loss = tf.reduce_sum(tf.square(w - tf.random_normal([2])))
    step = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(8):
            sess.run(step)
        print(trial, sess.run(w), sess.run(loss))
