"""Reads from a run directory, or an article's folder, how to continue it."""

import dataclasses

from tf1_graphs.errors import InputError
from tf1_graphs.experiments import settings as settings_module
from tf1_graphs.experiments.catalogue import find
from tf1_graphs.runs import run_directory
from tf1_graphs.runs.foreign import find_foreign
from tf1_graphs.training.options import Options


def from_manifest(run, epochs=None):
    """Return what a run's manifest says it is.

    Args:
        run: the `RunDirectory`.
        epochs: train so many epochs in all; None leaves the manifest's number.

    Returns:
        (experiment, settings, options): options with the run's seed, engine, threads, device and
        arithmetic.

    Raises:
        InputError: the folder is not a run directory, or its manifest was written by something
            else.
    """
    manifest = run_directory.read_manifest(run)
    try:
        experiment = find(manifest["experiment"])
        settings = settings_module.from_saved(experiment, manifest["settings"])
        options = Options(
            seed=manifest["seed"],
            engine=manifest["engine"],
            threads=manifest["threads"],
            device=manifest.get("device", "cpu"),
            arithmetic=manifest.get("arithmetic", "native"),
        )
    except (KeyError, TypeError) as error:
        raise InputError(f"{run.manifest} is not the manifest of a run: {error}") from None
    if epochs is not None:
        settings = dataclasses.replace(settings, epochs=epochs)
    return experiment, settings, options


def from_article(folder, experiment, settings, options, runs_dir):
    """Return where the run that an article's own script left behind is continued.

    Its folder is left as it is: the run goes on in a run directory of its own.

    Args:
        folder: the folder with the script's `model.ckpt.*`.
        experiment: the `Experiment` that the script is.
        settings: its settings.
        options: how to run it.
        runs_dir: folder of the runs.

    Returns:
        (run, foreign): the `RunDirectory` and the `ForeignCheckpoint` that it begins with.

    Raises:
        InputError: the folder is a run directory, has no checkpoint to continue, or one with more
            epochs than are asked for; or the experiment is not the training of one graph.
    """
    if experiment.training.trainer is not None:
        raise InputError(
            f"{experiment.name} is not the training of one graph: no checkpoint of a script is "
            "continued as it"
        )
    if (folder / "run.json").exists():
        raise InputError(
            f"{folder} is a run directory, which says its own experiment: "
            f"`tf1-graphs resume {folder}` continues it; --experiment goes with a folder that an "
            "article's own script left"
        )
    foreign = find_foreign(folder)
    if foreign.epoch > settings.epochs:
        raise InputError(
            f"{folder} has {foreign.epoch} epochs already, more than {settings.epochs}: "
            "ask for more with --epochs"
        )
    name = f"{run_directory.run_name(options.seed, settings)}-continued-{foreign.sha256[:8]}"
    return run_directory.RunDirectory(runs_dir / experiment.name / name), foreign
