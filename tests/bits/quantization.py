"""Values rounded as a network of integers would have them, with gradients, and special values.

Runs on TensorFlow 1.15.5 too; see `cases.py`.
"""

# ruff: noqa: UP031 - Python 3.7 runs it too

import numpy as np

RANGES = [(-6.0, 6.0), (-0.1, 1.7), (0.0, 6.0), (0.3, 2.0), (-3.0, -1.0), (0.0, 0.0), (-1e-3, 1e-3)]


def cases(tf):
    """Return the cases: {name: (function of tensors, [maker of an array, ...])}."""
    found = {}
    for least, largest in RANGES:
        for bits, narrow in ((8, False), (8, True), (4, False), (2, True), (16, False)):
            settings = {"num_bits": bits, "narrow_range": narrow}

            def of_tensors(x, a=least, b=largest, settings=settings):
                return _with_gradient(tf, tf.fake_quant_with_min_max_vars(x, a, b, **settings), x)

            name = "fake quantization in [%s, %s], %d bits, %s" % (least, largest, bits, narrow)
            found[name] = of_tensors, [values(37, 29)]
    attributes = tf.fake_quant_with_min_max_args
    found["fake quantization by attributes"] = (
        lambda x: _with_gradient(tf, attributes(x, min=-0.7, max=2.1, num_bits=7), x),
        [values(1003)],
    )
    lows, highs = np.float32([-1, 0, 0, -2.5, 0.1, -0.3, -7]), np.float32([1, 0, 2, -1, 3, 0.4, 5])
    found["fake quantization by channels"] = (
        lambda x: _with_gradient(
            tf, tf.fake_quant_with_min_max_vars_per_channel(x, lows, highs), x
        ),
        [values(13, 3, 7)],
    )
    return found


def _with_gradient(tf, y, x):
    found = [y, *tf.gradients(tf.square(y), x)]
    return tf.concat([tf.reshape(z, [-1]) for z in found], 0)


def values(*shape):
    """Numbers of many sizes, some of them special."""

    def make(rng):
        found = rng.uniform(-3, 3, shape) * np.array([0.1, 1, 3])[rng.randint(0, 3, shape)]
        special = np.array([np.nan, np.inf, -np.inf, 0.0, -0.0, 1e-40, 6.0])
        chosen = special[rng.randint(0, len(special), shape)]
        return np.where(rng.uniform(size=shape) < 0.05, chosen, found).astype("f")

    return make
