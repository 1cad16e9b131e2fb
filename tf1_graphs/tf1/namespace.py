"""Builds the drop-in's namespaces: a name is rebuilt, TensorFlow's own, or missing for a reason."""

import contextlib
import difflib
import functools
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
import types

from tf1_graphs import tensorflow1
from tf1_graphs.tf1 import before_1_0
from tf1_graphs.tf1.contrib_paths import python_folder
from tf1_graphs.tf1.missing import REASONS, gone, reason
from tf1_graphs.tf1.moved import MODULES, NAMES

ROOT = "tf1_graphs.tf1"
_native_modules = {}


class MissingSymbolError(AttributeError):
    """A name of TensorFlow 1 that the drop-in does not have; the message says what to use."""


def public_name(module_name):
    """Return a module's name as a script writes it: `tf.contrib.layers`."""
    return "tf" + module_name.removeprefix(ROOT)


def resolve(symbol):
    """Return what a script gets by a name such as `tf.nn.relu`.

    Raises:
        MissingSymbolError: the drop-in does not have it.
    """
    value = sys.modules[ROOT]
    for part in symbol.split(".")[1:]:
        value = getattr(value, part)
    return value


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
        if name == "__all__":
            return for_import_all(names(), get)
        if name.startswith("__"):
            raise AttributeError(f"module {module_name!r} has no attribute {name!r}")
        if name == "python" and module_name.startswith(f"{ROOT}.contrib."):
            return python_folder(module_name, functools.partial(getattr, sys.modules[module_name]))
        submodule = f"{module_name}.{name}"
        if module_name in sys.modules and _exists(submodule):
            return importlib.import_module(submodule)
        if symbol not in REASONS and native is not None and hasattr(native, name):
            found = before_1_0.changed(symbol, adapted(submodule, getattr(native, name)))
            return _kept(module_name, name, found)
        if symbol in NAMES:
            return _kept(module_name, name, resolve(NAMES[symbol]))
        if symbol in MODULES:
            return _moved(symbol, MODULES[symbol])
        old = before_1_0.renamed(symbol, resolve)
        if old is not None:
            return old
        raise missing(symbol, sys.modules.get(module_name))

    def names():
        module = sys.modules.get(module_name)
        own = {name for name in vars(module or object) if not name.startswith("_")}
        return sorted(own | set(dir(native) if native is not None else ()))

    return get, names


def _kept(module_name, name, value):
    """Return a value that a module was asked for; from now on the module has it itself."""
    module = sys.modules.get(module_name) or _native_modules.get(module_name)
    if module is not None:
        vars(module).setdefault(name, value)
    return value


def for_import_all(names, get):
    """Return what `from module import *` binds: the names without `_` in front that can be had.

    Args:
        names: those that a module lists.
        get: its `__getattr__`.
    """
    found = []
    for name in names:
        if not name.startswith("_"):
            with contextlib.suppress(AttributeError, ImportError):
                get(name)
                found.append(name)
    return found


def missing(symbol, module=None):
    """Return the error that a name is missing; it says why, and what to use.

    Args:
        symbol: such as `tf.layers.dens`.
        module: that was asked for it, or None.
    """
    why = reason(symbol) or "; ".join(filter(None, (gone(symbol), _suggestion(symbol, module))))
    why = why or "neither tf1_graphs nor TensorFlow's compat.v1 has it"
    # With an `obj` and no `name`, Python does not add "Did you mean" and a similar name.
    return MissingSymbolError(f"{symbol} is not supported: {why}", obj=module)


def _exists(module_name):
    path = getattr(sys.modules[module_name.rpartition(".")[0]], "__path__", None)
    finder = importlib.machinery.PathFinder
    return module_name in sys.modules or bool(path and finder.find_spec(module_name, path))


def adapted(name, value):
    """Return an object of TensorFlow's as the drop-in gives it.

    Args:
        name: the full name of the drop-in under which it is asked for.
        value: the object; a module becomes a namespace of the drop-in, always the same one.
    """
    if isinstance(value, types.ModuleType) and "tensorflow" in value.__name__:
        if name not in _native_modules:
            module = types.ModuleType(name, value.__doc__)
            module.native = value
            module.__path__ = []
            module.__getattr__, module.__dir__ = namespace(name, value)
            _native_modules[name] = module
        return _native_modules[name]
    replaced = tensorflow1.replacement(value)
    return value if replaced is None else replaced


def _moved(symbol, target):
    """Return a module of an old name, which takes its names from another one."""
    full_name = f"{ROOT}{symbol.removeprefix('tf')}"
    if full_name in sys.modules:
        return sys.modules[full_name]
    module = types.ModuleType(full_name)
    module.__path__ = []

    def get(name):
        if name.startswith("__"):
            raise AttributeError(f"module {full_name!r} has no attribute {name!r}")
        own = f"{symbol}.{name}"
        if own in MODULES:
            return _moved(own, MODULES[own])
        try:
            found = resolve(NAMES.get(own, f"{target}.{name}"))
        except AttributeError:
            raise missing(own, module) from None
        is_module = isinstance(found, types.ModuleType)
        return _moved(own, f"{target}.{name}") if is_module else found

    module.__getattr__, module.__dir__ = get, lambda: dir(resolve(target))
    sys.modules[full_name] = module
    return module


def _suggestion(symbol, module):
    parent, _, name = symbol.rpartition(".")
    close = difflib.get_close_matches(name, dir(module) if module else [], n=1, cutoff=0.8)
    return f"did you mean {parent}.{close[0]}?" if close else ""


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Lets TensorFlow's own modules be imported under their names in the drop-in."""

    def find_spec(self, fullname, path=None, target=None):
        if not fullname.startswith(f"{ROOT}."):
            return None
        try:
            module = resolve(public_name(fullname))
        except AttributeError:
            return None
        is_module = isinstance(module, types.ModuleType) and module.__name__ == fullname
        return importlib.machinery.ModuleSpec(fullname, self) if is_module else None

    def create_module(self, spec):
        return resolve(public_name(spec.name))

    def exec_module(self, module):
        """Do nothing: a namespace finds its names when it is asked for them."""


sys.meta_path.append(_Finder())
