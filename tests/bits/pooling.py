"""The largest and the mean of windows that overlap or leave gaps, of ties, NaN and infinities.

With their gradients. The largest is that of small integers, so that many are equal, with special
values among them; the mean and what gradients come in have all digits, so that the order of sums
shows. Runs on TensorFlow 1.15.5 too; see `cases.py`.
"""

# ruff: noqa: UP031 - Python 3.7 runs it too

import numpy as np

CASES = [  # images' shape, window, stride
    ((3, 12, 12, 8), (2, 2), (2, 2)), ((2, 13, 11, 5), (3, 3), (1, 1)),
    ((2, 13, 11, 19), (3, 3), (2, 2)), ((1, 9, 10, 32), (5, 4), (2, 1)),
    ((2, 7, 8, 3), (2, 2), (3, 3)), ((4, 1, 1, 17), (3, 3), (2, 2)),
    ((0, 6, 6, 4), (2, 2), (2, 2)), ((2, 17, 17, 1), (7, 3), (3, 5)),
    ((2, 8, 8, 7), (8, 8), (1, 1)), ((1, 6, 5, 9), (1, 1), (1, 1)),
]  # fmt: skip


def cases(tf):
    """Return the cases: {name: (function of tensors, [maker of an array, ...])}."""
    found = {}
    for shape, window, stride in CASES:
        for padding in ("SAME", "VALID"):
            if padding == "VALID" and (window[0] > shape[1] or window[1] > shape[2]):
                continue
            for dtype in ("float32", "float64"):
                found["pooling of %s, windows %s, strides %s, %s, %s" % (
                    shape, window, stride, padding, dtype)] = (
                    _pooling(tf, [1, *window, 1], [1, *stride, 1], padding),
                    [values(shape, dtype), digits(shape, dtype), digits(shape, dtype)],
                )  # fmt: skip
    return found


def _pooling(tf, window, stride, padding):
    """Return a function of what the largest and the mean are of, and of numbers for gradients."""

    def function(x, z, numbers):
        largest = tf.nn.max_pool(x, window, stride, padding)
        mean = tf.nn.avg_pool(z, window, stride, padding)
        _, rows, columns, _ = largest.shape.as_list()
        gradient = numbers[:, :rows, :columns]
        found = [largest, mean, *tf.gradients([largest, mean], [x, z], [gradient, gradient])]
        return tf.concat([tf.reshape(y, [-1]) for y in found], 0)

    return function


def values(shape, dtype):
    """Integers from -2 to 2, a tenth of them special values."""

    def make(rng):
        found = rng.randint(-2, 3, shape).astype(dtype)
        special = np.array([np.nan, np.inf, -np.inf, -0.0, -np.nan, 1e-40, -3e38], dtype)
        chosen = special[rng.randint(0, len(special), shape)]
        return np.where(rng.uniform(size=shape) < 0.1, chosen, found)

    return make


def digits(shape, dtype):
    """Numbers of all digits and many sizes, zeros of both signs, an infinity and a NaN."""

    def make(rng):
        found = rng.uniform(-1, 1, shape) * np.array([1e-3, 1, 1e3])[rng.randint(0, 3, shape)]
        special = np.array([0.0, -0.0, np.inf, np.nan, 1e-40])[rng.randint(0, 5, shape)]
        return np.where(rng.uniform(size=shape) < 0.05, special, found).astype(dtype)

    return make
