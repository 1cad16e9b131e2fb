"""Defines `tf`, TensorFlow's `compat.v1`, imported when the first name is taken from it.

Importing TensorFlow takes seconds; an experiment is described, listed and shown without it.
"""

import importlib
import types

IN_FORCE = "tf1_graphs.tensorflow1.in_force"


class _LazyTensorFlow(types.ModuleType):
    """Stands for `tensorflow.compat.v1`; before its first use, `in_force` is imported."""

    def __getattr__(self, name):
        # Python and its tools ask every module for these; none of them is TensorFlow's.
        if name in {"__path__", "__file__", "__wrapped__", "__warningregistry__"}:
            raise AttributeError(name)
        return getattr(importlib.import_module(IN_FORCE).tf, name)

    def __dir__(self):
        return dir(importlib.import_module(IN_FORCE).tf)


tf = _LazyTensorFlow("tf", "`tensorflow.compat.v1`, imported when its first name is used.")
