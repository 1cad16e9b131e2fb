"""Trains tasks on worker processes, of this machine or of a Dask cluster."""

import concurrent.futures
import contextlib
import dataclasses
import multiprocessing
import os
import uuid

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

    def slots(self):
        """Return how many tasks are trained at once."""
        return self.workers

    @contextlib.contextmanager
    def executor(self, launch):
        """Yield the `concurrent.futures.Executor` of a launch."""
        if self.workers == 1:
            yield _ThisProcess()
            return
        # Not forked: TensorFlow's threads would be missing in a fork.
        pool = concurrent.futures.ProcessPoolExecutor(
            self.workers,
            multiprocessing.get_context("spawn"),
            stopping.settle,
            (launch, os.getpid()),
        )
        try:
            yield pool
        except BaseException:
            self.give_up()  # a second signal does not wait for the end of an epoch
            raise
        finally:
            pool.shutdown()

    def give_up(self):
        """Kill the worker processes: of a pool that is broken, they would wait for ever."""
        for child in multiprocessing.active_children():
            child.kill()

    def prepared(self, task):
        """Return a task as this place takes it."""
        return dataclasses.replace(task, command=os.getpid())

    def pass_on(self, _launch, number):
        """Ask the worker processes to save and stop."""
        for child in multiprocessing.active_children():
            os.kill(child.pid, number)


class _ThisProcess(concurrent.futures.Executor):
    """Calls a function at once."""

    def submit(self, function, /, *arguments):
        future = concurrent.futures.Future()
        future.set_result(function(*arguments))
        return future


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
    launch = uuid.uuid4().hex
    with stopping.requests(lambda number: place.pass_on(launch, number)) as stop:
        left, suspects = [dataclasses.replace(task, launch=launch) for task in tasks], []
        while left and not stop:
            suspects += yield from _launch(left, place, stop, launch)
        for task in suspects:
            if not stop and (yield from _launch([task], place, stop, launch)) and not stop:
                error = "the process that trained it died, and once more when it was tried alone"
                yield Outcome(task.path, FAILED, error=error)
        if stop:
            raise Interrupted(stop[0])


def _launch(left, place, stop, launch):
    """Train tasks until none is left or a worker dies; return those that it took with it."""
    under_way, lost = {}, []
    with place.executor(launch) as executor:
        while under_way or (left and not stop and not lost):
            while left and not stop and not lost and len(under_way) < place.slots():
                task = left.pop(0)
                try:
                    under_way[executor.submit(worker.train, place.prepared(task))] = task
                except place.broken:  # a worker that was idle has died
                    lost.append(task)
                    place.give_up()
            done, _ = concurrent.futures.wait(
                under_way, return_when=concurrent.futures.FIRST_COMPLETED
            )
            for future in done:
                task = under_way.pop(future)
                try:
                    outcome = future.result()
                except place.broken:
                    lost.append(task)
                    place.give_up()
                    continue
                if outcome.state == INTERRUPTED and not stop:
                    stop.append(outcome.number)
                yield outcome
    return lost
