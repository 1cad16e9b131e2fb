"""`tf.contrib.nn`.

References:
    TensorFlow 1.15.5, `contrib/nn/python/ops/`; Klambauer et al., arXiv:1706.02515 (alpha dropout).
"""

import numbers

from tf1_graphs import tensorflow1
from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.namespace import namespace

conv1d_transpose = tf.nn.conv1d_transpose
nth_element = tensorflow1.private_module("python.ops.nn_ops").nth_element
# What SELU gives for a large negative number: minus its scale times its alpha.
ALPHA = -1.7580993408473766


def alpha_dropout(x, keep_prob, noise_shape=None, seed=None, name=None):
    """Drop elements so that mean and variance of a self-normalizing network stay.

    What is dropped becomes SELU's lower bound α', and all of it is then scaled and shifted:
    y = a(x·d + α'(1 - d)) + b.

    Args:
        x: the tensor.
        keep_prob: probability that an element is kept, in (0, 1].
        noise_shape: shape of the random choice, or None: that of `x`.
        seed: op seed.
        name: name scope.

    Raises:
        ValueError: `keep_prob` is out of its range.
    """
    with tf.name_scope(name, "alpha_dropout", [x]):
        x = tf.convert_to_tensor(x, name="x")
        if isinstance(keep_prob, numbers.Real) and not 0 < keep_prob <= 1:
            raise ValueError(
                "keep_prob must be a scalar tensor or a float in the range (0, 1], "
                f"got {keep_prob:g}"
            )
        keep_prob = tf.convert_to_tensor(keep_prob, dtype=x.dtype, name="keep_prob")
        keep_prob.get_shape().assert_has_rank(0)
        if tf.get_static_value(keep_prob) == 1:
            return x
        noise_shape = tf.shape(x) if noise_shape is None else noise_shape
        random = tf.random_uniform(noise_shape, seed=seed, dtype=x.dtype)
        kept = tf.cast(tf.raw_ops.GreaterEqual(x=random, y=1 - keep_prob), x.dtype)
        x = x * kept + ALPHA * (1 - kept)
        a = (keep_prob + keep_prob * (1 - keep_prob) * ALPHA**2) ** -0.5
        b = -a * ALPHA * (1 - keep_prob)
        return a * x + b


def deprecated_flipped_softmax_cross_entropy_with_logits(logits, labels, dim=-1, name=None):
    """Return the cross entropy by the order of arguments from before 1.0."""
    return tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=logits, dim=dim, name=name)


def deprecated_flipped_sparse_softmax_cross_entropy_with_logits(logits, labels, name=None):
    """Return the cross entropy of class numbers by the order of arguments from before 1.0."""
    return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits, name=name)


def deprecated_flipped_sigmoid_cross_entropy_with_logits(logits, targets, name=None):
    """Return the cross entropy of independent classes by the order from before 1.0."""
    return tf.nn.sigmoid_cross_entropy_with_logits(labels=targets, logits=logits, name=name)


__all__ = [
    "alpha_dropout",
    "conv1d_transpose",
    "deprecated_flipped_sigmoid_cross_entropy_with_logits",
    "deprecated_flipped_softmax_cross_entropy_with_logits",
    "deprecated_flipped_sparse_softmax_cross_entropy_with_logits",
    "nth_element",
]

__getattr__, __dir__ = namespace(__name__)
