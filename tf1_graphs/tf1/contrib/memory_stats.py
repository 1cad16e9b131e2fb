"""`tf.contrib.memory_stats`: memory of the first GPU.

TensorFlow 1's ops are no part of today's TensorFlow; these ask its runtime when they are run. On a
machine without a GPU they fail in a run, as TensorFlow 1's did.

References:
    TensorFlow 1.15.5, `contrib/memory_stats/python/ops/memory_stats_ops.py`.
"""

import numpy as np

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.namespace import namespace

__all__ = ["BytesInUse", "MaxBytesInUse"]


def _memory(kind, name):
    def ask():
        return np.int64(tf.config.experimental.get_memory_info("GPU:0")[kind])

    bytes_in_use = tf.py_func(ask, [], tf.int64, name=name)
    bytes_in_use.set_shape([])
    return bytes_in_use


def BytesInUse():
    """Build the number of bytes in use, a scalar int64."""
    return _memory("current", "BytesInUse")


def MaxBytesInUse():
    """Build the largest number of bytes that were in use, a scalar int64."""
    return _memory("peak", "MaxBytesInUse")


__getattr__, __dir__ = namespace(__name__)
