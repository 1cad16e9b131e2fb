"""Chooses the arithmetic that a process computes with.

- `native`: today's TensorFlow's.
- `tf1`: what TensorFlow 1.15.5 computed on this processor.
- `tf1-amd`, `tf1-intel`: what it computed on one of that maker, wherever this runs. Only the
  approximate reciprocal square root differs between them; it is taken from a recorded table.

Asked for by `choose` or by the environment variable `TF1_GRAPHS_ARITHMETIC`; else `tf1` where there
is a library or one can be made, and `native` elsewhere.
"""

import os

from tf1_graphs.errors import InputError
from tf1_graphs.tensorflow1.kernels import building, tables

NAMES = ("native", "tf1", "tf1-amd", "tf1-intel")
ENVIRONMENT_VARIABLE = "TF1_GRAPHS_ARITHMETIC"
_process = {"chosen": None, "in_force": None}


def choose(name):
    """Choose the arithmetic of this process; None leaves the choice as it is.

    Raises:
        InputError: there is no such arithmetic; or this process has computed with another.
    """
    if name is None:
        return
    _check(name)
    if _process["in_force"] not in (None, name):
        raise InputError(
            f"this process computes with the arithmetic {_process['in_force']}: take {name} in a "
            "new one"
        )
    _process["chosen"] = name
    os.environ[ENVIRONMENT_VARIABLE] = name  # processes that this one starts compute alike


def chosen():
    """Return the arithmetic that was asked for, or None.

    Raises:
        InputError: the environment variable names one that there is not.
    """
    if _process["chosen"] is None and os.environ.get(ENVIRONMENT_VARIABLE):
        _check(os.environ[ENVIRONMENT_VARIABLE], f"{ENVIRONMENT_VARIABLE}: ")
        return os.environ[ENVIRONMENT_VARIABLE]
    return _process["chosen"]


def expected():
    """Return the arithmetic that this process will have, without compiling or loading anything."""
    if _process["in_force"]:
        return _process["in_force"]
    wanted = chosen()
    if wanted:
        return wanted
    possible = building.find() or not (is_off() or building.cannot_build())
    return "tf1" if possible and not is_off() else "native"


def in_force():
    """Return the arithmetic of this process, and from now on stay with it.

    Where it is not `native`, the library is compiled if need be, and loaded.

    Raises:
        InputError: an arithmetic was asked for that cannot be had here.
    """
    if _process["in_force"] is None:
        _process["in_force"] = _put_in_force(chosen())
    return _process["in_force"]


def _put_in_force(wanted):
    name = wanted or expected()
    if name == "native":
        return name
    try:
        from tf1_graphs.tensorflow1.kernels import library

        table = tables.of(name)
        library.load(building.build())
    except building.NotBuiltError as error:
        if wanted is None:
            return "native"
        raise InputError(f"the arithmetic {name} cannot be had: {error}") from error
    library.use_rsqrt(table)
    return name


def is_off():
    """Tell whether `tf1-graphs kernels off` was said last."""
    return (building.cache_folder() / "off").exists()


def status():
    """Return what there is to know about the kernels, for people and for reports.

    Returns:
        `arithmetic`: what this process has or would have; `asked_for`; `library`: its path, or
        None; `reason`: why there is none and none can be made, or None; `off`: whether they are
        switched off for this user; `compiler`: its path, or None.
    """
    library = building.find()
    return {
        "arithmetic": expected(),
        "asked_for": chosen(),
        "library": str(library) if library else None,
        "reason": None if library else building.cannot_build(),
        "off": is_off(),
        "compiler": building.compiler(),
    }


def _check(name, where=""):
    if name not in NAMES:
        raise InputError(f"{where}there is no arithmetic {name!r}: take one of {', '.join(NAMES)}")
