"""Gradients of the largest of windows: ties, NaN, infinities; windows that overlap or leave gaps.

The values are small integers, so that many are equal, with special ones among them; the gradients
that come in have all digits, so that the order of sums shows. Runs on TensorFlow 1.15.5 too; see
`cases.py`.
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

                def function(x, dy, window=window, stride=stride, padding=padding):
                    y = tf.nn.max_pool(x, [1, *window, 1], [1, *stride, 1], padding)
                    return tf.gradients(y, x, dy[: _static(y, 0), : _static(y, 1), : _static(y, 2)])

                name = "gradient of the largest of %s, windows %s, strides %s, %s, %s" % (
                    shape, window, stride, padding, dtype
                )  # fmt: skip
                found[name] = function, [values(shape, dtype), gradients(shape, dtype)]
    return found


def _static(tensor, axis):
    return int(tensor.shape[axis])


def values(shape, dtype):
    """Integers from -2 to 2, a tenth of them special values."""

    def make(rng):
        found = rng.randint(-2, 3, shape).astype(dtype)
        special = np.array([np.nan, np.inf, -np.inf, -0.0, -np.nan, 1e-40, -3e38], dtype)
        chosen = special[rng.randint(0, len(special), shape)]
        return np.where(rng.uniform(size=shape) < 0.1, chosen, found)

    return make


def gradients(shape, dtype):
    """Numbers of all digits and many sizes, zeros of both signs, an infinity and a NaN."""

    def make(rng):
        found = rng.uniform(-1, 1, shape) * np.array([1e-3, 1, 1e3])[rng.randint(0, 3, shape)]
        special = np.array([0.0, -0.0, np.inf, np.nan, 1e-40])[rng.randint(0, 5, shape)]
        return np.where(rng.uniform(size=shape) < 0.05, special, found).astype(dtype)

    return make
