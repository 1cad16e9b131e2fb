"""Arithmetic and reductions, linear algebra, checks and scopes."""


def _x(tf, shape=(None, 3)):
    return tf.placeholder_with_default([[1.0, 2.0, 3.0], [0.5, -2.0, 1.0]], shape, name="X")


def operators(tf):
    x = _x(tf)
    return [x + 1, x - 1, 2 * x, x / 2, -x, x**2, abs(x), x // 2, x % 2, 1 - x, 1 / x]


def operators_int(tf):
    n = tf.constant([5, 7])
    return [n / 2, n // 2, n % 2, n + 1]


def comparisons(tf):
    x = _x(tf)
    return [x > 1, x <= 1, tf.equal(x, 1), tf.not_equal(x, 1), tf.logical_not(x < 0)]


def identity_comparison(tf):
    x = _x(tf)
    assert (x == 1.0) is False
    return x


def matmul(tf):
    x = _x(tf)
    return [tf.matmul(x, x, transpose_b=True), tf.matmul(tf.transpose(x), x)]


def batch_matmul(tf):
    return tf.matmul(tf.ones([2, 3, 4]), tf.ones([2, 4, 5]))


def normal_equation(tf):
    x = _x(tf, (2, 3))
    xt = tf.transpose(x)
    return tf.matmul(tf.matrix_inverse(tf.matmul(x, xt)), x)


def reductions(tf):
    x = _x(tf)
    return [
        tf.reduce_mean(x),
        tf.reduce_sum(x, axis=1),
        tf.reduce_max(x, axis=0, keepdims=True),
        tf.reduce_min(x),
        tf.reduce_prod(x),
        tf.reduce_all(x > 0),
        tf.reduce_any(x > 0, axis=1),
        tf.reduce_logsumexp(x),
        tf.reduce_mean(tf.square(x), name="mse"),
    ]


def reductions_keep_dims(tf):
    return tf.reduce_sum(_x(tf), axis=1, keep_dims=True)


def reductions_reduction_indices(tf):
    return tf.reduce_sum(_x(tf), reduction_indices=[1])


def elementwise(tf):
    x = _x(tf)
    return [
        tf.square(x),
        tf.sqrt(tf.abs(x)),
        tf.exp(x),
        tf.log(tf.abs(x)),
        tf.pow(x, 2),
        tf.maximum(0.0, x),
        tf.minimum(x, 1.0),
        tf.sign(x),
        tf.sin(x),
        tf.tanh(x),
        tf.sigmoid(x),
        tf.add(x, x),
        tf.subtract(x, x),
        tf.multiply(x, x),
        tf.divide(x, 2.0),
        tf.div(x, 2.0),
        tf.truediv(x, 2.0),
        tf.negative(x),
        tf.squared_difference(x, 1.0),
        tf.add_n([x, x]),
        tf.floor(x),
        tf.round(x),
        tf.reciprocal(x),
        tf.rsqrt(tf.abs(x)),
        tf.log1p(tf.abs(x)),
        tf.erf(x),
    ]


def add_named(tf):
    x = _x(tf)
    return [tf.add(x, x, name="sum"), tf.multiply(x, 2.0, name="product"), tf.add(x, 1)]


def argmax(tf):
    x = _x(tf)
    return [tf.argmax(x, 1), tf.argmax(x, axis=1), tf.argmin(x, 1), tf.arg_max(x, 1)]


def tops(tf):
    x = _x(tf)
    return [tf.nn.in_top_k(x, [1, 0], 1), tf.nn.top_k(x, k=2).values, tf.unique([1, 1, 2]).y]


def clips(tf):
    x = _x(tf)
    return [
        tf.clip_by_value(x, -1.0, 1.0),
        tf.clip_by_value(x, clip_value_min=0, clip_value_max=1),
        tf.clip_by_norm(x, 1.0),
        tf.clip_by_norm(x, clip_norm=1.0, axes=1),
        tf.clip_by_global_norm([x, x], 1.0)[0][0],
        tf.clip_by_average_norm(x, 1.0),
        tf.global_norm([x, x]),
    ]


def norms(tf):
    x = _x(tf)
    return [
        tf.norm(x),
        tf.norm(x, axis=1),
        tf.norm(x, ord=1),
        tf.nn.l2_normalize(x, 1),
        tf.nn.l2_loss(x),
        tf.nn.moments(x, axes=[0])[0],
        tf.nn.zero_fraction(x),
    ]


def tensordot(tf):
    x = _x(tf)
    return tf.tensordot(x, tf.ones([3, 4]), axes=[[1], [0]])


def tensordot_known(tf):
    return tf.tensordot(tf.ones([2, 5, 3]), tf.ones([3, 4]), axes=1)


def einsum(tf):
    return tf.einsum("ij,jk->ik", tf.ones([2, 3]), tf.ones([3, 4]))


def linear_algebra(tf):
    a = tf.constant([[2.0, 1.0], [1.0, 3.0]])
    return [
        tf.matrix_inverse(a),
        tf.matrix_solve(a, [[1.0], [2.0]]),
        tf.cholesky(a),
        tf.matrix_determinant(a),
        tf.diag([1.0, 2.0]),
        tf.trace(a),
        tf.matrix_band_part(a, 0, -1),
    ]


def cumsum(tf):
    return tf.cumsum([1.0, 2.0, 3.0])


def segment_sum(tf):
    return tf.segment_sum([1.0, 2.0, 3.0], [0, 0, 1])


def strings(tf):
    return [tf.as_string([1, 2]), tf.string_join(["a", "b"])]


def print_and_asserts(tf):
    x = _x(tf)
    check = tf.Assert(tf.reduce_all(x > -10), [x])
    with tf.control_dependencies([check]):
        y = tf.identity(x)
    z = tf.check_numerics(y, "bad")
    with tf.control_dependencies([tf.assert_equal(1, 1), tf.assert_greater(2, 1)]):
        return tf.Print(z, [z], "z")


def py_func(tf):
    return tf.py_func(lambda a: a + a, [tf.constant(1.0)], tf.float32)


def no_op_and_group(tf):
    return [tf.no_op(), tf.group(tf.no_op(), tf.no_op()), tf.tuple([tf.constant(1)])[0]]


def unnamed_name_scopes(tf):
    with tf.name_scope("a"):
        tf.constant(1)
        with tf.name_scope("b"):
            tf.constant(1)
    with tf.name_scope("a"):
        tf.constant(1)
    with tf.name_scope("a/"):
        tf.constant(1)
    with tf.name_scope(None):
        return tf.constant(1)


def confusion(tf):
    return tf.confusion_matrix([0, 1, 1], [0, 1, 0])


def sign_of_complex_numbers(tf):
    x = tf.complex([3.0, -1.0, 0.0], [4.0, 0.0, 0.0])
    return tf.real(tf.sign(x)), tf.sign(tf.real(x))
