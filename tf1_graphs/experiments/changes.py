"""Says in words what a file's change means for the experiment in it."""

import dataclasses
import types

from tf1_graphs.experiments import settings as settings_module

# A change of these is another training; of the rest, another look at the same one.
TRAINED_BY = ("load", "build", "mini_batches", "evaluated", "stop", "best", "trainer")


def of_training(before, now):
    """Return what two versions of an experiment train differently, a few words each.

    Functions differ where their code does, and that of the functions and constants of the same file
    that they use.

    Args:
        before: an `Experiment`.
        now: another one.
    """
    found = []
    old, new = (settings_module.fields(one.settings) for one in (before, now))
    for name in dict.fromkeys([*old, *new]):
        if name not in new:
            found.append(f"the setting {name} is gone")
        elif name not in old:
            found.append(f"the setting {name} is new")
        elif old[name].default != new[name].default:
            found.append(
                f"the setting {name} was {old[name].default} by default and is {new[name].default}"
            )
        elif old[name].type != new[name].type:
            found.append(f"the setting {name} has another type")
    parts = ["the graph (build)" if name == "build" else name for name in TRAINED_BY]
    found += [
        words
        for name, words in zip(TRAINED_BY, parts, strict=True)
        if _print(getattr(before.training, name)) != _print(getattr(now.training, name))
    ]
    return found


def of_published(before, now):
    """Return what two versions of an experiment publish differently, a few words each."""
    old, new = ({it.name: it for it in one.published.figures} for one in (before, now))
    found = []
    for name in dict.fromkeys([*old, *new]):
        if name not in new:
            found.append(f"the figure {name!r} is gone")
        elif name not in old:
            found.append(f"the figure {name!r} is new")
        elif _of_figure(old[name]) != _of_figure(new[name]):
            found.append(f"the figure {name!r} is another one")
    if before.published.errata != now.published.errata:
        found.append("errata")
    if before.published.notes != now.published.notes:
        found.append("notes")
    return found


def _of_figure(figure):
    return _print(dataclasses.replace(figure, measure=None)), _print(figure.measure)


def _print(value, seen=()):
    """Return what tells a value from another one, of a function its code and what that uses."""
    code = getattr(value, "__code__", None)
    if code is None:
        parts = getattr(value, "func", None), getattr(value, "args", None)  # of a partial
        return (_print(parts[0], seen), repr(parts[1])) if parts[0] else _plain(value)
    if code in seen:
        return "again"
    seen = (*seen, code)
    own = value.__globals__
    used = [own[name] for name in _names(code) if name in own]
    cells = [cell.cell_contents for cell in value.__closure__ or ()]
    defaults = [*(value.__defaults__ or ()), *(value.__kwdefaults__ or {}).items()]
    of_file = [
        _print(one, seen)
        for one in used
        if getattr(one, "__module__", value.__module__) == value.__module__
        and not isinstance(one, types.ModuleType | type)
    ]
    return (_code(code), of_file, [_print(one, seen) for one in [*cells, *defaults]])


def _names(code):
    """Return the global names that a code uses, in the functions inside it too."""
    inner = [one for one in code.co_consts if isinstance(one, types.CodeType)]
    return [*code.co_names, *(name for one in inner for name in _names(one))]


def _code(code):
    constants = [
        _code(one) if isinstance(one, types.CodeType) else repr(one) for one in code.co_consts
    ]
    return code.co_code, code.co_names, constants


def _plain(value):
    """Return a value's text, without the addresses of objects."""
    return type(value).__name__ if " at 0x" in repr(value) else repr(value)
