"""Resource variables, local variables, metrics."""

import numpy as np
import tensorflow as tf

tf.set_random_seed(10)
labels = tf.placeholder(tf.int64, [None])
w = tf.get_variable("w", [3, 2], use_resource=True)
x = tf.placeholder(tf.float32, [None, 3])
logits = tf.matmul(x, w)
loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
step = tf.train.RMSPropOptimizer(0.01).minimize(loss)
accuracy, update = tf.metrics.accuracy(labels, tf.argmax(logits, 1))
rng = np.random.RandomState(2)
with tf.Session() as sess:
    sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
    for i in range(20):
        feed = {x: rng.rand(6, 3), labels: rng.randint(0, 2, 6)}
        sess.run([step, update], feed)
        print(sess.run(accuracy), loss.eval(feed))
