"""Reads resource variables as TensorFlow 1.15.5 does.

References:
    TensorFlow 1.15.5, `python/ops/resource_variable_ops.py`.
"""

import functools

from tf1_graphs.tensorflow1.loading import compat_v1 as tf


def read_value_no_copy(self):
    """Read the variable; today's saver reads it without a copy, by one op more."""
    return self.read_value()


def sparse_read(original):
    """Return what reads rows: the result has an `Identity` of its own."""

    @functools.wraps(original)
    def read(self, indices, name=None):
        with tf.name_scope("Gather" if name is None else name) as name:
            return tf.identity(original(self, indices, name=name))

    return read
