"""Chooses the arithmetic that a process is asked to compute with.

- `native`: today's TensorFlow's.
- `tf1`: what TensorFlow 1.15.5 computed on this processor.
- `tf1-amd`, `tf1-intel`: what it computed on one of that maker, wherever this runs. The approximate
  reciprocal square root is taken from a table; with `tf1-amd`, products take no wider vectors than
  that processor had.

Asked for by `choose` or by the environment variable `TF1_GRAPHS_ARITHMETIC`; else `tf1` where there
is a library or one can be made, and `native` elsewhere. oneDNN, whose products are not TensorFlow
1's, is off with all but `native`.
"""

import os

from tf1_graphs.errors import InputError
from tf1_graphs.tensorflow1.kernels import building

NAMES = ("native", "tf1", "tf1-amd", "tf1-intel")
ENVIRONMENT_VARIABLE = "TF1_GRAPHS_ARITHMETIC"
_ONEDNN = "TF_ENABLE_ONEDNN_OPTS"
_process = {"chosen": None, "in_force": None}


def choose(name):
    """Choose the arithmetic of this process; None leaves the choice as it is.

    Raises:
        InputError: there is no such arithmetic; or this process computes with another already.
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


def chosen():
    """Return the arithmetic that was asked for, or None.

    Raises:
        InputError: the environment variable names one that there is not.
    """
    named = _process["chosen"] or os.environ.get(ENVIRONMENT_VARIABLE)
    if not named:
        return None
    _check(named, "" if _process["chosen"] else f"{ENVIRONMENT_VARIABLE}: ")
    return named


def expected():
    """Return the arithmetic that this process has or will have; nothing is compiled or loaded."""
    if _process["in_force"]:
        return _process["in_force"]
    if chosen():
        return chosen()
    there = not is_off() and (building.find() or building.cannot_build() is None)
    return "tf1" if there and os.environ.get(_ONEDNN, "0") == "0" else "native"


def prepare():
    """Set what TensorFlow reads when it is imported: oneDNN is off, unless `native` is expected.

    Raises:
        InputError: the environment switches oneDNN on, and asks for another arithmetic.
    """
    if expected() == "native":
        return
    if os.environ.setdefault(_ONEDNN, "0") != "0":
        raise InputError(
            f"{_ONEDNN} switches oneDNN on, whose products are not TensorFlow 1's: unset it, or "
            "take the arithmetic native"
        )


def settle(name):
    """Keep what is in force from now on, and return it."""
    _process["in_force"] = name
    return name


def settled():
    """Return what is in force, or None before a session has been opened."""
    return _process["in_force"]


def is_off():
    """Tell whether `tf1-graphs kernels off` was said last."""
    return (building.cache_folder() / "off").exists()


def _check(name, where=""):
    if name not in NAMES:
        raise InputError(f"{where}there is no arithmetic {name!r}: take one of {', '.join(NAMES)}")
