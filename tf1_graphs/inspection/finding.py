"""Finds what is to be inspected: an experiment's graph, a run's, or one in a file."""

import dataclasses
import os
from pathlib import Path

from tf1_graphs.errors import InputError
from tf1_graphs.experiments import catalogue
from tf1_graphs.experiments import settings as settings_module
from tf1_graphs.experiments.own_code import calling
from tf1_graphs.experiments.reference import leads_to_code
from tf1_graphs.inspection.reading import load
from tf1_graphs.inspection.subject import of_graph
from tf1_graphs.inspection.values import is_checkpoint, of_checkpoint
from tf1_graphs.runs import checkpoint, script_runs
from tf1_graphs.runs.run_directory import RunDirectory
from tf1_graphs.tensorflow1 import new_graph
from tf1_graphs.training.resuming import from_manifest


def find(target, seed=None, pairs=(), corrected=False):
    """Return what a name, a run directory or a graph file stands for.

    Args:
        target: an experiment, as `catalogue.find` takes it, a run directory, or a file or folder
            that `load` reads.
        seed: of an experiment's graph; None is 42.
        pairs: settings of an experiment, each `key=value`.
        corrected: whether an experiment is built without its listing's mistakes.

    Returns:
        (subject, name): the `Subject`, and the experiment's name; None of a file.

    Raises:
        InputError: there is nothing of that name, it cannot be read, or a seed or settings are
            given for what has its own.
    """
    is_run = Path(target, "run.json").exists()
    is_path = os.sep in target or Path(target).suffix or Path(target).exists()
    is_path = is_path or is_checkpoint(target)
    is_code = leads_to_code(target)
    if is_run or (is_path and not is_code and target not in catalogue.experiments()):
        if pairs or corrected or seed is not None:
            raise InputError(
                f"{target} has its own seed and settings; "
                "--seed, --set and --corrected go with the name of an experiment"
            )
        if not is_run:
            return load(target), None
        run = RunDirectory(Path(target))
        if script_runs.is_of_script(run):
            return load(run.logs), None
        experiment, settings, options = from_manifest(run)
        seed = options.seed
        held = _values(run)
    else:
        held = None
        experiment = catalogue.find(target)
        settings = settings_module.parse(experiment, pairs, corrected=corrected)
    with new_graph(42 if seed is None else seed) as graph, calling(experiment, "build"):
        book = experiment.training.build(settings)
    title = f"{experiment.name}: {experiment.title}"
    return dataclasses.replace(of_graph(graph, title, book), values=held), experiment.name


def _values(run):
    """Return the values of a run's trained model, or of its checkpoint; None without one."""
    if is_checkpoint(run.final_model):
        return of_checkpoint(run.final_model)
    position, _state, _warnings = checkpoint.committed(run.checkpoints)
    if position is None or not is_checkpoint(run.checkpoints / position.prefix):
        return None
    return of_checkpoint(run.checkpoints / position.prefix)
