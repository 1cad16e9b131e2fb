"""A network small enough to differentiate numerically, and images for it."""

import numpy as np
import pytest

from tf1_graphs.numpy_cnn import initial_parameters

SMALL = {"input_shape": (2, 8, 8), "filters": 3, "filter_size": 3, "hidden_size": 5, "classes": 4}


@pytest.fixture
def params():
    """Parameters with activations far from the kinks of ReLU: large weights, biases not zero."""
    rng = np.random.RandomState(0)
    made = initial_parameters(rng, weight_init_std=0.5, **SMALL)
    return {k: v + 0.1 * rng.randn(*v.shape) if k[0] == "b" else v for k, v in made.items()}


@pytest.fixture
def images():
    return np.random.RandomState(1).rand(12, 2, 8, 8)


@pytest.fixture
def labels():
    return np.arange(12) % 4
