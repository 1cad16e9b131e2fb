"""tf.train.Supervisor, whose threads save and summarize by the clock."""

import tensorflow as tf

tf.set_random_seed(2)
w = tf.Variable([1.0, 2.0])
step = tf.train.get_or_create_global_step()
loss = tf.reduce_sum(tf.square(w))
train_op = tf.train.GradientDescentOptimizer(0.05).minimize(loss, global_step=step)
sv = tf.train.Supervisor(logdir="sv", save_model_secs=0, summary_op=None)
with sv.managed_session() as sess:
    while not sv.should_stop():
        _, value, at = sess.run([train_op, loss, step])
        print(at, value)
        if at >= 30:
            break
    sv.saver.save(sess, sv.save_path, global_step=step)
sv.stop()
