"""Draws samples for a decoder's helpers.

References:
    TensorFlow 1.15.5, `contrib/seq2seq/python/ops/helper.py`.
"""

from tf1_graphs import tf1 as tf


def _call_sampler(sample_n, sample_shape, name=None):
    """Draw as many as a shape says, and give them that shape."""
    with tf.name_scope(name, "call_sampler", values=[sample_shape]):
        shape = tf.convert_to_tensor(sample_shape, dtype=tf.int32, name="sample_shape")
        scalar = tf.cast(tf.equal(tf.rank(shape), 0), tf.int32)
        padded = tf.pad(tf.shape(shape), paddings=[[scalar, 0]], constant_values=1)
        shape = tf.reshape(shape, padded)
        samples = sample_n(tf.reduce_prod(shape))
        event_shape = tf.shape(samples)[1:]
        return tf.reshape(samples, tf.concat([shape, event_shape], 0))


def bernoulli_sample(probs=None, logits=None, dtype=tf.int32, sample_shape=(), seed=None):
    """Draw ones with probabilities, or by logits.

    Args:
        probs: probabilities of a one, of any shape; None takes the logits.
        logits: of the probabilities.
        dtype: type of the samples.
        sample_shape: shape of samples for each probability.
        seed: op seed.
    """
    if probs is None:
        probs = tf.sigmoid(logits, name="probs")
    else:
        probs = tf.convert_to_tensor(probs, name="probs")
    batch_shape = tf.shape(probs)

    def sample_n(n):
        shape = tf.concat([[n], batch_shape], 0)
        uniform = tf.random_uniform(shape, seed=seed, dtype=probs.dtype)
        return tf.cast(tf.less(uniform, probs), dtype)

    return _call_sampler(sample_n, sample_shape)


def categorical_sample(logits, dtype=tf.int32, sample_shape=(), seed=None):
    """Draw indices by logits.

    Args:
        logits: float tensor [..., n].
        dtype: type of the samples.
        sample_shape: shape of samples for each row of logits.
        seed: op seed.
    """
    logits = tf.convert_to_tensor(logits, name="logits")
    classes = tf.shape(logits)[-1]
    batch_shape = tf.shape(logits)[:-1]

    def sample_n(n):
        rows = logits if logits.shape.rank == 2 else tf.reshape(logits, [-1, classes])
        wide = tf.int64 if logits.dtype.size > 4 else tf.int32
        draws = tf.multinomial(rows, n, seed=seed, output_dtype=wide)
        draws = tf.reshape(tf.transpose(draws), tf.concat([[n], batch_shape], 0))
        return tf.cast(draws, dtype)

    return _call_sampler(sample_n, sample_shape)
