"""Finds the experiments that installed packages announce, ours among them.

A package announces its experiments by an entry point of the group `tf1_graphs.experiments`, whose
value is an `Experiment` or several of them in a tuple.
"""

import dataclasses
import difflib
import functools
from importlib.metadata import entry_points

from tf1_graphs.errors import InputError

GROUP = "tf1_graphs.experiments"


@functools.cache
def experiments():
    """Return the experiments by name, in the order in which each package has them.

    Raises:
        InputError: this package's own entry point is not found: it is not installed.
    """
    found = {}
    for announced in dict.fromkeys(entry_points(group=GROUP)):
        value = announced.load()
        for experiment in value if isinstance(value, tuple) else (value,):
            found[experiment.name] = experiment
    if not found:
        raise InputError("tf1_graphs is not installed: `pip install .` in its folder")
    return found


def find(name):
    """Return the experiment of this name.

    Raises:
        InputError: there is none; the nearest names are given, or all where none is near.
    """
    known = experiments()
    if name in known:
        return known[name]
    nearest = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
    hint = f"did you mean {', '.join(nearest)}?" if nearest else f"there are {', '.join(known)}"
    raise InputError(f"no experiment is named {name!r}; {hint}")


def describe(experiment):
    """Return what is known about an experiment before it runs, as lines."""
    lines = [
        f"{experiment.name}: {experiment.title}",
        (f"article {experiment.article}; " if experiment.article else "")
        + f"about {experiment.minutes:g} minutes; "
        f"data: {', '.join(experiment.data_sets) or 'generated'}",
        "",
        "settings",
        *(f"  {field.name} = {field.default}" for field in dataclasses.fields(experiment.settings)),
        "",
        "published figures",
        *(
            f"  {figure.name}: {figure.published} ({figure.rule}; {figure.place})"
            for figure in experiment.published.figures
        ),
        "",
        "errata",
        *(
            f"  {erratum.number}. {erratum.place}: {erratum.mistake}. Effect: {erratum.effect}."
            + (" Repaired by --corrected." if erratum.corrected else "")
            for erratum in experiment.published.errata
        ),
        "",
        "notes",
        *(f"  {note}" for note in experiment.published.notes),
    ]
    return lines
