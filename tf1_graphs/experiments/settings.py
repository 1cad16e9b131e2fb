"""Defines and checks the settings of experiments, which are frozen dataclasses."""

import dataclasses
import difflib
import math

from tf1_graphs.errors import InputError

NUMBERS = tuple[int, ...]


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
    fields = {field.name: field for field in dataclasses.fields(experiment.settings)}
    repairable = tuple(
        erratum.number for erratum in experiment.published.errata if erratum.corrected
    )
    chosen = {}
    for pair in pairs:
        key, separator, text = pair.partition("=")
        if not separator:
            raise InputError(f"expected a setting as key=value, got {pair!r}")
        chosen[key] = _typed(_field(fields, key), text)
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
        _check(_field(fields, key), value)
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


def _field(fields, key):
    if key in fields:
        return fields[key]
    nearest = difflib.get_close_matches(key, fields, n=1)
    hint = f"did you mean {nearest[0]}?" if nearest else f"there are {', '.join(fields)}"
    raise InputError(f"there is no setting {key!r}; {hint}")


def _typed(field, text):
    """Return the value that a text stands for, of the field's type."""
    if field.type is bool:
        values = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
        if text.lower() in values:
            return values[text.lower()]
    elif field.type is str:
        return text
    elif field.type == NUMBERS:
        if not text:
            return ()
        if all(part.isdigit() for part in text.split(",")):
            return tuple(sorted({int(part) for part in text.split(",")}))
    else:
        try:
            return field.type(text)
        except ValueError:
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
    kind = {
        bool: "true or false",
        int: "a whole number",
        float: "a number",
        str: "a text",
        NUMBERS: "whole numbers with commas between them",
    }
    low, high = field.metadata.get("minimum"), field.metadata.get("maximum")
    if low is not None and high is not None:
        return f"{kind[field.type]} from {low} to {high}"
    return kind[field.type] + (f" from {low} on" if low is not None else "")
