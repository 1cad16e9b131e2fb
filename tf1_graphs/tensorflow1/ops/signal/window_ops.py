"""Builds raised cosines, the windows of spectra, from the ops of TensorFlow 1.15.5.

References:
    TensorFlow 1.15.5, `python/ops/signal/window_ops.py`.
"""

import math

from tf1_graphs.tensorflow1.loading import compat_v1 as tf


def raised_cosine_window(name, default_name, window_length, periodic, dtype, a, b):
    """Build `a - b · cos(2πn / (length - 1))`, which `hann_window` and `hamming_window` call.

    Args:
        name: of the scope, or None.
        default_name: of the scope, if `name` is None.
        window_length: number of samples, an integer or a scalar tensor.
        periodic: whether a window of even length is that of one sample more without its last.
        dtype: of the window, a floating-point type.
        a: the mean.
        b: the amplitude.

    Returns:
        A tensor `[window_length]`.

    Raises:
        ValueError: `dtype` is no floating-point type, or a number is no scalar.
    """
    if not dtype.is_floating:
        raise ValueError(f"dtype must be a floating point type. Found {dtype}")
    with tf.name_scope(name, default_name, [window_length, periodic]):
        length = tf.convert_to_tensor(window_length, dtype=tf.int32, name="window_length")
        length.shape.assert_has_rank(0)
        known = tf.get_static_value(length)
        if known == 1:
            return tf.ones([1], dtype=dtype)
        periodic = tf.convert_to_tensor(periodic, dtype=tf.bool, name="periodic")
        periodic = tf.cast(periodic, tf.int32)
        periodic.shape.assert_has_rank(0)
        is_even = 1 - tf.mod(length, 2)
        period = tf.cast(length + periodic * is_even - 1, dtype=dtype)
        counted = tf.cast(tf.range(length), dtype)
        angles = tf.constant(2 * math.pi, dtype=dtype) * counted / period

        def window():
            return tf.cast(a - b * tf.cos(angles), dtype=dtype)

        if known is not None:
            return window()
        return tf.cond(tf.equal(length, 1), lambda: tf.ones([1], dtype=dtype), window)
