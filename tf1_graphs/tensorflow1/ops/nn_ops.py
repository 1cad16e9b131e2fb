"""Builds dropout, uniform draws and products of the last axis from the ops of TensorFlow 1.15.5.

They compute the same; but an op without a seed of its own takes the number of ops built before it,
so a sequence of another length would move every later seed.
"""

import math
import numbers

from tf1_graphs.tensorflow1.loading import compat_v1 as tf
from tf1_graphs.tensorflow1.seeds import get_seed


def random_uniform(shape, minval=0, maxval=None, dtype=tf.float32, seed=None, name=None):
    """Draw from the uniform distribution over [minval, maxval).

    Today's TensorFlow leaves `min`, `max`, `sub`, `mul` and the sum out over [0, 1).

    Args:
        shape: list, tuple or tensor of sizes.
        minval: lower bound, included.
        maxval: upper bound, excluded; by default 1 for floats, needed for integers.
        dtype: float or integer type.
        seed: op seed; None takes TensorFlow 1's rule.
        name: name of the ops; `random_uniform` by default.

    Returns:
        Tensor of the shape.

    Raises:
        ValueError: integers without an upper bound.

    References:
        TensorFlow 1.15.5, `python/ops/random_ops.py`.
    """
    dtype = tf.as_dtype(dtype)
    if maxval is None:
        if dtype.is_integer:
            raise ValueError(f"Must specify maxval for integer dtype {dtype!r}")
        maxval = 1
    with tf.name_scope(name, "random_uniform", [shape, minval, maxval]) as name:
        empty = isinstance(shape, (list, tuple)) and not shape
        shape = tf.convert_to_tensor(shape, tf.int32 if empty else None, name="shape")
        minval = tf.convert_to_tensor(minval, dtype, name="min")
        maxval = tf.convert_to_tensor(maxval, dtype, name="max")
        seed1, seed2 = get_seed(seed)
        seeds = {"seed": seed1 or 0, "seed2": seed2 or 0}
        if dtype.is_integer:
            return tf.raw_ops.RandomUniformInt(
                shape=shape, minval=minval, maxval=maxval, name=name, **seeds
            )
        uniform = tf.raw_ops.RandomUniform(shape=shape, dtype=dtype, **seeds)
        return tf.add(uniform * (maxval - minval), minval, name=name)


def dropout(x, rate, noise_shape=None, seed=None, name=None):
    """Multiply by a random mask of zeros and `1 / (1 - rate)`.

    Today's TensorFlow selects by `SelectV2` instead of multiplying by a cast mask.

    Args:
        x: float tensor.
        rate: probability in [0, 1) that an element is dropped; a float or a scalar tensor.
        noise_shape: list or tensor, the mask's shape; None takes that of `x`, and so do None
            entries.
        seed: the mask's op seed.
        name: name of the ops; `dropout` by default.

    Returns:
        Tensor of `x`'s shape.

    Raises:
        ValueError: `x` is no float tensor, or `rate` is outside [0, 1).

    References:
        TensorFlow 1.15.5, `python/ops/nn_ops.py`, `dropout_v2`.
    """
    with tf.name_scope(name, "dropout", [x]):
        x = tf.convert_to_tensor(x, name="x")
        if not x.dtype.is_floating:
            raise ValueError(
                "x has to be a floating point tensor since it's going to be scaled. "
                f"Got a {x.dtype} tensor instead."
            )
        if isinstance(rate, numbers.Real):
            if not 0 <= rate < 1:
                raise ValueError(
                    f"rate must be a scalar tensor or a float in the range [0, 1), got {rate:g}"
                )
            if rate == 0:
                return x
        rate = tf.convert_to_tensor(rate, dtype=x.dtype, name="rate")
        if tf.get_static_value(rate) == 0:
            return x
        random_tensor = random_uniform(_mask_shape(x, noise_shape), seed=seed, dtype=x.dtype)
        scale = 1 / (1 - rate)
        keep_mask = random_tensor >= rate
        masked = x * scale * tf.cast(keep_mask, x.dtype)
        masked.set_shape(x.shape)
        return masked


def _mask_shape(x, noise_shape):
    if noise_shape is None:
        return tf.shape(x)
    if isinstance(noise_shape, (list, tuple)) and len(noise_shape) == x.shape.rank:
        sizes = zip(noise_shape, x.shape.as_list(), strict=True)
        return [known if size is None else size for size, known in sizes]
    return noise_shape


def tensordot_last(x, matrix):
    """Multiply the last axis of `x` [..., n] by `matrix` [n, m]: `tf.tensordot` over one axis.

    Today's TensorFlow leaves out the transposition of `matrix` that changes nothing.

    References:
        TensorFlow 1.15.5, `python/ops/math_ops.py`, `tensordot`.
    """
    rank = x.shape.rank
    with tf.name_scope(None, "Tensordot", [x, matrix]) as name:
        size, units = matrix.shape.as_list()
        if x.shape.is_fully_defined():
            free_dims = x.shape.as_list()[:-1]
            rows = tf.reshape(tf.transpose(x, list(range(rank))), [math.prod(free_dims), size])
        else:
            axes = tf.convert_to_tensor([rank - 1], dtype=tf.int32, name="axes")
            free = tf.convert_to_tensor(list(range(rank - 1)), dtype=tf.int32, name="free")
            shape = tf.shape(x)
            free_dims = tf.gather(shape, free)
            axes_dims = tf.gather(shape, axes)
            rows_count, row_size = tf.reduce_prod(free_dims), tf.reduce_prod(axes_dims)
            order = tf.concat([free, axes], 0)
            sizes = tf.stack([rows_count, row_size])
            rows = tf.reshape(tf.transpose(x, order), sizes)
        columns = tf.reshape(tf.transpose(matrix, [0, 1]), [size, units])
        product = tf.matmul(rows, columns)
        if isinstance(free_dims, list):
            return tf.reshape(product, [*free_dims, units], name=name)
        last = tf.convert_to_tensor([units], dtype=tf.int32)
        return tf.reshape(product, tf.concat([free_dims, last], 0), name=name)
