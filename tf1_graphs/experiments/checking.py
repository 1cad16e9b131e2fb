"""Checks an experiment that others wrote, as soon as it is found."""

import dataclasses
import re

from tf1_graphs.errors import InputError
from tf1_graphs.experiments import settings as settings_module

_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
RULES = ("exact", "range", "claim", "replicates")
VERDICTS = ("reproduced", "not reproduced", "undecided")


def check(experiment, place):
    """Refuse an experiment that cannot be trained or judged.

    Args:
        experiment: the `Experiment`.
        place: where it was found, for the message.

    Raises:
        InputError: what is wrong with it.
    """
    if not isinstance(experiment.name, str) or not _NAME.fullmatch(experiment.name):
        raise InputError(
            f"{place}: {experiment.name!r} cannot be the name of an experiment, which names the "
            "folder of its runs: letters, digits, `_`, `-` and `.`"
        )
    where = f"{place}, {experiment.name}"
    _check_settings(experiment.settings, where)
    names = [figure.name for figure in experiment.published.figures]
    for figure in experiment.published.figures:
        if names.count(figure.name) > 1:
            raise InputError(f"{where}: two published figures are named {figure.name!r}")
        _check_figure(figure, settings_module.fields(experiment.settings), where)


def _check_settings(settings, where):
    parameters = getattr(settings, "__dataclass_params__", None)
    if not isinstance(settings, type) or parameters is None or not parameters.frozen:
        raise InputError(
            f"{where}: settings must be a frozen dataclass, as in `@dataclass(frozen=True) class "
            f"Settings`, got {settings!r}"
        )
    for field in settings_module.fields(settings).values():
        if field.type not in settings_module.KINDS:
            kind = getattr(field.type, "__name__", None) if isinstance(field.type, type) else None
            raise InputError(
                f"{where}: the setting {field.name} has the type {kind or field.type}, which a "
                f"command line cannot give; those are {', '.join(settings_module.TYPES)}"
            )
    required = [
        field.name
        for field in dataclasses.fields(settings)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    ]
    if required:
        raise InputError(f"{where}: the setting {required[0]} needs a default value")
    if "epochs" not in settings_module.fields(settings):
        raise InputError(f"{where}: the settings need `epochs`, the number of epochs, an int")


def _check_figure(figure, settings, where):
    named = f"{where}, figure {figure.name!r}"
    if figure.rule not in RULES:
        raise InputError(f"{named}: the rule is one of {', '.join(RULES)}, got {figure.rule!r}")
    if figure.rule in ("range", "claim") and figure.bounds is None:
        raise InputError(f"{named}: the rule {figure.rule} needs bounds, (lowest, highest)")
    if figure.expected not in VERDICTS:
        raise InputError(
            f"{named}: expected is one of {', '.join(VERDICTS)}, got {figure.expected!r}"
        )
    if unknown := [name for name in figure.settings if name not in settings]:
        raise InputError(f"{named}: there is no setting {unknown[0]!r}")
    if figure.rule == "replicates":
        try:
            float(figure.published)
        except ValueError:
            raise InputError(
                f"{named}: the rule replicates needs a published number, got {figure.published!r}"
            ) from None
