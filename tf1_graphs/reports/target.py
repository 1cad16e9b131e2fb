"""Finds what a report is of, a run, an experiment's runs or all runs, and writes it."""

import contextlib
from pathlib import Path

from tf1_graphs.errors import InputError
from tf1_graphs.experiments.catalogue import experiments
from tf1_graphs.judging import judge
from tf1_graphs.judging.judge import DEFAULT_RUNS_DIR, Runs
from tf1_graphs.reports.files import write_experiment, write_overall
from tf1_graphs.reports.script import write_script
from tf1_graphs.runs import run_directory, script_runs
from tf1_graphs.runs.run_directory import RunDirectory
from tf1_graphs.training.resuming import experiment_of, from_manifest


def of_target(folder, seed, output=None):
    """Write the report of a folder, from what its runs have measured.

    Args:
        folder: a run directory, the folder of an experiment's runs, or the folder of all runs.
        seed: of the runs that `exact` and `range` figures are measured on; a run directory says
            its own.
        output: the HTML file; by default, `report.html` in the folder.

    Returns:
        The HTML file's path.

    Raises:
        InputError: the folder has no runs, or the run's files cannot be read.
        OSError: a file cannot be written.
    """
    path = output or folder / "report.html"
    if script_runs.is_of_script(RunDirectory(folder)):
        return write_script(RunDirectory(folder), output)
    if (folder / "run.json").exists():
        return write_experiment(of_run_directory(RunDirectory(folder)), path)
    runs = [RunDirectory(found.parent) for found in sorted(folder.glob("*/run.json"))]
    if runs and folder.resolve().name in (known := _experiments(folder.parent)):
        experiment = known[folder.resolve().name]
        judged = judge.judge_experiment(experiment, Runs(folder.parent), seed)
        return write_experiment(judged, path, runs)
    if runs:
        raise InputError(
            f"{folder} has runs, but is not named after an experiment; "
            f"name one of them, such as {runs[0].path}"
        )
    return write_overall(of_all(folder, seed), path)


def of_run_directory(run, experiment=None):
    """Judge the figures that are measured with a run's settings; with the defaults, all figures.

    Args:
        run: the `RunDirectory`.
        experiment: the `Experiment`, where a Python process defines it; None finds it.

    Raises:
        InputError: it is not a run directory, or a file of it is damaged.
    """
    experiment, settings, options = from_manifest(run, experiment=experiment)
    run_directory.read_measurements(run)  # a damaged one ends here
    below = run.path.resolve().parent.name == experiment.name
    folder = run.path.parent.parent if below else Path(DEFAULT_RUNS_DIR)
    only = None if settings == experiment.settings() else settings
    return judge.judge_experiment(experiment, Runs(folder, run), options.seed, only=only)


def of_all(folder, seed):
    """Judge every figure of every article.

    Raises:
        InputError: the folder has no runs, or is one run, sweep or experiment.
    """
    known = _experiments(folder)
    if not any(next((folder / name).glob("*/run.json"), None) for name in known):
        inside = [folder / "run.json", folder / "sweep.json", *folder.glob("*/run.json")]
        if any(path.exists() for path in inside):
            raise InputError(
                f"{folder} is of one experiment, and the table in a README is of all: name the "
                f"folder of all runs, such as {DEFAULT_RUNS_DIR}"
            )
        raise InputError(
            f"{folder} has no runs: name a run directory, the folder of an experiment's runs, or "
            "the folder of all runs; `tf1-graphs reproduce NAME` trains"
        )
    return [judge.judge_experiment(experiment, Runs(folder), seed) for experiment in known.values()]


def _experiments(folder):
    """Return the announced experiments by name, and those of files that have runs in a folder."""
    found = dict(experiments())
    for path in sorted(folder.glob("*/*/run.json")):
        run, name = RunDirectory(path.parent), path.parent.parent.name
        if name not in found:
            with contextlib.suppress(InputError, KeyError, TypeError):
                manifest = run_directory.read_manifest(run)
                if manifest["experiment"] == name:
                    found[name] = experiment_of(run, manifest)
    return found
