"""TensorBoard's event files of a run."""

import contextlib
import os
from pathlib import Path

from tf1_graphs.compat import tf


def histograms():
    """Build the summary of every trainable variable's distribution."""
    return tf.summary.merge(
        [tf.summary.histogram(variable.op.name, variable) for variable in tf.trainable_variables()]
    )


def files_of(logs):
    """Return the event files in a folder, oldest first."""
    return sorted(Path(logs).glob("events.out.tfevents.*"))


@contextlib.contextmanager
def writer(logs, graph_def, first_step):
    """Open an event file of this launch's own, and yield its `tf.summary.FileWriter`.

    It begins with the graph and with `SessionLog.START` at the first step that is written again,
    by which TensorBoard drops what an interrupted launch wrote from there on.

    Args:
        logs: folder of the event files.
        graph_def: the graph to show, which need not be all that the session holds.
        first_step: the first step that this launch writes.
    """
    # TensorBoard reads a folder's files in the order of their names, which have whole seconds
    # only: the launch's number keeps two launches of one second apart and in order.
    suffix = f".{len(files_of(logs)):04d}.{os.getpid()}"
    file_writer = tf.summary.FileWriter(str(logs), filename_suffix=suffix)
    try:
        file_writer.add_event(tf.Event(graph_def=graph_def.SerializeToString()))
        start = tf.SessionLog(status=tf.SessionLog.START)
        file_writer.add_session_log(start, first_step)
        yield file_writer
    finally:
        file_writer.close()
