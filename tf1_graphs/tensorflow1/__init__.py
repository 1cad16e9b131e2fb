"""The sole door to TensorFlow: `from tf1_graphs.tensorflow1 import new_graph, tf`.

`tf` is `tensorflow.compat.v1`, imported on first use. Graphs made by `new_graph` keep TensorFlow
1's rules while today's TensorFlow builds them: op seeds, and the functions and gradients of 1.15.5
in `ops`. Eager code and other graphs of the process are left alone.
"""

import importlib

from tf1_graphs.tensorflow1.lazy import IN_FORCE, tf

_NAMES = [
    "RENAMED_OPS",
    "be_tensorflow_1",
    "check_threads",
    "definition",
    "device",
    "get_seed",
    "import_graph",
    "in_condition",
    "in_while_loop",
    "make_callable",
    "make_fetchable",
    "new_graph",
    "on_device",
    "private_module",
    "public_names",
    "replacement",
    "session_config",
    "tf1_behavior",
    "threads_or",
    "variable_name",
    "without_advice",
]

__all__ = [*_NAMES, "tf"]


def __getattr__(name):
    if name in _NAMES:
        return getattr(importlib.import_module(IN_FORCE), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return __all__
