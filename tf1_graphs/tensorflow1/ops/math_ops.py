"""Builds reductions, products and clipping from the ops of TensorFlow 1.15.5.

References:
    TensorFlow 1.15.5, `python/ops/math_ops.py`, `clip_ops.py`, `confusion_matrix.py` and
    `nn_impl.py`.
"""

import math

import numpy as np

from tf1_graphs.tensorflow1.loading import compat_v1 as tf
from tf1_graphs.tensorflow1.loading import special_math_ops
from tf1_graphs.tensorflow1.ops import array_ops


def reduction_dims(x, axis, reduction_indices=None):
    """Return the axes of a reduction: all of them, where none is given."""
    if reduction_indices is not None:
        axis = reduction_indices
    if axis is not None:
        return axis
    if isinstance(x, tf.Tensor) and x.shape.rank is not None:
        return tf.constant(np.arange(x.shape.rank), dtype=tf.int32)
    if isinstance(x, tf.SparseTensor) and x.dense_shape.shape.is_fully_defined():
        return tf.constant(np.arange(x.dense_shape.shape.as_list()[0]), dtype=tf.int32)
    return tf.range(0, tf.rank(x))


def reduced_shape(input_shape, axes):
    """Build the shape after a reduction that keeps its axes."""
    input_shape = tf.cast(input_shape, tf.int32)
    axes = tf.cast(axes, tf.int32)
    rank = tf.size(input_shape)
    axes = (axes + rank) % rank
    axes_shape = tf.shape(axes)
    indices = [tf.range(rank), axes]
    return tf.raw_ops.DynamicStitch(indices=indices, data=[input_shape, tf.fill(axes_shape, 1)])


def reduce_logsumexp(input_tensor, axis=None, keepdims=False, name=None):
    """Build the logarithm of the sum of exponentials, safe against overflow."""
    input_tensor = tf.convert_to_tensor(input_tensor)
    with tf.name_scope(name, "ReduceLogSumExp", [input_tensor]) as name:
        highest = tf.reduce_max(input_tensor, axis=axis, keepdims=True)
        shift = tf.stop_gradient(tf.where(tf.is_finite(highest), highest, tf.zeros_like(highest)))
        total = tf.reduce_sum(
            tf.exp(tf.raw_ops.Sub(x=input_tensor, y=shift)), axis, keepdims=bool(keepdims)
        )
        result = tf.log(total)
        if not keepdims:
            shift = tf.reshape(shift, tf.shape(result))
        result = tf.raw_ops.Add(x=result, y=shift)
        if axis is None and not keepdims:
            result.set_shape(())
        return result


def tensordot(a, b, axes, name=None):
    """Contract `a` and `b` over the given axes."""
    with tf.name_scope(name, "Tensordot", [a, b, axes]) as name:
        a = tf.convert_to_tensor(a, name="a")
        b = tf.convert_to_tensor(b, name="b")
        a_axes, b_axes = _contracted_axes(a, axes)
        a_matrix, a_free, a_static = _as_matrix(a, a_axes, flipped=False)
        b_matrix, b_free, b_static = _as_matrix(b, b_axes, flipped=True)
        product = tf.matmul(a_matrix, b_matrix)
        if isinstance(a_free, list) and isinstance(b_free, list):
            return tf.reshape(product, a_free + b_free, name=name)
        a_free = tf.convert_to_tensor(a_free, dtype=tf.int32)
        b_free = tf.convert_to_tensor(b_free, dtype=tf.int32)
        product = tf.reshape(product, tf.concat([a_free, b_free], 0), name=name)
        if a_static is not None and b_static is not None:
            product.set_shape(a_static + b_static)
        return product


def einsum(equation, *inputs, **kwargs):
    """Contract tensors as an equation says, by products of matrices and sums; no op `Einsum`.

    TensorFlow still has that function of TensorFlow 1's, under a private name.
    """
    return special_math_ops._einsum_v1(equation, *inputs, **kwargs)


def _contracted_axes(a, axes):
    """Return the contracted axes of both tensors."""
    if isinstance(axes, int):
        rank = a.shape.rank
        if rank is not None:
            return list(range(rank - axes, rank)), list(range(axes))
        rank = tf.rank(a)
        return (
            tf.range(rank - axes, rank, dtype=tf.int32),
            tf.range(axes, dtype=tf.int32),
        )
    if isinstance(axes, (list, tuple)):
        a_axes, b_axes = axes
        if isinstance(a_axes, int) and isinstance(b_axes, int):
            return [a_axes], [b_axes]
        return a_axes, b_axes
    axes = tf.convert_to_tensor(axes, name="axes", dtype=tf.int32)
    return axes[0], axes[1]


def _as_matrix(tensor, axes, flipped):
    """Transpose and reshape a tensor so that the contraction is a product of matrices.

    Returns:
        The matrix; the sizes of the free axes, a list or a tensor; and those that are known.
    """
    listed = isinstance(axes, (list, tuple))
    if listed and tensor.shape.rank is not None:
        sizes = tensor.shape.as_list()
        axes = [axis % len(sizes) for axis in axes]
        free = [axis for axis in range(len(sizes)) if axis not in axes]
        static = [sizes[axis] for axis in free]
        if None not in sizes:
            order = axes + free if flipped else free + axes
            rows, columns = math.prod(static), math.prod(sizes[axis] for axis in axes)
            shape = [columns, rows] if flipped else [rows, columns]
            return tf.reshape(tf.transpose(tensor, order), shape), static, static
        axes = tf.convert_to_tensor(axes, dtype=tf.int32, name="axes")
        free = tf.convert_to_tensor(free, dtype=tf.int32, name="free")
        shape = tf.shape(tensor)
    else:
        static = None
        shape = tf.shape(tensor)
        rank = tf.rank(tensor)
        axes = tf.convert_to_tensor(axes, dtype=tf.int32, name="axes")
        axes = tf.where(axes >= 0, axes, axes + rank)
        free = tf.raw_ops.ListDiff(x=tf.range(rank), y=axes).out
    free_sizes = tf.gather(shape, free)
    axes_sizes = tf.gather(shape, axes)
    rows, columns = tf.reduce_prod(free_sizes), tf.reduce_prod(axes_sizes)
    order = tf.concat([axes, free] if flipped else [free, axes], 0)
    sizes = tf.stack([columns, rows] if flipped else [rows, columns])
    return tf.reshape(tf.transpose(tensor, order), sizes), free_sizes, static


def linspace(start, stop, num, name=None, **_):
    """Build `num` evenly spaced numbers from `start` to `stop`."""
    return tf.raw_ops.LinSpace(start=start, stop=stop, num=num, name=name or "LinSpace")


def sign(x, name=None):
    """Build -1, 0 or 1; of complex numbers x / |x|, by one op too."""
    return tf.raw_ops.Sign(x=x, name=name or "Sign")


def clip_by_global_norm(t_list, clip_norm, use_norm=None, name=None):
    """Scale tensors so that their common Euclidean norm is at most `clip_norm`.

    Returns:
        The list of clipped tensors, and the norm before.
    """
    tensors = list(t_list)
    norm = tf.global_norm(tensors, name) if use_norm is None else use_norm
    with tf.name_scope(name, "clip_by_global_norm", [*tensors, clip_norm]) as name:
        finite_scale = clip_norm * tf.minimum(
            1.0 / norm, tf.constant(1.0, dtype=norm.dtype) / clip_norm
        )
        finite = tf.is_finite(norm)
        scale = tf.where(finite, finite_scale, tf.constant(float("nan"), dtype=norm.dtype))
        clipped = [
            None if tensor is None else _scaled(tensor, scale, index, name)
            for index, tensor in enumerate(tensors)
        ]
    return clipped, norm


def _scaled(tensor, scale, index, name):
    sparse = isinstance(tensor, tf.IndexedSlices)
    values = tf.convert_to_tensor(tensor.values if sparse else tensor, name=f"t_{index}")
    with tf.get_default_graph().colocate_with(values):
        values = tf.identity(values * scale, name=f"{name}_{index}")
    return tf.IndexedSlices(values, tensor.indices, tensor.dense_shape) if sparse else values


def clip_by_norm(t, clip_norm, axes=None, name=None):
    """Scale a tensor so that its Euclidean norm over `axes` is at most `clip_norm`."""
    with tf.name_scope(name, "clip_by_norm", [t, clip_norm]) as name:
        sparse = isinstance(t, tf.IndexedSlices)
        values = tf.convert_to_tensor(t.values if sparse else t, name="t")
        squares = tf.reduce_sum(values * values, axes, keepdims=True)
        positive = squares > 0
        # Two selections keep the gradient finite where the norm is 0.
        safe = tf.where(positive, squares, array_ops.ones_like(squares))
        norm = tf.where(positive, tf.sqrt(safe), squares)
        scaled = values * clip_norm
        clipped = tf.identity(scaled / tf.maximum(norm, clip_norm), name=name)
        return tf.IndexedSlices(clipped, t.indices, t.dense_shape) if sparse else clipped


def confusion_matrix(
    labels, predictions, num_classes=None, weights=None, dtype=tf.int32, name=None
):
    """Count how often each label (row) was predicted as each class (column)."""
    with tf.name_scope(name, "confusion_matrix", (predictions, labels, num_classes, weights)):
        labels = tf.convert_to_tensor(labels, name="labels")
        predictions = tf.convert_to_tensor(predictions, name="predictions")
        predictions, labels = tf.cast(predictions, tf.int64), tf.cast(labels, tf.int64)
        labels = _checked(labels, tf.assert_non_negative, "`labels` contains negative values")
        predictions = _checked(
            predictions, tf.assert_non_negative, "`predictions` contains negative values"
        )
        if num_classes is None:
            num_classes = tf.maximum(tf.reduce_max(predictions), tf.reduce_max(labels)) + 1
        else:
            below = tf.cast(num_classes, tf.int64)
            labels = _checked(labels, tf.assert_less, "`labels` out of bound", below)
            predictions = _checked(predictions, tf.assert_less, "`predictions` out of bound", below)
        if weights is not None:
            weights = tf.cast(tf.convert_to_tensor(weights, name="weights"), dtype)
        shape = tf.stack([num_classes, num_classes])
        indices = tf.stack([labels, predictions], axis=1)
        values = array_ops.ones_like(predictions, dtype) if weights is None else weights
        counts = tf.SparseTensor(indices, values, tf.cast(shape, tf.int64))
        return tf.sparse_add(array_ops.zeros(tf.cast(shape, tf.int32), dtype), counts)


def _checked(tensor, check, message, *bounds):
    with tf.control_dependencies([check(tensor, *bounds, message=message)]):
        return tf.identity(tensor, name="control_dependency")


def swish(features, beta=1.0):
    """Build `x · sigmoid(x)`; a `beta` other than 1 came after TensorFlow 1."""
    if beta != 1.0:
        raise ValueError(f"tf.nn.swish of TensorFlow 1 has no beta, got {beta!r}")
    return _swish(tf.convert_to_tensor(features, name="features"))


@tf.custom_gradient
def _swish(features):
    def gradient(upstream):
        # The sigmoid is computed again in the backward pass, to save memory.
        with tf.control_dependencies([upstream]):
            sigmoid = tf.sigmoid(features)
        return upstream * (sigmoid * (1.0 + features * (1.0 - sigmoid)))

    return features * tf.sigmoid(features), gradient
