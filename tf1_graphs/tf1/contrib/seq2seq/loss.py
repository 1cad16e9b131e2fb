"""Computes the loss of sequences.

References:
    TensorFlow 1.15.5, `contrib/seq2seq/python/ops/loss.py`.
"""

from tf1_graphs import tf1 as tf


def sequence_loss(
    logits,
    targets,
    weights,
    average_across_timesteps=True,
    average_across_batch=True,
    sum_over_timesteps=False,
    sum_over_batch=False,
    softmax_loss_function=None,
    name=None,
):
    """Build the weighted cross entropy of sequences of logits.

    Args:
        logits: float tensor [batch, time, classes].
        targets: integer tensor [batch, time].
        weights: float tensor [batch, time]: 0 for steps that do not count.
        average_across_timesteps: whether the loss is divided by the weights over time.
        average_across_batch: whether the loss is divided by the weights over the batch.
        sum_over_timesteps: whether it is divided by the number of weights over time.
        sum_over_batch: whether it is divided by the number of weights over the batch.
        softmax_loss_function: function of `labels` and `logits`; None is the sparse softmax
            cross entropy.
        name: name of the ops; by default `sequence_loss`.

    Returns:
        A scalar, or a tensor of the axes that are not averaged over.

    Raises:
        ValueError: a tensor of another rank, or both an average and a sum over one axis.
    """
    shapes = {
        "Logits": (logits, 3, "[batch_size x sequence_length x logits]"),
        "Targets": (targets, 2, "[batch_size x sequence_length]"),
        "Weights": (weights, 2, "[batch_size x sequence_length]"),
    }
    for argument, (tensor, rank, shape) in shapes.items():
        if tensor.shape.rank != rank:
            raise ValueError(f"{argument} must be a {shape} tensor")
    for axis, average, total in (
        ("timesteps", average_across_timesteps, sum_over_timesteps),
        ("batch", average_across_batch, sum_over_batch),
    ):
        if average and total:
            raise ValueError(
                f"average_across_{axis} and sum_over_{axis} cannot be set to True at same time."
            )
    with tf.name_scope(name, "sequence_loss", [logits, targets, weights]):
        flat = tf.reshape(logits, [-1, tf.shape(logits)[2]])
        targets = tf.reshape(targets, [-1])
        loss_function = softmax_loss_function or tf.nn.sparse_softmax_cross_entropy_with_logits
        losses = loss_function(labels=targets, logits=flat)
        losses *= tf.reshape(weights, [-1])
        averages, sums = average_across_timesteps, sum_over_timesteps
        if (averages and average_across_batch) or (sums and sum_over_batch):
            axis = None
        else:
            losses = tf.reshape(losses, tf.shape(logits)[0:2])
            averages = averages or average_across_batch
            sums = sums or sum_over_batch
            axis = [0] if (average_across_batch if averages else sum_over_batch) else [1]
        if averages:
            total = tf.reduce_sum(losses, axis=axis)
            return tf.div_no_nan(total, tf.reduce_sum(weights, axis=axis))
        if sums:
            total = tf.reduce_sum(losses, axis=axis)
            count = tf.cast(tf.count_nonzero(weights, axis=axis), total.dtype)
            return tf.div_no_nan(total, count)
        return losses
