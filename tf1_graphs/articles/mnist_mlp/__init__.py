"""Article 001: a multilayer perceptron on MNIST, and the upstream notebook that it comes from.

Section: the listing. Departs in: the shuffle buffer draws from NumPy's generator, so that a run can
be continued; `prefetch(1)` changes no number and has no counterpart. Run it:
`tf1-graphs reproduce mnist_mlp mnist_mlp_double_softmax --seeds 20`. Expect: a test accuracy of
0.96; the article prints no figure, and what its upstream notebook prints (0.9207) comes out of
`mnist_mlp_double_softmax` only. Time: a few seconds a run.
"""

from dataclasses import dataclass

import numpy as np

from tf1_graphs import datasets
from tf1_graphs.articles.images import scaled_part
from tf1_graphs.articles.mnist_mlp import figures
from tf1_graphs.experiments.experiment import LAST_MINI_BATCH, Experiment
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


def _experiment(name, title, settings, build, **published):
    return Experiment(
        name=name,
        article="001",
        title=title,
        settings=settings,
        load=load,
        graph=f"tf1_graphs.articles.mnist_mlp.graph:{build}",
        mini_batches=mini_batches,
        evaluated={LAST_MINI_BATCH: ""},
        line=line,
        checkpoint_every=1,
        data_sets=("mnist",),
        minutes=0.2,
        results=results,
        results_lines=results_lines,
        **published,
    )


MNIST_MLP = _experiment(
    "mnist_mlp",
    "Multilayer perceptron on MNIST",
    Settings,
    "build",
    figures=figures.AGAINST_THE_NOTEBOOK,
    errata=figures.ERRATA,
    notes=(
        "The article prints no figure and sets no seed. The figures beside it are those of the "
        "notebook that its listing comes from, "
        "`tensorflow_v2/notebooks/3_NeuralNetworks/neural_network.ipynb` of "
        "aymericdamien/TensorFlow-Examples.",
        "An epoch is the 100 steps between two printed lines.",
    ),
)

MNIST_MLP_DOUBLE_SOFTMAX = _experiment(
    "mnist_mlp_double_softmax",
    "Multilayer perceptron on MNIST, as the upstream notebook has it: softmax twice",
    NotebookSettings,
    "build_double_softmax",
    figures=figures.OF_THE_NOTEBOOK,
    errata=figures.NOTEBOOK_ERRATA,
    notes=(
        "The notebook's listing of commit 26cc8836, with the output that is stored in it. With "
        "both errata repaired it is the article's listing.",
    ),
)

EXPERIMENTS = (MNIST_MLP, MNIST_MLP_DOUBLE_SOFTMAX)
