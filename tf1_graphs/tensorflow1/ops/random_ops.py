"""Draws from a gamma distribution, and without a state, by the ops of TensorFlow 1.15.5.

References:
    TensorFlow 1.15.5, `python/ops/random_ops.py` and `python/ops/stateless_random_ops.py`.
"""

import numpy as np

from tf1_graphs.tensorflow1.loading import compat_v1 as tf
from tf1_graphs.tensorflow1.loading import shape_util
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


def stateless_random_uniform(
    shape, seed, minval=0, maxval=None, dtype=tf.float32, name=None, alg="auto_select"
):
    """Draw between `minval` and `maxval`, by nothing but `seed`, two integers."""
    dtype = tf.as_dtype(dtype)
    if maxval is None:
        if dtype.is_integer:
            raise ValueError(f"Must specify maxval for integer dtype {dtype!r}")
        maxval = 1
    with tf.name_scope(name, "stateless_random_uniform", [shape, seed, minval, maxval]) as name:
        shape = shape_util.shape_tensor(shape)
        low = tf.convert_to_tensor(minval, dtype=dtype, name="min")
        high = tf.convert_to_tensor(maxval, dtype=dtype, name="max")
        if dtype.is_integer:
            drawn = tf.raw_ops.StatelessRandomUniformInt(
                shape=shape, seed=seed, minval=low, maxval=high, name=name
            )
        else:
            drawn = tf.raw_ops.StatelessRandomUniform(shape=shape, seed=seed, dtype=dtype)
            drawn = tf.add(drawn * (high - low), low, name=name)
        shape_util.maybe_set_static_shape(drawn, shape)
        return drawn


def _stateless_normal(draw, name, shape, seed, mean, stddev, dtype):
    with tf.name_scope(name[0], name[1], [shape, seed, mean, stddev]) as scope:
        shape = shape_util.shape_tensor(shape)
        mean = tf.convert_to_tensor(mean, dtype=dtype, name="mean")
        stddev = tf.convert_to_tensor(stddev, dtype=dtype, name="stddev")
        drawn = tf.add(draw(shape=shape, seed=seed, dtype=dtype) * stddev, mean, name=scope)
        shape_util.maybe_set_static_shape(drawn, shape)
        return drawn


def stateless_random_normal(
    shape, seed, mean=0.0, stddev=1.0, dtype=tf.float32, name=None, alg="auto_select"
):
    """Draw from the normal distribution, by nothing but `seed`, two integers."""
    names, draw = (name, "stateless_random_normal"), tf.raw_ops.StatelessRandomNormal
    return _stateless_normal(draw, names, shape, seed, mean, stddev, dtype)


def stateless_truncated_normal(
    shape, seed, mean=0.0, stddev=1.0, dtype=tf.float32, name=None, alg="auto_select"
):
    """Draw from the normal distribution within two deviations, by nothing but `seed`."""
    names, draw = (name, "stateless_truncated_normal"), tf.raw_ops.StatelessTruncatedNormal
    return _stateless_normal(draw, names, shape, seed, mean, stddev, dtype)
