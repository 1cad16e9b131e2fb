"""The registry of experiments by name."""

import dataclasses
import difflib

from tf1_graphs.articles import fashion, housing, mnist_batch_norm, mnist_mlp, moons
from tf1_graphs.errors import InputError

EXPERIMENTS = {
    experiment.name: experiment
    for experiment in (
        moons.EXPERIMENT,
        *mnist_mlp.EXPERIMENTS,
        mnist_batch_norm.MNIST_BATCH_NORM,
        mnist_batch_norm.MNIST_BATCH_NORM_FIRST_LISTING,
        *fashion.EXPERIMENTS,
        *housing.EXPERIMENTS,
    )
}


def find(name):
    """Return the experiment of this name.

    Raises:
        InputError: there is none; the nearest names are given.
    """
    if name in EXPERIMENTS:
        return EXPERIMENTS[name]
    nearest = difflib.get_close_matches(name, EXPERIMENTS, n=3, cutoff=0.4) or list(EXPERIMENTS)
    raise InputError(f"no experiment is named {name!r}; did you mean {', '.join(nearest)}?")


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
