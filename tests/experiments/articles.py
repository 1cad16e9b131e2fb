"""Files that define experiments, as a reader writes them; small enough to train in a moment."""

POINTS = '''\
"""Two clouds of points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tf1_graphs import BookGraph, Experiment, Published, PublishedFigure, Training
from tf1_graphs import layers, setting, tf


@dataclass(frozen=True)
class Settings:
    epochs: int = setting(3, minimum=1)
    batch_size: int = setting(20, minimum=1)
    rate: float = setting(0.1, minimum=0)
    units: tuple[int, ...] = (6, 4)


def load(settings):
    rng = np.random.RandomState(0)
    y = np.arange(80) % 2
    X = rng.randn(80, 2) + 2 * y[:, None]
    return {"train": {"X": X[:60], "y": y[:60]}, "test": {"X": X[60:], "y": y[60:]}}


def build(settings):
    X = hidden = tf.placeholder(tf.float32, (None, 2), name="X")
    y = tf.placeholder(tf.int64, (None,), name="y")
    for units in settings.units:
        hidden = layers.dropout(layers.dense(hidden, units, activation=tf.nn.elu), training=True)
    logits = layers.dense(hidden, 2)
    loss = tf.reduce_mean(
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
    )
    training_op = tf.train.GradientDescentOptimizer(settings.rate).minimize(loss)
    return BookGraph({"X": X, "y": y}, training_op, {"loss": loss}, logits=logits)


def final(run):
    return run.column("test_loss")[-1]


LOSS = PublishedFigure("loss", "below 5", "results", "claim", final, (0, 5))
POINTS = Experiment("points", "Two clouds", Settings, Training(load, build), Published((LOSS,)))
'''


def written(folder, text=POINTS, name="article.py", **replaced):
    """Write a file with parts of its text replaced, `old=new`; return its path."""
    for old, new in replaced.items():
        assert old in text
        text = text.replace(old, new)
    path = folder / name
    path.write_text(text)
    return path


_SLOWLY = """\
def mini_batches(settings, n_examples, source):
    time.sleep(float(os.environ.get("SECONDS_AN_EPOCH", "0")))
    yield from np.array_split(source.rng.permutation(n_examples), 3)


def final(run):"""


def written_slow(folder):
    """Write a file whose runs wait in each epoch where the environment has SECONDS_AN_EPOCH.

    So they are still under way when a test stops them, and keep no processor busy until then.
    """
    slow = {"def final(run):": _SLOWLY, "(load, build)": "(load, build, mini_batches)"}
    return written(
        folder, **slow, **{"import annotations\n": "import annotations\n\nimport os\nimport time"}
    )
