"""Has commands that compute nothing start without NumPy, whose import takes longer than they do.

`list`, `show`, `resume` and `run` import the modules of the articles or of runs, which name NumPy
and use it later, if at all.
"""

import importlib
import importlib.machinery
import sys
import types


class _Later(types.ModuleType):
    """Stands for NumPy, which is imported when the first of its names is asked for."""

    def __getattr__(self, name):
        if sys.modules.get("numpy") is self:
            del sys.modules["numpy"]
        numpy = importlib.import_module("numpy")
        vars(self).update(vars(numpy))
        return getattr(numpy, name)


def install():
    """Take NumPy's place among the modules, unless it is imported already."""
    if "numpy" not in sys.modules:
        module = sys.modules["numpy"] = _Later("numpy")
        module.__spec__ = importlib.machinery.ModuleSpec("numpy", None)


install()
