"""Puts our layers behind the package `tf_slim`, which is contrib's own Python.

Its functions for layers, `arg_scope`, losses, metrics, training and networks are those of
TensorFlow 1.15.5; they build the nodes of 1.15.5 once they call the layers of 1.15.5, which are
ours, instead of those that today's TensorFlow keeps for Keras.
"""

import functools
import importlib
import importlib.util
import random
import sys
import types

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1 import layer_classes
from tf1_graphs.tf1.base_layer import InputSpec, Layer
from tf1_graphs.tf1.contrib.fused_batch_norm import fused_batch_norm

__all__ = ["part", "tf_slim"]

_METRICS = "sklearn.metrics"


def _imported():
    """Import the package, but not scikit-learn, which takes a second: its `cluster_loss` does."""
    if _METRICS in sys.modules or importlib.util.find_spec("sklearn") is None:
        return importlib.import_module("tf_slim")
    later = types.ModuleType(_METRICS)
    later.__getattr__ = _of_metrics
    sys.modules[_METRICS] = later
    try:
        return importlib.import_module("tf_slim")
    finally:
        del sys.modules[_METRICS]


def _of_metrics(name):
    # Importing it draws a number that the script would have drawn.
    drawn = random.getstate()
    try:
        return getattr(importlib.import_module(_METRICS), name)
    finally:
        random.setstate(drawn)


tf_slim = _imported()

# What its modules look for in private modules of TensorFlow that have it no more.
_TENSORS = {"IndexedSlices": tf.IndexedSlices, "Tensor": tf.Tensor}
_STACKS = {"stack": tf.stack, "unstack": tf.unstack}
_CONTROL_FLOW = {
    "Assert": tf.Assert,
    "case": tf.case,
    "cond": tf.cond,
    "while_loop": tf.while_loop,
}
MOVED = {
    "data.tfexample_decoder": {"array_ops": _STACKS, "control_flow_ops": _CONTROL_FLOW},
    "layers.layers": {"array_ops": _STACKS},
    "layers.optimizers": {"ops": _TENSORS},
    "layers.rev_block_lib": {"framework_ops": _TENSORS},
    "layers.utils": {"control_flow_ops": _CONTROL_FLOW, "ops": _TENSORS},
    "learning": {"ops": _TENSORS},
    "losses.metric_learning": {"control_flow_ops": _CONTROL_FLOW},
    "metrics.histogram_ops": {"control_flow_ops": _CONTROL_FLOW},
    "metrics.metric_ops": {"array_ops": _STACKS, "control_flow_ops": _CONTROL_FLOW},
    "ops.variables": {"variable_scope": {"variable": tf.Variable}},
    "training.training": {"ops": _TENSORS},
}


def part(name):
    """Return one of the package's modules, such as `layers.layers`."""
    return importlib.import_module(f"tf_slim.{name}")


def _with(module, names):
    """Return a module that has these names, too."""
    fuller = types.ModuleType(module.__name__, module.__doc__)
    fuller.__getattr__ = functools.partial(getattr, module)
    vars(fuller).update(names)
    return fuller


def _put_our_layers_behind_it():
    contrib_layers = part("layers.layers")
    for name in ("convolutional", "core", "normalization", "pooling"):
        setattr(contrib_layers, f"{name}_layers", layer_classes)
    contrib_layers._fused_batch_norm = functools.partial(
        fused_batch_norm, contrib_layers._fused_batch_norm
    )
    members = {key: value for key, value in vars(contrib_layers.GDN).items() if key != "__dict__"}
    contrib_layers.GDN = type("GDN", (Layer,), members)
    contrib_layers.input_spec = types.SimpleNamespace(InputSpec=InputSpec)
    for name, moved in MOVED.items():
        module = part(name)
        for private, names in moved.items():
            setattr(module, private, _with(getattr(module, private), names))


_put_our_layers_behind_it()
