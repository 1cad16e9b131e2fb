"""Prepared callables, nested fetches, names in place of tensors."""

import collections

import numpy as np
import tensorflow as tf

tf.set_random_seed(11)
x = tf.placeholder(tf.float32, [2], name="x")
w = tf.Variable(tf.ones([2]), name="w")
step = tf.assign_add(w, x * tf.random_uniform([2]), name="step")
Both = collections.namedtuple("Both", "w total")
with tf.Session() as sess:
    sess.run("init" if False else tf.global_variables_initializer())
    run = sess.make_callable(step, [x])
    for i in range(15):
        print(run(np.array([i, 1.0], np.float32)))
        found = sess.run(
            {"both": Both(w, tf.constant(3.0) if i == 0 else x), "names": ["w:0"]}, {"x:0": [i, i]}
        )
        print(found["both"].w, found["names"])
