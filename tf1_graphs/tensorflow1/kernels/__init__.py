"""Computes with TensorFlow 1.15.5's arithmetic: kernels in C++ that give its bits.

The C++ sources beside this file are compiled once for the TensorFlow that is installed
(`building`), loaded into it (`library`), and asked for by the sessions of graphs that keep
TensorFlow 1's rules (`optimizing`), and by no other session of the process. Graphs stay what they
are. `choice` says which arithmetics there are; nothing here imports TensorFlow before a session is
opened.
"""

import importlib

from tf1_graphs.tensorflow1.kernels.choice import NAMES, choose, expected

__all__ = ["NAMES", "choose", "expected", "in_force", "processor", "status"]


def __getattr__(name):
    if name in __all__:
        module = importlib.import_module("tf1_graphs.tensorflow1.kernels.arithmetic")
        return getattr(module, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
