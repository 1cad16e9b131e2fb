"""Gives a script the drop-in where it says `import tensorflow`, and nobody else.

A script's own modules are those that are not installed, wherever it finds them. TensorFlow's own
and installed libraries go on importing today's TensorFlow.
"""

import builtins
import contextlib
import functools
import importlib
import sys
import types
from pathlib import Path

from tf1_graphs.scripts import compiling, messages, old_libraries

_original_import = builtins.__import__
_original_import_module = importlib.import_module


def install(folder):
    """Let `__main__` and the modules that are not installed import the drop-in as `tensorflow`.

    Args:
        folder: the script's.
    """
    folder = Path(folder).resolve()

    def import_for_scripts(name, globals=None, locals=None, fromlist=(), level=0):
        if level == 0 and _is_tensorflow(name) and _belongs_to_script(globals or {}, folder):
            return _import_drop_in(name, fromlist)
        if level == 0 and _belongs_to_script(globals or {}, folder):
            old_libraries.before_import(name, fromlist)
        return _original_import(name, globals, locals, fromlist, level)

    def import_module_for_scripts(name, package=None):
        caller = sys._getframe(1).f_globals
        if _is_tensorflow(name) and _belongs_to_script(caller, folder):
            return _import_drop_in(name, fromlist=("__name__",))
        if _belongs_to_script(caller, folder):
            old_libraries.before_import(name)
        return _original_import_module(name, package)

    builtins.__import__ = import_for_scripts
    importlib.import_module = import_module_for_scripts


def _is_tensorflow(name):
    return name == "tensorflow" or name.startswith("tensorflow.")


def _belongs_to_script(module, folder):
    """Tell whether the module of these globals is the script, or one of its helpers."""
    name = module.get("__name__") or ""
    if name == "__main__":
        return True
    path = module.get("__file__")
    if not path or name.partition(".")[0] == "tf1_graphs":
        return False
    return _is_scripts_own(path, folder)


@functools.cache
def _is_scripts_own(path, folder):
    path = Path(path).resolve()
    if path.is_relative_to(folder):
        return not {"site-packages", "dist-packages"} & set(path.relative_to(folder).parts)
    return not compiling.is_installed(path)


def _import_drop_in(name, fromlist):
    """Import the drop-in for one statement.

    Args:
        name: what is imported, `tensorflow.contrib.layers`.
        fromlist: the names of a `from … import`, or empty.

    Returns:
        The root, or the innermost module where names are taken from it, as `__import__` does.

    Raises:
        ImportError: a name is not supported; the message says what replaces it.
    """
    from tf1_graphs import tf1
    from tf1_graphs.tensorflow1 import opening

    opening.execute_in_order()
    messages.print_as_before()
    module = tf1
    try:
        for part in name.split(".")[1:]:
            module = getattr(module, part)
        for item in fromlist or ():
            if item != "*":
                getattr(module, item)
    except tf1.MissingSymbolError as error:
        raise ImportError(str(error), name=name) from None
    return (_everything(module) if "*" in fromlist else module) if fromlist else tf1


def _everything(module):
    """Return a module with all names of one that looks them up when they are used.

    `from module import *` asks for no name that is not there already.
    """
    found = types.ModuleType(module.__name__)
    for name in dir(module):
        if not name.startswith("_"):
            with contextlib.suppress(AttributeError):
                setattr(found, name, getattr(module, name))
    return found
