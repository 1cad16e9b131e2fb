"""Defines the public functions: `train`, `resume`, `reproduce`, `load_run`."""

import dataclasses
import sys
from pathlib import Path

from tf1_graphs.errors import InputError
from tf1_graphs.experiments import catalogue
from tf1_graphs.experiments import settings as settings_module
from tf1_graphs.experiments.experiment import Experiment
from tf1_graphs.interactive.run import Run
from tf1_graphs.judging.judge import DEFAULT_RUNS_DIR
from tf1_graphs.runs.run_directory import RunDirectory, remove_run, run_name
from tf1_graphs.training.options import Options


def train(
    experiment, seed=42, run_dir=None, runs_dir=DEFAULT_RUNS_DIR, fresh=False, say=print, **settings
):
    """Train an experiment, or continue it where its run directory stands.

    Args:
        experiment: an `Experiment`, or what the command `train` takes: `moons`, `article.py`.
        seed: of the graph and of NumPy.
        run_dir: folder of the run; by default `<runs_dir>/<experiment>/<seed and settings>`.
        runs_dir: folder of all runs.
        fresh: whether to start over, deleting what the run has.
        say: function that prints a line.
        settings: values of the experiment's settings, such as `epochs=100`.

    Returns:
        The finished `Run`.

    Raises:
        InputError: the experiment is not found, a setting cannot be used, or the folder holds
            another run.

    Example:
        `train("moons", epochs=100).metrics["accuracy"][-1]`
    """
    from tf1_graphs.training import runner

    experiment = _found(experiment)
    chosen = _settings(experiment, settings)
    path = run_dir or Path(runs_dir, experiment.name, run_name(seed, chosen))
    run = RunDirectory(Path(path))
    if fresh:
        remove_run(run)
    runner.train(experiment, chosen, run, Options(seed=seed, say=say, command=tuple(sys.argv)))
    return Run(run, experiment, chosen)


def resume(run_dir, experiment=None, epochs=None, say=print):
    """Continue a run where its last checkpoint stands.

    Args:
        run_dir: the run directory.
        experiment: the `Experiment`, where no file defines it.
        epochs: train so many epochs in all; None leaves the run's number.
        say: function that prints a line.

    Returns:
        The finished `Run`.

    Raises:
        InputError: it is not a run directory, or no checkpoint of it can be used.
    """
    from tf1_graphs.training import resuming, runner

    run = RunDirectory(Path(run_dir))
    experiment, settings, options = resuming.from_manifest(run, epochs, say, experiment)
    options = dataclasses.replace(options, say=say, command=tuple(sys.argv))
    runner.train(experiment, settings, run, options)
    return Run(run, experiment, settings)


def reproduce(experiment, seeds=1, seed=42, runs_dir=DEFAULT_RUNS_DIR, say=print):
    """Train what is missing, and judge every published figure of an experiment.

    Args:
        experiment: as `train` takes it.
        seeds: number of seeds that figures are judged by for which the article sets none.
        seed: the first of them.
        runs_dir: folder of all runs.
        say: function that prints a line.

    Returns:
        The `Reproduction`: its `judgements`, `verdict`, and whether all is `as_expected`.

    Raises:
        InputError: the experiment is not found, or data or a run directory cannot be used.
    """
    from tf1_graphs.judging import reproduce as judging

    options = Options(seed=seed, say=say, command=tuple(sys.argv))
    return judging.reproduce(_found(experiment), Path(runs_dir), options, seeds)


def load_run(run_dir, experiment=None):
    """Return the `Run` in a run directory, finished or not.

    Args:
        run_dir: the run directory.
        experiment: the `Experiment`, where no file defines it.

    Raises:
        InputError: it is not a run directory, or its experiment is not found.

    Example:
        `load_run("runs/moons/seed-42").table()`
    """
    from tf1_graphs.training import resuming

    run = RunDirectory(Path(run_dir))
    experiment, settings, _options = resuming.from_manifest(run, experiment=experiment)
    return Run(run, experiment, settings)


def _found(experiment):
    return experiment if isinstance(experiment, Experiment) else catalogue.find(str(experiment))


def _settings(experiment, values):
    """Return an experiment's settings with some values, checked as the command line's are."""
    known = settings_module.fields(experiment.settings)
    pairs = []
    for name, value in values.items():
        text = ",".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
        pairs.append(f"{name}={text}")
    chosen = settings_module.parse(experiment, pairs)
    for name, value in values.items():
        if name in known and getattr(chosen, name) != (
            tuple(value) if isinstance(value, list) else value
        ):
            raise InputError(f"the setting {name} takes {known[name].type}, got {value!r}")
    return chosen
