"""Traces time and memory of each node in one training step, for TensorBoard's graph.

The step runs in a session of its own, with the same graph and copies of the variables. What it
trains is thrown away, and what it draws comes from random streams of its own, so the run goes on
with the bits that it would have had. TensorFlow's rewriting of graphs is off in it: each node that
the graph shows is executed by itself, where a training step may fuse several into one.
"""

import copy

from tf1_graphs.tensorflow1 import tf
from tf1_graphs.training import evaluation


def trace(live, session, config, source):
    """Trace the training step that comes next.

    Args:
        live: the `runner.Live` that is being trained.
        session: its session.
        config: the session's `tf.ConfigProto`.
        source: where the mini-batches are drawn from; it is left as it is.

    Returns:
        The `tf.RunMetadata`.
    """
    indices = next(live.mini_batches(copy.deepcopy(source)))
    part = {name: array[indices] for name, array in live.data["train"].items()}
    fetches = [live.book.training_op, *live.book.update_ops]
    feed = evaluation.feed(live.book, part, training=True)
    as_built = tf.ConfigProto()
    as_built.CopyFrom(config)
    as_built.graph_options.rewrite_options.disable_meta_optimizer = True
    as_built.graph_options.optimizer_options.opt_level = tf.OptimizerOptions.L0
    metadata = tf.RunMetadata()
    with tf.Session(config=as_built) as other:
        copy_variables(session, other)
        other.run(fetches, feed)  # The first run also prepares the kernels.
        options = tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE)
        other.run(fetches, feed, options=options, run_metadata=metadata)
    return metadata


def copy_variables(session, other):
    """Give all variables in a session the values that they have in another one of the same graph.

    Args:
        session: the `tf.Session` to copy from.
        other: the `tf.Session` to copy to.
    """
    variables = tf.global_variables()
    pending = list(zip(variables, session.run(variables), strict=True))
    while pending:
        # Two variables that began with the same tensor cannot be fed in one run.
        chosen = {variable.initializer.inputs[1]: (variable, value) for variable, value in pending}
        feed = {initial: value for initial, (_, value) in chosen.items()}
        other.run([variable.initializer for variable, _ in chosen.values()], feed)
        done = {variable.name for variable, _ in chosen.values()}
        pending = [(variable, value) for variable, value in pending if variable.name not in done]
