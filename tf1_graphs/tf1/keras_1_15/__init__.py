"""Gives `tf_keras` the form that it had in TensorFlow 1.15.5's `tf.keras`, where that counts.

What counts: the initial values, which come from the number of ops built before; the variables'
names; what is drawn from NumPy; and the ops themselves, whose order decides the last bits. In each
part, `CHANGES` has what stands in the place of `module:function` or `module:Class.method`, and
`WRAPPED` functions that make it of what was there.

References:
    TensorFlow 1.15.5, `python/keras`.
"""

import importlib
import sys

from tf1_graphs.tf1.keras_1_15 import (
    backend,
    layers,
    losses,
    metrics,
    optimizers,
    printing,
    recurrent,
    saving,
    training,
)
from tf1_graphs.tf1.keras_1_15.source import SOURCE

PARTS = (
    backend,
    layers,
    losses,
    metrics,
    optimizers,
    printing,
    recurrent,
    saving,
    training,
)


def put_in_force():
    """Change the package's modules."""
    for part in PARTS:
        for path, replaced in part.CHANGES.items():
            _replace(path, lambda former, replaced=replaced: replaced)
        for path, wrap in getattr(part, "WRAPPED", {}).items():
            _replace(path, wrap)


def _replace(path, make):
    """Put `make(former)` in an object's place, and wherever a module imported a function."""
    module, _, owner = path.partition(":")
    *owners, name = owner.split(".")
    target = importlib.import_module(f"{SOURCE}.{module}")
    for part in owners:
        target = getattr(target, part)
    former = getattr(target, name)
    replaced = make(former)
    setattr(target, name, replaced)
    if owners or not callable(former):
        return
    package = SOURCE.partition(".")[0]
    for module in [value for key, value in sys.modules.items() if key.startswith(package)]:
        for alias in [key for key, value in vars(module).items() if value is former]:
            setattr(module, alias, replaced)
