"""Article 002: batch normalization on MNIST, in its two listings.

Section: 5, batch normalization (chapter 11 of the book it follows, Géron's *Hands-On Machine
Learning*). Departs in: nothing for the complete listing; the first listing stops at its logits, so
it is trained by the second one's loss, optimizer and loop. Run it:
`tf1-graphs reproduce mnist_batch_norm`. Expect: the 20 published accuracies, 0.8952 … 0.9742.
Time: under a minute.
"""

from dataclasses import dataclass

import numpy as np

from tf1_graphs import datasets
from tf1_graphs.articles.images import scaled_part
from tf1_graphs.experiments.experiment import Erratum, Experiment, PublishedFigure
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


PUBLISHED_ACCURACIES = (  # noqa: SIM905 - one string keeps the article's column readable
    "0.8952 0.9202 0.9318 0.9422 0.9468 0.954 0.9568 0.96 0.962 0.9638 "
    "0.9662 0.9682 0.9672 0.9696 0.9706 0.9704 0.9718 0.9726 0.9738 0.9742"
).split()

MNIST_BATCH_NORM = Experiment(
    name="mnist_batch_norm",
    article="002",
    title="Batch normalization on MNIST, the complete listing",
    settings=Settings,
    load=load,
    graph="tf1_graphs.articles.mnist_batch_norm.graph:build",
    mini_batches=mini_batches,
    evaluated={"valid": ""},
    line=line,
    checkpoint_every=1,
    data_sets=("mnist",),
    minutes=0.4,
    figures=tuple(
        PublishedFigure(
            f"validation accuracy after epoch {epoch}",
            accuracy,
            "training results, below the complete listing",
            "exact",
            lambda record, epoch=epoch: record.column("accuracy")[epoch],
        )
        for epoch, accuracy in enumerate(PUBLISHED_ACCURACIES)
    ),
    errata=(
        Erratum(
            1,
            "complete listing, last line",
            "the model is saved once, after the last epoch: an interrupted run is lost",
            "none on the figures; here it is saved after each epoch",
            corrected=False,
        ),
    ),
    notes=("`reset_graph()` of the book sets both seeds to 42; the article says so.",),
)

MNIST_BATCH_NORM_FIRST_LISTING = Experiment(
    name="mnist_batch_norm_first_listing",
    article="002",
    title="Batch normalization on MNIST, the first listing",
    settings=FirstListingSettings,
    load=load,
    graph="tf1_graphs.articles.mnist_batch_norm.graph:build_first_listing",
    mini_batches=mini_batches,
    evaluated={"valid": ""},
    line=line,
    checkpoint_every=1,
    data_sets=("mnist",),
    minutes=0.4,
    errata=(
        Erratum(
            1,
            "first listing, `hidden2`",
            "`hidden2` is fed `X` instead of `bn1_act`",
            "the first hidden layer has no influence on the logits: one hidden layer is trained",
            corrected=True,
        ),
    ),
    notes=(
        "The listing ends with its logits and publishes no figure; it is trained by the complete "
        "listing's loss, optimizer and loop.",
    ),
)
