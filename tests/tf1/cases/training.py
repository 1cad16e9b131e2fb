"""Optimizers and gradients: what they build moves the seeds of whatever comes after."""

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


def stop_gradient(tf):
    x = tf.Variable(2.0)
    return tf.gradients(x * tf.stop_gradient(x), x)


def hessian(tf):
    x = tf.Variable([1.0, 2.0])
    return tf.hessians(tf.reduce_sum(x**3), x)


def second_order(tf):
    x = tf.Variable(3.0)
    (first,) = tf.gradients(x * x * x, x)
    return tf.gradients(first, x)


def gradients_with_grad_ys(tf):
    x = tf.Variable([1.0, 2.0])
    return tf.gradients(x * 2.0, x, grad_ys=tf.constant([0.5, 0.25]))


def gradient_of_constant_product(tf):
    # The book's function whose symbolic derivative explodes.
    a, b = tf.Variable(0.2, name="a"), tf.Variable(0.3, name="b")
    z = tf.constant(0.0, name="z0")
    for i in range(5):
        z = a * tf.cos(z + i) + z * tf.sin(b - i)
    return tf.gradients(z, [a, b])


def _gradient(tf, function, shape=(2, 3)):
    w = tf.Variable(tf.random_uniform(shape, 0.1, 0.9), name="w")
    return tf.gradients(function(w), w)


def gradient_add_broadcast(tf):
    return _gradient(tf, lambda w: tf.ones([2, 1]) + w)


def gradient_sub_broadcast(tf):
    return _gradient(tf, lambda w: tf.ones([4, 2, 3]) - w)


def gradient_mul_broadcast(tf):
    return _gradient(tf, lambda w: tf.ones([4, 2, 3]) * w)


def gradient_mul_scalar(tf):
    return _gradient(tf, lambda w: 3.0 * w)


def gradient_mul_same(tf):
    return _gradient(tf, lambda w: w * w)


def gradient_div(tf):
    return _gradient(tf, lambda w: 1.0 / w + w / 2.0)


def gradient_pow(tf):
    return _gradient(tf, lambda w: w**2 + tf.pow(w, 3.0))


def gradient_maximum(tf):
    return _gradient(tf, lambda w: tf.maximum(0.5, w) + tf.minimum(w, 0.5))


def gradient_squared_difference(tf):
    return _gradient(tf, lambda w: tf.squared_difference(w, 0.5))


def gradient_unary(tf):
    w = tf.Variable(tf.random_uniform((2, 3), 0.1, 0.9), name="w")
    return [
        tf.gradients(function(w), w)[0]
        for function in (
            tf.square,
            tf.sqrt,
            tf.exp,
            tf.log,
            tf.tanh,
            tf.sigmoid,
            tf.abs,
            tf.sin,
            tf.cos,
            tf.negative,
            tf.rsqrt,
            tf.reciprocal,
            tf.log1p,
            tf.erf,
            tf.sign,
            tf.identity,
        )
    ]


def gradient_activations(tf):
    return _gradient(
        tf,
        lambda w: tf.add_n(
            [
                tf.nn.relu(w),
                tf.nn.elu(w),
                tf.nn.selu(w),
                tf.nn.softplus(w),
                tf.nn.softsign(w),
                tf.nn.relu6(w),
                tf.nn.leaky_relu(w),
                tf.nn.softmax(w),
                tf.nn.log_softmax(w),
            ]
        ),
    )


def gradient_where(tf):
    return _gradient(tf, lambda w: tf.where(w > 0.5, w, 2.0 * w))


def gradient_matmul(tf):
    return _gradient(
        tf, lambda w: tf.matmul(w, w, transpose_b=True) + tf.matmul(w, tf.ones([3, 2]))
    )


def gradient_batch_matmul(tf):
    return _gradient(tf, lambda w: tf.matmul(w, tf.ones([2, 3, 4])), (2, 5, 3))


def gradient_reductions(tf):
    return _gradient(
        tf,
        lambda w: (
            tf.reduce_sum(w)
            + tf.reduce_mean(w)
            + tf.reduce_sum(tf.reduce_mean(w, axis=1))
            + tf.reduce_max(w)
            + tf.reduce_prod(w)
            + tf.reduce_logsumexp(w)
        ),
    )


def gradient_shapes(tf):
    return _gradient(
        tf,
        lambda w: (
            tf.reduce_sum(tf.reshape(w, [-1]))
            + tf.reduce_sum(tf.transpose(w)[0])
            + tf.reduce_sum(tf.expand_dims(w, 0))
            + tf.reduce_sum(tf.squeeze(tf.expand_dims(w, 0)))
            + tf.reduce_sum(tf.tile(w, [2, 1]))
            + tf.reduce_sum(tf.concat([w, w], 0))
            + tf.reduce_sum(tf.stack([w, w]))
            + tf.reduce_sum(tf.unstack(w)[0])
            + tf.reduce_sum(tf.split(w, 3, 1)[1])
            + tf.reduce_sum(tf.pad(w, [[1, 1], [0, 0]]))
            + tf.reduce_sum(tf.slice(w, [0, 0], [1, 1]))
        ),
    )


def gradient_gather(tf):
    return _gradient(tf, lambda w: tf.gather(w, [0, 0]))


def gradient_embedding(tf):
    w = tf.Variable(tf.random_uniform([5, 3], -1.0, 1.0), name="embeddings")
    embed = tf.nn.embedding_lookup(w, [1, 1, 4])
    return tf.train.AdamOptimizer(0.1).minimize(tf.reduce_sum(tf.square(embed)))


def gradient_cast(tf):
    return _gradient(tf, lambda w: tf.cast(w, tf.float64))


def gradient_clip(tf):
    return _gradient(tf, lambda w: tf.clip_by_value(w, 0.3, 0.7))


def gradient_norms(tf):
    return _gradient(
        tf,
        lambda w: tf.nn.l2_loss(w) + tf.norm(w) + tf.reduce_sum(tf.nn.l2_normalize(w, 1)),
    )


def gradient_moments(tf):
    def normalized(w):
        mean, variance = tf.nn.moments(w, [0])
        return tf.nn.batch_normalization(w, mean, variance, tf.zeros([3]), tf.ones([3]), 0.001)

    return _gradient(tf, normalized)


def gradient_convolution(tf):
    def net(w):
        x = tf.ones([1, 4, 4, 1])
        y = tf.nn.relu(tf.nn.conv2d(x, w, [1, 1, 1, 1], "SAME"))
        return tf.nn.avg_pool(
            tf.nn.max_pool(y, [1, 2, 2, 1], [1, 2, 2, 1], "VALID"),
            [1, 2, 2, 1],
            [1, 1, 1, 1],
            "SAME",
        )

    return _gradient(tf, net, (2, 2, 1, 2))


def gradient_fused_batch_norm(tf):
    return _gradient(
        tf, lambda w: tf.nn.fused_batch_norm(w, tf.ones([2]), tf.zeros([2]))[0], (1, 3, 3, 2)
    )


def gradient_bias_add(tf):
    return _gradient(tf, lambda w: tf.nn.bias_add(tf.ones([2, 3]), w), (3,))


def gradient_softmax_cross_entropy(tf):
    return _gradient(
        tf, lambda w: tf.nn.softmax_cross_entropy_with_logits(labels=tf.ones([2, 3]), logits=w)
    )


def gradient_softmax_cross_entropy_v2(tf):
    return _gradient(
        tf, lambda w: tf.nn.softmax_cross_entropy_with_logits_v2(labels=tf.ones([2, 3]), logits=w)
    )


def gradient_sparse_softmax_cross_entropy(tf):
    return _gradient(
        tf, lambda w: tf.nn.sparse_softmax_cross_entropy_with_logits(labels=[0, 1], logits=w)
    )


def gradient_sigmoid_cross_entropy(tf):
    return _gradient(
        tf, lambda w: tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.ones([2, 3]), logits=w)
    )


def gradient_losses(tf):
    return _gradient(
        tf,
        lambda w: (
            tf.losses.mean_squared_error(tf.ones([2, 3]), w)
            + tf.losses.absolute_difference(tf.ones([2, 3]), w)
            + tf.losses.huber_loss(tf.ones([2, 3]), w)
        ),
    )


def gradient_tensordot(tf):
    return _gradient(tf, lambda w: tf.tensordot(tf.ones([4, 5, 2]), w, axes=[[2], [0]]))


def gradient_unknown_batch(tf):
    x = tf.placeholder_with_default([[1.0, 2.0, 3.0]], [None, 3], name="X")
    w = tf.Variable(tf.ones([3]), name="w")
    b = tf.Variable(1.0, name="b")
    y = x * w + b
    return tf.gradients(tf.reduce_mean(tf.square(y - x)), [w, b])


def kullback_leibler_sparsity(tf):
    # The sparse autoencoder's loss.
    w = tf.Variable(tf.random_normal([3, 4]), name="w")
    x = tf.placeholder_with_default([[1.0, 2.0, 3.0]], [None, 3])
    mean = tf.reduce_mean(tf.sigmoid(tf.matmul(x, w)), axis=0)
    p = 0.1
    loss = tf.reduce_sum(p * tf.log(p / mean) + (1 - p) * tf.log((1 - p) / (1 - mean)))
    return tf.gradients(loss, w)


def variational_autoencoder(tf):
    w = tf.Variable(tf.random_normal([3, 4]), name="w")
    x = tf.placeholder_with_default([[1.0, 2.0, 3.0]], [None, 3])
    mean, gamma = tf.split(tf.matmul(x, w), 2, axis=1)
    noise = tf.random_normal(tf.shape(gamma), dtype=tf.float32)
    hidden = mean + tf.exp(0.5 * gamma) * noise
    latent = 0.5 * tf.reduce_sum(tf.exp(gamma) + tf.square(mean) - 1 - gamma)
    return tf.gradients(tf.reduce_sum(hidden) + latent, w)
