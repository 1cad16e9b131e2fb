"""The engine that executes many mini-batches in one `Session.run`.

The training part lies in local variables of the graph. The mini-batches' indices are fed once, and
a `tf.while_loop` gathers one mini-batch after the other and runs the book's training op on it: a
copy of the book's graph whose `VariableV2` nodes share the book's variables by name. The same ops
run on the same numbers in the same order, so the weights have the same bits.

A copy's random ops would have streams of their own that no session could bring forward. They are
therefore built in the loop itself, with the book's seeds and the shapes that a mini-batch's size
gives them, and the training step stands in a `tf.cond` beside them: skipping it moves the streams
and nothing else.
"""

import itertools
import time

import numpy as np

from tf1_graphs.compat import in_condition, make_callable, tf
from tf1_graphs.errors import InputError
from tf1_graphs.training import random_ops

# A signal is answered between two runs, so a run should take no longer than this.
_SECONDS_A_RUN = 0.5
_SCOPE = "epoch_engine"


def epoch_functions(session, graph, train):
    """Make the functions that train on mini-batches inside the graph.

    Args:
        session: open `tf.Session` with initialized variables.
        graph: the `BookGraph`.
        train: the training part.

    Returns:
        The `run` and the `skip` of an `engine.Engine`.

    Raises:
        InputError: a random op of the training step also draws in evaluations, or draws otherwise
            than by a shape: `--engine book` trains such a graph.
    """
    fetches = [graph.training_op, *graph.update_ops]
    drawing = random_ops.stateful(fetches)
    evaluated = random_ops.stateful(graph.metrics.values())
    if refused := [
        op.name
        for op in drawing
        if op.type != "RandomUniform" or (op in evaluated and not in_condition(op))
    ]:
        raise InputError(
            f"the random ops {', '.join(refused)} need the book engine: use --engine book"
        )
    book_def = tf.get_default_graph().as_graph_def()
    for node in book_def.node:
        if node.op == "VariableV2":
            node.attr["shared_name"].s = node.attr["shared_name"].s or node.name.encode()
    with tf.name_scope(_SCOPE):
        data = {name: _resident(session, name, array) for name, array in train.items()}
        indices = tf.placeholder(tf.int32, [None], name="indices")
        splits = tf.placeholder(tf.int32, [None], name="splits")
        skipped = tf.placeholder(tf.bool, [], name="skipped")
        measured = _loop(graph, book_def, drawing, data, indices, splits, skipped)
    execute = make_callable(session, measured, [indices, splits, skipped])
    names = list(graph.step_metrics)
    pace = {"steps": 32}

    def run(mini_batches):
        batches = list(itertools.islice(mini_batches, pace["steps"]))
        if not batches:
            return []
        began = time.perf_counter()
        chosen = np.concatenate(batches).astype(np.int32)
        _, *values = execute(chosen, _splits(map(len, batches)), np.array(False))
        if time.perf_counter() - began < _SECONDS_A_RUN / 2 and len(batches) == pace["steps"]:
            pace["steps"] *= 2
        return [
            (len(batch), {name: value[i] for name, value in zip(names, values, strict=True)})
            for i, batch in enumerate(batches)
        ]

    def skip(size, count):
        if drawing:
            execute(np.zeros(size * count, np.int32), _splits([size] * count), np.array(True))

    return run, skip


def _splits(sizes):
    return np.cumsum([0, *sizes], dtype=np.int32)


def _resident(session, name, array):
    """Put an array into a local variable, which no checkpoint saves and no GraphDef holds."""
    initial = tf.placeholder(array.dtype, array.shape)
    variable = tf.Variable(
        initial, trainable=False, collections=[tf.GraphKeys.LOCAL_VARIABLES], name=name
    )
    session.run(variable.initializer, {initial: array})
    return variable


def _loop(graph, book_def, drawing, data, indices, splits, skipped):
    """Build the loop over the mini-batches; return its step metrics, [steps] each."""
    steps = tf.size(splits) - 1
    metrics = [
        tf.TensorArray(tensor.dtype, steps, element_shape=())
        for tensor in graph.step_metrics.values()
    ]

    def body(step, *arrays):
        chosen = indices[splits[step] : splits[step + 1]]
        draws = {op: _draw(op, tf.size(chosen)) for op in drawing}

        def train():
            inputs = {
                graph.inputs[name].name: tf.gather(array, chosen) for name, array in data.items()
            }
            if graph.training is not None:
                inputs[graph.training.name] = tf.constant(True)
            inputs |= {op.outputs[0].name: draw for op, draw in draws.items()}
            imported = tf.import_graph_def(
                book_def,
                inputs,
                [
                    *(op.name for op in _operations(graph)),
                    *(tensor.name for tensor in graph.step_metrics.values()),
                ],
                name="book",
            )
            trained = imported[: len(_operations(graph))]
            with tf.control_dependencies(trained):
                return [tf.constant(1), *(tf.identity(x) for x in imported[len(trained) :])]

        def leave_out():
            zeros = [tf.zeros([], tensor.dtype) for tensor in graph.step_metrics.values()]
            # The streams move whether or not anything reads what they draw.
            with tf.control_dependencies(list(draws.values())):
                return [tf.constant(1), *zeros]

        one, *values = tf.cond(skipped, leave_out, train) if drawing else train()
        written = [array.write(step, value) for array, value in zip(arrays, values, strict=True)]
        return step + one, *written

    count, *written = tf.while_loop(
        lambda step, *arrays: step < steps,
        body,
        [tf.constant(0), *metrics],
        parallel_iterations=1,
        back_prop=False,
        return_same_structure=True,
        name="mini_batches",
    )
    return [count, *(array.stack() for array in written)]


def _operations(graph):
    return [getattr(item, "op", item) for item in (graph.training_op, *graph.update_ops)]


def _draw(operation, size):
    """Draw what the book's `RandomUniform` draws for a mini-batch of this size."""
    _, *others = operation.outputs[0].shape.as_list()
    node = operation.node_def
    return tf.raw_ops.RandomUniform(
        shape=tf.stack([size, *others]),
        dtype=operation.outputs[0].dtype,
        seed=node.attr["seed"].i,
        seed2=node.attr["seed2"].i,
    )
