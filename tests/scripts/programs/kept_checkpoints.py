"""A few checkpoints are kept, the others deleted; the newest is asked for, and read."""

import tensorflow as tf

tf.set_random_seed(12)
w = tf.Variable(tf.random_normal([2]), name="w")
step = tf.train.get_or_create_global_step()
move = tf.group(w.assign_add(tf.random_normal([2])), tf.assign_add(step, 1))
saver = tf.train.Saver(max_to_keep=2)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(12):
        sess.run(move)
        print(saver.save(sess, "kept/model", global_step=step))
        print(tf.train.latest_checkpoint("kept"), saver.last_checkpoints)
with tf.Session() as sess:
    saver.restore(sess, tf.train.latest_checkpoint("kept"))
    print(sess.run([w, step]))
