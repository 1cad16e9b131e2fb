"""Changes metrics: how matches are counted, and what a result waits for.

References:
    TensorFlow 1.15.5, `python/keras/metrics.py` and `python/keras/utils/metrics_utils.py`.
"""

import functools

from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tf1.keras_1_15.source import module


def _equal(y_true, y_pred):
    return tf.cast(tf.equal(y_true, y_pred), module("backend").floatx())


def _one_rank_less(y_true, y_pred):
    """Return classes of shape [batch], where they were [batch, 1] as the outputs are [batch, n]."""
    y_true, y_pred = tf.convert_to_tensor(y_true), tf.convert_to_tensor(y_pred)
    same = y_true.shape.rank is not None and y_true.shape.rank == y_pred.shape.rank
    return tf.squeeze(y_true, [-1]) if same else y_true


def _binary_accuracy(y_true, y_pred, threshold=0.5):
    """Count outputs on the right side of the threshold."""
    threshold = tf.cast(threshold, y_pred.dtype)
    y_pred = tf.cast(y_pred > threshold, y_pred.dtype)
    return module("backend").mean(tf.equal(y_true, y_pred), axis=-1)


def _categorical_accuracy(y_true, y_pred):
    """Count rows whose highest output is the class, one-hot labels."""
    return _equal(tf.argmax(y_true, axis=-1), tf.argmax(y_pred, axis=-1))


def _sparse_categorical_accuracy(y_true, y_pred):
    """Count rows whose highest output is the class."""
    y_true = _one_rank_less(y_true, y_pred)
    y_pred = tf.argmax(y_pred, axis=-1)
    return _equal(y_true, y_pred if y_pred.dtype == y_true.dtype else tf.cast(y_pred, y_true.dtype))


def _top_k_categorical_accuracy(y_true, y_pred, k=5):
    """Count rows whose class is among the `k` highest outputs, one-hot labels."""
    found = tf.nn.in_top_k(y_pred, tf.argmax(y_true, axis=-1), k)
    return tf.cast(found, module("backend").floatx())


def _sparse_top_k_categorical_accuracy(y_true, y_pred, k=5):
    """Count rows whose class is among the `k` highest outputs."""
    y_true = tf.cast(_one_rank_less(y_true, y_pred), tf.int32)
    return tf.cast(tf.nn.in_top_k(y_pred, y_true, k), module("backend").floatx())


def _update_state_wrapper(update_state):
    """Have a metric's result wait for its update itself, not for a reading after it."""

    @functools.wraps(update_state)
    def updated(metric, *args, **kwargs):
        with module("utils.tf_utils").graph_context_for_symbolic_tensors(*args, **kwargs):
            update = update_state(*args, **kwargs)
        if update is not None:
            metric.add_update(update)
        return update

    return updated


_ACCURACY = "metrics.accuracy_metrics"
CHANGES = {
    f"{_ACCURACY}:binary_accuracy": _binary_accuracy,
    f"{_ACCURACY}:categorical_accuracy": _categorical_accuracy,
    f"{_ACCURACY}:sparse_categorical_accuracy": _sparse_categorical_accuracy,
    f"{_ACCURACY}:sparse_top_k_categorical_accuracy": _sparse_top_k_categorical_accuracy,
    f"{_ACCURACY}:top_k_categorical_accuracy": _top_k_categorical_accuracy,
    "utils.metrics_utils:update_state_wrapper": _update_state_wrapper,
}
