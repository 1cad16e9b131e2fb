"""Trains runs on a Dask cluster."""

import concurrent.futures
import contextlib
import dataclasses
import logging
import threading
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import distributed

from tf1_graphs import datasets, files
from tf1_graphs.datasets.locate import cache_folder
from tf1_graphs.errors import InputError
from tf1_graphs.sweeps import artefacts, stopping

SECONDS = 10
"""How long a scheduler, and its first worker, may take to answer."""


@dataclass(frozen=True)
class Cluster:
    """The workers of a scheduler.

    Attributes:
        client: connected `distributed.Client`.
        marker: a file that a worker sees where it shares this machine's run directories.
        shared: whether all workers did when the command began.
    """

    client: Any
    marker: Path
    shared: bool
    broken = distributed.scheduler.KilledWorker

    def slots(self):
        """Return how many tasks are trained at once: one a thread of the workers there are now."""
        return max(1, sum(self.client.ncores().values()))

    @contextlib.contextmanager
    def executor(self, _launch):
        """Yield the `concurrent.futures.Executor` of a launch."""
        executor = self.client.get_executor(pure=False)
        try:
            yield executor
        finally:
            executor.shutdown(wait=False)

    def give_up(self):
        """Do nothing: the scheduler gives the tasks of a worker that died to others."""

    def prepared(self, task):
        """Return a task as this place takes it: with the run as it stands, if it is not shared."""
        path = Path(task.path)
        begun = None if self.shared or not path.exists() else artefacts.pack(path)
        return dataclasses.replace(task, marker=str(self.marker), begun=begun)

    def pass_on(self, launch, number):
        """Ask the workers to save and stop."""
        _on_workers(self.client, stopping.tell, launch, number)


@contextlib.contextmanager
def connect(address, runs_dir, data_sets):
    """Connect to a scheduler, and yield its `Cluster`.

    Args:
        address: of the scheduler, `tcp://host:port`.
        runs_dir: folder of the runs; made if it is not there.
        data_sets: names of the data sets that the runs read; workers that lack one are sent it,
            once each.

    Raises:
        InputError: the scheduler does not answer or goes away, it has no workers, or they have
            other versions.
    """
    # What goes wrong becomes one line here; Dask's own log has pages on it.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        # A client of an address that cannot be one does not even close.
        scheme, host_and_port = distributed.comm.parse_address(address)
        distributed.comm.parse_host_port(host_and_port)
        if scheme not in ("tcp", "tls"):
            raise ValueError(f"unknown scheme {scheme}")
        client = distributed.Client(address, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(
            f"the scheduler {address} does not answer: start one with `dask scheduler`, or check "
            f"the address, tcp://host:port ({str(error).splitlines()[0]})"
        ) from None
    with client:
        marker = Path(runs_dir).absolute() / f".shared-{uuid.uuid4().hex}"
        try:
            _await_workers(client, address)
            _check_versions(client)
            _send_data(client, data_sets)
            marker.parent.mkdir(parents=True, exist_ok=True)
            marker.touch()
            shared = all(_on_workers(client, _sees, str(marker)).values())
            yield Cluster(client, marker, shared)
        except (concurrent.futures.CancelledError, distributed.comm.CommClosedError) as error:
            raise InputError(
                f"the scheduler {address} went away; what the runs saved stands: the same command "
                "continues when it is back"
            ) from error
        finally:
            marker.unlink(missing_ok=True)


def _on_workers(client, function, *arguments, **options):
    """Return what a function returns on each worker; one that just went away is left out."""
    found = {}
    for worker, answer in client.run(function, *arguments, on_error="return", **options).items():
        # Raised by the connection; `function` raises none.
        if isinstance(answer, OSError):
            continue
        if isinstance(answer, Exception):
            raise InputError(f"the worker {worker} failed: {answer}") from answer
        found[worker] = answer
    return found


def _await_workers(client, address):
    try:
        client.wait_for_workers(1, timeout=SECONDS)
    except TimeoutError:
        raise InputError(
            f"the scheduler {address} has no worker: start some with "
            f"`dask worker {address} --nthreads 1`"
        ) from None


def _check_versions(client):
    """Compare the workers' versions of what decides a run's bits with those here."""

    # Sent by value: a worker may have no tf1_graphs, or another.
    def versions():
        import importlib
        import importlib.metadata
        import platform

        found = {"python": platform.python_version(), "tensorflow": "none", "tf1_graphs": "none"}
        for package in ("tensorflow", "tensorflow-cpu", "numpy", "scikit-learn"):
            with contextlib.suppress(importlib.metadata.PackageNotFoundError):
                found[package.removesuffix("-cpu")] = importlib.metadata.version(package)
        with contextlib.suppress(ImportError):
            found["tf1_graphs"] = importlib.import_module("tf1_graphs").__version__
        return found

    here = versions()
    others = [
        f"{worker}: {package} {there.get(package, 'none')}, not {version}"
        for worker, there in _on_workers(client, versions).items()
        for package, version in here.items()
        if there.get(package) != version
    ]
    if others:
        raise InputError(
            f"workers have other versions than this machine ({'; '.join(others)}): install the "
            "same there, because the digits depend on them"
        )


def _send_data(client, names):
    for name in names:
        answers = _on_workers(client, _lacks, name)
        if lacking := [worker for worker, lacks in answers.items() if lacks]:
            _on_workers(client, _receive, name, datasets.locate(name), workers=lacking)


def _lacks(name):
    return None in datasets.find(name).values()


def _receive(name, contents):
    """Put a data set into this machine's user cache, where no other worker has put it yet."""
    folder = cache_folder(datasets.get_dataset(name))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with files.lock(folder, timeout=60):
            if _lacks(name):
                for file, content in contents.items():
                    files.atomic_write(folder / file, content)
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror}") from error


def _sees(marker):
    return Path(marker).exists()


@contextlib.contextmanager
def while_wanted(launch):
    """In a worker of a cluster, stop the task under way when nobody waits for it any more.

    A command that was killed leaves its task behind in the worker's thread, which cannot be killed
    without the worker; it would hold the run directory.
    """
    worker = distributed.get_worker()
    key, over = worker.get_current_task(), threading.Event()

    def watch():
        while not over.wait(stopping.SECONDS):
            task = worker.state.tasks.get(key)
            if task is None or task.state == "cancelled":
                stopping.tell(launch, stopping.SIGNALS[1])
                return

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        over.set()
