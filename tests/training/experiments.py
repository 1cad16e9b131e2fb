"""Small experiments that exercise everything a run must restore."""

import dataclasses

import numpy as np

from tf1_graphs.articles import find
from tf1_graphs.compat import tf
from tf1_graphs.layers import batch_normalization, dense, dropout
from tf1_graphs.settings import setting
from tf1_graphs.spec import BookGraph, Experiment


@dataclasses.dataclass(frozen=True)
class Settings:
    epochs: int = setting(6, minimum=1)
    batch_size: int = setting(32, minimum=1)
    rate: float = setting(0.4, minimum=0, maximum=0.9)


def load(_settings):
    rng = np.random.RandomState(0)
    points = rng.normal(size=(150, 4)).astype(np.float32)
    labels = (points.sum(axis=1) > 0).astype(np.int32)
    return {
        "train": {"X": points[:110], "y": labels[:110]},
        "test": {"X": points[110:], "y": labels[110:]},
    }


def build(settings):
    """Two dropouts, one inside a `tf.cond` and one that also draws in evaluations; Adam; BN."""
    X = tf.placeholder(tf.float32, (None, 4), name="X")
    y = tf.placeholder(tf.int32, (None,), name="y")
    training = tf.placeholder_with_default(False, (), name="training")
    hidden = batch_normalization(dense(X, 8, tf.nn.elu), training=training, momentum=0.9)
    hidden = dropout(hidden, settings.rate, training=training)
    hidden = dropout(dense(hidden, 6, tf.nn.elu), 0.1, training=True)
    logits = dense(hidden, 2)
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
    with tf.name_scope("train"):
        training_op = tf.train.AdamOptimizer(0.01).minimize(loss)
    return BookGraph(
        inputs={"X": X, "y": y},
        training_op=training_op,
        metrics={"loss": loss},
        update_ops=tuple(tf.get_collection(tf.GraphKeys.UPDATE_OPS)),
        step_metrics={"train_loss": loss},
        training=training,
        predictions=tf.argmax(logits, 1),
    )


def mini_batches(settings, n_examples, source):
    """Unequal mini-batches, from a permutation that is turned on from epoch to epoch."""
    order = source.carry.get("order", np.arange(n_examples))
    source.carry["order"] = source.rng.permutation(order)
    source.rng.normal()  # leaves a cached Gaussian behind
    yield from np.array_split(order, n_examples // settings.batch_size)


DROPOUT = Experiment(
    name="dropout",
    article="none",
    title="Dropout, batch normalization and Adam on random points",
    settings=Settings,
    load=load,
    graph="tests.training.experiments:build",
    mini_batches=mini_batches,
    evaluated={"test": "test_"},
    line=lambda epoch, metrics: f"{epoch} {metrics['test_loss']!s}",
    checkpoint_every=1,
    data_sets=(),
    minutes=0,
    results=lambda trained: {"ones": int(trained.predictions("test").sum())},
    results_lines=lambda results: [f"ones {results['ones']}"],
)

SHORT_MOONS = dataclasses.replace(find("moons"), name="short_moons")
EXPERIMENTS = {experiment.name: experiment for experiment in (DROPOUT, SHORT_MOONS)}
