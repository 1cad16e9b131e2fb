"""Initializers by the numbers of inputs and outputs.

References:
    TensorFlow 1.15.5, `contrib/layers/python/layers/initializers.py`.
"""

import math

from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tensorflow1.ops.nn_ops import random_uniform

FANS = ("FAN_IN", "FAN_OUT", "FAN_AVG")


def variance_scaling_initializer(
    factor=2.0, mode="FAN_IN", uniform=False, seed=None, dtype=tf.float32
):
    """Make an initializer of variance `factor / n`, where n is a number of connections.

    Args:
        factor: 2.0 is He's initialization, for ReLU.
        mode: n is the number of inputs (`FAN_IN`), of outputs (`FAN_OUT`) or their mean
            (`FAN_AVG`).
        uniform: whether the distribution is uniform, else truncated normal.
        seed: op seed; None takes TensorFlow 1's rule.
        dtype: float type.

    Returns:
        Function of a shape that returns a tensor, to be given as an initializer.

    Raises:
        TypeError: the type is no float type, or the mode is none of the three.

    References:
        He et al., arXiv:1502.01852; Glorot and Bengio, AISTATS 2010.
    """
    if mode not in FANS:
        raise TypeError(f"Unknown mode {mode} {list(FANS)}")

    def initializer(shape, dtype=dtype, partition_info=None):
        if not dtype.is_floating:
            raise TypeError("Cannot create initializer for non-floating point type.")
        sizes = [float(size) for size in shape] or [1.0]
        area = math.prod(sizes[:-2])
        fan_in = area * (sizes[-2] if len(sizes) > 1 else sizes[-1])
        fan_out = area * sizes[-1]
        n = dict(zip(FANS, (fan_in, fan_out, (fan_in + fan_out) / 2.0), strict=True))[mode]
        if uniform:
            limit = math.sqrt(3.0 * factor / n)
            return random_uniform(shape, -limit, limit, dtype, seed=seed)
        # Truncation makes the variance smaller by this factor.
        stddev = math.sqrt(1.3 * factor / n)
        return tf.truncated_normal(shape, 0.0, stddev, dtype, seed=seed)

    if not dtype.is_floating:
        raise TypeError("Cannot create initializer for non-floating point type.")
    return initializer


def xavier_initializer(uniform=True, seed=None, dtype=tf.float32):
    """Make Glorot's initializer, of variance `2 / (inputs + outputs)`."""
    return variance_scaling_initializer(1.0, "FAN_AVG", uniform, seed, dtype)
