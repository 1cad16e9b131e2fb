"""Changes losses: their weights, and the functions of labels `y_true` and outputs `y_pred`.

References:
    TensorFlow 1.15.5, `python/keras/losses.py`, `regularizers.py` and
    `python/keras/utils/losses_utils.py`.
"""

from tf1_graphs import tensorflow1
from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tf1.keras_1_15.source import module

broadcast_weights = tensorflow1.private_module("python.ops.weights_broadcast_ops").broadcast_weights


def _compute_weighted_loss(losses, sample_weight=None, reduction="sum_over_batch_size", name=None):
    """Weigh losses, float32, and reduce them; the weights are broadcast."""
    utils = module("utils.losses_utils")
    utils.ReductionV2.validate(reduction)
    if reduction == utils.ReductionV2.AUTO:
        reduction = utils.ReductionV2.SUM_OVER_BATCH_SIZE
    with module("backend").name_scope(name or "weighted_loss"):
        tf.get_default_graph()._last_loss_reduction = reduction
        losses = tf.convert_to_tensor(losses)
        type_given = losses.dtype
        losses = tf.cast(losses, tf.float32)
        weights = tf.cast(1.0 if sample_weight is None else sample_weight, tf.float32)
        losses, _, weights = utils.squeeze_or_expand_dimensions(losses, None, weights)
        weighted = tf.multiply(losses, broadcast_weights(weights, losses))
        return tf.cast(utils.reduce_weighted_loss(weighted, reduction), type_given)


def _same_type(y_true, y_pred):
    y_pred = tf.convert_to_tensor(y_pred)
    return tf.cast(y_true, y_pred.dtype), y_pred


def _mean_absolute_percentage_error(y_true, y_pred):
    """Compute `100 mean(|y_true - y_pred| / |y_true|)`, the denominator at least epsilon."""
    backend = module("backend")
    y_true, y_pred = _same_type(y_true, y_pred)
    error = y_true - y_pred
    relative = error / backend.clip(tf.abs(y_true), backend.epsilon(), None)
    return 100.0 * backend.mean(tf.abs(relative), axis=-1)


def _mean_squared_logarithmic_error(y_true, y_pred):
    """Compute `mean((log(y_pred + 1) - log(y_true + 1))^2)`, both at least epsilon."""
    backend = module("backend")
    y_true, y_pred = _same_type(y_true, y_pred)
    first = tf.log(backend.clip(y_pred, backend.epsilon(), None) + 1.0)
    second = tf.log(backend.clip(y_true, backend.epsilon(), None) + 1.0)
    return backend.mean(tf.squared_difference(first, second), axis=-1)


def _logcosh(y_true, y_pred):
    """Compute the mean of `log(cosh(y_pred - y_true))`."""
    y_true, y_pred = _same_type(y_true, y_pred)
    x = y_pred - y_true
    return module("backend").mean(x + tf.nn.softplus(-2.0 * x) - tf.log(2.0), axis=-1)


def _huber(y_true, y_pred, delta=1.0):
    """Compute each element's loss: `x^2 / 2` up to delta, `delta (|x| - delta / 2)` beyond."""
    y_pred, y_true = tf.cast(y_pred, tf.float32), tf.cast(y_true, tf.float32)
    error = tf.abs(tf.subtract(y_pred, y_true))
    quadratic = tf.minimum(error, delta)
    linear = tf.subtract(error, quadratic)
    half = tf.convert_to_tensor(0.5, dtype=quadratic.dtype)
    return tf.add(tf.multiply(half, tf.multiply(quadratic, quadratic)), tf.multiply(delta, linear))


def _categorical_hinge(y_true, y_pred):
    """Compute `max(0, highest wrong output - right output + 1)`."""
    y_true, y_pred = _same_type(y_true, y_pred)
    right = tf.reduce_sum(y_true * y_pred, axis=-1)
    wrong = tf.reduce_max((1.0 - y_true) * y_pred, axis=-1)
    return tf.maximum(0.0, wrong - right + 1.0)


def _cosine_proximity(y_true, y_pred, axis=-1):
    """Compute the cosine, which 1.15.5 did not negate."""
    y_true = tf.nn.l2_normalize(y_true, axis=axis)
    return tf.reduce_sum(y_true * tf.nn.l2_normalize(y_pred, axis=axis), axis=axis)


def _penalty(self, x):
    """Add up `l1 sum |x|` and `l2 sum x^2`, beginning with 0."""
    penalty = 0.0
    if getattr(self, "l1", 0.0):
        penalty += self.l1 * tf.reduce_sum(tf.abs(x))
    if getattr(self, "l2", 0.0):
        penalty += self.l2 * tf.reduce_sum(tf.square(x))
    return module("backend").constant(0.0) if isinstance(penalty, float) else penalty


CHANGES = {
    "losses:categorical_hinge": _categorical_hinge,
    "losses:cosine_similarity": _cosine_proximity,
    "losses:huber": _huber,
    "losses:log_cosh": _logcosh,
    "losses:mean_absolute_percentage_error": _mean_absolute_percentage_error,
    "losses:mean_squared_logarithmic_error": _mean_squared_logarithmic_error,
    "regularizers:L1.__call__": _penalty,
    "regularizers:L1L2.__call__": _penalty,
    "regularizers:L2.__call__": _penalty,
    "utils.losses_utils:compute_weighted_loss": _compute_weighted_loss,
}
