"""Tasks on worker processes, through joblib's backends: here, or on a Dask cluster."""

import concurrent.futures
import dataclasses
import multiprocessing
import os
import uuid
import warnings

import joblib

from tf1_graphs.sweeps import stopping, worker
from tf1_graphs.sweeps.worker import FAILED, INTERRUPTED, Outcome
from tf1_graphs.training.interruption import Interrupted


@dataclasses.dataclass(frozen=True)
class Here:
    """Worker processes on this machine; one worker is the command's own process.

    Attributes:
        workers: how many.
    """

    workers: int
    broken = concurrent.futures.BrokenExecutor

    def backend(self):
        """Return joblib's arguments."""
        return {"backend": "loky", "n_jobs": self.workers}

    def prepared(self, task):
        """Return a task as this place takes it."""
        return dataclasses.replace(task, command=os.getpid())

    def pass_on(self, _launch, number):
        """Ask the worker processes to save and stop."""
        for child in multiprocessing.active_children():
            os.kill(child.pid, number)


def train_all(tasks, place):
    """Train tasks, and yield what becomes of each as it ends.

    A worker process that dies, of lack of memory for example, takes the runs of its neighbours on
    this machine with it. Those are continued afterwards, one at a time, so that the one to blame is
    known; it is reported as failed.

    Args:
        tasks: list of `Task`; those that take longest should come first.
        place: where to train: `Here` or `cluster.Cluster`.

    Yields:
        `Outcome`.

    Raises:
        Interrupted: a signal stopped the command; the runs that were under way are saved.
    """
    launch = [""]
    with stopping.requests(lambda number: place.pass_on(launch[0], number)) as stop:
        left, suspects = list(tasks), []
        while left and not stop:
            suspects += yield from _launch(left, place, stop, launch)
        for task in suspects:
            if not stop and (yield from _launch([task], place, stop, launch)) and not stop:
                error = "the process that trained it died, and once more when it was tried alone"
                yield Outcome(task.path, FAILED, error=error)
        if stop:
            raise Interrupted(stop[0])


def _launch(left, place, stop, launch):
    """Train tasks until none is left or a worker dies; return those that were under way then."""
    launch[0], under_way = uuid.uuid4().hex, {}

    def feed():
        while left and not stop:
            task = dataclasses.replace(place.prepared(left.pop(0)), launch=launch[0])
            under_way[task.path] = task
            yield joblib.delayed(worker.train)(task)

    # One task at a time, where joblib would make batches of short ones.
    parallel = joblib.Parallel(return_as="generator_unordered", batch_size=1, **place.backend())
    outcomes = parallel(feed())
    try:
        for outcome in outcomes:
            del under_way[outcome.path]
            if outcome.state == INTERRUPTED and not stop:
                stop.append(outcome.number)
            yield outcome
    except place.broken:
        pass
    finally:
        # Where it is left before its end, joblib advises on it.
        with warnings.catch_warnings(action="ignore"):
            outcomes.close()
    return list(under_way.values())
