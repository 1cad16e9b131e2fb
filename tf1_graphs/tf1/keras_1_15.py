"""Gives `tf_keras` the form that it had in TensorFlow 1.15.5's `tf.keras`, where that counts.

What counts: the initial values, which come from the number of ops built before; the variables'
names; what is drawn from NumPy. Each change names the function that it replaces.

References:
    TensorFlow 1.15.5, `python/keras`.
"""

import contextlib
import importlib

import numpy as np

from tf1_graphs import tensorflow1
from tf1_graphs.layers.convolutional import convolve
from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tf1.packages import View

SOURCE = "tf_keras.src"


def put_in_force():
    """Change the package's modules."""
    for path, replaced in CHANGES.items():
        module, _, owner = path.partition(":")
        *owners, name = owner.split(".")
        target = importlib.import_module(f"{SOURCE}.{module}")
        for part in owners:
            target = getattr(target, part)
        setattr(target, name, replaced)
    backend = importlib.import_module(f"{SOURCE}.backend")
    for name in ("base_rnn", "stacked_rnn_cells"):
        module = importlib.import_module(f"{SOURCE}.layers.rnn.{name}")
        module.backend = View("backend", backend, {"name_scope": _no_scope})
    for name, cell in (("lstm", "LSTMCell"), ("gru", "GRUCell"), ("simple_rnn", "SimpleRNNCell")):
        cell = getattr(importlib.import_module(f"{SOURCE}.layers.rnn.{name}"), cell)
        cell.__call__ = _cell_call(cell.__call__)
    optimizer = importlib.import_module(f"{SOURCE}.optimizers.legacy.optimizer_v2")
    optimizer.tf = View(
        "tensorflow",
        tensorflow1.tf.compat.v2,
        {"group": _group, "control_dependencies": _control_dependencies},
    )


def _no_scope(name):
    """Open no scope: a cell's variables are its RNN's, `lstm/kernel`."""
    return contextlib.nullcontext()


class _Group(list):
    """The updates of an optimizer; the step's addition waits for each of them, not for a group."""


def _group(*inputs, name=None):
    one_list = len(inputs) == 1 and isinstance(inputs[0], (list, tuple))
    return _Group(tf.nest.flatten(inputs[0])) if one_list else tf.group(*inputs, name=name)


def _control_dependencies(control_inputs):
    if isinstance(control_inputs, list) and isinstance(control_inputs[0], _Group):
        (control_inputs,) = control_inputs
    return tf.control_dependencies(control_inputs)


def _aggregate_gradients(self, grads_and_vars):
    """Return the gradients: there is one replica, and nothing to add up."""
    return [gradient for gradient, _ in grads_and_vars]


def _decayed_lr(self, var_dtype):
    """Build the learning rate; its decay is read from a variable, as every hyper-parameter."""
    rate = self._get_hyper("learning_rate", var_dtype)
    schedules = importlib.import_module(f"{SOURCE}.optimizers.schedules.learning_rate_schedule")
    if isinstance(rate, schedules.LearningRateSchedule):
        rate = tf.cast(rate(tf.cast(self.iterations, var_dtype)), var_dtype)
    if self._initial_decay > 0.0:
        step = tf.cast(self.iterations, var_dtype)
        rate = rate / (1.0 + self._get_hyper("decay", var_dtype) * step)
    return rate


def _convolution_op(self, inputs, kernel):
    """Build a convolution layer's ops, as tf.layers does."""
    padding = "VALID" if self.padding == "causal" else self.padding.upper()
    strides, last = list(self.strides), self.data_format == "channels_last"
    return convolve(
        inputs,
        kernel,
        [1, *strides, 1] if last else [1, 1, *strides],
        padding,
        list(self.dilation_rate),
        "NHWC" if last else "NCHW",
    )


def _cell_call(call):
    """Return a cell's `__call__`: inside an RNN, which builds it, it opens no scope of its own."""

    def called(self, *args, **kwargs):
        return (type(self).call if self.built else call)(self, *args, **kwargs)

    return called


def _seed(generator):
    """Return a layer's own seed, or what NumPy draws for it."""
    return np.random.randint(10e6) if generator._seed is None else generator._seed


def _random_normal(self, shape, mean=0.0, stddev=1.0, dtype=None, nonce=None):
    dtype = dtype or tf.float32
    return tf.random_normal(shape, mean, stddev, dtype=dtype, seed=_seed(self))


def _random_uniform(self, shape, minval=0.0, maxval=None, dtype=None, nonce=None):
    dtype = dtype or tf.float32
    return tf.random_uniform(shape, minval, maxval, dtype=dtype, seed=_seed(self))


_LEGACY = "optimizers.legacy.optimizer_v2:OptimizerV2"
CHANGES = {
    "backend:RandomGenerator.random_normal": _random_normal,
    "backend:RandomGenerator.random_uniform": _random_uniform,
    "layers.convolutional.base_conv:Conv.convolution_op": _convolution_op,
    f"{_LEGACY}._aggregate_gradients": _aggregate_gradients,
    f"{_LEGACY}._decayed_lr": _decayed_lr,
}
