"""The images of article 004's CNN: which are taken, and bad ones."""

import numpy as np
import pytest

from tests.articles.toy import toy_images
from tf1_graphs import datasets
from tf1_graphs.articles.mnist_cnn import training
from tf1_graphs.datasets import Images
from tf1_graphs.errors import InputError


@pytest.fixture
def mnist(monkeypatch):
    """Sixty training and thirty test images of noise in place of MNIST."""
    rng = np.random.RandomState(0)
    images = Images(*toy_images(rng, 60), *toy_images(rng, 30))
    monkeypatch.setattr(datasets, "load_mnist", lambda: images)
    return images


def test_parts_of_the_data(mnist):
    data = training.load(training.Settings(train_size=40, test_size=20, evaluate_samples=10))
    assert {name: part["X"].shape for name, part in data.items()} == {
        "train": (40, 28, 28, 1),
        "test": (20, 28, 28, 1),
        "train_sample": (10, 28, 28, 1),
        "test_sample": (10, 28, 28, 1),
    }
    expected = mnist.x_train[:40].astype(np.float32) / 255.0
    assert (data["train"]["X"][..., 0] == expected).all()
    assert (data["test_sample"]["y"] == mnist.y_test[:10]).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x_train": np.zeros((60, 28, 27))}, "train/X: expected 784 features"),
        ({"x_test": np.full((30, 28, 28), np.nan)}, "test/X: expected finite numbers"),
        ({"y_test": np.full(30, 10)}, "test/y: expected labels from 0 to 9, got 10"),
        ({"x_train": np.zeros((0, 28, 28)), "y_train": np.zeros(0)}, "train/X: expected one"),
    ],
)
def test_bad_data(mnist, monkeypatch, change, message):
    arrays = {"x_train", "y_train", "x_test", "y_test"}
    changed = Images(**{name: change.get(name, getattr(mnist, name)) for name in arrays})
    monkeypatch.setattr(datasets, "load_mnist", lambda: changed)
    with pytest.raises(InputError, match=message):
        training.load(training.Settings())
