"""Trains the runs that are missing, wherever they are trained, and reports each as it ends."""

import contextlib
import dataclasses
import json
import sys
from pathlib import Path

import joblib
import tqdm

from tf1_graphs import datasets
from tf1_graphs.errors import InputError, os_error
from tf1_graphs.experiments import catalogue
from tf1_graphs.runs import run_directory
from tf1_graphs.runs.run_directory import RunDirectory
from tf1_graphs.sweeps import artefacts, dispatch, sweep_folder
from tf1_graphs.sweeps.worker import FAILED, FINISHED, INTERRUPTED


@contextlib.contextmanager
def place(workers, scheduler, runs_dir, data_sets):
    """Yield where runs are trained: worker processes here, or a scheduler's.

    Args:
        workers: number of processes on this machine; None is one a core.
        scheduler: address of a Dask scheduler, or None.
        runs_dir: folder of the runs.
        data_sets: names of the data sets that the runs read.

    Raises:
        InputError: data is missing, or the scheduler or its workers cannot be used.
    """
    if scheduler is None:
        for name in data_sets:
            if None in datasets.find(name).values():
                datasets.locate(name)  # says what to do
        yield dispatch.Here(workers or joblib.cpu_count())
        return
    if workers is not None:
        raise InputError("--workers is for this machine; a scheduler has the workers it has")
    try:
        from tf1_graphs.sweeps import cluster
    except ImportError as error:
        raise InputError(
            f"--scheduler needs Dask: pip install 'tf1_graphs[cluster]' ({error})"
        ) from None
    with cluster.connect(scheduler, runs_dir, data_sets) as found:
        yield found


def train(tasks, where, say, note=None, description=None):
    """Train those of the tasks that are not finished, those that take longest first.

    Args:
        tasks: list of `Task`.
        where: the place that `place` yields.
        say: function that prints a line, of each run as it ends.
        note: function of each `Outcome`.
        description: of the progress bar.

    Returns:
        The outcomes of those that failed.

    Raises:
        Interrupted: a signal stopped the command; the runs that were under way are saved.
    """
    minutes = {task.path: _minutes(task) for task in tasks if not is_finished(task)}
    waiting = sorted(
        (task for task in tasks if task.path in minutes),
        key=lambda task: minutes[task.path],
        reverse=True,
    )
    done, failed = len(tasks) - len(waiting), []

    def count():
        return " ".join(filter(None, [description, f"{done}/{len(tasks)} runs"]))

    # The time that is left is judged by the minutes expected, for long runs come first.
    with tqdm.tqdm(
        desc=count(),
        total=sum(minutes.values()),
        bar_format="{desc}: {percentage:3.0f}%|{bar}| [{elapsed}<{remaining}]",
        smoothing=0,
        disable=None,
        file=sys.stderr,
    ) as bar:
        for outcome in dispatch.train_all(waiting, where):
            outcome = _arrived(outcome)
            if note is not None:
                note(outcome)
            if line := _line(outcome):
                say(line)
            if outcome.state == FAILED:
                failed.append(outcome)
            if outcome.state != INTERRUPTED:
                done += 1
                bar.set_description_str(count(), refresh=False)
                bar.update(minutes[outcome.path])
    return failed


def is_finished(task):
    """Whether a run is finished, with the settings, the seed and the threads that are asked for."""
    run = RunDirectory(Path(task.path))
    manifest = sweep_folder.manifest_of(run)
    asked = json.loads(json.dumps(task.settings))
    return run.results.exists() and (asked, task.options.seed, task.options.threads) == tuple(
        manifest.get(key) for key in ("settings", "seed", "threads")
    )


def _minutes(task):
    """Estimate how long a run still takes: by its epochs that are left and its mini-batches."""
    experiment = catalogue.load(task.experiment)
    default = experiment.settings()
    done = 0
    with contextlib.suppress(OSError):
        done = len(RunDirectory(Path(task.path)).metrics.read_text().splitlines()) - 1
    steps = (task.settings["epochs"] - done) / default.epochs
    if hasattr(default, "batch_size"):
        steps *= default.batch_size / task.settings["batch_size"]
    return experiment.minutes * steps


def _arrived(outcome):
    """Put a run directory that came with an outcome in its place."""
    if outcome.artefact is None:
        return outcome
    try:
        artefacts.unpack(outcome.artefact, outcome.path)
    except OSError as error:
        return dataclasses.replace(outcome, state=FAILED, error=os_error(error))
    return outcome


def _line(outcome):
    """Return what is said of a run; nothing of one that a stop signal kept from beginning."""
    name = "/".join(Path(outcome.path).parts[-2:])
    if outcome.state == FAILED:
        return f"{name} failed: {outcome.error}"
    last = run_directory.read_metrics(RunDirectory(Path(outcome.path)))[-1:]
    # Without what is grouped, such as the gradient norms of twenty layers.
    measured = ", ".join(
        f"{name} {value!s}" for row in last for name, value in row.items() if "/" not in name
    )
    if outcome.state == FINISHED:
        return f"{name}: {measured} ({outcome.seconds:.1f} s)"
    return f"{name} interrupted: {measured} ({outcome.seconds:.1f} s)" if measured else ""
