"""Executes many mini-batches in one `Session.run`.

The training part is fed by reference and the mini-batches' indices once, and a `tf.while_loop`
gathers one mini-batch after the other and runs the book's training op on it: a copy of the book's
ops on the book's own variables. The same ops run on the same numbers in the same order, so the
weights have the same bits.

A copy's random ops would have streams of their own that no session could bring forward. They are
therefore built in the loop itself, with the book's seeds and the shapes that a mini-batch's size
gives them, and the training step stands in a `tf.cond` beside them: skipping it moves the streams
and nothing else.
"""

import collections
import itertools
import time
from functools import partial

import numpy as np

from tf1_graphs import tensorflow1
from tf1_graphs.tensorflow1 import tf
from tf1_graphs.training import random_ops

# A signal is answered between two runs, so a run should take no longer than this.
_SECONDS_A_RUN = 0.5
_SCOPE = "epoch_engine"


def suits(graph):
    """Tell whether a graph's random streams can be kept in step with the book engine's.

    Those of an op that also draws in evaluations, or otherwise than by a shape, cannot.
    """
    evaluated = random_ops.stateful(graph.metrics.values())
    return all(
        op.type == "RandomUniform" and (op not in evaluated or tensorflow1.in_condition(op))
        for op in random_ops.stateful([graph.training_op, *graph.update_ops])
    )


def epoch_functions(session, graph, train):
    """Make the functions that train on mini-batches inside the graph.

    Args:
        session: open `tf.Session` with initialized variables.
        graph: the `BookGraph`.
        train: the training part.

    Returns:
        The `run` and the `skip` of an `engine.Engine`.
    """
    drawing = random_ops.stateful([graph.training_op, *graph.update_ops])
    book_def = tensorflow1.definition(
        tf.get_default_graph(),
        [*_operations(graph), *(tensor.op for tensor in graph.step_metrics.values())],
    )
    with tf.name_scope(_SCOPE):
        shared = _shared(session, book_def)
        data = {
            name: tf.placeholder(array.dtype, [None, *array.shape[1:]], name)
            for name, array in train.items()
        }
        indices = tf.placeholder(tf.int32, [None], name="indices")
        begins = tf.placeholder(tf.int32, [None, 1], name="begins")
        sizes = tf.placeholder(tf.int32, [None, 1], name="sizes")
        skipped = tf.placeholder(tf.bool, [], name="skipped")
        measured = _loop(graph, book_def, drawing, shared, data, indices, begins, sizes, skipped)
    feeds = [*data.values(), indices, begins, sizes, skipped]
    execute = partial(tensorflow1.make_callable(session, measured, feeds), *train.values())
    names = list(graph.step_metrics)
    pace = {"steps": 32}

    def run(mini_batches):
        batches = list(itertools.islice(mini_batches, pace["steps"]))
        if not batches:
            return []
        began = time.perf_counter()
        chosen = np.concatenate(batches).astype(np.int32)
        _, *values = execute(chosen, *_spans(map(len, batches)), np.array(False))
        if time.perf_counter() - began < _SECONDS_A_RUN / 2 and len(batches) == pace["steps"]:
            pace["steps"] *= 2
        return [
            (len(batch), {name: value[i] for name, value in zip(names, values, strict=True)})
            for i, batch in enumerate(batches)
        ]

    def skip(size, count):
        if drawing:
            execute(np.zeros(size * count, np.int32), *_spans([size] * count), np.array(True))

    return run, skip


def _spans(sizes):
    """Return where each mini-batch begins in the indices, and its size: int32 [steps, 1] each."""
    sizes = np.fromiter(sizes, np.int32)[:, None]
    return np.cumsum(sizes, axis=0, dtype=np.int32) - sizes, sizes


def _shared(session, book_def):
    """Return what all steps share, by the name in the book's graph.

    The variables themselves; and constants of the optimizer, in local variables: a constant in a
    loop would be executed in each step. TensorFlow simplifies arithmetic with constants, so those
    of other ops stay what they are, or the bits would change.
    """
    readers = collections.defaultdict(set)
    for node in book_def.node:
        for name in node.input:
            readers[name].add(node.op)
    graph = tf.get_default_graph()
    shared = {}
    for node in book_def.node:
        if node.op == "VariableV2":
            shared[f"{node.name}:0"] = graph.get_tensor_by_name(f"{node.name}:0")
        elif node.op == "Const" and any(op.startswith("Apply") for op in readers[node.name]):
            value = tf.make_ndarray(node.attr["value"].tensor)
            shared[f"{node.name}:0"] = _hidden(session, value)
    return shared


def _hidden(session, value):
    """Put a value where TensorFlow does not see that it is constant, and no checkpoint saves it."""
    variable = tf.Variable(value, trainable=False, collections=[tf.GraphKeys.LOCAL_VARIABLES])
    session.run(variable.initializer)
    return variable


def _loop(graph, book_def, drawing, shared, data, indices, begins, sizes, skipped):
    """Build the loop over the mini-batches; return its step metrics, [steps] each."""
    steps = tf.size(sizes)
    metrics = [
        tf.TensorArray(tensor.dtype, steps, element_shape=())
        for tensor in graph.step_metrics.values()
    ]

    needed = {node.name for node in book_def.node}

    def body(step, _, *arrays):
        chosen = tf.slice(indices, tf.gather(begins, step), tf.gather(sizes, step))
        draws = {op: _draw(op, tf.size(chosen)) for op in drawing}

        def train():
            inputs = {
                graph.inputs[name].name: tf.gather(array, chosen) for name, array in data.items()
            }
            if graph.training is not None:
                inputs[graph.training.name] = tf.constant(True)
            inputs |= {op.outputs[0].name: draw for op, draw in draws.items()}
            inputs |= shared
            imported = tf.import_graph_def(
                book_def,
                {name: x for name, x in inputs.items() if name.removesuffix(":0") in needed},
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

        # Strict, or a list of one would come back without the list.
        done, *values = tf.cond(skipped, leave_out, train, strict=True) if drawing else train()
        written = [array.write(step, value) for array, value in zip(arrays, values, strict=True)]
        return step + 1, done, *written

    # One at a time: a step begins when all ops of the one before are done. No edge says so besides,
    # because one from the training op to the next step would make a circle of the book's ops, in
    # which TensorFlow's passes begin anywhere: oneDNN would get the gradient of a pooling, which it
    # takes only after the pooling itself, in some processes and not in others.
    _, done, *written = tf.while_loop(
        lambda step, *others: step < steps,
        body,
        [tf.constant(0), tf.constant(0), *metrics],
        parallel_iterations=1,
        back_prop=False,
        return_same_structure=True,
        name="mini_batches",
    )
    return [done, *(array.stack() for array in written)]


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
