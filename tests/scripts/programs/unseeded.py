"""No seed at all: what it drew, it draws again."""

import numpy as np
import tensorflow as tf

w = tf.Variable(tf.random_normal([3]))
step = w.assign(0.5 * w + tf.random_uniform([3]))
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    first = sess.run(w)
    values = [sess.run(step) for _ in range(30)]
    assert np.isfinite(values).all()
    print(len(values))
