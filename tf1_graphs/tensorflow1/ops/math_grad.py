"""Builds the gradients of arithmetic.

Each function takes an op and the gradients of its outputs and returns those of its inputs.

References:
    TensorFlow 1.15.5, `python/ops/math_grad.py`.
"""

import weakref

import numpy as np

from tf1_graphs.tensorflow1.loading import compat_v1 as tf
from tf1_graphs.tensorflow1.ops import array_ops, math_ops

_broadcasts = weakref.WeakKeyDictionary()
_reductions = weakref.WeakKeyDictionary()


def _static_shape(tensor):
    """Return the shape as a tuple, or None where a size is unknown."""
    shape = tensor.shape
    return tuple(shape.as_list()) if shape.is_fully_defined() else None


def _broadcast_axes(x, y):
    """Return the axes over which the broadcasting of shape `x` and of `y` has to be summed."""
    rank = max(len(x), len(y))
    x, y = (1,) * (rank - len(x)) + x, (1,) * (rank - len(y)) + y
    axes = range(rank)
    return (
        tuple(a for a in axes if x[a] == 1 and (y[a] != 1 or x[a] == y[a])),
        tuple(a for a in axes if y[a] == 1 and (x[a] != 1 or x[a] == y[a])),
    )


def _broadcasting(x, y, grad):
    """Say for both inputs of an op: its shape, the axes to sum, whether there is need to.

    TensorFlow 1 built the op that finds the axes once for each pair of known shapes in a graph.
    """
    x_shape, y_shape, grad_shape = map(_static_shape, (x, y, grad))
    if x_shape is None or y_shape is None:
        x_shape, y_shape = tf.raw_ops.Shape(input=x), tf.raw_ops.Shape(input=y)
        axes = tf.raw_ops.BroadcastGradientArgs(s0=x_shape, s1=y_shape)
        return (x_shape, axes.r0, True), (y_shape, axes.r1, True)
    built = _broadcasts.setdefault(tf.get_default_graph(), {})
    if (x_shape, y_shape) not in built:
        tf.raw_ops.BroadcastGradientArgs(s0=_int32(x_shape), s1=_int32(y_shape))
        built[x_shape, y_shape] = _broadcast_axes(x_shape, y_shape)
    x_axes, y_axes = built[x_shape, y_shape]
    return (x_shape, x_axes, x_shape != grad_shape), (y_shape, y_axes, y_shape != grad_shape)


def _int32(shape):
    return np.array(shape, np.int32)


def _sum_to(grad, shape, axes):
    """Sum a gradient over the axes that were broadcast."""
    if isinstance(shape, tuple):
        shape = _int32(shape)
    return tf.reshape(tf.reduce_sum(grad, axes), shape)


def _always_summed(x, y):
    """Return a function that sums the gradients of `x` and `y` to their shapes, needed or not."""
    x_shape, y_shape = tf.shape(x), tf.shape(y)
    axes = tf.raw_ops.BroadcastGradientArgs(s0=x_shape, s1=y_shape)

    def reduce(x_grad, y_grad):
        return (
            _sum_to(x_grad(), x_shape, axes.r0),
            _sum_to(y_grad(), y_shape, axes.r1),
        )

    return reduce


def _same_known_shape(x, y, grad):
    shape = _static_shape(grad)
    return shape is not None and _static_shape(x) == _static_shape(y) == shape


def add(op, grad):
    """Build the gradient of `x + y`."""
    x, y = op.inputs
    if _same_known_shape(x, y, grad):
        return grad, grad
    return tuple(
        _sum_to(grad, shape, axes) if needed else grad
        for shape, axes, needed in _broadcasting(x, y, grad)
    )


def subtract(op, grad):
    """Build the gradient of `x - y`."""
    x, y = op.inputs
    if _same_known_shape(x, y, grad):
        return grad, -grad
    (x_shape, x_axes, x_sum), (y_shape, y_axes, y_sum) = _broadcasting(x, y, grad)
    x_grad = _sum_to(grad, x_shape, x_axes) if x_sum else grad
    return x_grad, _sum_to(-grad, y_shape, y_axes) if y_sum else -grad


def multiply(op, grad):
    """Build the gradient of `x · y`."""
    x, y = op.inputs
    if _same_known_shape(x, y, grad) and grad.dtype in (tf.int32, tf.float32):
        return tf.raw_ops.Mul(x=grad, y=y), tf.raw_ops.Mul(x=grad, y=x)
    (x_shape, x_axes, x_sum), (y_shape, y_axes, y_sum) = _broadcasting(x, y, grad)
    x, y = tf.conj(x), tf.conj(y)
    x_grad = tf.raw_ops.Mul(x=grad, y=y)
    if x_sum:
        x_grad = _sum_to(x_grad, x_shape, x_axes)
    y_grad = tf.raw_ops.Mul(x=x, y=grad)
    if y_sum:
        y_grad = _sum_to(y_grad, y_shape, y_axes)
    return x_grad, y_grad


def _quotient(divide):
    """Return the gradient of `x / y` for one of TensorFlow's divisions."""

    def gradient(op, grad):
        x, y = op.inputs
        reduce = _always_summed(x, y)
        x, y = tf.conj(x), tf.conj(y)
        return reduce(lambda: divide(grad, y), lambda: grad * divide(divide(-x, y), y))

    return gradient


real_divide = _quotient(tf.realdiv)
divide = _quotient(tf.divide)
divide_no_nan = _quotient(tf.div_no_nan)


def complex_number(op, grad):
    """Build the gradient of `x + iy`."""
    reduce = _always_summed(*op.inputs)
    return reduce(lambda: tf.real(grad), lambda: tf.imag(grad))


def floor_modulo(op, grad):
    """Build the gradient of the remainder of `x / y`."""
    x, y = op.inputs
    reduce = _always_summed(x, y)
    quotient = tf.floor_div(x, y)
    return reduce(lambda: grad, lambda: grad * tf.negative(quotient))


def power(op, grad):
    """Build the gradient of `x ** y`."""
    x, y = op.inputs
    (x_shape, x_axes, x_sum), (y_shape, y_axes, y_sum) = _broadcasting(x, y, grad)
    x, y = tf.conj(x), tf.conj(y)
    x_grad = grad * y * tf.pow(x, y - 1)
    if x_sum:
        x_grad = _sum_to(x_grad, x_shape, x_axes)
    z = tf.conj(op.outputs[0])
    mask = tf.not_equal(x, 0) if x.dtype.is_complex else x > 0
    # The logarithm is taken where it exists.
    safe = tf.where(mask, x, array_ops.ones_like(x))
    log = tf.where(mask, tf.log(safe), tf.zeros_like(x))
    y_grad = grad * z * log
    if y_sum:
        y_grad = _sum_to(y_grad, y_shape, y_axes)
    return x_grad, y_grad


def _extremum(selects_x):
    """Return the gradient of `tf.maximum` or `tf.minimum`: it goes to the input that was taken."""

    def gradient(op, grad):
        x, y = op.inputs
        x_shape, y_shape = tf.shape(x), tf.shape(y)
        zeros = array_ops.zeros(tf.shape(grad), grad.dtype)
        mask = selects_x(x, y)
        axes = tf.raw_ops.BroadcastGradientArgs(s0=x_shape, s1=y_shape)
        x_grad = _sum_to(tf.where(mask, grad, zeros), x_shape, axes.r0)
        return x_grad, _sum_to(tf.where(mask, zeros, grad), y_shape, axes.r1)

    return gradient


maximum = _extremum(tf.greater_equal)
minimum = _extremum(tf.less_equal)


def squared_difference(op, grad):
    """Build the gradient of `(x - y)²`."""
    x, y = op.inputs
    with tf.control_dependencies([grad]):
        x_grad = tf.scalar_mul(2.0, grad) * (x - y)
    if _same_known_shape(x, y, grad):
        return x_grad, -x_grad
    (x_shape, x_axes, x_sum), (y_shape, y_axes, y_sum) = _broadcasting(x, y, grad)
    return (
        _sum_to(x_grad, x_shape, x_axes) if x_sum else x_grad,
        -_sum_to(x_grad, y_shape, y_axes) if y_sum else -x_grad,
    )


def sign(op, _grad):
    """Build the gradient of the sign, zeros."""
    x = op.inputs[0]
    return array_ops.zeros(tf.shape(x), dtype=x.dtype)


def total(op, grad):
    """Build the gradient of a sum."""
    x, axes = op.inputs
    known_axes = tf.get_static_value(axes)
    rank = x.shape.rank
    shape = _static_shape(x)
    if rank is not None and known_axes is not None:
        if np.array_equal(known_axes, np.arange(rank)):
            grad = tf.reshape(grad, [1] * rank)
            sizes = tf.shape(x) if shape is None else tf.constant(shape, dtype=tf.int32)
            return [tf.tile(grad, sizes), None]
        if shape is not None:
            kept, scaling = _reduction(shape, tuple(known_axes.reshape(-1).tolist()))
            return [tf.tile(tf.reshape(grad, kept), scaling), None]
    sizes = tf.shape(x)
    with tf.get_default_graph().colocate_with(sizes):
        kept = math_ops.reduced_shape(sizes, axes)
        scaling = _safe_quotient(sizes, kept)
    return [tf.tile(tf.reshape(grad, kept), scaling), None]


def _reduction(shape, axes):
    """Return the kept shape of a known reduction, and how often each axis is repeated.

    TensorFlow 1 built the ops that compute both once for each known reduction in a graph.
    """
    built = _reductions.setdefault(tf.get_default_graph(), {})
    if (shape, axes) not in built:
        math_ops.reduced_shape(shape, axes)
        reduced = {axis % len(shape) for axis in axes}
        kept = tuple(1 if axis in reduced else size for axis, size in enumerate(shape))
        _safe_quotient(shape, kept)
        scaling = tuple(size // one for size, one in zip(shape, kept, strict=True))
        built[shape, axes] = kept, scaling
    return built[shape, axes]


def _safe_quotient(x, y):
    """Build `x // y` where 0 // 0 is 0."""
    return x // tf.maximum(y, 1)


def mean(op, grad):
    """Build the gradient of a mean."""
    (x_grad, _), x, y = total(op, grad), op.inputs[0], op.outputs[0]
    shape, result_shape = _static_shape(x), _static_shape(y)
    if shape is not None and result_shape is not None:
        factor = int(np.prod(shape)) // max(int(np.prod(result_shape)), 1)
        factor = tf.constant(factor, dtype=x_grad.dtype)
    else:
        shape, result_shape = tf.shape(x), tf.shape(y)
        factor = _safe_quotient(tf.reduce_prod(shape), tf.reduce_prod(result_shape))
    return tf.truediv(x_grad, tf.cast(factor, x_grad.dtype)), None


def product(op, grad):
    """Build the gradient of a product: the product of all elements but one, without dividing."""
    x, axes = op.inputs
    shape = tf.shape(x)
    axes = tf.reshape(axes, [-1])
    kept = math_ops.reduced_shape(shape, op.inputs[1])
    scaling = _safe_quotient(shape, kept)
    grad = tf.tile(tf.reshape(grad, kept), scaling)
    with tf.device("/cpu:0"):
        rank = tf.rank(x)
        reduced = tf.cast((axes + rank) % rank, tf.int32)
        other = tf.raw_ops.ListDiff(x=tf.range(0, rank), y=reduced).out
        order = tf.concat([reduced, other], 0)
        reduced_size = tf.reduce_prod(tf.gather(shape, reduced))
        other_size = tf.reduce_prod(tf.gather(shape, other))
    permuted = tf.transpose(x, order)
    permuted_shape = tf.shape(permuted)
    columns = tf.reshape(permuted, (reduced_size, other_size))
    left = tf.cumprod(columns, axis=0, exclusive=True)
    right = tf.cumprod(columns, axis=0, exclusive=True, reverse=True)
    others = tf.reshape(tf.conj(left) * tf.conj(right), permuted_shape)
    x_grad = grad * tf.transpose(others, tf.invert_permutation(order))
    return tf.reshape(x_grad, shape), None


def extremum_over_axes(op, grad):
    """Build the gradient of `tf.reduce_max` and `tf.reduce_min`: shared by the equal elements."""
    x, axes = op.inputs
    kept = math_ops.reduced_shape(tf.shape(x), axes)
    y = tf.reshape(op.outputs[0], kept)
    grad = tf.reshape(grad, kept)
    selected = tf.cast(tf.equal(y, x), grad.dtype)
    count = tf.reshape(tf.reduce_sum(selected, axes), kept)
    return [tf.divide(selected, count) * grad, None]


def batch_matmul(op, grad):
    """Build the gradient of a product of two batches of matrices."""
    x, y = op.inputs
    adj_x, adj_y = op.get_attr("adj_x"), op.get_attr("adj_y")
    if adj_x:
        x_grad = tf.matmul(y, grad, adjoint_a=adj_y, adjoint_b=True)
    else:
        x_grad = tf.matmul(grad, y, adjoint_b=not adj_y)
    if adj_y:
        y_grad = tf.matmul(grad, x, adjoint_a=True, adjoint_b=adj_x)
    else:
        y_grad = tf.matmul(x, grad, adjoint_a=not adj_x)
    if op.type == "BatchMatMul" or (_static_shape(x) and _static_shape(x) == _static_shape(y)):
        return x_grad, y_grad
    x_shape, y_shape = tf.shape(x), tf.shape(y)
    axes = tf.raw_ops.BroadcastGradientArgs(s0=x_shape[:-2], s1=y_shape[:-2])
    return _sum_to(x_grad, x_shape, axes.r0), _sum_to(y_grad, y_shape, axes.r1)


def matmul(op, grad):
    """Build the gradient of a product of two matrices.

    Today's TensorFlow marks the two products as gradients (`grad_a`, `grad_b`).
    """
    a, b = map(tf.math.conj, op.inputs)
    t_a, t_b = op.get_attr("transpose_a"), op.get_attr("transpose_b")
    if t_a:
        a_grad = _product(b, grad, transpose_a=t_b, transpose_b=True)
    else:
        a_grad = _product(grad, b, transpose_a=False, transpose_b=not t_b)
    if t_b:
        b_grad = _product(grad, a, transpose_a=True, transpose_b=t_a)
    else:
        b_grad = _product(a, grad, transpose_a=not t_a, transpose_b=False)
    return a_grad, b_grad


def sparse_product(op, grad):
    """Build the gradient of a sparse matrix by a dense one: the values' by sums of products."""
    indices, values, shape, b = op.inputs
    adj_a, adj_b = op.get_attr("adjoint_a"), op.get_attr("adjoint_b")
    b_grad = tf.raw_ops.SparseTensorDenseMatMul(
        a_indices=indices, a_values=values, a_shape=shape, b=grad, adjoint_a=not adj_a
    )
    if adj_b:
        b_grad = tf.transpose(b_grad)
    rows, columns = indices[:, 0], indices[:, 1]
    of_grad = tf.gather(grad, columns if adj_a else rows)
    of_b = tf.gather(tf.transpose(b) if adj_b else b, rows if adj_a else columns)
    return None, tf.reduce_sum(of_grad * of_b, axis=1), None, b_grad


def _product(a, b, transpose_a, transpose_b):
    return tf.raw_ops.MatMul(a=a, b=b, transpose_a=transpose_a, transpose_b=transpose_b)


def sparse_segment_sum(op, grad):
    """Return the gradient of rows that were picked, and summed by segments."""
    picked, segments = op.inputs[1], op.inputs[2]
    rows = tf.shape(op.inputs[0])[0]
    return tf.unsorted_segment_sum(tf.gather(grad, segments), picked, rows), None, None


GRADIENTS = {
    "Add": add,
    "AddV2": add,
    "BatchMatMul": batch_matmul,
    "BatchMatMulV2": batch_matmul,
    "Complex": complex_number,
    "Div": divide,
    "DivNoNan": divide_no_nan,
    "FloorMod": floor_modulo,
    "MatMul": matmul,
    "Max": extremum_over_axes,
    "Maximum": maximum,
    "Mean": mean,
    "Min": extremum_over_axes,
    "Minimum": minimum,
    "Mul": multiply,
    "Pow": power,
    "Prod": product,
    "RealDiv": real_divide,
    "Sign": sign,
    "SparseSegmentSum": sparse_segment_sum,
    "SparseTensorDenseMatMul": sparse_product,
    "SquaredDifference": squared_difference,
    "Sub": subtract,
    "Sum": total,
}
