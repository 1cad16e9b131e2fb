"""Loads, feeds and evaluates article 004's CNN, as a graph and in NumPy, and prints its lines."""

import math
from dataclasses import dataclass

from tf1_graphs import datasets
from tf1_graphs.articles.mnist_cnn.published import REPORTS, RMSPROP_KEY
from tf1_graphs.articles.shared.images import scaled_part
from tf1_graphs.errors import InputError
from tf1_graphs.experiments.settings import setting
from tf1_graphs.numpy_cnn import OPTIMIZERS, initial_parameters, optimizer_table

SIDE = 28


@dataclass(frozen=True)
class Settings:
    """The article's values.

    Attributes:
        learning_rate: of Adam.
        epochs: number of epochs.
        batch_size: examples a mini-batch.
        train_size: how many of the first training images are trained on.
        test_size: how many of the first test images are tested on.
        evaluate_samples: how many of the first images of each are evaluated after an epoch.
    """

    learning_rate: float = setting(0.001, minimum=0)
    epochs: int = setting(20, minimum=1)
    batch_size: int = setting(100, minimum=1)
    train_size: int = setting(5000, minimum=1, maximum=60000)
    test_size: int = setting(1000, minimum=1, maximum=10000)
    evaluate_samples: int = setting(1000, minimum=1)


@dataclass(frozen=True)
class NumpySettings(Settings):
    """The article's values for its own trainer.

    Attributes:
        optimizer: one of the six in the trainer's table, by its key there.
        corrected: numbers of the errata that are repaired.
    """

    optimizer: str = "adam"
    corrected: tuple[int, ...] = ()

    def __post_init__(self):
        """Refuse an optimizer that is not in the table, and a learning rate that moves nothing."""
        if not 0 < self.learning_rate < math.inf:
            raise InputError(
                f"expected learning_rate as a positive number, found {self.learning_rate!r}"
            )
        if self.optimizer.lower() not in self._table:
            hint = ""
            if self.optimizer.lower() in OPTIMIZERS:
                hint = f"; the listing misspells it: --set corrected={RMSPROP_KEY}"
            raise InputError(
                f"the setting optimizer takes one of {', '.join(self._table)}, got "
                f"{self.optimizer!r}{hint}"
            )

    @property
    def _table(self):
        return optimizer_table(as_printed=RMSPROP_KEY not in self.corrected)

    def chosen_optimizer(self):
        """Return the `Optimizer` to train with."""
        return self._table[self.optimizer.lower()]

    def iterations(self, train_size):
        """Return how many mini-batches a run has."""
        if REPORTS in self.corrected:
            return max(self.epochs * train_size // self.batch_size, self.epochs)
        return int(self.epochs * max(train_size / self.batch_size, 1))

    def reports_after(self, iteration, train_size):
        """Return whether the accuracies are reported after that many mini-batches.

        As printed, where the remainder of a quotient that may have a fraction is 0, counted from
        0: after 1, 51, 101 … of the article's mini-batches. Corrected, after each whole epoch.
        """
        if REPORTS not in self.corrected:
            return (iteration - 1) % max(train_size / self.batch_size, 1) == 0
        if train_size < self.batch_size:
            return True
        # The only epoch that can end here is the first that needs at least these mini-batches.
        epoch = -(-iteration * self.batch_size // train_size)
        return epoch * train_size // self.batch_size == iteration


def load(settings):
    """Take the first images of MNIST and scale their pixels to [0, 1].

    Returns:
        `train` and `test`, and of each the part that is evaluated after an epoch, `train_sample`
        and `test_sample`: `X` float32 [examples, 28, 28, 1] and `y` int64 [examples].
    """
    mnist = datasets.load_mnist()
    train = _part("train", mnist.x_train, mnist.y_train, settings.train_size)
    test = _part("test", mnist.x_test, mnist.y_test, settings.test_size)
    return {
        "train": train,
        "test": test,
        "train_sample": _first(train, settings.evaluate_samples),
        "test_sample": _first(test, settings.evaluate_samples),
    }


def _part(name, images, labels, size):
    arrays = scaled_part(name, images[:size], labels[:size])
    return arrays | {"X": arrays["X"].reshape(-1, SIDE, SIDE, 1)}


def _first(part, count):
    return {name: array[:count] for name, array in part.items()}


def mini_batches(settings, n_examples, source):
    """Draw each mini-batch at random with replacement, as the article's trainer does.

    The article has one generator: when it draws the first mini-batch, it has drawn the initial
    values. Where the batch size does not divide the number of examples, epochs differ by one
    mini-batch.
    """
    if source.epoch == 0:
        initial_parameters(source.rng)
    ends = [epoch * n_examples // settings.batch_size for epoch in (source.epoch, source.epoch + 1)]
    for _ in range(ends[1] - ends[0] if n_examples >= settings.batch_size else 1):
        yield source.rng.choice(n_examples, settings.batch_size)


def line(epoch, metrics):
    """Print the accuracies as the article's trainer does, which counts epochs from 1."""
    train, test = metrics["train_accuracy"], metrics["test_accuracy"]
    return f"=== epoch:{epoch + 1}, train acc:{train!s}, test acc:{test!s} ==="


def results(trained):
    """Measure the accuracy on all test images."""
    return {"test_accuracy": trained.metrics("test")["accuracy"]}


def results_lines(measured):
    """Print it as the article's trainer does, and that the model is saved."""
    return [
        "=============== Final Test Accuracy ===============",
        f"test acc:{measured['test_accuracy']!s}",
        "Saved Network Parameters!",
    ]
