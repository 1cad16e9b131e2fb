"""Builds constants and shapes from the ops of TensorFlow 1.15.5.

References:
    TensorFlow 1.15.5, `python/ops/array_ops.py`, `python/ops/tensor_array_ops.py` and
    `python/ops/linalg_ops_impl.py`.
"""

import functools
import operator

import numpy as np

from tf1_graphs.tensorflow1.loading import compat_v1 as tf

LARGEST_CONSTANT = 1000


def _fill(value, shape, dtype, name, **_):
    """Build a constant where it is small, else a `Fill`."""
    dtype = tf.as_dtype(dtype).base_dtype
    if not isinstance(shape, tf.Tensor):
        sizes = list(shape) if isinstance(shape, (list, tuple)) else None
        if sizes and any(isinstance(size, tf.Tensor) for size in sizes):
            # TensorFlow 1 compared the product of the sizes, and so built it.
            _ = functools.reduce(operator.mul, sizes) < LARGEST_CONSTANT
            shape = tf.convert_to_tensor(shape, dtype=tf.int32)
        else:
            static = tf.TensorShape(shape)
            # TensorFlow 1 could not make a constant of a shape that is a single number.
            if static.num_elements() < LARGEST_CONSTANT and not isinstance(shape, int):
                return tf.constant(value, dtype, static.as_list(), name=name)
            # Named as TensorFlow 1's conversion of a shape named it.
            shape = tf.convert_to_tensor(static.as_list(), tf.int32, name="shape_as_tensor")
    if shape.shape.rank == 0:
        shape = tf.reshape(shape, [-1])
    return tf.fill(shape, tf.constant(value, dtype=dtype), name=name)


def ones(shape, dtype=tf.float32, name=None, **_):
    """Build a tensor of ones."""
    with tf.name_scope(name, "ones", [shape]) as name:
        return _fill(True if tf.as_dtype(dtype) == tf.bool else 1, shape, dtype, name)


def zeros(shape, dtype=tf.float32, name=None, **_):
    """Build a tensor of zeros, False or empty strings."""
    dtype = tf.as_dtype(dtype).base_dtype
    zero = {tf.bool: False, tf.string: ""}.get(dtype, 0)
    with tf.name_scope(name, "zeros", [shape]) as name:
        built = _fill(zero, shape, dtype, name)
    # TensorFlow's own gradients ask for this mark.
    built._is_zeros_tensor = True
    return built


def ones_like_impl(tensor, dtype, name, optimize=True, **_):
    """Build ones of another tensor's shape."""
    with tf.name_scope(name, "ones_like", [tensor]) as name:
        tensor = tf.convert_to_tensor(tensor, name="tensor")
        if optimize and tensor.shape.is_fully_defined():
            shape = tf.constant(tensor.shape.as_list(), tf.int32, name="Shape")
        else:
            shape = tf.raw_ops.Shape(input=tensor)
        built = ones(shape, dtype or tensor.dtype, name)
        built.set_shape(tensor.shape)
        return built


def ones_like(tensor, dtype=None, name=None, optimize=True):
    """Build ones of another tensor's shape, `tf.ones_like`."""
    return ones_like_impl(tensor, dtype, name, optimize)


def split(value, num_or_size_splits, axis=0, num=None, name="split"):
    """Split along an axis into as many parts as the number says, or of the sizes listed."""
    sizes = tf.convert_to_tensor(num_or_size_splits)
    if sizes.shape.rank == 0:
        return tf.raw_ops.Split(
            axis=axis, num_split=int(num_or_size_splits), value=value, name=name
        )
    return tf.raw_ops.SplitV(
        value=value,
        size_splits=sizes,
        axis=axis,
        num_split=sizes.shape.as_list()[0] if num is None else num,
        name=name,
    )


def shape_internal(original):
    """Return what builds shapes for TensorFlow's own code: of 32 bits unless it says otherwise."""
    return lambda input, name=None, optimize=True, out_type=None: original(
        input, name, optimize, out_type or tf.int32
    )


def transpose(a, perm=None, name="transpose", conjugate=False):
    """Reorder the axes, to the reverse order unless another is given."""
    with tf.name_scope(name, "transpose", [a]) as name:
        if perm is None:
            a = tf.convert_to_tensor(a, name="a")
        is_conjugated = conjugate and a.dtype.is_complex
        build = tf.raw_ops.ConjugateTranspose if is_conjugated else tf.raw_ops.Transpose
        if perm is not None:
            return build(x=a, perm=perm, name=name)
        rank = a.shape.rank
        if rank:
            perm = np.arange(rank - 1, -1, -1)
        else:
            rank = tf.raw_ops.Rank(input=a)
            perm = (rank - 1) - tf.raw_ops.Range(start=0, limit=rank, delta=1)
        built = build(x=a, perm=perm, name=name)
        if a.shape.rank is not None:
            built.set_shape(a.shape[::-1])
        return built


def one_hot(indices, depth, on_value=None, off_value=None, axis=None, dtype=None, name=None):
    """Build rows that are `on_value` at an index and `off_value` elsewhere."""
    with tf.name_scope(name, "one_hot", [indices, depth, on_value, off_value, axis, dtype]) as name:
        given = [value for value in (on_value, off_value) if value is not None]
        # TensorFlow 1 converted the values only to learn their type.
        types = {tf.convert_to_tensor(value).dtype.base_dtype for value in given}
        if len(types) > 1:
            raise TypeError("dtype of on_value does not match dtype of off_value")
        if dtype is None:
            dtype = types.pop() if types else tf.float32
        elif types and types != {tf.as_dtype(dtype)}:
            raise TypeError(f"dtype of on_value or off_value does not match dtype {dtype}")
        if on_value is None:
            on_value = tf.convert_to_tensor(1, dtype, name="on_value")
        if off_value is None:
            off_value = tf.convert_to_tensor(0, dtype, name="off_value")
        return tf.raw_ops.OneHot(
            indices=indices,
            depth=depth,
            on_value=on_value,
            off_value=off_value,
            axis=-1 if axis is None else axis,
            name=name,
        )


def matrix_diag(diagonal, name="diag", **_):
    """Build a matrix with the given diagonal."""
    return tf.raw_ops.MatrixDiag(diagonal=diagonal, name=name)


def matrix_diag_part(input, name="diag_part", **_):
    """Return a matrix's diagonal."""
    return tf.raw_ops.MatrixDiagPart(input=input, name=name)


def rank(input, name=None, optimize=True):
    """Build the number of a tensor's axes; a list is made a tensor twice, as in 1.15.5."""
    with tf.name_scope(name, "Rank", [input]) as name:
        if isinstance(input, (tf.SparseTensor, tf.SparseTensorValue)):
            return tf.raw_ops.Size(input=input.dense_shape, name=name)
        axes = tf.convert_to_tensor(input).shape.rank
        if optimize and axes is not None:
            return tf.constant(axes, tf.int32, name=name)
        return tf.raw_ops.Rank(input=input, name=name)


def tensor_array_size(self, name=None):
    """Return the number of elements that a `TensorArray` holds."""
    return tf.raw_ops.TensorArraySizeV3(handle=self.handle, flow_in=self.flow, name=name)


def tensor_array_stack(self, name=None):
    """Stack a `TensorArray` into a tensor whose first size is known only in a run."""
    with (
        tf.get_default_graph().colocate_with(self.handle),
        tf.name_scope(name, "TensorArrayStack", [self.handle]),
    ):
        return self.gather(tf.range(0, tensor_array_size(self)), name=name)
