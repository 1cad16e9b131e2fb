"""Times the kernels of a training step, as TensorFlow executes them.

No engine that executes the book's ops takes less than that; what it takes beyond is its own.
"""

import collections
import contextlib
import itertools
import re

import numpy as np

from tf1_graphs.bench.contenders import SEED, book_session
from tf1_graphs.tensorflow1 import new_graph, session_config, tf
from tf1_graphs.training.evaluation import feed

_PRODUCT = re.compile("MatMul|Conv2D")
_STEPS = 30
_WARM_UP = 5
_NAMED = 5


def kernels(experiment, settings, data, threads):
    """Time the kernels of a training step.

    Args:
        experiment: the `Experiment`.
        settings: its settings.
        data: its data set.
        threads: threads of TensorFlow.

    Returns:
        Microseconds a step by type of op, the longest first, medians of 30 traced steps. Types are
        those of the graph that TensorFlow made of the book's: `FusedMatMul` is a product with the
        bias and the activation behind it.
    """
    options = tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE)
    traced = collections.defaultdict(lambda: np.zeros(_STEPS))
    with new_graph(SEED), contextlib.ExitStack() as stack:
        book, session = book_session(stack, experiment, settings, session_config(threads))
        fed = feed(book, data["train"], settings.batch_size, training=True)
        fetches = [book.training_op, *book.update_ops]
        for _ in range(_WARM_UP):
            session.run(fetches, fed)
        for step in range(_STEPS):
            metadata = tf.RunMetadata()
            session.run(fetches, fed, options=options, run_metadata=metadata)
            for node in itertools.chain(*(d.node_stats for d in metadata.step_stats.dev_stats)):
                # `name = Type(inputs)`, and oneDNN's ops have names of their own.
                kind = node.timeline_label.partition(" = ")[2].partition("(")[0]
                took = node.op_end_rel_nanos - node.op_start_rel_nanos
                traced[kind.removeprefix("_Mkl").removeprefix("Native")][step] += took / 1e3
    medians = {kind: round(float(np.median(times)), 2) for kind, times in traced.items()}
    return dict(sorted(medians.items(), key=lambda item: -item[1]))


def line(found):
    """Return the line that shows what `kernels` returned."""
    total = sum(found.values())
    products = sum(took for kind, took in found.items() if _PRODUCT.search(kind))
    others = [(kind, took) for kind, took in found.items() if not _PRODUCT.search(kind)]
    named = ", ".join(f"{kind} {took:.1f}" for kind, took in others[:_NAMED])
    rest = sum(took for _, took in others[_NAMED:])
    return (
        f"kernels of a step: {total:.1f} µs, of these products {products:.1f} "
        f"({products / total:.0%}), {named}, {len(others[_NAMED:])} more types {rest:.1f}"
    )
