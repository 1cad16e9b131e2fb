"""Defers modules of TensorFlow's until somebody asks them for a name.

Importing TensorFlow imports all that it offers: Keras 3 with scikit-learn, SciPy and matplotlib
behind it, its older Keras, TensorFlow Lite, distribution strategies, its public names five times
over. That is two thirds of the time, and a graph needs none of it. A deferred module stands in
`sys.modules` under its own name; the first name that is taken from it imports it as ever.
"""

import contextlib
import functools
import gc
import importlib
import importlib.abc
import importlib.machinery
import inspect
import re
import sys
import threading
import types
import typing
from pathlib import Path

from tf1_graphs.tensorflow1 import pages

_PUBLIC_NAMES = ("tensorflow._api.v2.", "tensorflow.compat.v1")  # lists that define nothing
_IMPORT = re.compile(r"^from (tensorflow\.python\.\S+) import (\w+)(?: as (\w+))? #", re.MULTILINE)
_DEFERRED = (
    *_PUBLIC_NAMES,
    "tensorflow.python.keras",  # what today's Keras was before it was a package of its own
    "tensorflow.python.ops.gen_",  # a function for each op
    "tensorflow.python.tpu",
)
# Whose names are asked for in any case; and what is imported for what it registers.
_AT_ONCE = ("tensorflow._api.v2.compat", "tensorflow.python.keras.protobuf.versions_pb2")
# TensorFlow imports it last, for what it registers of its own, and goes without where it is not.
_NOT_IMPORTED = {"keras", "tf_keras"}
# Imported when TensorFlow's libraries have been loaded.
_AFTER_THE_LIBRARIES = "tensorflow.python.pywrap_dlopen_global_flags"
# `inspect` and `unittest` ask every module for these, and import statements for the first.
_NOT_NAMES_OF_MODULES = {"__path__", "__warningregistry__", "__wrapped__"}

_lock = threading.Lock()
_waiting = {}


class _Deferred(types.ModuleType):
    """A module that is executed when its first name is asked for."""

    def __getattr__(self, name):
        if name in _NOT_NAMES_OF_MODULES:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        # A package's own module is had without the package's `__init__`, which imports them all;
        # and a public name without the other names of its list.
        submodule = f"{self.__spec__.name}.{name}"
        path = vars(self).get("__path__")
        if path and importlib.machinery.PathFinder.find_spec(submodule, path):
            return importlib.import_module(submodule)
        if name in _listed(self):
            module, attribute = _listed(self)[name]
            value = getattr(importlib.import_module(module), attribute)
            return vars(self).setdefault(name, value)
        if added := _added(self, name):
            return vars(self).setdefault(name, added)
        _execute(self)
        # Not `getattr`: where modules import each other in a circle, it is not there yet.
        return types.ModuleType.__getattribute__(self, name)

    def __dir__(self):
        _execute(self)
        return types.ModuleType.__dir__(self)


@functools.cache
def _listed(module):
    """Return where a list of public names has them from: the module and its attribute by name."""
    name = module.__spec__.name
    source = module.__spec__.loader.get_source(name) if name.startswith(_PUBLIC_NAMES) else ""
    found = _IMPORT.findall(source)
    return {public or attribute: (module, attribute) for module, attribute, public in found}


def _added(module, name):
    """Return what the list above one adds to it by a name, as `compat.v1` gives `app` its `flags`.

    The list above is executed, where that is not done yet; None if it adds no such name.
    """
    above, _, own = module.__spec__.name.rpartition(".")
    enclosing = sys.modules.get(above)
    if not isinstance(enclosing, _Deferred) or not above.startswith(_PUBLIC_NAMES):
        return None
    _execute(enclosing)
    return vars(vars(enclosing).get(own, module)).get(name)


def _execute(module):
    """Import a deferred module anew: Python's import locks say which thread executes it."""
    name = module.__spec__.name
    with _lock:
        if name in _waiting and sys.modules.get(name) is module:
            del sys.modules[name]
    importlib.import_module(name)


class _Later(importlib.abc.Loader):
    """Makes a module that is executed later."""

    def __init__(self, loader):
        self.loader = loader

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.__loader__ = module.__spec__.loader = self.loader
        module.__class__ = _Deferred
        _waiting[module.__spec__.name] = module


class _Now(importlib.abc.Loader):
    """Executes a module that was deferred, in its place."""

    def __init__(self, loader):
        self.loader = loader

    def create_module(self, spec):
        return _waiting[spec.name]

    def exec_module(self, module):
        name = module.__spec__.name
        module.__loader__ = module.__spec__.loader = self.loader
        del _waiting[name]
        try:
            with _private_package_bound(name):
                self.loader.exec_module(module)
        except BaseException:
            _waiting[name] = module  # the next who asks tries again
            raise
        module.__class__ = types.ModuleType


class _NotNow(importlib.abc.Loader):
    """Refuses to import a module that is there."""

    def __init__(self, loader):
        pass

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        raise ImportError(f"{module.__name__} is not imported along with TensorFlow")


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the modules that are deferred, or have been."""

    importing_tensorflow = False

    def find_spec(self, fullname, path=None, target=None):
        if fullname == _AFTER_THE_LIBRARIES:
            pages.give_back()
        loader = self._loader(fullname)
        spec = loader and importlib.machinery.PathFinder.find_spec(fullname, path)
        if not spec or not spec.has_location:
            return None
        spec.loader = loader(spec.loader)
        return spec

    def _loader(self, name):
        if name in _waiting:
            return _Now
        if name in _NOT_IMPORTED:
            return _NotNow if self.importing_tensorflow else None
        return _Later if name.startswith(_DEFERRED) and name not in _AT_ONCE else None


@contextlib.contextmanager
def deferred():
    """Import TensorFlow within it without what is deferred, if it is not imported yet."""
    if "tensorflow" in sys.modules:
        yield
        return
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    finder.importing_tensorflow = True
    try:
        pages.load_apart()
        with _uncollected(), _annotations_once(), _signatures_later():
            yield
        _import_private_packages()
    finally:
        finder.importing_tensorflow = False


@contextlib.contextmanager
def _uncollected():
    """Have the garbage collector neither look for garbage meanwhile nor look through it later.

    TensorFlow leaves 200,000 objects that live as long as the process, and looking through them
    takes a fifth of the import's time; each later collection of all would do so again.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()


@contextlib.contextmanager
def _annotations_once():
    """Compile each of the names in quotes once, of which TensorFlow's ops have 17,000."""
    check = typing._type_check
    remembered = functools.cache(check)

    def checked(annotation, *args, **kwargs):
        is_dtype = isinstance(annotation, str) and annotation.startswith("_atypes.")
        return (remembered if is_dtype else check)(annotation, *args, **kwargs)

    typing._type_check = checked
    try:
        yield
    finally:
        typing._type_check = check


@contextlib.contextmanager
def _signatures_later():
    """Leave it to `inspect.signature` to find the signatures of decorated functions.

    TensorFlow computes them for 3,000 functions when it decorates them. Where it cannot, it leaves
    them out, and `inspect` follows `__wrapped__` to the same ones.
    """
    signature = inspect.signature

    def signature_if_asked(target, **kwargs):
        asked_by = sys._getframe(1).f_globals.get("__name__")
        if asked_by == "tensorflow.python.util.tf_decorator" and inspect.isfunction(target):
            raise ValueError(f"no signature of {target} yet")
        return signature(target, **kwargs)

    inspect.signature = signature_if_asked
    try:
        yield
    finally:
        inspect.signature = signature


def _import_private_packages():
    """Import the private packages that have a public one's name, such as `tensorflow.lite`.

    Imported later, one would take the public one's place as an attribute of `tensorflow`.
    """
    tensorflow = sys.modules["tensorflow"]
    folder = Path(tensorflow.__file__).parent
    for name, module in list(vars(tensorflow).items()):
        if isinstance(module, _Deferred) and (folder / name).is_dir():
            importlib.import_module(f"tensorflow.{name}")
            setattr(tensorflow, name, module)


@contextlib.contextmanager
def _private_package_bound(module):
    """Let the one public module find the private package of its name that it imports from."""
    if not module.endswith(".distribute.experimental.rpc"):
        yield
        return
    tensorflow = sys.modules["tensorflow"]
    public, tensorflow.distribute = tensorflow.distribute, sys.modules["tensorflow.distribute"]
    try:
        yield
    finally:
        tensorflow.distribute = public
