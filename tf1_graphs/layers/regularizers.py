"""Builds weight regularizers, as `tf.contrib.layers` of TensorFlow 1 did.

Each function returns a regularizer: a function of a variable that returns its scalar loss. A layer
only *collects* that loss in `REGULARIZATION_LOSSES`; it changes training where it is added to the
loss that is minimized.
"""

import math
import numbers

from tf1_graphs.tensorflow1 import tf


def _check_scale(scale, argument="scale"):
    if isinstance(scale, numbers.Integral) or not isinstance(scale, numbers.Real):
        raise ValueError(f"expected {argument} to be a float, got {scale!r}")
    if not 0 <= scale < math.inf:
        raise ValueError(f"expected {argument} to be 0.0 or more and finite, got {scale}")


def _scaled(term, scale, scope, default_name):
    """Make a regularizer of `scale · term(weights)`, or of None where the scale is 0.0."""
    _check_scale(scale)
    if scale == 0.0:
        return lambda weights: None

    def regularizer(weights):
        with tf.name_scope(scope, default_name, [weights]) as name:
            my_scale = tf.convert_to_tensor(scale, weights.dtype.base_dtype, name="scale")
            return tf.multiply(my_scale, term(weights), name=name)

    return regularizer


def l1_regularizer(scale, scope=None):
    r"""Make a regularizer of the sum of magnitudes, `scale · Σ|w|`.

    Args:
        scale: float, 0.0 or more; 0.0 gives a regularizer that adds nothing.
        scope: name of its ops; `l1_regularizer` by default.

    Returns:
        Function of a variable that returns a scalar tensor, or None where the scale is 0.0.

    Raises:
        ValueError: the scale is an integer or negative.

    References:
        TensorFlow 1.15.5, `contrib/layers/python/layers/regularizers.py`.
    """
    return _scaled(lambda w: tf.reduce_sum(tf.abs(w)), scale, scope, "l1_regularizer")


def l2_regularizer(scale, scope=None):
    r"""Make a regularizer of half the sum of squares, `scale · Σw² / 2`.

    Args:
        scale: float, 0.0 or more; 0.0 gives a regularizer that adds nothing.
        scope: name of its ops; `l2_regularizer` by default.

    Returns:
        Function of a variable that returns a scalar tensor, or None where the scale is 0.0.

    Raises:
        ValueError: the scale is an integer or negative.

    References:
        TensorFlow 1.15.5, `contrib/layers/python/layers/regularizers.py`.
    """
    return _scaled(tf.nn.l2_loss, scale, scope, "l2_regularizer")


def l1_l2_regularizer(scale_l1=1.0, scale_l2=1.0, scope=None):
    r"""Make a regularizer of both terms, `scale_l1 · Σ|w| + scale_l2 · Σw² / 2`.

    Args:
        scale_l1: float, 0.0 or more; 0.0 leaves the first term out.
        scale_l2: float, 0.0 or more; 0.0 leaves the second term out.
        scope: name of its ops; `l1_l2_regularizer` by default.

    Returns:
        Function of a variable that returns a scalar tensor, or None where both scales are 0.0.

    Raises:
        ValueError: a scale is an integer or negative.

    References:
        TensorFlow 1.15.5, `contrib/layers/python/layers/regularizers.py`.
    """
    _check_scale(scale_l1, "scale_l1")
    _check_scale(scale_l2, "scale_l2")
    scope = scope or "l1_l2_regularizer"
    if scale_l1 == 0.0:
        return l2_regularizer(scale_l2, scope)
    if scale_l2 == 0.0:
        return l1_regularizer(scale_l1, scope)
    return sum_regularizer([l1_regularizer(scale_l1), l2_regularizer(scale_l2)], scope)


def sum_regularizer(regularizer_list, scope=None):
    """Make a regularizer of the sum of several.

    Args:
        regularizer_list: regularizers; None entries are left out.
        scope: name of its ops; `sum_regularizer` by default.

    Returns:
        Function of a variable that returns a scalar tensor, or None where no term adds anything;
        None where the list has no regularizer.

    References:
        TensorFlow 1.15.5, `contrib/layers/python/layers/regularizers.py`.
    """
    terms = [term for term in regularizer_list if term is not None]
    if not terms:
        return None

    def sum_of_terms(weights):
        with tf.name_scope(scope, "sum_regularizer", [weights]) as name:
            losses = [term(weights) for term in terms]
            losses = [loss for loss in losses if loss is not None]
            return tf.add_n(losses, name=name) if losses else None

    return sum_of_terms


def apply_regularization(regularizer, weights_list=None):
    """Add up the losses of several variables, and add the sum to `REGULARIZATION_LOSSES`.

    Args:
        regularizer: function of a variable that returns a scalar tensor or None.
        weights_list: the variables; by default those of the collection `WEIGHTS`.

    Returns:
        Scalar tensor, the sum.

    Raises:
        ValueError: there are no variables, or a loss is not a scalar.

    References:
        TensorFlow 1.15.5, `contrib/layers/python/layers/regularizers.py`.
    """
    weights_list = weights_list or tf.get_collection(tf.GraphKeys.WEIGHTS)
    if not weights_list:
        raise ValueError("No weights to regularize.")
    with tf.name_scope("get_regularization_penalty", values=weights_list) as scope:
        penalties = [regularizer(weights) for weights in weights_list]
        penalties = [tf.constant(0.0) if loss is None else loss for loss in penalties]
        for penalty in penalties:
            if penalty.shape.rank != 0:
                raise ValueError(
                    f"expected the regularizer's loss to be a scalar, got rank {penalty.shape.rank}"
                )
        total = tf.add_n(penalties, name=scope)
        tf.add_to_collection(tf.GraphKeys.REGULARIZATION_LOSSES, total)
        return total
