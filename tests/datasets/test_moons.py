import hashlib

import numpy as np
import pytest
from sklearn.datasets import make_moons

from tf1_graphs.datasets import load_moons
from tf1_graphs.errors import InputError


@pytest.mark.parametrize(
    ("noise", "digits"),
    [(0.1, "151c104f990f88c7"), (0.2, "c4e1e27f2f536226"), (0.3, "90bbb48255b72482")],
)
def test_the_articles_points(noise, digits):
    X, y = load_moons(noise)
    assert X.dtype == np.float64
    assert y.dtype == np.int64
    assert hashlib.sha256(X.tobytes()).hexdigest().startswith(digits)
    assert hashlib.sha256(y.tobytes()).hexdigest().startswith("89369fbdc42f5a47")


def test_number_of_points_and_seed():
    X, y = load_moons(0.1, samples=31, seed=1)
    assert X.shape == (31, 2)
    assert np.bincount(y).tolist() == [15, 16]
    assert not np.array_equal(X, load_moons(0.1, samples=31, seed=2)[0])


def test_without_noise_the_points_lie_on_the_circles():
    X, y = load_moons(0)
    centres = np.where(y[:, None] == 0, [0.0, 0.0], [1.0, 0.5])
    np.testing.assert_allclose(np.linalg.norm(X - centres, axis=1), 1, atol=1e-12)


@pytest.mark.parametrize("noise", [-0.1, float("nan"), float("inf")])
def test_bad_noise(noise):
    with pytest.raises(InputError, match=f"noise is {noise}: expected a number of at least 0"):
        load_moons(noise)


@pytest.mark.parametrize("samples", [0, -5])
def test_bad_number_of_points(samples):
    with pytest.raises(InputError, match=f"samples is {samples}: expected at least 1"):
        load_moons(0.1, samples=samples)


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_bad_seed(seed):
    with pytest.raises(InputError, match=f"seed is {seed}: expected a whole number from 0"):
        load_moons(0.1, seed=seed)


@pytest.mark.parametrize("samples", [1, 2, 31, 2000])
@pytest.mark.parametrize("seed", [0, 42, 2**32 - 1])
def test_scikit_learns_points(samples, seed):
    X, y = load_moons(0.25, samples, seed)
    points, classes = make_moons(samples, noise=0.25, random_state=seed)
    assert X.tobytes() == points.tobytes()
    assert np.array_equal(y, classes)
