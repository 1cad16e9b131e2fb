"""Measures networks of growing size: from where on the overhead of a step does not matter."""

from dataclasses import dataclass

import numpy as np

from tf1_graphs.bench import measure
from tf1_graphs.experiments.experiment import BookGraph, Experiment, Training
from tf1_graphs.experiments.settings import setting
from tf1_graphs.layers import dense
from tf1_graphs.tensorflow1 import tf

MINI_BATCHES = (16, 64, 256, 1024, 4096)
UNITS = (4, 29, 97, 313, 997, 3159)
"""Units of each hidden layer; the network has about 50, 1000 … 10 million parameters."""

_CONTENDERS = ("article", "book", "epoch")
_EXAMPLES = 8192


@dataclass(frozen=True)
class Settings:
    """A network's and a mini-batch's size.

    Attributes:
        units: units of each of the two hidden layers.
        batch_size: examples a mini-batch.
    """

    units: int = setting(4, minimum=1)
    batch_size: int = setting(16, minimum=1)

    @property
    def parameters(self):
        """Number of parameters: of 2 inputs, two hidden layers and 2 outputs."""
        return self.units**2 + 6 * self.units + 2


def build(settings):
    """Build a network with two hidden layers on points of a plane, trained by gradient descent.

    | tensor | name | shape | dtype | meaning |
    |---|---|---|---|---|
    | X | X | [batch, 2] | float32 | points |
    | y | y | [batch] | int32 | class, 0 or 1 |
    | logits | outputs/BiasAdd | [batch, 2] | float32 | |
    """
    X = tf.placeholder(tf.float32, (None, 2), name="X")
    y = tf.placeholder(tf.int32, (None,), name="y")
    hidden1 = dense(X, settings.units, tf.nn.relu, name="hidden1")
    hidden2 = dense(hidden1, settings.units, tf.nn.relu, name="hidden2")
    logits = dense(hidden2, 2, name="outputs")
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
    training_op = tf.train.GradientDescentOptimizer(1e-3).minimize(loss)
    return BookGraph(inputs={"X": X, "y": y}, training_op=training_op, metrics={"loss": loss})


def _load(_settings):
    rng = np.random.RandomState(0)
    points = rng.normal(size=(_EXAMPLES, 2)).astype(np.float32)
    return {"train": {"X": points, "y": (points[:, 0] > 0).astype(np.int32)}}


def _mini_batches(settings, n_examples, source):
    for _ in range(max(n_examples // settings.batch_size, 1)):
        yield source.rng.randint(n_examples, size=settings.batch_size)


NETWORK = Experiment(
    name="network",
    title="Two hidden layers of any size",
    settings=Settings,
    training=Training(load=_load, build=build, mini_batches=_mini_batches),
)


def sizes(threads=1, repeats=3, seconds=0.2, units=UNITS, mini_batches=MINI_BATCHES):
    """Measure the engines and the article's loop on networks and mini-batches of many sizes.

    Args:
        threads: threads of TensorFlow.
        repeats: number of repetitions of each.
        seconds: time of a turn, where one step does not take longer.
        units: units of a hidden layer, one network each.
        mini_batches: sizes of a mini-batch.

    Yields:
        For each pair, a dict of `parameters`, `batch_size` and the `contenders` as in
        `measure.as_json`.
    """
    for count in units:
        for batch_size in mini_batches:
            settings = Settings(count, batch_size)
            measured = measure.bench(
                NETWORK,
                settings,
                NETWORK.training.load(settings),
                threads,
                repeats,
                seconds,
                contenders=_CONTENDERS,
            )
            found = measure.as_json(NETWORK, threads, measured)
            yield found | {"parameters": settings.parameters, "batch_size": batch_size}


HEADING = (
    f"{'parameters':>10}{'mini-batch':>12}"
    + "".join(f"{name + ' steps/s':>17}" for name in _CONTENDERS)
    + f"{'epoch/article':>15}"
)


def line(found):
    """Return the table's line for what `sizes` yielded."""
    steps = "".join(f"{item['steps_a_second']:17g}" for item in found["contenders"])
    ratio = found["contenders"][-1]["ratio"]
    return f"{found['parameters']:10}{found['batch_size']:12}{steps}{ratio:15.2f}"
