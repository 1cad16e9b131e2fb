"""Two networks trained in turn, from noise that the graph draws."""

import tensorflow as tf

tf.set_random_seed(14)
noise = tf.random_normal([8, 2], seed=1)
with tf.variable_scope("generator"):
    made = tf.layers.dense(noise, 2)
real = tf.random_uniform([8, 2], 1, 2)


def judge(x, reuse=None):
    with tf.variable_scope("judge", reuse=reuse):
        return tf.layers.dense(tf.layers.dense(x, 4, tf.nn.relu), 1)


of_real, of_made = judge(real), judge(made, reuse=True)
loss_judge = tf.reduce_mean(tf.nn.softplus(-of_real)) + tf.reduce_mean(tf.nn.softplus(of_made))
loss_generator = tf.reduce_mean(tf.nn.softplus(-of_made))
steps = [
    tf.train.AdamOptimizer(0.01).minimize(loss, var_list=tf.trainable_variables(scope))
    for loss, scope in ((loss_judge, "judge"), (loss_generator, "generator"))
]
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(15):
        for step in steps:
            sess.run(step)
        print(sess.run([loss_judge, loss_generator]))
