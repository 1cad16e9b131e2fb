"""A graph that grows between calls, with variables that are initialized late."""

import tensorflow as tf

tf.set_random_seed(15)
sess = tf.Session()
variables = []
for i in range(12):
    variables.append(tf.Variable(tf.random_normal([2]), name="v%d" % i))
    if i % 2:
        sess.run([v.initializer for v in variables[-2:]])
        total = tf.add_n([v.read_value() for v in variables])
        print(sess.run(total + tf.random_uniform([2])))
print(sess.run(variables[0]).tobytes().hex())
