"""Generates two interleaving half circles with noise, for binary classification."""

import math

from tf1_graphs.errors import InputError


def load_moons(noise, samples=2000, seed=42):
    """Generate the moons with scikit-learn, shuffled.

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
    # scikit-learn takes more than a second to import.
    from sklearn.datasets import make_moons

    X, y = make_moons(samples, noise=noise, random_state=seed)
    return X, y.astype("int64", copy=False)
