"""Defines and checks the settings of experiments, which are frozen dataclasses."""

import dataclasses
import difflib
import math
import typing
from typing import Any, NamedTuple

from tf1_graphs.errors import InputError

NUMBERS = tuple[int, ...]

KINDS = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text",
    NUMBERS: "whole numbers with commas between them",
    tuple[float, ...]: "numbers with commas between them",
    tuple[str, ...]: "texts with commas between them",
}
"""What a setting of each type takes, in words; there are no other types."""

TYPES = [str(kind) if typing.get_origin(kind) else kind.__name__ for kind in KINDS]


class Field(NamedTuple):
    """A field of a settings dataclass: name, type, default, and `minimum` and `maximum`."""

    name: str
    type: Any
    default: Any
    metadata: dict


def fields(settings):
    """Return the `Field`s of a settings dataclass by name, annotations that are texts resolved.

    Raises:
        InputError: an annotation names what its module does not have.
    """
    try:
        types = typing.get_type_hints(settings)
    except (NameError, AttributeError, TypeError, SyntaxError) as error:
        raise InputError(f"the types of {settings.__qualname__} cannot be read: {error}") from None
    return {
        field.name: Field(field.name, types[field.name], field.default, field.metadata)
        for field in dataclasses.fields(settings)
    }


def setting(default, minimum=None, maximum=None):
    """Declare a field of a settings dataclass with the lowest and highest value it can take."""
    return dataclasses.field(default=default, metadata={"minimum": minimum, "maximum": maximum})


def parse(experiment, pairs=(), epochs=None, corrected=False):
    """Make an experiment's settings from what a command line gives.

    Args:
        experiment: the `Experiment`; its settings' defaults are the article's values.
        pairs: iterable of `key=value`.
        epochs: number of epochs; None leaves the default.
        corrected: whether all errata that can be repaired are.

    Returns:
        The settings.

    Raises:
        InputError: an unknown key (the nearest is named), a value of another type or outside the
            range, a pair without `=`, or an erratum that there is not.

    Example:
        `parse(find("moons"), ["noise=0.2", "corrected=1"], epochs=100)`
    """
    known = fields(experiment.settings)
    repairable = tuple(
        erratum.number for erratum in experiment.published.errata if erratum.corrected
    )
    chosen = {}
    for pair in pairs:
        key, separator, text = pair.partition("=")
        if not separator:
            raise InputError(f"expected a setting as key=value, got {pair!r}")
        chosen[key] = _typed(_field(known, key), text)
    if epochs is not None and chosen.get("epochs", epochs) != epochs:
        raise InputError(f"--set epochs={chosen['epochs']} and --epochs {epochs} contradict")
    if epochs is not None:
        chosen["epochs"] = epochs
    if corrected:
        chosen["corrected"] = repairable
    if not set(chosen.get("corrected", repairable)) <= set(repairable) or (
        corrected and not repairable
    ):
        offer = f"those are {', '.join(map(str, repairable))}" if repairable else "there is none"
        raise InputError(f"{experiment.name}: only errata that can be repaired; {offer}")
    for key, value in chosen.items():
        _check(_field(known, key), value)
    return experiment.settings(**chosen)


def from_saved(experiment, saved):
    """Make an experiment's settings from the values that a manifest holds.

    Raises:
        InputError: the values are not those of this experiment's settings.
    """
    try:
        return experiment.settings(
            **{
                key: tuple(value) if isinstance(value, list) else value
                for key, value in saved.items()
            }
        )
    except (AttributeError, TypeError) as error:
        raise InputError(f"the settings are not those of {experiment.name}: {error}") from None


def _field(known, key):
    if key in known:
        return known[key]
    nearest = difflib.get_close_matches(key, known, n=1)
    hint = f"did you mean {nearest[0]}?" if nearest else f"there are {', '.join(known)}"
    raise InputError(f"there is no setting {key!r}; {hint}")


def _typed(field, text):
    """Return the value that a text stands for, of the field's type."""
    kind = field.type
    try:
        if kind is bool:
            values = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
            return values[text.lower()]
        if typing.get_origin(kind) is tuple:
            element = typing.get_args(kind)[0]
            parts = text.split(",") if text else []
            if kind == NUMBERS and not all(part.isdigit() for part in parts):
                raise ValueError
            values = tuple(map(element, parts))
            # The numbers of errata are a set.
            return tuple(sorted(set(values))) if field.name == "corrected" else values
        return kind(text)
    except (ValueError, KeyError):
        pass
    raise InputError(f"the setting {field.name} takes {_kind(field)}, got {text!r}")


def _check(field, value):
    if field.type in (int, float):
        low, high = field.metadata.get("minimum"), field.metadata.get("maximum")
        low = -math.inf if low is None else low
        high = math.inf if high is None else high
        if not low <= value <= high or not math.isfinite(value):
            raise InputError(f"the setting {field.name} takes {_kind(field)}, got {value}")


def _kind(field):
    """Say what a field takes, such as `a whole number from 1 on`."""
    low, high = field.metadata.get("minimum"), field.metadata.get("maximum")
    if low is not None and high is not None:
        return f"{KINDS[field.type]} from {low} to {high}"
    return KINDS[field.type] + (f" from {low} on" if low is not None else "")
