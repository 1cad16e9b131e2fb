"""Optimizers and learning rates: what they build moves the seeds of whatever comes after."""

# ruff: noqa: B905 - Python 3.7 runs it too


def _loss(tf):
    x = tf.placeholder_with_default([[1.0, 2.0, 3.0], [0.5, -2.0, 1.0]], [None, 3], name="X")
    y = tf.placeholder_with_default([[1.0], [2.0]], [None, 1], name="y")
    theta = tf.Variable(tf.random_uniform([3, 1], -1.0, 1.0), name="theta")
    error = tf.matmul(x, theta, name="predictions") - y
    return tf.reduce_mean(tf.square(error), name="mse")


def _mlp(tf):
    x = tf.placeholder_with_default([[1.0, 2.0, 3.0], [0.5, -2.0, 1.0]], [None, 3], name="X")
    y = tf.placeholder_with_default([1, 0], shape=(None), name="y")
    with tf.name_scope("dnn"):
        w1 = tf.Variable(tf.truncated_normal((3, 4), stddev=0.5), name="w1")
        b1 = tf.Variable(tf.zeros([4]), name="b1")
        hidden = tf.nn.relu(tf.matmul(x, w1) + b1)
        w2 = tf.Variable(tf.truncated_normal((4, 2), stddev=0.5), name="w2")
        b2 = tf.Variable(tf.zeros([2]), name="b2")
        logits = tf.matmul(hidden, w2) + b2
    with tf.name_scope("loss"):
        xentropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
        return tf.reduce_mean(xentropy, name="loss")


def manual_gradients(tf):
    x = tf.constant([[1.0, 2.0], [3.0, 4.0], [5.0, 7.0]], name="X")
    y = tf.constant([[1.0], [2.0], [2.5]], name="y")
    theta = tf.Variable(tf.random_uniform([2, 1], -1.0, 1.0, seed=42), name="theta")
    error = tf.matmul(x, theta) - y
    gradients = 2 / 3 * tf.matmul(tf.transpose(x), error)
    return tf.assign(theta, theta - 0.01 * gradients)


def autodiff(tf):
    loss = _loss(tf)
    theta = tf.trainable_variables()[0]
    gradients = tf.gradients(loss, [theta])[0]
    return tf.assign(theta, theta - 0.01 * gradients)


def gradient_descent(tf):
    return tf.train.GradientDescentOptimizer(learning_rate=0.01).minimize(_loss(tf))


def momentum(tf):
    return tf.train.MomentumOptimizer(learning_rate=0.01, momentum=0.9).minimize(_loss(tf))


def nesterov(tf):
    return tf.train.MomentumOptimizer(0.01, 0.9, use_nesterov=True).minimize(_loss(tf))


def adagrad(tf):
    return tf.train.AdagradOptimizer(0.01).minimize(_loss(tf))


def adadelta(tf):
    return tf.train.AdadeltaOptimizer(0.01).minimize(_loss(tf))


def rmsprop(tf):
    return tf.train.RMSPropOptimizer(0.01, momentum=0.9, decay=0.9, epsilon=1e-10).minimize(
        _loss(tf)
    )


def rmsprop_centered(tf):
    return tf.train.RMSPropOptimizer(0.01, centered=True).minimize(_loss(tf))


def adam(tf):
    return tf.train.AdamOptimizer(learning_rate=0.01).minimize(_loss(tf))


def ftrl(tf):
    return tf.train.FtrlOptimizer(0.01).minimize(_loss(tf))


def proximal(tf):
    return [
        tf.train.ProximalGradientDescentOptimizer(0.01).minimize(_loss(tf)),
        tf.train.ProximalAdagradOptimizer(0.01).minimize(_loss(tf)),
    ]


def two_optimizers_then_seed(tf):
    loss = _mlp(tf)
    with tf.name_scope("train"):
        a = tf.train.GradientDescentOptimizer(0.01).minimize(loss)
    b = tf.train.AdamOptimizer(0.01).minimize(loss, var_list=tf.trainable_variables()[:2])
    tf.Variable(tf.random_normal([2]), name="later")
    return [a, b]


def mlp(tf):
    return tf.train.GradientDescentOptimizer(0.1).minimize(_mlp(tf))


def mlp_global_step(tf):
    step = tf.Variable(0, trainable=False, name="global_step")
    rate = tf.train.exponential_decay(0.1, step, 10000, 1 / 10)
    optimizer = tf.train.MomentumOptimizer(rate, momentum=0.9)
    return optimizer.minimize(_mlp(tf), global_step=step)


def clipped(tf):
    loss = _mlp(tf)
    optimizer = tf.train.GradientDescentOptimizer(0.1)
    grads_and_vars = optimizer.compute_gradients(loss)
    capped = [(tf.clip_by_value(g, -1.0, 1.0), v) for g, v in grads_and_vars]
    return optimizer.apply_gradients(capped)


def clipped_by_global_norm(tf):
    loss = _mlp(tf)
    variables = tf.trainable_variables()
    gradients, _ = tf.clip_by_global_norm(tf.gradients(loss, variables), 0.5)
    return tf.train.AdamOptimizer(0.1).apply_gradients(zip(gradients, variables))


def frozen(tf):
    loss = _mlp(tf)
    variables = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope="dnn/w2|dnn/b2")
    return tf.train.MomentumOptimizer(0.1, 0.9, use_nesterov=True).minimize(
        loss, var_list=variables
    )


def update_ops_before_training(tf):
    loss = _mlp(tf)
    counter = tf.Variable(0.0, trainable=False)
    tf.add_to_collection(tf.GraphKeys.UPDATE_OPS, tf.assign_add(counter, 1.0))
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        return tf.train.GradientDescentOptimizer(0.1).minimize(loss)


def max_norm(tf):
    w = tf.Variable(tf.random_normal([3, 2]), name="w")
    clipped = tf.clip_by_norm(w, clip_norm=1.0, axes=1)
    clip = tf.assign(w, clipped, name="clip")
    tf.add_to_collection("max_norm", clip)
    return tf.get_collection("max_norm")


def decays(tf):
    step = tf.Variable(3, trainable=False, name="step")
    return [
        tf.train.exponential_decay(0.1, step, 10, 0.96, staircase=True),
        tf.train.inverse_time_decay(0.1, step, 10, 0.5),
        tf.train.natural_exp_decay(0.1, step, 10, 0.5),
        tf.train.polynomial_decay(0.1, step, 10, 0.01),
        tf.train.piecewise_constant(step, [2, 5], [0.1, 0.01, 0.001]),
        tf.train.cosine_decay(0.1, step, 10),
    ]
