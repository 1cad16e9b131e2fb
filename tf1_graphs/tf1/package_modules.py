"""Offers the private modules of Keras and of the estimators as TensorFlow 1 had them.

`tf.python.keras.…` and `tf.python.estimator.…`: a name is the public one where there is one, else
what the package that was part of TensorFlow has in the file of that name. Keras's files were cut
anew since; `moved` says where each part went.
"""

import importlib
import importlib.util
import sys
import types
from dataclasses import dataclass, field

from tf1_graphs.tf1 import keras_package
from tf1_graphs.tf1.moved import MODULES
from tf1_graphs.tf1.namespace import ROOT, missing, resolve


@dataclass(frozen=True)
class Package:
    """A package that once was a part of TensorFlow.

    Attributes:
        public: the drop-in's public module.
        source: where the package has the files.
        prepare: function that imports it with our functions behind it.
        moved: file of 1.15.5: the package's that has its names today.
        renamed: names that became others.
        also: a file's first part: public modules besides, where its names are looked for.
        itself: names that once stood between, and lead to the package again.
    """

    public: str
    source: str
    prepare: object
    moved: dict = field(default_factory=dict)
    renamed: dict = field(default_factory=dict)
    also: dict = field(default_factory=dict)
    itself: tuple = ()


PACKAGES = {
    "tf.python.estimator": Package(
        "tf.estimator",
        "tensorflow_estimator.python.estimator",
        lambda: importlib.import_module("tf1_graphs.tf1.estimator_package"),
    ),
    "tf.python.keras": Package(
        "tf.keras",
        f"{keras_package.PACKAGE}.src",
        keras_package.loaded,
        moved={
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
        },
        # What networks could do, models do by now.
        renamed={"engine.network.Network": "engine.training.Model"},
        also={"engine": ("tf.keras.layers", "tf.keras.models")},
        itself=("_impl", "keras"),  # tf.python.keras._impl.keras, until 1.7
    ),
}


def module(symbol):
    """Return the private module of a name, always the same one.

    Args:
        symbol: as scripts write it, `tf.python.keras.engine.base_layer`.
    """
    name = f"{ROOT}{symbol.removeprefix('tf')}"
    if name not in sys.modules:
        made = types.ModuleType(name)
        made.__path__ = []
        made.__getattr__, made.__dir__ = _names(symbol)
        sys.modules[name] = made
    return sys.modules[name]


def _names(symbol):
    """Make `__getattr__` and `__dir__` of a private module."""
    root = next(root for root in PACKAGES if f"{symbol}.".startswith(f"{root}."))
    package, path = PACKAGES[root], symbol.removeprefix(root).lstrip(".")
    first = path.partition(".")[0]
    publics = [f"{package.public}.{part}".rstrip(".") for part in (path, first, "")]
    publics = [name for name in publics if name not in MODULES]
    publics = package.also.get(first, publics)

    def get(name):
        if name.startswith("__"):
            raise AttributeError(f"module {symbol!r} has no attribute {name!r}")
        below = f"{path}.{name}".lstrip(".")
        if importlib.util.find_spec(package.source.partition(".")[0]) is None:
            raise missing(f"{package.public}.{below}")
        if not path and name in package.itself:
            return module(root)
        for public in publics:
            value = _resolved(f"{public}.{name}")
            if value is not None and not isinstance(value, types.ModuleType):
                return value
        if _source(package, below) is not None:
            return module(f"{root}.{below}")
        parent, _, last = package.renamed.get(below, below).rpartition(".")
        value = getattr(_source(package, parent), last, None)
        if value is None:
            raise missing(f"{symbol}.{name}")
        return value

    def names():
        return sorted({*dir(_resolved(publics[0])), *dir(_source(package, path))})

    return get, names


def _resolved(symbol):
    try:
        return resolve(symbol)
    except AttributeError:
        return None


def _source(package, path):
    """Return the package's own module for a file of 1.15.5, or None."""
    package.prepare()
    try:
        return importlib.import_module(
            f"{package.source}.{package.moved.get(path, path)}".rstrip(".")
        )
    except ModuleNotFoundError:
        return None
