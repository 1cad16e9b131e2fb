"""A one-shot iterator over shuffled, repeated batches."""

import numpy as np
import tensorflow as tf

tf.set_random_seed(4)
data = np.arange(60, dtype=np.float32).reshape(20, 3)
dataset = tf.data.Dataset.from_tensor_slices(data).shuffle(20, seed=1).repeat().batch(4)
batch = dataset.make_one_shot_iterator().get_next()
w = tf.Variable(tf.zeros([3]))
step = w.assign_add(tf.reduce_mean(batch, 0))
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(30):
        print(sess.run(step))
