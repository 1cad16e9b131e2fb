"""Experiments that differ in some fields from others."""

import dataclasses

from tf1_graphs.experiments.experiment import Published, Training


def changed(experiment, **changes):
    """Return an experiment with other values of fields, of its own or of its parts."""
    for part, kind in (("training", Training), ("published", Published)):
        names = {field.name for field in dataclasses.fields(kind)} & changes.keys()
        values = {name: changes.pop(name) for name in names}
        changes[part] = dataclasses.replace(getattr(experiment, part), **values)
    return dataclasses.replace(experiment, **changes)
