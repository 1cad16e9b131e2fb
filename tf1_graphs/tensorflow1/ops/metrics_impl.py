"""Builds the divisions of `tf.metrics` as TensorFlow 1.15.5 does: by `tf.div`, not `tf.divide`.

The functions have no other difference, so they are given another `math_ops`.

References:
    TensorFlow 1.15.5, `python/ops/metrics_impl.py`.
"""

import types

from tf1_graphs.tensorflow1.graphs import keeps_tf1_rules
from tf1_graphs.tensorflow1.loading import compat_v1 as tf
from tf1_graphs.tensorflow1.loading import metrics_impl


class _MathOps(types.ModuleType):
    """`math_ops` with the `divide` of 1.15.5."""

    def __init__(self, native):
        super().__init__(native.__name__, native.__doc__)
        self._native = native

    def __getattr__(self, name):
        return getattr(self._native, name)

    def divide(self, x, y, name=None):
        """Divide; an op that is named in our graphs is `div`."""
        ours = not tf.executing_eagerly() and keeps_tf1_rules(tf.get_default_graph())
        return (tf.div if ours else self._native.divide)(x, y, name=name)


def put_in_force():
    """Have `tf.metrics` divide so."""
    metrics_impl.math_ops = _MathOps(metrics_impl.math_ops)
