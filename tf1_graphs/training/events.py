"""TensorBoard's event files of a run."""

import contextlib
import os
from pathlib import Path

from tf1_graphs.compat import tf


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
    launches = len(list(Path(logs).glob("events.out.tfevents.*")))
    # The file's name has whole seconds only: the suffix keeps two launches apart.
    suffix = f".{os.getpid()}.{launches}"
    file_writer = tf.summary.FileWriter(str(logs), filename_suffix=suffix)
    try:
        file_writer.add_event(tf.Event(graph_def=graph_def.SerializeToString()))
        start = tf.SessionLog(status=tf.SessionLog.START)
        file_writer.add_session_log(start, first_step)
        yield file_writer
    finally:
        file_writer.close()


def flush(file_writer, logs):
    """Hand everything written so far to the operating system, and return the event files."""
    file_writer.flush()
    return list(Path(logs).glob("events.out.tfevents.*"))
