"""NumPy's and Python's generators, seeded and not, and the system's randomness."""

import os
import random
import uuid

import numpy as np
import tensorflow as tf

random.seed(1)
own = np.random.RandomState(5)
x = tf.placeholder(tf.float32, [3])
total = tf.Variable(tf.zeros([3]))
add = total.assign_add(x)
fresh = np.random.default_rng()
unique = uuid.uuid4().hex
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(30):
        values = [random.random(), own.rand(), np.random.rand() + fresh.random()]
        random.shuffle(values)
        result = sess.run(add, {x: values})
        print(len(unique), len(os.urandom(4)), result.shape)
print(sess.graph.version)
