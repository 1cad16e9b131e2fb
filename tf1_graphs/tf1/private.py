"""Offers TensorFlow's private modules as `tf.python` and `tf.core`, to scripts that import them.

A name is, in this order: the drop-in's own version of it; today's module's; the public name that it
had besides. TensorFlow calls its private code private because it moves it about: `MOVED` says to
where.
"""

import sys
import types

from tf1_graphs import tensorflow1
from tf1_graphs.tf1 import package_modules
from tf1_graphs.tf1.missing import REASONS
from tf1_graphs.tf1.namespace import (
    ROOT,
    MissingSymbolError,
    for_import_all,
    missing,
    public_name,
    resolve,
)

# A private module, and the public one that has its names: rebuilt here, or moved since.
MOVED = {
    "tf.python.layers.base": "tf.layers",
    "tf.python.layers.convolutional": "tf.layers",
    "tf.python.layers.core": "tf.layers",
    "tf.python.layers.layers": "tf.layers",
    "tf.python.layers.normalization": "tf.layers",
    "tf.python.layers.pooling": "tf.layers",
    "tf.python.ops.constant_op": "tf.python.framework.constant_op",
    "tf.python.ops.rnn": "tf.nn",
    "tf.python.ops.rnn_cell": "tf.nn.rnn_cell",
    "tf.python.ops.rnn_cell_impl": "tf.nn.rnn_cell",
    "tf.python.ops.seq2seq": "tf.contrib.legacy_seq2seq",
    "tf.python.ops.spectral_ops": "tf.spectral",
    "tf.python.pywrap_tensorflow": "tf.train",
    "tf.python.training.learning_rate_decay": "tf.train",
    "tf.python.training.learning_rate_decay_v2": "tf.train",
    "tf.python.training.tracking": "tf.python.trackable",
    "tf.python.training.training_ops": "tf.python.training.gen_training_ops",
    "tf.python.util.compat": "tf.compat",
}
# Private names that are gone, and the public ones that do the same.
GONE_SINCE = {
    "tf.python.framework.graph_util.convert_variables_to_constants": (
        "tf.graph_util.convert_variables_to_constants"
    ),
    "tf.python.pywrap_tensorflow.EventsWriter": (
        "tf.python.client._pywrap_events_writer.EventsWriter"
    ),
    "tf.python.ops.variable_scope.variable": "tf.Variable",
    "tf.python.util.nest.is_sequence": "tf.nest.is_nested",
}
# Where the public name of a private object is looked for.
PUBLIC = (
    "tf",
    "tf.nn",
    "tf.math",
    "tf.train",
    "tf.io",
    "tf.nn.rnn_cell",
    "tf.layers",
    "tf.summary",
)


def private(module_name):
    """Make `__getattr__` and `__dir__` of a private module.

    Args:
        module_name: its name in the drop-in, `tf1_graphs.tf1.python.framework.ops`.
    """
    symbol = public_name(module_name)
    native = tensorflow1.private_module(symbol.removeprefix("tf."))
    moved = MOVED.get(symbol)

    def get(name):
        if name == "__all__":
            return for_import_all(names(), get)
        if name.startswith("__"):
            raise AttributeError(f"module {module_name!r} has no attribute {name!r}")
        own = f"{symbol}.{name}"
        if own in REASONS:
            raise missing(own)
        if own in package_modules.PACKAGES:
            return package_modules.module(own)
        if moved:
            found = _resolved(f"{moved}.{name}", or_raise=moved in REASONS)
            if found is not None:
                return found
        value = getattr(native, name, None)
        if value is None and ".gen_" in symbol:
            # Before 1.5, the ops behind public functions were `_max_pool_grad` and the like.
            value = getattr(native, name.removeprefix("_"), None)
        if (value is None or isinstance(value, types.ModuleType)) and (
            own in MOVED or tensorflow1.private_module(own.removeprefix("tf.")) is not None
        ):
            return _module(own)
        if value is not None:
            return _adapted(value)
        if own in GONE_SINCE:
            return _resolved(GONE_SINCE[own])
        found = (_resolved(f"{parent}.{name}") for parent in PUBLIC)
        public = next((value for value in found if value is not None), None)
        if public is None:
            raise missing(own, native)
        return public

    def names():
        public = dir(_resolved(moved)) if moved else ()
        return sorted({*public, *(dir(native) if native else ())})

    return get, names


def _resolved(symbol, or_raise=False):
    """Return what the drop-in has under a name, or None."""
    try:
        return resolve(symbol)
    except MissingSymbolError:
        if or_raise:
            raise
        return None


def _adapted(value):
    """Return a private object as the drop-in gives it."""
    if isinstance(value, types.ModuleType):
        root, _, rest = value.__name__.partition(".")
        is_private = root == "tensorflow" and rest.startswith(("python.", "core."))
        return _module(f"tf.{rest}") if is_private else value
    replaced = tensorflow1.replacement(value)
    if replaced is not None:
        return replaced
    public = (_resolved(f"tf.{name}") for name in tensorflow1.public_names(value))
    return next((found for found in public if found is not None), value)


def _module(symbol):
    name = f"{ROOT}{symbol.removeprefix('tf')}"
    if name not in sys.modules:
        module = types.ModuleType(name)
        module.native, module.__path__ = tensorflow1.private_module(symbol.removeprefix("tf.")), []
        module.__getattr__, module.__dir__ = private(name)
        sys.modules[name] = module
    return sys.modules[name]
