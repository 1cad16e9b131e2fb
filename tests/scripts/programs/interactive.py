"""InteractiveSession, and eval of tensors and of operations."""

import tensorflow as tf

sess = tf.InteractiveSession()
tf.set_random_seed(5)
w = tf.Variable(tf.random_normal([3]))
noise = tf.random_uniform([3])
update = w.assign_sub(0.1 * (w - noise))
tf.global_variables_initializer().run()
for i in range(25):
    print(update.eval())
    update.op.run()
print(w.eval().tobytes().hex())
sess.close()
