"""MonitoredTrainingSession with dropout, summaries and checkpoints."""

import numpy as np
import tensorflow as tf

tf.set_random_seed(7)
np.random.seed(7)
x = tf.placeholder(tf.float32, [None, 3])
h = tf.nn.dropout(tf.layers.dense(x, 6), keep_prob=0.7)
loss = tf.reduce_mean(tf.square(tf.layers.dense(h, 1) - 1.0))
tf.summary.scalar("loss", loss)
global_step = tf.train.get_or_create_global_step()
train_op = tf.train.AdamOptimizer(0.01).minimize(loss, global_step=global_step)
hooks = [tf.train.StopAtStepHook(last_step=30)]
with tf.train.MonitoredTrainingSession(
    checkpoint_dir="model", hooks=hooks, save_checkpoint_steps=10, save_summaries_steps=5
) as sess:
    while not sess.should_stop():
        _, value, at = sess.run([train_op, loss, global_step], {x: np.random.rand(5, 3)})
        print(at, value)
print(tf.train.latest_checkpoint("model"))
