"""Steps that are prepared as Keras prepares its own, with a random op, and two sessions."""

import numpy as np
import tensorflow as tf
from tensorflow.core.protobuf import config_pb2

tf.set_random_seed(5)
x = tf.placeholder(tf.float32, [3], name="x")
w = tf.Variable(tf.zeros([3]), name="w")
step = tf.assign_add(w, tf.nn.dropout(x, rate=0.5), name="step")
options = config_pb2.CallableOptions(feed=["x:0"], fetch=["step:0"])
with tf.Session() as first, tf.Session() as second:
    sessions = [first, second]
    for session in sessions:
        session.run(tf.global_variables_initializer())
    prepared = [session._make_callable_from_options(options) for session in sessions]
    for i in range(20):
        print(i, prepared[i % 3 % 2](np.full(3, i, np.float32))[0])
