"""Draws from a gamma distribution by the ops of TensorFlow 1.15.5.

References:
    TensorFlow 1.15.5, `python/ops/random_ops.py`.
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
