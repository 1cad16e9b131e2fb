"""Errors of sessions that the script catches, and an exit status of its own."""

import sys

import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None])
w = tf.Variable([1.0])
checked = tf.check_numerics(tf.reduce_sum(x), "bad")
step = w.assign_add([1.0])
with tf.Session() as sess:
    try:
        sess.run(w)
    except tf.errors.FailedPreconditionError as error:
        print(type(error).__name__, error.message.splitlines()[0][:40])
    sess.run(w.initializer)
    for i in range(15):
        try:
            print(sess.run([checked, step], {x: [i, np.nan if i % 3 == 0 else 1.0]}))
        except tf.errors.InvalidArgumentError as error:
            print("caught", error.error_code)
        try:
            sess.run(step, {x: [[1.0]]})
        except ValueError as error:
            print(str(error)[:30])
sys.exit(5)
