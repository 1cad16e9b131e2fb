"""Loads and feeds the data of article 002's networks, and prints their lines."""

from dataclasses import dataclass

import numpy as np

from tf1_graphs import datasets
from tf1_graphs.articles.shared.images import scaled_part
from tf1_graphs.experiments.settings import setting

N_VALID = 5000


@dataclass(frozen=True)
class Settings:
    """The article's values.

    Attributes:
        learning_rate: of gradient descent.
        momentum: weight of the old moving average in batch normalization.
        epochs: number of epochs.
        batch_size: examples a mini-batch.
    """

    learning_rate: float = setting(0.01, minimum=0)
    momentum: float = setting(0.9, minimum=0, maximum=1)
    epochs: int = setting(20, minimum=1)
    batch_size: int = setting(200, minimum=1, maximum=55000)


@dataclass(frozen=True)
class FirstListingSettings(Settings):
    """The article's values for its first listing.

    Attributes:
        corrected: numbers of the errata that are repaired.
    """

    corrected: tuple[int, ...] = ()


def load(_settings):
    """Scale MNIST to [0, 1] and split the first 5000 training images off for validation.

    Returns:
        `train` and `valid`, each `X` float32 [examples, 784] and `y` int32 [examples].

    Raises:
        InputError: the data is missing or cannot be used.
    """
    mnist = datasets.load_mnist()
    parts = {"train": slice(N_VALID, None), "valid": slice(N_VALID)}
    scaled = {
        name: scaled_part(name, mnist.x_train[rows], mnist.y_train[rows])
        for name, rows in parts.items()
    }
    return {name: part | {"y": part["y"].astype(np.int32)} for name, part in scaled.items()}


def mini_batches(settings, n_examples, source):
    """Shuffle the examples and cut them into mini-batches, as the article's `shuffle_batch` does.

    Every example is used once an epoch; mini-batches differ by one example where the sizes do not
    divide.
    """
    yield from np.array_split(source.rng.permutation(n_examples), n_examples // settings.batch_size)


def line(epoch, metrics):
    """Print every epoch."""
    return f"{epoch} {metrics['accuracy']!s}"
