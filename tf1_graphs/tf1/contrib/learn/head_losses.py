"""The losses of heads, each with its average: [batch, 1] labels and logits to two scalars.

References:
    TensorFlow 1.15.5, `contrib/learn/python/learn/estimators/head.py`.
"""

from tf1_graphs import tensorflow1
from tf1_graphs import tf1 as tf

_broadcast = tensorflow1.private_module("python.ops.weights_broadcast_ops").broadcast_weights


def weights(features, name):
    """Return the examples' weights [batch, 1], a feature; None without a name."""
    if not name:
        return None
    if name not in features:
        raise ValueError(f"Weights {name} missing from features.")
    with tf.name_scope(None, "weight_tensor", list(features.values())):
        tensor = tf.cast(features[name], tf.float32)
        return tf.reshape(tensor, (-1, 1)) if tensor.shape.rank == 1 else tensor


def weighted(losses, weight):
    """Return the mean of weighted losses, and their average by weight."""
    given = [losses] if weight is None else [losses, weight]
    with tf.name_scope("loss", values=given) as scope:
        if weight is None:
            loss = tf.reduce_mean(losses, name=scope)
            return loss, loss
        weight = _broadcast(weight, losses)
        with tf.name_scope(None, "weighted_loss", [losses, weight]) as name:
            losses = tf.multiply(losses, weight, name=name)
        mean = tf.reduce_mean(losses, name=scope)
        total = tf.cast(tf.reduce_sum(losses), tf.float32)
        share = tf.div(
            total, tf.cast(tf.reduce_sum(weight), tf.float32), name="weighted_average_loss"
        )
        return mean, share


def of_function(function):
    """Return the loss that a function of labels, logits and maybe weights gives."""

    def loss(labels, logits, weight=None):
        given = (labels, logits) if weight is None else (labels, logits, weight)
        found = function(*given)
        return found, found

    return loss


def _column(tensor):
    return tf.expand_dims(tensor, axis=1) if tensor.shape.rank == 1 else tensor


def mean_squared(labels, logits, weight=None):
    """Return the mean of squared differences."""
    with tf.name_scope(None, "mean_squared_loss", [logits, labels]) as name:
        labels, logits = _column(labels), _column(logits)
        logits.shape.assert_is_compatible_with(labels.shape)
        losses = tf.squared_difference(logits, tf.cast(labels, tf.float32), name=name)
        return weighted(losses, weight)


def poisson(labels, logits, weight=None):
    """Return the loss of Poisson's distribution, whose logarithm the logits are."""
    with tf.name_scope(None, "_poisson_loss", [logits, labels]) as name:
        labels, logits = _column(labels), _column(logits)
        losses = tf.nn.log_poisson_loss(labels, logits, compute_full_loss=True, name=name)
        return weighted(losses, weight)


def logistic(labels, logits, weight=None):
    """Return the cross-entropy of two classes by one logit."""
    with tf.name_scope(None, "log_loss_with_two_classes", [logits, labels]) as name:
        labels = _column(tf.cast(labels, tf.float32))
        losses = tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits, name=name)
        return weighted(losses, weight)


def softmax(labels, logits, weight=None):
    """Return the cross-entropy of several classes.

    Raises:
        ValueError: labels are no integers.
    """
    with tf.name_scope(None, "softmax_cross_entropy_loss", [logits, labels]) as name:
        if not labels.dtype.is_integer:
            raise ValueError(f"Labels dtype should be integer Instead got {labels.dtype}.")
        squeezed = labels.shape.rank == 2
        labels = tf.squeeze(labels, axis=(1,)) if squeezed else labels
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(
            labels=labels, logits=logits, name=name
        )
        return weighted(tf.expand_dims(losses, axis=(1,)) if squeezed else losses, weight)


def centered_bias(width, head_name):
    """Make a bias of the logits, and its summaries."""
    bias = tf.Variable(tf.zeros(shape=(width,)), name="centered_bias_weight", trainable=True)
    for number in range(width):
        name = f"centered_bias/bias_{number}"
        tf.summary.scalar(f"{name}/{head_name}" if head_name else name, bias[number])
    return bias


def centered_bias_step(bias, batch, labels, loss, weight):
    """Build a step of the bias towards what predicts the labels alone."""
    with tf.name_scope(None, "centered_bias_step", [labels]) as name:
        width = tf.shape(bias)[0]
        logits = tf.reshape(tf.tile(bias, (batch,)), (batch, width))
        with tf.name_scope(None, "centered_bias", [labels, logits]):
            mean = tf.reduce_mean(loss(labels, logits, weight), name="training_loss")
    return tf.train.AdagradOptimizer(0.1).minimize(mean, var_list=(bias,), name=name)
