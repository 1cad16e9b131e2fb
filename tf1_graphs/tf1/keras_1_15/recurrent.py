"""Changes recurrent layers: their cells' scopes, masks and dropout.

References:
    TensorFlow 1.15.5, `python/keras/layers/recurrent.py` and `wrappers.py`.
"""

import contextlib

from tf1_graphs.tf1.keras_1_15.source import module
from tf1_graphs.tf1.packages import View


def _no_scope(name):
    """Open no scope: a cell's variables are its RNN's, `lstm/kernel`."""
    return contextlib.nullcontext()


def _without_scopes(backend):
    return View("backend", backend, {"name_scope": _no_scope})


def _cell_call(call):
    """Return a cell's `__call__`: inside an RNN, which builds it, it opens no scope of its own."""

    def called(self, *args, **kwargs):
        return (type(self).call if self.built else call)(self, *args, **kwargs)

    return called


def _dropout_mask(generator, ones, rate, training=None, count=1):
    """Build the masks of a cell, as many as it has gates; NumPy draws their seeds."""
    backend = module("backend")
    masks = [
        backend.in_train_phase(lambda: backend.dropout(ones, rate), ones, training=training)
        for _ in range(count)
    ]
    return masks if count > 1 else masks[0]


def _time_distributed_mask(compute_mask):
    """Return the wrapper's `compute_mask`: it builds nothing where there is no mask to find."""

    def computed(self, inputs, mask=None):
        parts = module("engine.base_layer"), module("engine.base_layer_v1")
        inherited = [part.Layer.compute_mask for part in parts]
        if mask is None and type(self.layer).compute_mask in inherited:
            return None
        return compute_mask(self, inputs, mask)

    return computed


_RNN = "layers.rnn"
CHANGES = {f"{_RNN}.dropout_rnn_cell_mixin:_generate_dropout_mask": _dropout_mask}
WRAPPED = {
    f"{_RNN}.base_rnn:backend": _without_scopes,
    f"{_RNN}.stacked_rnn_cells:backend": _without_scopes,
    f"{_RNN}.gru:GRUCell.__call__": _cell_call,
    f"{_RNN}.lstm:LSTMCell.__call__": _cell_call,
    f"{_RNN}.simple_rnn:SimpleRNNCell.__call__": _cell_call,
    f"{_RNN}.stacked_rnn_cells:StackedRNNCells.__call__": _cell_call,
    f"{_RNN}.time_distributed:TimeDistributed.compute_mask": _time_distributed_mask,
}
