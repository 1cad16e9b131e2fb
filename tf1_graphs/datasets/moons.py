"""Generates two interleaving half circles with noise, for binary classification."""

import math

import numpy as np

from tf1_graphs.errors import InputError


def load_moons(noise, samples=2000, seed=42):
    """Generate the moons that scikit-learn generates, bit by bit, without importing it.

    Args:
        noise: standard deviation of the Gaussian noise on each coordinate; the radius is 1.
        samples: number of points, half in each class.
        seed: of the generator that shuffles and adds the noise, 0 to 2**32 - 1.

    Returns:
        `(X, y)`: coordinates float64 [samples, 2] and classes int64 [samples], 0 or 1.

    Raises:
        InputError: the noise is negative or not a finite number, there is no sample, or the seed
            is not one of NumPy's.

    References:
        `sklearn.datasets.make_moons`.
    """
    if not (math.isfinite(noise) and noise >= 0):
        raise InputError(f"noise is {noise}: expected a number of at least 0")
    if samples < 1:
        raise InputError(f"samples is {samples}: expected at least 1")
    if not 0 <= seed < 2**32:
        raise InputError(f"seed is {seed}: expected a whole number from 0 to {2**32 - 1}")
    generator = np.random.RandomState(seed)
    outer = np.linspace(0, np.pi, samples // 2)
    inner = np.linspace(0, np.pi, samples - samples // 2)
    x = np.append(np.cos(outer), 1 - np.cos(inner))
    y = np.append(np.sin(outer), 1 - np.sin(inner) - 0.5)
    order = np.arange(samples)
    generator.shuffle(order)
    X = np.stack([x, y], axis=1)[order]
    X += generator.normal(scale=noise, size=X.shape)
    return X, np.repeat(np.array([0, 1], np.int64), [len(outer), len(inner)])[order]
