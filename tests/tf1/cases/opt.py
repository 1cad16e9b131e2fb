"""Optimizers of `tf.contrib.opt`."""

import numpy as np


def _loss(tf):
    w = tf.get_variable("w", [2, 2])
    b = tf.get_variable("b", [2], initializer=tf.ones_initializer())
    x = tf.constant([[1.0, 2.0], [0.5, -1.0]])
    return tf.reduce_mean(tf.square(tf.matmul(x, w) + b))


def _sparse_loss(tf):
    rows = tf.gather(tf.get_variable("w", [4, 2]), [1, 3])
    return tf.reduce_mean(tf.square(rows - 1.0))


# What decays weights is not run where it races the gradient: both read the reference variable, and
# TensorFlow orders them by no rule.


def adam_w(tf):
    tf.contrib.opt.AdamWOptimizer(0.01, learning_rate=0.1).minimize(_loss(tf))


def adam_w_some(tf):
    optimizer = tf.contrib.opt.AdamWOptimizer(weight_decay=0.01)
    gradients = optimizer.compute_gradients(_loss(tf))
    optimizer.apply_gradients(gradients, decay_var_list=tf.trainable_variables()[:1])


def adam_w_some_forgotten(tf):
    loss = _loss(tf)
    optimizer = tf.contrib.opt.AdamWOptimizer(weight_decay=0.01)
    optimizer.minimize(loss, decay_var_list=tf.trainable_variables()[:1])


def momentum_w_sparse(tf):
    return tf.contrib.opt.MomentumWOptimizer(0.01, 0.1, 0.9).minimize(_sparse_loss(tf))


def extended(tf):
    base = tf.train.GradientDescentOptimizer
    optimizer = tf.contrib.opt.extend_with_decoupled_weight_decay(base)
    optimizer(weight_decay=0.01, learning_rate=0.1).minimize(_loss(tf))


def lazy_adam(tf):
    return tf.contrib.opt.LazyAdamOptimizer(0.1).minimize(_sparse_loss(tf))


def nadam(tf):
    return tf.contrib.opt.NadamOptimizer(0.1).minimize(_loss(tf))


def nadam_sparse(tf):
    return tf.contrib.opt.NadamOptimizer(0.1).minimize(_sparse_loss(tf))


def ada_max(tf):
    return tf.contrib.opt.AdaMaxOptimizer(0.1).minimize(_loss(tf))


def ada_max_sparse(tf):
    return tf.contrib.opt.AdaMaxOptimizer(0.1).minimize(_sparse_loss(tf))


def lars(tf):
    return tf.contrib.opt.LARSOptimizer(0.1, skip_list=["b"]).minimize(_loss(tf))


def moving_average(tf):
    optimizer = tf.contrib.opt.MovingAverageOptimizer(tf.train.GradientDescentOptimizer(0.1), 0.9)
    step = optimizer.minimize(_loss(tf))
    optimizer.swapping_saver()
    return step


def scipy(tf):
    loss = _loss(tf)
    optimizer = tf.contrib.opt.ScipyOptimizerInterface(loss, options={"maxiter": 3})
    found = []
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        optimizer.minimize(session, fetches=[loss], loss_callback=found.append)
        found = np.array(found[:4], np.float32)
    return tf.constant(found)


def power_sign(tf):
    decay = lambda step: 1.0 / (tf.cast(step, tf.float32) + 2.0)  # noqa: E731
    optimizer = tf.contrib.opt.PowerSignOptimizer(0.1, base=2.0, sign_decay_fn=decay)
    return optimizer.minimize(_loss(tf), global_step=tf.train.get_or_create_global_step())


def power_sign_sparse(tf):
    return tf.contrib.opt.PowerSignOptimizer(0.1).minimize(_sparse_loss(tf))


def add_sign(tf):
    return tf.contrib.opt.AddSignOptimizer(0.1).minimize(_loss(tf))


def add_sign_sparse(tf):
    return tf.contrib.opt.AddSignOptimizer(0.1).minimize(_sparse_loss(tf))


def multitask(tf):
    optimizer = tf.contrib.opt.MultitaskOptimizerWrapper(tf.train.MomentumOptimizer(0.1, 0.9))
    gradients = optimizer.compute_gradients(_loss(tf))
    clipped, norm = tf.contrib.opt.clip_gradients_by_global_norm(gradients, 0.5)
    return [optimizer.apply_gradients(clipped), norm]


def variable_clipping(tf):
    loss = _loss(tf)
    w, b = tf.trainable_variables()
    base = tf.train.GradientDescentOptimizer(0.1)
    return tf.contrib.opt.VariableClippingOptimizer(base, {w: [1], b: [0]}, 0.5).minimize(loss)


def variable_clipping_sparse(tf):
    loss = _sparse_loss(tf)
    base = tf.train.GradientDescentOptimizer(0.1)
    clipped = {tf.trainable_variables()[0]: [1]}
    return tf.contrib.opt.VariableClippingOptimizer(base, clipped, 0.5).minimize(loss)
