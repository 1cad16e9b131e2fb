"""Reads from a run directory, or an article's folder, how to continue it."""

import dataclasses
import sys
from pathlib import Path

from tf1_graphs.errors import InputError
from tf1_graphs.experiments import catalogue, changes, reference
from tf1_graphs.experiments import settings as settings_module
from tf1_graphs.experiments.reference import Reference
from tf1_graphs.runs import run_directory
from tf1_graphs.runs.foreign import find_foreign
from tf1_graphs.training.options import Options


def _to_stderr(line):
    print(line, file=sys.stderr)


def from_manifest(run, epochs=None, say=_to_stderr, experiment=None):
    """Return what a run's manifest says it is.

    Args:
        run: the `RunDirectory`.
        epochs: train so many epochs in all; None leaves the manifest's number.
        say: function that prints a line: what has changed in the file that defines the experiment.
        experiment: the `Experiment`, where a Python process defines it; None finds it.

    Returns:
        (experiment, settings, options): options with the run's seed, engine, threads, device and
        arithmetic.

    Raises:
        InputError: the folder is not a run directory, or its manifest was written by something
            else.
    """
    manifest = run_directory.read_manifest(run)
    try:
        experiment = experiment or experiment_of(run, manifest, say)
        if experiment.name != manifest["experiment"]:
            raise InputError(
                f"{run.path} is a run of {manifest['experiment']}, not of {experiment.name}"
            )
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


def experiment_of(run, manifest, say=_to_stderr):
    """Return the experiment that a run trains.

    A run of a file keeps to the code that it began with, of which it has a copy; the figures that
    it is judged by are those of the file as it is now.

    Args:
        run: the `RunDirectory`.
        manifest: its manifest.
        say: function that prints a line: what has changed.

    Raises:
        InputError: the experiment is not found.
    """
    kept = manifest.get("reference", {"text": manifest["experiment"]})
    if kept is None:
        raise InputError(
            f"{run.path} was trained from a Python process by an experiment that is in no file: "
            f"go on there, with `tf1_graphs.resume({str(run.path)!r}, experiment)`"
        )
    place = kept["text"].rpartition(":")[0] or kept["text"]
    if not run.source.exists():
        found = catalogue.find(kept["text"])
        if found.reference.sha256 != kept.get("sha256", ""):
            say(f"{place} has changed since {run.path} began; it keeps no copy to compare with")
        return found
    content = run.source.read_bytes()
    began = catalogue.load(Reference(kept["text"], "", kept["sha256"], content))
    try:
        now = catalogue.find(kept["text"])
    except InputError as error:
        line = str(error).splitlines()[0]
        say(f"{line}; {run.path} goes by its own copy, {run.source.name}")
        return began
    if now.reference.sha256 != began.reference.sha256:
        say(_changed(run, place, began, now))
    return dataclasses.replace(began, published=now.published)


def check_code(run, experiment):
    """Refuse to train in a run directory what its copy of the file trains differently.

    Graph, settings and data are compared where manifests are; this compares the functions.

    Raises:
        InputError: the file has changed in what it trains.
    """
    now = experiment.reference
    if now is None or now.content is None or not run.source.exists():
        return
    content = run.source.read_bytes()
    if content == now.content:
        return
    place, _, name = now.text.rpartition(":")
    began = reference.of_content(content, Path(place), name)
    if differences := changes.of_training(began, experiment):
        raise InputError(
            f"{place} has changed since {run.path} began ({'; '.join(differences)}): "
            f"`tf1-graphs resume {run.path}` goes on with the code that it began with, --run-dir "
            "names another folder, --fresh starts over"
        )


def _changed(run, place, began, now):
    """Say what has changed in the file since a run began, and what that means for it."""
    trained, published = changes.of_training(began, now), changes.of_published(began, now)
    told = f"{place} has changed since {run.path} began: "
    told += "; ".join([*trained, *published]) or "nothing that is trained or published"
    if trained:
        told += f". The run keeps to the code that it began with, {run.source}"
    if published:
        told += ". It is judged by what the file publishes now"
    return told


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
