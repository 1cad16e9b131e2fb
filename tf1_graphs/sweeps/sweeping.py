"""Trains a sweep: candidates times seeds, each an ordinary run; the same plan resumes it."""

import dataclasses
import itertools
import json
from functools import partial
from pathlib import Path

import numpy as np

from tf1_graphs import files
from tf1_graphs.errors import InputError
from tf1_graphs.experiments import catalogue
from tf1_graphs.runs.run_directory import run_name
from tf1_graphs.sweeps import launch, search, space, sweep_folder, table
from tf1_graphs.sweeps.sweep_folder import SweepFolder
from tf1_graphs.sweeps.worker import FINISHED, silent, task_of
from tf1_graphs.training import evaluation


def sweep(experiment, plan, where, runs_dir, options, say, name=None):
    """Train what is missing of a sweep, and write its table.

    Args:
        experiment: the `Experiment`.
        plan: the `Plan`.
        where: the place to train in, as `launch.place` yields it.
        runs_dir: folder of the runs; each is `<experiment>/<run>` in it.
        options: the runner's `Options`, but for seed and threads, which the plan has.
        say: function that prints a line.
        name: of the sweep; None is the plan's own.

    Returns:
        (folder, failed): the `SweepFolder`, and the `Outcome` of each run that failed.

    Raises:
        InputError: settings or the column cannot be used, or the name is another sweep's.
        Interrupted: a signal stopped it; the runs that were under way are saved.
    """
    if name is not None and Path(name).name != name:
        raise InputError(f"a sweep's name is the name of a folder, got {name!r}")
    varied = space.parse(experiment, [f"{key}={text}" for key, text in plan.settings.items()])
    folder = SweepFolder(Path(runs_dir) / plan.experiment / "sweeps" / (name or plan.name))
    tasks_of = partial(_tasks, experiment, plan, folder, options)
    generations = search.generations(plan, varied, partial(_fitness, plan, folder, tasks_of))
    first = next(generations)
    planned, failed = tasks_of(first), []  # bad input leaves no folder behind
    if plan.by:
        _check_by(experiment, plan, experiment.settings(**next(iter(planned.values())).settings))
    folder.path.mkdir(parents=True, exist_ok=True)
    with files.lock(folder.path):
        sweep_folder.admit(folder, plan, list(planned))
        for number, candidates in enumerate(itertools.chain([first], generations), 1):
            tasks = tasks_of(candidates)
            planned |= tasks
            rows = [_row(run, planned[run]) for run in planned]
            sweep_folder.write(folder, plan, rows, catalogue.reference_of(experiment))
            title = f"generation {number}/{plan.count}" if plan.method == "genetic" else None
            try:
                note = partial(_note, plan, folder)
                failed += launch.train(list(tasks.values()), where, say, note, title)
            finally:
                table.write(folder, table.rows(folder))
    return folder, failed


def _tasks(experiment, plan, folder, options, candidates):
    """Return the tasks of candidates by the names of their runs: each with every seed."""
    tasks = {}
    for candidate in candidates:
        settings = space.settings_of(experiment, candidate, plan.epochs, plan.corrected)
        for seed in plan.seeds:
            run = run_name(seed, settings)
            chosen = dataclasses.replace(options, seed=seed, threads=plan.threads, say=silent)
            tasks[run] = task_of(experiment, settings, folder.run(run).absolute(), chosen)
    return tasks


def _fitness(plan, folder, tasks_of, candidates):
    """Return the mean of each candidate over its seeds, the higher the better."""
    found = table.rows(folder)
    table.check_column(found, plan.by)
    by_run = {row["run"]: table.fitness(row, plan.by) for row in found}
    return np.array(
        [np.mean([by_run[run] for run in tasks_of([candidate])]) for candidate in candidates]
    )


def _check_by(experiment, plan, settings):
    """Refuse a column that no run will have, where that is known before one is trained."""
    measured = evaluation.columns(experiment, settings, plan.threads)
    if measured is not None:
        varied = [name for name in plan.settings if name in measured]
        names = [f"best_{name}" if name in varied else name for name in measured]
        table.check_column([dict.fromkeys([*names, "epochs_done", "seconds"])], plan.by)


def _note(plan, folder, outcome):
    sweep_folder.add_outcome(folder, Path(outcome.path).name, outcome)
    if plan.by and outcome.state == FINISHED:
        # Where the columns were not known, the first run says them; no need for a generation.
        table.check_column(table.rows(folder), plan.by)


def _row(run, task):
    # As JSON gives them back, where a tuple is a list.
    settings = json.loads(json.dumps(task.settings))
    return {"run": run, "seed": task.options.seed, "settings": settings}
