"""Takes a branch when the graph is built, where its condition is known by then."""

from tf1_graphs.tensorflow1.loading import compat_v1 as tf


def constant_value(condition):
    """Return the bool that `condition` is known to be, or None if it is decided in a run.

    Args:
        condition: bool, 0, 1, or a scalar bool tensor.

    Raises:
        ValueError: `condition` is none of these.
    """
    if isinstance(condition, (tf.Tensor, tf.Variable)):
        if condition.dtype.base_dtype == tf.bool and condition.shape.rank in (None, 0):
            is_variable = isinstance(condition, tf.Variable)
            value = None if is_variable else tf.get_static_value(condition)
            return None if value is None else bool(value)
    elif condition in (0, 1):
        return bool(condition)
    raise ValueError(f"expected training to be a bool or a scalar bool tensor, got {condition!r}")


def smart_cond(condition, true_fn, false_fn):
    """Call the branch that is known to be taken, or build a `tf.cond` over both.

    References:
        TensorFlow 1.15.5, `python/framework/smart_cond.py`.
    """
    value = constant_value(condition)
    if value is None:
        return tf.cond(condition, true_fn, false_fn)
    return true_fn() if value else false_fn()
