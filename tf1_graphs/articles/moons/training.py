"""Loads, feeds and evaluates article 000's network, and prints its lines."""

import math
from dataclasses import dataclass

import numpy as np

from tf1_graphs import datasets
from tf1_graphs.articles.shared.checks import check_part
from tf1_graphs.experiments.settings import setting

N_SAMPLES = 2000
N_FEATURES = 2
N_CLASSES = 2


@dataclass(frozen=True)
class Settings:
    """The article's values; where its text gives none, those of the author's script.

    Attributes:
        noise: standard deviation of the Gaussian noise on the points.
        test_ratio: fraction of the points, from the end, that is the test set.
        learning_rate: of Adam.
        regularization: λ of the l2 regularizers.
        epochs: number of epochs.
        batch_size: examples a mini-batch.
        corrected: numbers of the errata that are repaired.
    """

    noise: float = setting(0.1, minimum=0)
    test_ratio: float = setting(0.2, minimum=0.01, maximum=0.99)
    learning_rate: float = setting(0.001, minimum=0)
    regularization: float = setting(0.01, minimum=0)
    epochs: int = setting(5000, minimum=1)
    batch_size: int = setting(64, minimum=1)
    corrected: tuple[int, ...] = ()


def load(settings):
    """Make the moons and cut the test set off their end.

    Returns:
        `train` and `test`, each `X` float64 [examples, 2] and `y` int64 [examples].

    Raises:
        InputError: the data cannot be used.
    """
    points, labels = datasets.load_moons(settings.noise, samples=N_SAMPLES)
    test_size = int(len(points) * settings.test_ratio)
    parts = {
        "train": {"X": points[:-test_size], "y": labels[:-test_size]},
        "test": {"X": points[-test_size:], "y": labels[-test_size:]},
    }
    return {
        name: check_part(name, part, features=N_FEATURES, classes=N_CLASSES)
        for name, part in parts.items()
    }


def mini_batches(settings, n_examples, source):
    """Draw each mini-batch at random with replacement, as the article's `random_batch` does.

    As printed, the number of mini-batches comes from all 2000 points; corrected, from the training
    points.
    """
    counted = n_examples if 2 in settings.corrected else N_SAMPLES
    count = math.ceil(counted / settings.batch_size)
    # What as many draws of one mini-batch would be, in a sixth of the time.
    yield from source.rng.randint(0, n_examples, (count, settings.batch_size))


def line(epoch, metrics):
    """Print every 50th epoch."""
    if epoch % 50:
        return None
    return f"Epoch: {epoch} \tLoss: {metrics['loss']!s} \tAcc: {metrics['accuracy']!s}"


def results(trained):
    """Measure precision and recall of moon 1 on the test set."""
    predicted = trained.predictions("test") == 1
    actual = trained.data["test"]["y"] == 1
    hits = np.count_nonzero(predicted & actual)
    return {
        "precision": hits / max(np.count_nonzero(predicted), 1),
        "recall": hits / max(np.count_nonzero(actual), 1),
    }


def results_lines(measured):
    """Print the two scores after the last epoch."""
    return [f"precision_score {measured['precision']}", f"recall_score {measured['recall']}"]
