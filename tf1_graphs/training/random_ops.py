"""Counts and skips the draws of stateful random ops, whose position no checkpoint saves.

A kernel of `RandomUniform` (dropout's mask) moves along its random stream by what it drew; a new
session starts the stream again. A run therefore counts how often it executed its training step and
its evaluation, by number of examples. On resuming, just those random ops are executed as often, and
with the shapes they had, so that the stream goes on where the interrupted run left it.
"""

import collections
import json

import numpy as np

from tf1_graphs import tensorflow1
from tf1_graphs.errors import InputError
from tf1_graphs.tensorflow1 import tf

# Random ops whose first input is the shape that they draw.
_BY_SHAPE = {
    "RandomUniform",
    "RandomUniformInt",
    "RandomStandardNormal",
    "TruncatedNormal",
    "ParameterizedTruncatedNormal",
}


def executed(fetches):
    """Return the ops that a run of `fetches` can execute, in order of creation."""
    reached, pending = set(), [getattr(fetch, "op", fetch) for fetch in fetches]
    while pending:
        operation = pending.pop()
        if operation not in reached:
            reached.add(operation)
            pending += [tensor.op for tensor in operation.inputs]
            pending += operation.control_inputs
    return [op for op in tf.get_default_graph().get_operations() if op in reached]


def stateful(fetches):
    """Return the stateful random ops that a run of `fetches` can execute, in order of creation."""
    return [op for op in executed(fetches) if "seed2" in op.node_def.attr]


class Draws:
    """Counts of the runs that moved random streams, by kind of run and number of examples.

    Attributes:
        counts: {(`train` or `evaluate`, number of examples): runs}.
    """

    def __init__(self, counts=()):
        self.counts = collections.Counter(dict(counts))

    def add(self, kind, examples):
        """Count one run."""
        self.counts[kind, examples] += 1

    def pack(self):
        """Return the counts as arrays by name."""
        rows = [[kind, examples, runs] for (kind, examples), runs in sorted(self.counts.items())]
        return {"draws": np.array(json.dumps(rows))}

    @classmethod
    def unpack(cls, state):
        """Return the counts that `pack` made arrays of."""
        rows = json.loads(str(state["draws"]))
        return cls({(kind, examples): runs for kind, examples, runs in rows})


def skip(session, fetches, feed, count):
    """Move the streams of a session as runs of `fetches` would, by executing just the random ops.

    Args:
        session: the session.
        fetches: what is left out, a training step or an evaluation.
        feed: what it would be fed.
        count: number of runs.

    Raises:
        InputError: a random op draws otherwise than by a shape, so that it cannot be repeated.
    """
    operations = stateful(fetches)
    if not operations:
        return
    if unknown := [op.name for op in operations if op.type not in _BY_SHAPE]:
        raise InputError(f"the random streams of {', '.join(unknown)} cannot be continued")
    for operation in operations:
        tensorflow1.make_fetchable(operation)
    for operation, shape in _shapes(operations, feed).items():
        repeat = session.make_callable(operation, [operation.inputs[0]])
        for _ in range(count):
            repeat(shape)


def _shapes(operations, feed):
    """Return the shape that each op draws in one run; an op that the run leaves out is not there.

    They are measured in a session of their own: it moves no stream of the one that will go on.
    """
    shapes = {}
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for operation in operations:
            try:
                shapes[operation] = session.run(operation.inputs[0], feed)
            except tf.errors.InvalidArgumentError as error:
                # In the branch of a `tf.cond` that is not taken: the tensor is dead.
                if "does not have value" not in error.message:
                    raise
    return shapes
