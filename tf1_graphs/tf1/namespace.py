"""The drop-in's namespaces: a name is rebuilt, or TensorFlow's own, or missing with a reason."""

import difflib
import functools
import importlib
import importlib.util
import sys
import types

from tf1_graphs import tensorflow1
from tf1_graphs.tf1.contrib_paths import python_folder
from tf1_graphs.tf1.missing import REASONS, reason

ROOT = "tf1_graphs.tf1"


class MissingSymbolError(AttributeError):
    """A name of TensorFlow 1 that the drop-in does not have; the message says what to use."""


def public_name(module_name):
    """Return a module's name as a script writes it: `tf.contrib.layers`."""
    return "tf" + module_name.removeprefix(ROOT)


def namespace(module_name, native=None):
    """Make `__getattr__` and `__dir__` of a drop-in module.

    Args:
        module_name: the module's `__name__`.
        native: TensorFlow's module that has the names which are not defined here, or None.

    Returns:
        The two functions. A name that is nowhere raises `MissingSymbolError`.
    """

    def get(name):
        symbol = f"{public_name(module_name)}.{name}"
        if name.startswith("__"):
            raise AttributeError(f"module {module_name!r} has no attribute {name!r}")
        if name == "python" and module_name.startswith(f"{ROOT}.contrib."):
            return python_folder(module_name, functools.partial(getattr, sys.modules[module_name]))
        submodule = f"{module_name}.{name}"
        if module_name in sys.modules and _exists(submodule):
            return importlib.import_module(submodule)
        if symbol not in REASONS and native is not None and hasattr(native, name):
            return _native(submodule, getattr(native, name))
        why = reason(symbol) or _suggestion(module_name, name)
        # With an `obj` and no `name`, Python does not add "Did you mean" and a similar name.
        raise MissingSymbolError(
            f"{symbol} is not supported: {why}", obj=sys.modules.get(module_name)
        )

    def names():
        module = sys.modules.get(module_name)
        own = {name for name in vars(module or object) if not name.startswith("_")}
        return sorted(own | set(dir(native) if native is not None else ()))

    return get, names


def _exists(module_name):
    try:
        return importlib.util.find_spec(module_name) is not None
    except (ModuleNotFoundError, ValueError):
        return False


def _native(name, value):
    """Return a name of TensorFlow's as the drop-in gives it."""
    if isinstance(value, types.ModuleType) and "tensorflow" in value.__name__:
        module = types.ModuleType(name, value.__doc__)
        module.native = value
        module.__getattr__, module.__dir__ = namespace(name, value)
        return module
    replaced = tensorflow1.replacement(value)
    return value if replaced is None else replaced


def _suggestion(module_name, name):
    module = sys.modules.get(module_name)
    close = difflib.get_close_matches(name, dir(module) if module else [], n=1, cutoff=0.8)
    if close:
        return f"did you mean {public_name(module_name)}.{close[0]}?"
    return "neither tf1_graphs nor TensorFlow's compat.v1 has it"
