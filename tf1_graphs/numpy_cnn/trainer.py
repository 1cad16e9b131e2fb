"""Trains as the article does, one mini-batch at a time, driven by whoever calls it.

Each mini-batch is drawn with replacement by `RandomState.choice`; the parameters take one optimizer
step; the loss is then recorded on the same mini-batch, after the step. Now and then the accuracy
on the first images of the training and of the test set is recorded.

The article's run (5000 training images, 20 epochs, Adam) with seed 42 takes about 70 s with one
BLAS thread (two are slower) and ends with 0.961 on the first 1000 test images. Its 20 reports are
those of the article's own code, digit for digit. Bits repeat for the same number of threads only.

Mistakes in the article's trainer, kept by default because they produced its figures:

1. It evaluates when `iteration % iterations_per_epoch == 0`, counting from 0: what it reports as
   epoch 1 is the network after one mini-batch, and the last mini-batches are never reported. With
   `whole_epochs`, it evaluates after each whole epoch.
2. `iterations_per_epoch` is a quotient with a fraction. Where the batch size does not divide the
   training set, the remainder is 0 only now and then: 5050 images in batches of 100 are evaluated
   every second epoch. With `whole_epochs`, after each epoch's last whole mini-batch.
3. The text says that an epoch passes every image through the network. Drawn with replacement, about
   63 % are met (1 - 1/e). Kept in both: the other is another experiment.
4. `accuracy` leaves out a last, shorter batch but counts its images; see `network.accuracy`. With
   `all_images`, it leaves none out.

References:
    Article 004, section on training; Saito, *Deep Learning from Scratch* (O'Reilly Japan, 2016),
    section 7.5 and its `common/trainer.py`.
"""

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

from tf1_graphs.errors import InputError
from tf1_graphs.numpy_cnn import network
from tf1_graphs.numpy_cnn.optimizers import get_optimizer
from tf1_graphs.numpy_cnn.training_state import TrainingState
from tf1_graphs.numpy_cnn.validation import check_images, check_parameters, class_indices


@dataclass(frozen=True)
class TrainerSettings:
    """Settings of a training run; the defaults are the article's.

    Attributes:
        epochs: passes over as many images as the training set has.
        batch_size: images in a mini-batch.
        optimizer: name of the optimizer, in any case of letters.
        learning_rate: its learning rate; its other settings are the book's.
        evaluate_samples: how many images of each set are evaluated; `None` for all.
        whole_epochs: whether to repair mistakes 1 and 2 of this module.
        all_images: whether to repair mistake 4.
    """

    epochs: int = 20
    batch_size: int = 100
    optimizer: str = "adam"
    learning_rate: float = 0.001
    evaluate_samples: int | None = 1000
    whole_epochs: bool = False
    all_images: bool = False

    def __post_init__(self):
        """Refuse values that no run can have."""
        for name in ("epochs", "batch_size", "evaluate_samples"):
            value = getattr(self, name)
            if name == "evaluate_samples" and value is None:
                continue
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                raise InputError(f"expected {name} as an integer of at least 1, found {value!r}")
        rate = self.learning_rate
        if not isinstance(rate, int | float) or isinstance(rate, bool) or not 0 < rate < math.inf:
            raise InputError(f"expected learning_rate as a positive number, found {rate!r}")
        get_optimizer(self.optimizer)

    def iterations(self, train_size):
        """Return how many mini-batches a run has."""
        if self.whole_epochs:
            return max(self.epochs * train_size // self.batch_size, self.epochs)
        return int(self.epochs * max(train_size / self.batch_size, 1))

    def evaluates_after(self, iteration, train_size):
        """Return whether the accuracies are recorded after that many mini-batches."""
        if not self.whole_epochs:
            return (iteration - 1) % max(train_size / self.batch_size, 1) == 0
        if train_size < self.batch_size:
            return True
        # The only epoch that can end here is the first that needs at least these mini-batches.
        epoch = -(-iteration * self.batch_size // train_size)
        return epoch * train_size // self.batch_size == iteration


class Progress(NamedTuple):
    """What one mini-batch brought.

    Attributes:
        state: the state to continue from.
        loss: loss of the mini-batch after the step.
        train_accuracy: on the first images of the training set; `None` when not evaluated.
        test_accuracy: on the first images of the test set; `None` when not evaluated.
    """

    state: TrainingState
    loss: float
    train_accuracy: float | None = None
    test_accuracy: float | None = None


def train_step(state, x_train, t_train, settings):
    """Draw a mini-batch, take one optimizer step on it, and measure its loss after the step.

    Args:
        state: a `TrainingState`; it is not changed.
        x_train: images `[n, channels, height, width]`, an array.
        t_train: class indices `[n]`, or one-hot `[n, classes]`, an array.
        settings: `TrainerSettings`.

    Returns:
        The next `TrainingState`, and the loss.

    Raises:
        InputError: data, parameters or optimizer state do not fit.
    """
    rng = state.generator()
    batch = rng.choice(len(x_train), settings.batch_size)
    x, labels = x_train[batch], t_train[batch]
    params, optimizer_state = get_optimizer(settings.optimizer).update(
        state.params,
        network.gradients(state.params, x, labels),
        state.optimizer_state,
        learning_rate=settings.learning_rate,
    )
    random_state = rng.get_state(legacy=False)
    after = TrainingState(params, optimizer_state, random_state, state.iteration + 1, state.epoch)
    return after, network.loss(params, x, labels)


def train(state, x_train, t_train, x_test, t_test, settings=None):
    """Train from a state to the last mini-batch of the settings.

    The caller drives: each `next` trains on one mini-batch. It may stop at any time and continue
    later from the last `state` it was given, with the same data and settings; no bit differs.

    Args:
        state: from `start_training`, a `Progress` or a file.
        x_train: images `[n, channels, height, width]`, scaled to 0…1.
        t_train: class indices `[n]`, or one-hot `[n, classes]`.
        x_test: images, as `x_train`.
        t_test: labels, as `t_train`.
        settings: `TrainerSettings`; `None` for the article's.

    Returns:
        A generator of `Progress`, one for each mini-batch that is left; of none when the state is
        already at the end.

    Raises:
        InputError: state or data do not fit; raised by the call itself.

    Example:
        >>> rng = np.random.RandomState(42)
        >>> state = start_training(initial_parameters(rng), rng)
        >>> for progress in train(state, x_train, t_train, x_test, t_test):
        ...     if progress.test_accuracy is not None:
        ...         print(progress.state.epoch, progress.test_accuracy)
    """
    settings = settings or TrainerSettings()
    check_parameters(state.params)
    get_optimizer(settings.optimizer).check_state(state.params, state.optimizer_state)
    classes = state.params["b3"].shape[0]
    x_train, x_test = check_images(x_train, state.params), check_images(x_test, state.params)
    t_train = class_indices(t_train, len(x_train), classes)
    t_test = class_indices(t_test, len(x_test), classes)
    return _mini_batches(state, x_train, t_train, x_test, t_test, settings)


def _mini_batches(state, x_train, t_train, x_test, t_test, settings):
    sample = slice(settings.evaluate_samples)
    while state.iteration < settings.iterations(len(x_train)):
        state, loss = train_step(state, x_train, t_train, settings)
        if not settings.evaluates_after(state.iteration, len(x_train)):
            yield Progress(state, loss)
            continue
        state = replace(state, epoch=state.epoch + 1)
        train_accuracy, test_accuracy = (
            network.accuracy(state.params, x[sample], t[sample], corrected=settings.all_images)
            for x, t in ((x_train, t_train), (x_test, t_test))
        )
        yield Progress(state, loss, train_accuracy, test_accuracy)
