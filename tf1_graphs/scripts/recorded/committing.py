"""Commits a checkpoint of a script's run, in the order of all runs (`runs.checkpoint`)."""

import json

import numpy as np

from tf1_graphs.runs import checkpoint
from tf1_graphs.runs.checkpoint import Position


def commit(recorder, kept):
    """Commit what the sessions keep, with the journal up to here.

    The segment of the journal is on the disk before the checkpoint counts, and the tail before it
    is deleted after that.

    Args:
        recorder: the `Recorder`, between two calls.
        kept: what its sessions keep, pickled.

    Raises:
        OSError: a file could not be written; the checkpoint before still counts.
    """
    run, number = recorder.run, recorder.number
    recorder.scalars.flush()
    recorder.journal.seal(number)
    held = {}

    def save(prefix):
        with open(f"{prefix}.sessions", "wb") as file:
            file.write(kept)
        held["files"] = np.array(json.dumps(recorder.touched.snapshot(prefix)))

    also = [run.journal]
    if recorder.printed is not None:
        also.append(recorder.printed.path)
    checkpoint.commit(run.checkpoints, Position(number), save, held, also_sync=also)
    recorder.journal.rotate(number)
