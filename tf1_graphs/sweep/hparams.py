"""Summaries by which TensorBoard's HParams tab compares runs."""

import io
import os
import socket
import time

from tf1_graphs import files

SUFFIX = ".hparams"


def write(run, settings, seed):
    """Write a run's settings and seed as hyperparameters, once.

    They go to an event file of their own, by TensorBoard's own writer: TensorFlow is not needed.

    Args:
        run: the `RunDirectory` of a finished run.
        settings: {name: value}.
        seed: the run's.

    Raises:
        OSError: it cannot be written.
    """
    if not run.logs.is_dir() or any(run.logs.glob(f"*{SUFFIX}")):
        return
    from tensorboard.compat.proto import event_pb2
    from tensorboard.plugins.hparams import summary_v2
    from tensorboard.summary.writer.record_writer import RecordWriter

    now = time.time()
    values = {
        key: "+".join(map(str, value)) if isinstance(value, (list, tuple)) else value
        for key, value in {"seed": seed, **settings}.items()
    }
    summary = summary_v2.hparams_pb(values, trial_id=run.path.name, start_time_secs=now)
    buffer = io.BytesIO()
    records = RecordWriter(buffer)
    for content in ({"file_version": "brain.Event:2"}, {"summary": summary}):
        records.write(event_pb2.Event(wall_time=now, **content).SerializeToString())
    # Named like the event files that training writes.
    count = len(list(run.logs.glob("events.out.tfevents.*")))
    name = f"events.out.tfevents.{int(now):010d}.{socket.gethostname()}.{count:04d}.{os.getpid()}"
    files.atomic_write(run.logs / f"{name}{SUFFIX}", buffer.getvalue())
