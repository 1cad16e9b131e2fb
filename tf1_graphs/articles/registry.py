"""The registry of experiments by name."""

import dataclasses
import difflib

from tf1_graphs import settings as settings_module
from tf1_graphs.articles import fashion, housing, mnist_batch_norm, mnist_cnn, mnist_mlp, moons
from tf1_graphs.errors import InputError
from tf1_graphs.training import run_directory
from tf1_graphs.training.options import Options

EXPERIMENTS = {
    experiment.name: experiment
    for experiment in (
        moons.EXPERIMENT,
        *mnist_mlp.EXPERIMENTS,
        mnist_batch_norm.MNIST_BATCH_NORM,
        mnist_batch_norm.MNIST_BATCH_NORM_FIRST_LISTING,
        *fashion.EXPERIMENTS,
        *housing.EXPERIMENTS,
        *mnist_cnn.EXPERIMENTS,
    )
}


def find(name):
    """Return the experiment of this name.

    Raises:
        InputError: there is none; the nearest names are given, or all where none is near.
    """
    if name in EXPERIMENTS:
        return EXPERIMENTS[name]
    nearest = difflib.get_close_matches(name, EXPERIMENTS, n=3, cutoff=0.4)
    hint = (
        f"did you mean {', '.join(nearest)}?" if nearest else f"there are {', '.join(EXPERIMENTS)}"
    )
    raise InputError(f"no experiment is named {name!r}; {hint}")


def of_run(run):
    """Return what a run's manifest says it is.

    Args:
        run: the `RunDirectory`.

    Returns:
        (experiment, settings, options): options with the run's seed, engine and threads.

    Raises:
        InputError: the folder is not a run directory, or its manifest was written by something
            else.
    """
    manifest = run_directory.read_manifest(run)
    try:
        experiment = find(manifest["experiment"])
        settings = settings_module.restore(experiment, manifest["settings"])
        options = Options(
            seed=manifest["seed"], engine=manifest["engine"], threads=manifest["threads"]
        )
    except (KeyError, TypeError) as error:
        raise InputError(f"{run.manifest} is not the manifest of a run: {error}") from None
    return experiment, settings, options


def describe(experiment):
    """Return what is known about an experiment before it runs, as lines."""
    lines = [
        f"{experiment.name}: {experiment.title}",
        f"article {experiment.article}; about {experiment.minutes:g} minutes; "
        f"data: {', '.join(experiment.data_sets) or 'generated'}",
        "",
        "settings",
        *(f"  {field.name} = {field.default}" for field in dataclasses.fields(experiment.settings)),
        "",
        "published figures",
        *(
            f"  {figure.name}: {figure.published} ({figure.rule}; {figure.place})"
            for figure in experiment.figures
        ),
        "",
        "errata",
        *(
            f"  {erratum.number}. {erratum.place}: {erratum.mistake}. Effect: {erratum.effect}."
            + (" Repaired by --corrected." if erratum.corrected else "")
            for erratum in experiment.errata
        ),
        "",
        "notes",
        *(f"  {note}" for note in experiment.notes),
    ]
    return lines
