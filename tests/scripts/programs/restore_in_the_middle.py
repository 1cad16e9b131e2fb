"""Saver.restore in the middle, of a checkpoint that is overwritten later."""

import tensorflow as tf

tf.set_random_seed(3)
w = tf.Variable(tf.random_normal([4]), name="w")
move = w.assign_add(tf.random_uniform([4], -1, 1))
saver = tf.train.Saver()
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for round_ in range(5):
        saver.save(sess, "best/model")
        for _ in range(4):
            print(sess.run(move))
        saver.restore(sess, "best/model")
        print("back", sess.run(w))
        sess.run(move)
