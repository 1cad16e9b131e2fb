"""Defines the engines that execute mini-batches, all with the same bits.

An engine is made from a session with initialized variables, a book graph and the training part.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tf1_graphs import tensorflow1
from tf1_graphs.training import epoch_engine, evaluation, random_ops


@dataclass(frozen=True)
class Engine:
    """What trains a graph.

    Attributes:
        run: function of an iterator of index arrays: it trains on the next ones and returns
            [(size, step metrics by name)], which is empty where there is none left.
        skip: function of a size and a count: it moves the random streams as training on so many
            mini-batches of that size would, and nothing else.
    """

    run: Callable
    skip: Callable


def book(session, graph, train):
    """Train as the articles do: one `Session.run` a mini-batch, fed with its examples.

    Args:
        session: open `tf.Session` with initialized variables.
        graph: the `BookGraph`.
        train: the training part.

    Returns:
        The `Engine`.
    """
    names = list(graph.inputs)
    feeds = [graph.inputs[name] for name in names]
    constants = []
    if graph.training is not None:
        feeds.append(graph.training)
        constants.append(np.array(True))
    step = tensorflow1.make_callable(
        session,
        list(graph.step_metrics.values()),
        feeds,
        targets=[graph.training_op, *graph.update_ops],
    )

    def run(mini_batches):
        steps = []
        for indices in itertools.islice(mini_batches, 1):
            measured = step(*(train[name][indices] for name in names), *constants)
            metrics = dict(zip(graph.step_metrics, measured, strict=True))
            steps.append((len(indices), metrics))
        return steps

    def skip(size, count):
        fed = evaluation.feed(graph, train, size, training=True)
        random_ops.skip(session, [graph.training_op, *graph.update_ops], fed, count)

    return Engine(run, skip)


def epoch(session, graph, train):
    """Train on many mini-batches in one `Session.run`; see `epoch_engine`.

    A graph that it does not suit is trained as the articles do: the bits are the same.

    Args:
        session: open `tf.Session` with initialized variables.
        graph: the `BookGraph`.
        train: the training part.

    Returns:
        The `Engine`.
    """
    if not epoch_engine.suits(graph):
        return book(session, graph, train)
    return Engine(*epoch_engine.epoch_functions(session, graph, train))


ENGINES = {"book": book, "epoch": epoch}
