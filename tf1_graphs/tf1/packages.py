"""Imports packages that once were part of TensorFlow, with the drop-in as their TensorFlow.

`tensorflow_estimator` and `tf_keras` are TensorFlow 1's own Python, kept up as packages. Where one
of their modules says `import tensorflow as tf` it gets a `View`: today's TensorFlow, with our
functions where those of today build other ops than 1.15.5's. Nobody else's imports change.
"""

import builtins
import importlib.abc
import importlib.machinery
import sys
import types

from tf1_graphs import tensorflow1


class View(types.ModuleType):
    """A module of TensorFlow's as a package sees it.

    Args:
        name: the module's name, for messages.
        native: the module itself, or None where it is gone.
        ours: what stands in the place of its names, by dotted name below it.
    """

    def __init__(self, name, native, ours):
        super().__init__(name)
        self._native, self._ours = native, ours

    def __getattr__(self, name):
        if name.startswith("__") and name != "__internal__":
            return getattr(self._native, name)
        value = self._ours[name] if name in self._ours else self._natives(name)
        setattr(self, name, value)
        return value

    def _natives(self, name):
        below = {
            path.removeprefix(f"{name}."): value
            for path, value in self._ours.items()
            if path.startswith(f"{name}.")
        }
        value = getattr(self._native, name)
        if below or (isinstance(value, types.ModuleType) and "tensorflow" in value.__name__):
            return View(f"{self.__name__}.{name}", value, below)
        replaced = tensorflow1.replacement(value)
        return value if replaced is None else replaced


class _Loader(importlib.machinery.SourceFileLoader):
    """Executes a module whose `import` statements are its package's."""

    def __init__(self, fullname, path, import_):
        super().__init__(fullname, path)
        self._import = import_

    def exec_module(self, module):
        """Execute the module; `import` is looked up among its builtins."""
        module.__dict__["__builtins__"] = {**vars(builtins), "__import__": self._import}
        super().exec_module(module)


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the modules of the packages that were given a view of TensorFlow."""

    def __init__(self):
        self.imports = {}

    def find_spec(self, fullname, path=None, target=None):
        import_ = self.imports.get(fullname.partition(".")[0])
        if import_ is None:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            spec.loader = _Loader(fullname, spec.origin, import_)
        return spec


_FINDER = _Finder()
sys.meta_path.insert(0, _FINDER)


def give_view(package, modules):
    """Have a package import other modules than those that it names.

    Args:
        package: such as `tensorflow_estimator`; it must not have been imported yet.
        modules: what `import` gives its modules, by full name; other names are imported as ever.
    """

    def import_(name, globals=None, locals=None, fromlist=(), level=0):
        if level == 0 and name in modules:
            return modules[name]
        module = builtins.__import__(name, globals, locals, fromlist or (), level)
        ours = {item: modules.get(f"{name}.{item}") for item in fromlist or () if level == 0}
        ours = {item: value for item, value in ours.items() if value is not None}
        return View(name, module, ours) if ours else module

    _FINDER.imports[package] = import_
