"""Puts our functions behind the package `tf_keras`, which is TensorFlow 1's Keras, kept up.

Its layers, models and optimizers build the graphs of TensorFlow 1.15.5's `tf.keras` once they call
its functions; where they have changed since, `keras_1_15` has the older form.
"""

import importlib
import importlib.util
import types

from tf1_graphs import tensorflow1
from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tf1.packages import View, give_view

PACKAGE = "tf_keras"
EXTRA = (
    "Keras 3 does not build TensorFlow 1 graphs; tf.keras is the package tf_keras: "
    "pip install 'tf1_graphs[keras]'"
)


def installed():
    """Tell whether the extra is installed."""
    return importlib.util.find_spec(PACKAGE) is not None


class Names(types.ModuleType):
    """A module of the package's public names of TensorFlow 1, imported when the first is used.

    Args:
        path: of the module, below `tf.keras`.
        first: a module where the names are looked for first, or None.
    """

    def __init__(self, path="", first=None):
        super().__init__(f"tensorflow.keras.{path}".rstrip("."))
        self._path, self._first = path, first

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if hasattr(self._first, name):
            return getattr(self._first, name)
        if not installed():
            raise AttributeError(name)
        return getattr(_module(self._path), name)

    def __dir__(self):
        return dir(_module(self._path)) if installed() else []


def loaded():
    """Import the package, with our functions behind it, unless that is done."""
    if PACKAGE not in _imported:
        _import()


def _module(path):
    loaded()
    return importlib.import_module(f"{PACKAGE}.api._v1.keras.{path}".rstrip("."))


def _where(condition, x=None, y=None, name=None):
    """Select elements by TensorFlow 1's op, but where shapes must be broadcast."""
    if x is None or y is None:
        return tf.where(condition, x, y, name)
    condition, x = tf.convert_to_tensor(condition), tf.convert_to_tensor(x)
    y = tf.convert_to_tensor(y, dtype=x.dtype)
    same = x.shape.is_compatible_with(y.shape) and x.shape.is_compatible_with(condition.shape)
    return (tf.where if same else tf.where_v2)(condition, x, y, name)


_imported = set()


def _import():
    ours = {"ones_like": tf.ones_like, "where": _where}
    view = View("tensorflow", tensorflow1.tf.compat.v2, ours)
    root = types.SimpleNamespace(compat=types.SimpleNamespace(v2=view))
    give_view(PACKAGE, {"tensorflow": view, "tensorflow.compat.v2": root})
    _imported.add(PACKAGE)
    importlib.import_module("tf1_graphs.tf1.keras_1_15").put_in_force()
