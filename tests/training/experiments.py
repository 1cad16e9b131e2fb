"""Small experiments that exercise everything a run must restore."""

import dataclasses
import functools

import numpy as np
import sklearn.datasets

from tests.changing import changed
from tf1_graphs.experiments.catalogue import find
from tf1_graphs.experiments.defaults import no_lines, no_results
from tf1_graphs.experiments.experiment import BookGraph, Erratum, Experiment, Training
from tf1_graphs.experiments.settings import setting
from tf1_graphs.layers import batch_normalization, dense, dropout
from tf1_graphs.tensorflow1 import tf


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
    hidden = batch_normalization(dense(X, 12, tf.nn.elu), training=training, momentum=0.9)
    hidden = dropout(dropout(hidden, settings.rate, training=training), 0.1, training=True)
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
    training=Training(
        load=load,
        build=build,
        mini_batches=mini_batches,
        evaluated={"test": "test_"},
        line=lambda epoch, metrics: f"{epoch} {metrics['test_loss']!s}",
        results=lambda trained: {"ones": int(trained.predictions("test").sum())},
        results_lines=lambda results: [f"ones {results['ones']}"],
    ),
)


_digits = functools.cache(sklearn.datasets.load_digits)


def load_digits(_settings):
    digits, labels = _digits(return_X_y=True)
    return {
        "train": {"X": digits[:500], "y": labels[:500]},
        "test": {"X": digits[500:700], "y": labels[500:700]},
    }


def build_digits(settings):
    """A classifier of images: batch normalization, dropout in training, gradients clipped."""
    with tf.name_scope("input"):
        X = tf.placeholder(tf.float32, (None, 64), name="X")
        y = tf.placeholder(tf.int64, (None,), name="y")
        training = tf.placeholder_with_default(False, (), name="training")
    with tf.name_scope("dnn"):
        hidden = dense(X, 20, tf.nn.elu, name="hidden1")
        hidden = batch_normalization(hidden, training=training, momentum=0.9)
        hidden = dropout(dense(hidden, 12, tf.nn.relu, name="hidden2"), 0.2, training=training)
        logits = dense(hidden, 10, name="outputs")
    with tf.name_scope("loss"):
        xentropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
        loss = tf.reduce_mean(xentropy, name="loss")
    with tf.name_scope("train"):
        optimizer = tf.train.MomentumOptimizer(0.01, 0.9)
        clipped = [
            (tf.clip_by_norm(gradient, 1.0), variable)
            for gradient, variable in optimizer.compute_gradients(loss)
        ]
        training_op = optimizer.apply_gradients(clipped)
    return BookGraph(
        inputs={"X": X, "y": y},
        training_op=training_op,
        metrics={"loss": loss},
        step_metrics={"train_loss": loss},
        update_ops=tuple(tf.get_collection(tf.GraphKeys.UPDATE_OPS)),
        training=training,
    )


DIGITS = changed(
    DROPOUT,
    name="digits",
    title="Digits of 8 x 8 pixels",
    load=load_digits,
    build=build_digits,
    results=no_results,
    results_lines=no_lines,
    errata=(Erratum(1, "nowhere | here", "none\nat all", "none", corrected=True),),
)

SHORT_MOONS = changed(find("moons"), name="short_moons")
EXPERIMENTS = {experiment.name: experiment for experiment in (DROPOUT, SHORT_MOONS)}
