"""Finds experiments: those that installed packages announce, ours among them, and those in files.

A package announces its experiments by an entry point of the group `tf1_graphs.experiments`, whose
value is an `Experiment` or several of them in a tuple.
"""

import dataclasses
import difflib
import functools
from importlib.metadata import entry_points

from tf1_graphs.errors import InputError
from tf1_graphs.experiments import checking, reference
from tf1_graphs.experiments.experiment import Experiment
from tf1_graphs.experiments.own_code import summary
from tf1_graphs.experiments.reference import Reference

GROUP = "tf1_graphs.experiments"
OURS = "tf1_graphs"


def experiments():
    """Return the announced experiments by name, ours first, each package's in its own order.

    Of a name that two packages announce, the first package's is in it.

    Raises:
        InputError: this package's own entry point is not found: it is not installed.
    """
    return _announced()[0]


def problems():
    """Return what is wrong with the entry points of other packages, a line each."""
    return _announced()[1]


def find(name):
    """Return the experiment of this name, in this file or in this module.

    Args:
        name: of an announced experiment; or `article.py`, `article.py:NAME`,
            `package.module:NAME`.

    Raises:
        InputError: there is none; the nearest names are given, or all where none is near. Or it
            cannot be imported, or several packages announce it.
    """
    if reference.leads_to_code(name):
        return reference.load(name, _announced()[3])
    known, broken, clashes, _ = _announced()
    if name in clashes:
        raise InputError(clashes[name])
    if name in known:
        return experiments()[name]
    nearest = difflib.get_close_matches(name, experiments(), n=3, cutoff=0.4)
    hint = f"did you mean {', '.join(nearest)}?" if nearest else f"there are {', '.join(known)}"
    raise InputError("; ".join([f"no experiment is named {name!r}", hint, *broken]))


def load(found):
    """Return the experiment that a `Reference` leads to, or the `Experiment` itself.

    Raises:
        InputError: as `find`.
    """
    if isinstance(found, Experiment):
        return found
    if found.content is not None:
        path, _, name = found.text.rpartition(":")
        return reference.of_content(found.content, path, name, _announced()[3])
    return find(found.text)


def reference_of(experiment):
    """Return the `Reference` of an experiment; None of one that lives in a Python process only."""
    found = experiment.reference
    if found is not None:
        return dataclasses.replace(found, text=experiment.name) if found.package else found
    for one in experiments().values():
        if one == experiment:
            return one.reference
    return reference.of(experiment)


def shown(experiment):
    """Return what a command takes to find this experiment from the folder one is in."""
    found = reference_of(experiment)
    return found.shown if found else experiment.name


def beside(experiment, name):
    """Return another experiment that one compares with: of the same file, or an announced one.

    Raises:
        InputError: there is none of that name.
    """
    if experiment.reference is not None and reference.leads_to_code(experiment.reference.text):
        place, _, _ = experiment.reference.text.rpartition(":")
        try:
            return load(dataclasses.replace(experiment.reference, text=f"{place}:{name}"))
        except InputError:
            if name not in experiments():
                raise
    return experiments()[name] if name in experiments() else find(name)


@functools.cache
def _announced():
    """Load all entry points, ours first.

    Returns:
        (experiments by name, problems, clashes by name, the objects as the packages have them):
        a problem and a clash is a line.
    """
    found, problems, clashes, objects = {}, [], {}, []
    points = dict.fromkeys(entry_points(group=GROUP))
    for point in sorted(points, key=lambda point: (_package(point) != OURS, _package(point))):
        package, where = _package(point), f"{point.name} = {point.value}"
        try:
            value = point.load()
            announced = value if isinstance(value, tuple | list) else (value,)
            if strangers := [one for one in announced if not isinstance(one, Experiment)]:
                raise TypeError(f"expected experiments, got {type(strangers[0]).__name__}")
            if package != OURS:
                for one in announced:
                    checking.check(one, where)
        # Whatever a package raises when it is imported, the others work.
        except (Exception, SystemExit) as error:
            told = error if isinstance(error, InputError) else summary(error)
            problems.append(f"the entry point {where} of the package {package} is broken: {told}")
            continue
        objects += announced
        for one in announced:
            if one.name not in found:
                text = Reference(one.name, package=package)
                found[one.name] = dataclasses.replace(one, reference=text)
                continue
            first = found[one.name].reference.package
            module = point.value.partition(":")[0]
            problems.append(
                f"two packages announce {one.name!r}, {first} and {package}: name that of "
                f"{package} as {module}:{one.name}"
            )
            if first != OURS:
                clashes[one.name] = problems[-1] + (
                    f", and uninstall it or ask for a new name to have {first}'s"
                )
    if not found:
        raise InputError("tf1_graphs is not installed: `pip install .` in its folder")
    return found, problems, clashes, tuple(objects)


def _package(point):
    """Return the name of the package that has an entry point."""
    return getattr(point.dist, "name", None) or point.value.partition(".")[0].partition(":")[0]


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
