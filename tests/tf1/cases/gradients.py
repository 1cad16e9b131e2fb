"""Gradients of arithmetic and of shapes."""


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


def gradient_cast(tf):
    return _gradient(tf, lambda w: tf.cast(w, tf.float64))


def gradient_clip(tf):
    return _gradient(tf, lambda w: tf.clip_by_value(w, 0.3, 0.7))


def gradient_tensordot(tf):
    return _gradient(tf, lambda w: tf.tensordot(tf.ones([4, 5, 2]), w, axes=[[2], [0]]))


def gradient_unknown_batch(tf):
    x = tf.placeholder_with_default([[1.0, 2.0, 3.0]], [None, 3], name="X")
    w = tf.Variable(tf.ones([3]), name="w")
    b = tf.Variable(1.0, name="b")
    y = x * w + b
    return tf.gradients(tf.reduce_mean(tf.square(y - x)), [w, b])


def gather_columns(tf):
    x = tf.placeholder_with_default([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], [None, 3])
    y = tf.reshape(tf.range(24, dtype=tf.float32), [2, 3, 4])
    first = tf.gradients(tf.square(tf.gather(x, [2, 0, 2], axis=1)), x)
    return first + tf.gradients(tf.square(tf.gather(y, [[1, 0], [2, 2]], axis=-2)), y)
