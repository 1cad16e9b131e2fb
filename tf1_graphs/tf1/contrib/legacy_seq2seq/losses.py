"""Builds losses of sequences given as lists of steps, and models for several lengths.

References:
    TensorFlow 1.15.5, `contrib/legacy_seq2seq/python/ops/seq2seq.py`.
"""

from tf1_graphs import tf1 as tf


def sequence_loss_by_example(
    logits,
    targets,
    weights,
    average_across_timesteps=True,
    softmax_loss_function=None,
    name=None,
):
    """Build the weighted cross entropy of each example.

    Args:
        logits: list of float tensors [batch, classes], one a step.
        targets: list of integer tensors [batch].
        weights: list of float tensors [batch].
        average_across_timesteps: whether the sum is divided by the weights' sum.
        softmax_loss_function: function of `labels` and `logits`; None is the sparse softmax
            cross entropy.
        name: name of the ops; by default `sequence_loss_by_example`.

    Returns:
        Tensor [batch].

    Raises:
        ValueError: the lists have not the same length.
    """
    if len(targets) != len(logits) or len(weights) != len(logits):
        raise ValueError(
            "Lengths of logits, weights, and targets must be the same "
            f"{len(logits)}, {len(weights)}, {len(targets)}."
        )
    with tf.name_scope(name, "sequence_loss_by_example", logits + targets + weights):
        losses = []
        for logit, target, weight in zip(logits, targets, weights, strict=True):
            if softmax_loss_function is None:
                target = tf.reshape(target, [-1])
                loss = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=target, logits=logit)
            else:
                loss = softmax_loss_function(labels=target, logits=logit)
            losses.append(loss * weight)
        total = tf.add_n(losses)
        if average_across_timesteps:
            weight = tf.add_n(weights)
            weight += 1e-12
            total /= weight
    return total


def sequence_loss(
    logits,
    targets,
    weights,
    average_across_timesteps=True,
    average_across_batch=True,
    softmax_loss_function=None,
    name=None,
):
    """Build the sum of `sequence_loss_by_example`, by default over the batch size."""
    with tf.name_scope(name, "sequence_loss", logits + targets + weights):
        cost = tf.reduce_sum(
            sequence_loss_by_example(
                logits, targets, weights, average_across_timesteps, softmax_loss_function
            )
        )
        if not average_across_batch:
            return cost
        return cost / tf.cast(tf.shape(targets[0])[0], cost.dtype)


def model_with_buckets(
    encoder_inputs,
    decoder_inputs,
    targets,
    weights,
    buckets,
    seq2seq,
    softmax_loss_function=None,
    per_example_loss=False,
    name=None,
):
    """Build a model for each of several lengths, with the same variables.

    Args:
        encoder_inputs: list of tensors, one a step, for the longest.
        decoder_inputs: the same for the decoder.
        targets: list of integer tensors [batch].
        weights: list of float tensors [batch].
        buckets: pairs of lengths, of the encoder and of the decoder; the last is the longest.
        seq2seq: function of the encoder's and the decoder's inputs that returns outputs and state.
        softmax_loss_function: see `sequence_loss_by_example`.
        per_example_loss: whether the losses are the examples' own.
        name: name of the ops; by default `model_with_buckets`.

    Returns:
        Lists of the outputs and of the losses, one a bucket.

    Raises:
        ValueError: a list is shorter than the last bucket.
    """
    longest = (
        ("encoder_inputs", encoder_inputs, buckets[-1][0]),
        ("targets", targets, buckets[-1][1]),
        ("weights", weights, buckets[-1][1]),
    )
    for argument, steps, length in longest:
        if len(steps) < length:
            raise ValueError(
                f"Length of {argument} ({len(steps)}) must be at least that of last bucket "
                f"({length})."
            )
    loss = sequence_loss_by_example if per_example_loss else sequence_loss
    losses, outputs = [], []
    with tf.name_scope(
        name, "model_with_buckets", encoder_inputs + decoder_inputs + targets + weights
    ):
        for number, (encoded, decoded) in enumerate(buckets):
            reuse = True if number > 0 else None
            with tf.variable_scope(tf.get_variable_scope(), reuse=reuse):
                given, _ = seq2seq(encoder_inputs[:encoded], decoder_inputs[:decoded])
                outputs.append(given)
                losses.append(
                    loss(
                        given,
                        targets[:decoded],
                        weights[:decoded],
                        softmax_loss_function=softmax_loss_function,
                    )
                )
    return outputs, losses
