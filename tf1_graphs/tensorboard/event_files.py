"""Writes TensorBoard's event files of a run."""

import contextlib
import os
import socket
import time
from dataclasses import dataclass
from pathlib import Path

from tf1_graphs.tensorflow1 import tf


def files_of(logs):
    """Return the event files in a folder, oldest first."""
    return sorted(Path(logs).glob("events.out.tfevents.*"))


@dataclass(frozen=True)
class Writer:
    """An open event file. It is written in this thread: an error is raised where it happens.

    Attributes:
        records: the file, a `tf.io.TFRecordWriter`.
    """

    records: object

    def add(self, step=0, **content):
        """Add one event; `content` is a field of the `tf.Event` protocol buffer."""
        event = tf.Event(wall_time=time.time(), step=step, **content)
        with _errors_of_files():
            self.records.write(event.SerializeToString())

    def add_summary(self, summary, step):
        """Add a summary: a `tf.Summary`, or one as a session returns it, serialized."""
        if isinstance(summary, bytes):
            summary = tf.Summary.FromString(summary)
        self.add(step, summary=summary)

    def add_scalars(self, step, values):
        """Add one event with several scalars, by tag."""
        summary = tf.Summary()
        for tag, value in values.items():
            summary.value.add(tag=tag, simple_value=value)
        self.add(step, summary=summary)

    def flush(self):
        """Hand all events to the operating system."""
        with _errors_of_files():
            self.records.flush()


@contextlib.contextmanager
def _errors_of_files():
    """Turn what TensorFlow's record writer raises into an `OSError`."""
    try:
        yield
    # Errors of TensorFlow's C++ come as IndexError, RuntimeError and others.
    except Exception as error:
        reason = str(error).splitlines()[0]
        raise OSError(f"the event file could not be written: {reason}") from error


@contextlib.contextmanager
def writer(logs, first_step):
    """Open an event file of this launch's own, and yield its `Writer`.

    It begins with `SessionLog.START` at the first step that is written again, by which TensorBoard
    drops what an interrupted launch wrote from there on.

    Args:
        logs: folder of the event files.
        first_step: the first step that this launch writes.

    Raises:
        OSError: the file could not be written.
    """
    logs = Path(logs)
    logs.mkdir(exist_ok=True)
    # TensorBoard reads a folder's files in the order of their names: after the second, the
    # launch's number keeps two launches apart and in order.
    name = (
        f"events.out.tfevents.{int(time.time()):010d}.{socket.gethostname()}"
        f".{len(files_of(logs)):04d}.{os.getpid()}"
    )
    records = tf.io.TFRecordWriter(str(logs / name))
    try:
        events = Writer(records)
        events.add(file_version="brain.Event:2")
        events.add(first_step, session_log=tf.SessionLog(status=tf.SessionLog.START))
        yield events
        events.flush()
    finally:
        # What it cannot write any more was reported by `flush`.
        with contextlib.suppress(Exception):
            records.close()
