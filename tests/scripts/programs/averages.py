"""Moving averages, a decayed learning rate, clipped gradients, a restored average."""

import numpy as np
import tensorflow as tf

tf.set_random_seed(16)
np.random.seed(16)
x = tf.placeholder(tf.float32, [None, 3])
loss = tf.reduce_mean(tf.square(tf.layers.dense(x, 2)))
at = tf.Variable(0, trainable=False)
rate = tf.train.exponential_decay(0.1, at, 5, 0.9)
optimizer = tf.train.AdagradOptimizer(rate)
pairs = [(tf.clip_by_norm(g, 1.0), v) for g, v in optimizer.compute_gradients(loss)]
average = tf.train.ExponentialMovingAverage(0.9)
with tf.control_dependencies([optimizer.apply_gradients(pairs, global_step=at)]):
    step = average.apply(tf.trainable_variables())
saver = tf.train.Saver(average.variables_to_restore())
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(25):
        sess.run(step, {x: np.random.randn(4, 3)})
        print(sess.run([rate, at]))
    tf.train.Saver().save(sess, "averages/model")
    saver.restore(sess, "averages/model")
    print(sess.run(tf.trainable_variables()))
