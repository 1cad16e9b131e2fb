"""Offers the private modules of TensorFlow 1's Keras, `tf.python.keras.…`, to scripts.

A name is the public one of `tf.keras` where there is one, else what the package `tf_keras` has in
the file of that name. Its files were cut anew since; `MOVED` says where each part went.
"""

import importlib
import sys
import types

from tf1_graphs.tf1.keras_package import PACKAGE, installed, loaded
from tf1_graphs.tf1.moved import MODULES
from tf1_graphs.tf1.namespace import ROOT, missing, resolve

PRIVATE = "tf.python.keras"
# The file of 1.15.5, and the package's that has its names today.
MOVED = {
    "engine.network": "engine.functional",
    "engine.training_eager": "engine.training_eager_v1",
    "engine.training_utils": "engine.training_utils_v1",
    "layers.advanced_activations": "layers.activation",
    "layers.convolutional_recurrent": "layers.rnn",
    "layers.dense_attention": "layers.attention",
    "layers.embeddings": "layers.core",
    "layers.local": "layers.locally_connected",
    "layers.merge": "layers.merging",
    "layers.recurrent": "layers.rnn",
    "layers.wrappers": "layers.rnn",
    "saving": "saving.legacy",
}
# Names that became others: what networks could do, models do by now.
RENAMED = {"engine.network.Network": "engine.training.Model"}


def keras(symbol):
    """Make `__getattr__` and `__dir__` of a private module of Keras.

    Args:
        symbol: its name as scripts write it: `tf.python.keras.engine.base_layer`.
    """
    path = symbol.removeprefix(PRIVATE).lstrip(".")
    publics = [f"tf.keras.{path}".rstrip("."), f"tf.keras.{path.partition('.')[0]}", "tf.keras"]
    if path.startswith("engine"):
        publics = ["tf.keras.layers", "tf.keras.models"]
    publics = [public for public in publics if public not in MODULES]

    def get(name):
        if name.startswith("__"):
            raise AttributeError(f"module {symbol!r} has no attribute {name!r}")
        below = f"{path}.{name}".lstrip(".")
        if not installed():
            raise missing(f"tf.keras.{below}")
        for public in publics:
            value = _resolved(f"{public}.{name}")
            if value is not None and not isinstance(value, types.ModuleType):
                return value
        if _source(below) is not None:
            return module(f"{PRIVATE}.{below}")
        parent, _, last = RENAMED.get(below, below).rpartition(".")
        value = getattr(_source(parent), last, None)
        if value is None:
            raise missing(f"{symbol}.{name}")
        return value

    def names():
        return sorted({*dir(_resolved(publics[0])), *dir(_source(path))})

    return get, names


def module(symbol):
    """Return the private module of a name, always the same one."""
    name = f"{ROOT}{symbol.removeprefix('tf')}"
    if name not in sys.modules:
        made = types.ModuleType(name)
        made.__path__ = []
        made.__getattr__, made.__dir__ = keras(symbol)
        sys.modules[name] = made
    return sys.modules[name]


def _resolved(symbol):
    try:
        return resolve(symbol)
    except AttributeError:
        return None


def _source(path):
    """Return the package's own module for a file of 1.15.5, or None."""
    loaded()
    try:
        return importlib.import_module(f"{PACKAGE}.src.{MOVED.get(path, path)}".rstrip("."))
    except ModuleNotFoundError:
        return None
