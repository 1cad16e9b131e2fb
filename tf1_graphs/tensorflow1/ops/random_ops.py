"""Draws from a gamma distribution, and without a state, by the ops of TensorFlow 1.15.5.

References:
    TensorFlow 1.15.5, `python/ops/random_ops.py` and `python/ops/stateless_random_ops.py`.
"""

import numpy as np

from tf1_graphs.tensorflow1.loading import compat_v1 as tf
from tf1_graphs.tensorflow1.seeds import get_seed


def random_gamma(shape, alpha, beta=None, dtype=tf.float32, seed=None, name=None):
    """Draw from the gamma distribution of shape `alpha` and inverse scale `beta`."""
    with tf.name_scope(name, "random_gamma", [shape, alpha, beta]):
        shape = tf.convert_to_tensor(shape, name="shape", dtype=tf.int32)
        alpha = tf.convert_to_tensor(alpha, name="alpha", dtype=dtype)
        beta = tf.convert_to_tensor(1 if beta is None else beta, name="beta", dtype=dtype)
        alpha = alpha + tf.zeros_like(beta)
        seed1, seed2 = get_seed(seed)
        drawn = tf.raw_ops.RandomGamma(shape=shape, alpha=alpha, seed=seed1 or 0, seed2=seed2 or 0)
        return tf.maximum(np.finfo(alpha.dtype.as_numpy_dtype).tiny, drawn / beta)


def stateless_random_uniform(shape, seed, minval=0, maxval=None, dtype=tf.float32, name=None, **_):
    """Draw from the uniform distribution; the same seed, two whole numbers, gives the same draws.

    Raises:
        ValueError: whole numbers are to be drawn, and there is no `maxval`.
    """
    dtype = tf.as_dtype(dtype)
    if maxval is None and dtype.is_integer:
        raise ValueError(f"Must specify maxval for integer dtype {dtype!r}")
    maxval = 1 if maxval is None else maxval
    scope = tf.name_scope(name, "stateless_random_uniform", [shape, seed, minval, maxval])
    with scope as name:
        shape = _shape(shape)
        minval = tf.convert_to_tensor(minval, dtype=dtype, name="min")
        maxval = tf.convert_to_tensor(maxval, dtype=dtype, name="max")
        if dtype.is_integer:
            return tf.raw_ops.StatelessRandomUniformInt(
                shape=shape, seed=seed, minval=minval, maxval=maxval, name=name
            )
        drawn = tf.raw_ops.StatelessRandomUniform(shape=shape, seed=seed, dtype=dtype)
        return tf.add(drawn * (maxval - minval), minval, name=name)


def stateless_random_normal(shape, seed, mean=0.0, stddev=1.0, dtype=tf.float32, name=None, **_):
    """Draw from the normal distribution; as `stateless_random_uniform`."""
    draw = tf.raw_ops.StatelessRandomNormal
    return _scaled(draw, "stateless_random_normal", shape, seed, mean, stddev, dtype, name)


def stateless_truncated_normal(shape, seed, mean=0.0, stddev=1.0, dtype=tf.float32, name=None, **_):
    """Draw from the normal distribution within two standard deviations; as the others."""
    draw = tf.raw_ops.StatelessTruncatedNormal
    return _scaled(draw, "stateless_truncated_normal", shape, seed, mean, stddev, dtype, name)


def _scaled(draw, default, shape, seed, mean, stddev, dtype, name):
    with tf.name_scope(name, default, [shape, seed, mean, stddev]) as name:
        shape = _shape(shape)
        mean = tf.convert_to_tensor(mean, dtype=dtype, name="mean")
        stddev = tf.convert_to_tensor(stddev, dtype=dtype, name="stddev")
        drawn = draw(shape=shape, seed=seed, dtype=dtype)
        return tf.add(drawn * stddev, mean, name=name)


def _shape(shape):
    whole = tf.int32 if isinstance(shape, (tuple, list)) else None
    return tf.convert_to_tensor(shape, dtype=whole, name="shape")
