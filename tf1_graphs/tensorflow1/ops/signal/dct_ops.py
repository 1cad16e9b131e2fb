"""Builds cosine transforms from the ops of TensorFlow 1.15.5.

References:
    TensorFlow 1.15.5, `python/ops/signal/dct_ops.py`.
"""

import math

from tf1_graphs.tensorflow1.loading import compat_v1 as tf
from tf1_graphs.tensorflow1.ops.signal import fft_ops

INVERSE = {1: 1, 2: 3, 3: 2}


def dct(input, type=2, n=None, axis=-1, norm=None, name=None):
    """Build the cosine transform of the last axis.

    Args:
        input: float32 tensor `[..., samples]`.
        type: 1, 2 or 3.
        n: length that the axis is cut or filled up to.
        axis: -1.
        norm: None, or "ortho" for types 2 and 3.
        name: of the scope.

    Returns:
        A float32 tensor `[..., samples]`.

    Raises:
        NotImplementedError: another axis.
        ValueError: another type or norm, an `n` below 1, or type 1 of a single sample.
    """
    _check(input, type, n, axis, norm)
    with tf.name_scope(name, "dct", [input]):
        x = tf.convert_to_tensor(input, dtype=tf.float32)
        size = _last_size(x)
        if n is not None:
            x = _of_length(x, size, n)
        size = _last_size(x)
        size_float = tf.cast(size, tf.float32)
        if type == 1:
            return tf.real(fft_ops.rfft(tf.concat([x, x[..., -2:0:-1]], axis=-1)))
        if type == 2:
            turns = 2.0 * tf.exp(
                tf.complex(0.0, -tf.range(size_float) * math.pi * 0.5 / size_float)
            )
            spectrum = fft_ops.rfft(x, fft_length=[2 * size])[..., :size]
            transformed = tf.real(spectrum * turns)
            if norm == "ortho":
                first = 0.5 * tf.rsqrt(size_float)
                transformed *= _weights(first, first * tf.sqrt(2.0), size)
            return transformed
        if norm == "ortho":
            first = tf.sqrt(size_float)
            x *= _weights(first, first * tf.sqrt(0.5), size)
        else:
            x *= size_float
        turns = 2.0 * tf.exp(tf.complex(0.0, tf.range(size_float) * math.pi * 0.5 / size_float))
        spectrum = turns * tf.complex(x, 0.0)
        return tf.real(fft_ops.irfft(spectrum, fft_length=[2 * size]))[..., :size]


def idct(input, type=2, n=None, axis=-1, norm=None, name=None):
    """Build the inverse of a cosine transform, but for a factor where there is no norm.

    Args:
        input: float32 tensor `[..., samples]`.
        type: that of the transform that is inverted.
        n: as in `dct`.
        axis: as in `dct`.
        norm: as in `dct`.
        name: of the scope.

    Returns:
        A float32 tensor `[..., samples]`.

    Raises:
        NotImplementedError: as `dct`.
        ValueError: as `dct`.
    """
    _check(input, type, n, axis, norm)
    return dct(input, type=INVERSE[type], n=n, axis=axis, norm=norm, name=name)


def but_for_type_4(function):
    """Return a maker of `dct` or `idct` with today's type 4, which today's `mdct` asks for."""

    def make(original):
        def transform(input, type=2, n=None, axis=-1, norm=None, name=None):
            chosen = original if type == 4 else function
            return chosen(input, type=type, n=n, axis=axis, norm=norm, name=name)

        return transform

    return make


def _check(x, type, n, axis, norm):
    if axis != -1:
        raise NotImplementedError(f"axis must be -1. Got: {axis}")
    if n is not None and n < 1:
        raise ValueError("n should be a positive integer or None")
    if type not in INVERSE:
        raise ValueError("Only Types I, II and III (I)DCT are supported.")
    if type == 1:
        if norm == "ortho":
            raise ValueError("Normalization is not supported for the Type-I DCT.")
        if x.shape[-1] is not None and x.shape[-1] < 2:
            raise ValueError("Type-I DCT requires the dimension to be greater than one.")
    if norm not in (None, "ortho"):
        raise ValueError(f"Unknown normalization. Expected None or 'ortho', got: {norm}")


def _last_size(x):
    """Return the length of the last axis, as a tensor where it is not known."""
    return tf.dimension_value(x.shape[-1]) or tf.shape(x)[-1]


def _of_length(x, size, n):
    """Cut the last axis from `size` to `n`, or fill it up with zeros."""
    if n <= size:
        return x[..., 0:n]
    paddings = [[0, 0]] * (len(x.shape) - 1) + [[0, n - size]]
    return tf.pad(x, paddings=tf.convert_to_tensor(paddings, dtype=tf.int32))


def _weights(first, others, size):
    return tf.pad(tf.expand_dims(first, 0), [[0, size - 1]], constant_values=others)
