"""Trains one run after the other in a worker process, each in its run directory."""

import contextlib
import dataclasses
import io
import os
import socket
import tempfile
import threading
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tf1_graphs import files
from tf1_graphs.errors import InputError, os_error
from tf1_graphs.runs.run_directory import RunDirectory
from tf1_graphs.sweeps import artefacts, stopping
from tf1_graphs.training.interruption import Interrupted
from tf1_graphs.training.options import Options

FINISHED, INTERRUPTED, FAILED = "finished", "interrupted", "failed"

PATIENCE = 15.0
"""Seconds to wait for a run directory that a worker of a command that was killed still saves."""


@dataclass(frozen=True)
class Task:
    """One run, as it is sent to a worker: names, settings and paths, no data.

    Attributes:
        experiment: where the experiment is found, a `Reference` with the content of its file; the
            `Experiment` itself, if it lives in this process only.
        settings: the values of its settings by name.
        path: the run directory, absolute.
        options: how it is run, with its seed.
        launch: identifier of the launch of the command.
        command: process id of the command, on this machine; 0 on a cluster.
        marker: on a cluster, a file of the command that is seen where its file system is shared.
        begun: on a cluster without a shared file system, the run directory as it stands here,
            packed, if the run was begun.
    """

    experiment: Any
    settings: Mapping[str, Any]
    path: str
    options: Options
    launch: str = ""
    command: int = 0
    marker: str = ""
    begun: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Outcome:
    """What became of a task.

    Attributes:
        path: the run directory.
        state: `finished`, `interrupted` or `failed`.
        seconds: wall time.
        place: host and process that it ran in.
        error: why it failed, in one line.
        details: the traceback, where it failed in an unexpected way.
        number: the signal that interrupted it, or 0.
        artefact: the run directory, packed, where file systems are not shared.
    """

    path: str
    state: str
    seconds: float = 0.0
    place: str = ""
    error: str = ""
    details: str = ""
    number: int = 0
    artefact: bytes | None = field(default=None, repr=False)


def task_of(experiment, settings, path, options):
    """Return the `Task` of a run."""
    from tf1_graphs.experiments import catalogue

    found = catalogue.reference_of(experiment) or experiment
    return Task(found, dataclasses.asdict(settings), str(path), options)


def silent(_line):
    """Print nothing: the lines of several runs would mix."""


def train(task):
    """Train one run, or continue it; whatever happens to it is in the `Outcome`."""
    began = time.monotonic()
    try:
        with stopping.one_run(task.launch), _wanted(task):
            said = _in_place(task)
    except Interrupted as interrupted:
        said = _interrupted(task, interrupted)
    if task.command not in (0, os.getpid()):
        stopping.end_with(task.command)
    place = f"{socket.gethostname()} {os.getpid()}"
    return Outcome(task.path, seconds=time.monotonic() - began, place=place, **said)


def _wanted(task):
    if not task.marker:
        return contextlib.nullcontext()
    # Slow to import, and an extra.
    from tf1_graphs.sweeps import cluster

    return cluster.while_wanted(task.launch)


def _in_place(task):
    """Train in the run directory; in a temporary one, if this machine does not see it."""
    if not task.marker or Path(task.marker).exists():
        return _attempt(task, Path(task.path))
    with tempfile.TemporaryDirectory(prefix="tf1_graphs-") as folder:
        path = Path(folder, Path(task.path).name)
        if task.begun is not None:
            artefacts.unpack(task.begun, path)
        said = _attempt(task, path)
        return said | {"artefact": artefacts.pack(path) if path.exists() else None}


def _attempt(task, path):
    """Return the outcome's fields."""
    if told := stopping.told(task.launch):
        return {"state": INTERRUPTED, "number": told[0]}
    try:
        with _no_bar():
            _train(task, path)
    except Interrupted as interrupted:
        return _interrupted(task, interrupted)
    except InputError as error:
        return {"state": FAILED, "error": str(error)}
    except OSError as error:
        return {"state": FAILED, "error": os_error(error)}
    # Whatever is wrong with one run, the others go on.
    except Exception as error:
        summary = f"{type(error).__name__}: {error}".splitlines()[0]
        return {"state": FAILED, "error": summary, "details": traceback.format_exc()}
    return {"state": FINISHED}


@contextlib.contextmanager
def _no_bar():
    """Keep the progress bar of a single run off the terminal, by a stream that is none.

    Workers of a cluster, which train in threads, have no terminal; `sys.stderr` is all threads'.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    with contextlib.redirect_stderr(io.StringIO()):
        yield


def _train(task, path):
    import joblib
    from threadpoolctl import threadpool_limits

    from tf1_graphs.experiments import catalogue
    from tf1_graphs.training import runner

    # Of NumPy's libraries; the workers share the cores.
    threadpool_limits(task.options.threads)
    path.mkdir(parents=True, exist_ok=True)
    with files.lock(path, PATIENCE):
        pass
    # A run that is a search of its own would spread over the cluster's other workers.
    with joblib.parallel_config("sequential"):
        experiment = catalogue.load(task.experiment)
        settings = experiment.settings(**task.settings)
        runner.train(experiment, settings, RunDirectory(path), task.options)


def _interrupted(task, interrupted):
    stopping.tell(task.launch, interrupted.number)
    return {"state": INTERRUPTED, "number": interrupted.number}
