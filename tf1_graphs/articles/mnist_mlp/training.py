"""Loads, feeds and evaluates article 001's network, and prints its lines."""

from dataclasses import dataclass

import numpy as np

from tf1_graphs import datasets
from tf1_graphs.articles.shared.images import scaled_part
from tf1_graphs.experiments.settings import setting

DISPLAY_STEP = 100


@dataclass(frozen=True)
class Settings:
    """The article's values.

    Attributes:
        learning_rate: of gradient descent.
        epochs: number of printed lines, 100 training steps each.
        batch_size: examples a mini-batch.
        shuffle_buffer: examples that wait to be drawn from.
    """

    learning_rate: float = setting(0.1, minimum=0)
    epochs: int = setting(20, minimum=1)
    batch_size: int = setting(256, minimum=1)
    shuffle_buffer: int = setting(5000, minimum=1)


@dataclass(frozen=True)
class NotebookSettings(Settings):
    """The upstream notebook's values, which are the article's.

    Attributes:
        corrected: numbers of the errata that are repaired.
    """

    corrected: tuple[int, ...] = ()


def load(_settings):
    """Flatten the images and scale their pixels to [0, 1].

    Returns:
        `train` (60000 examples) and `test` (10000), each `X` float32 [examples, 784] and `y` int64
        [examples].
    """
    mnist = datasets.load_mnist()
    return {
        "train": scaled_part("train", mnist.x_train, mnist.y_train),
        "test": scaled_part("test", mnist.x_test, mnist.y_test),
    }


def mini_batches(settings, n_examples, source):
    """Draw the mini-batches of 100 steps, as `repeat().shuffle(5000).batch(256)` does.

    The training set repeats without end, in its own order. A buffer holds the next examples of it;
    each draw takes one of them at random, and the next one of the training set moves in. Buffer and
    position stay from one epoch to the next.

    References:
        TensorFlow 2.1.0, `core/kernels/data/shuffle_dataset_op.cc`.
    """
    size = settings.shuffle_buffer
    buffer = source.carry.get("buffer", np.arange(size) % n_examples).copy()
    position = int(source.carry.get("position", size))
    for _ in range(DISPLAY_STEP):
        drawn = np.empty(settings.batch_size, np.int64)
        for i, slot in enumerate(source.rng.randint(0, size, settings.batch_size)):
            drawn[i], buffer[slot] = buffer[slot], position % n_examples
            position += 1
        yield drawn
    source.carry["buffer"] = buffer
    source.carry["position"] = np.int64(position)


def line(epoch, metrics):
    """Print each 100th step, from the mini-batch that it was trained on."""
    step = (epoch + 1) * DISPLAY_STEP
    return f"step: {step}, loss: {metrics['loss']:f}, accuracy: {metrics['accuracy']:f}"


def results(trained):
    """Measure the test accuracy, and the digit that is read in the first test image."""
    return {
        "test_accuracy": trained.metrics("test")["accuracy"],
        "first_prediction": int(trained.predictions("test")[0]),
    }


def results_lines(measured):
    """Print both as the listing does."""
    return [
        f"Test Accuracy: {measured['test_accuracy']:f}",
        f"Model prediction: {measured['first_prediction']}",
    ]
