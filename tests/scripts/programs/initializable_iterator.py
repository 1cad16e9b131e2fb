"""An iterator that is set up with fed arrays in every epoch, until its end."""

import numpy as np
import tensorflow as tf

tf.set_random_seed(4)
features = tf.placeholder(tf.float32, [None, 2])
dataset = tf.data.Dataset.from_tensor_slices(features).shuffle(10, seed=5).batch(3)
iterator = dataset.make_initializable_iterator()
batch = iterator.get_next()
w = tf.Variable(tf.zeros([2]))
step = w.assign(w * 0.9 + tf.reduce_sum(batch, 0))
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for epoch in range(6):
        sess.run(iterator.initializer, {features: np.random.RandomState(epoch).rand(11, 2)})
        while True:
            try:
                print(epoch, sess.run(step))
            except tf.errors.OutOfRangeError:
                break
