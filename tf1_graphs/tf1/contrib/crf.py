"""`tf.contrib.crf`: conditional random fields over sequences of tags.

References:
    TensorFlow 1.15.5, `contrib/crf/python/ops/crf.py`; Lafferty et al., ICML 2001.
"""

import numpy as np

from tf1_graphs import tensorflow1
from tf1_graphs import tf1 as tf
from tf1_graphs.tensorflow1.ops.smart_cond import smart_cond
from tf1_graphs.tf1.namespace import namespace
from tf1_graphs.tf1.nn.rnn_cell import RNNCell
from tf1_graphs.tf1.rnn.cell import static_or_dynamic_size

__all__ = [
    "CrfDecodeBackwardRnnCell",
    "CrfDecodeForwardRnnCell",
    "CrfForwardRnnCell",
    "crf_binary_score",
    "crf_decode",
    "crf_log_likelihood",
    "crf_log_norm",
    "crf_multitag_sequence_score",
    "crf_sequence_score",
    "crf_unary_score",
    "viterbi_decode",
]


def _by_length(inputs, single, several):
    """Build one function for sequences of one step, another for longer ones."""
    return smart_cond(tf.equal(static_or_dynamic_size(inputs, 1), 1), single, several)


def _zero_where_empty(scores, sequence_lengths):
    return tf.where(tf.less_equal(sequence_lengths, 0), tf.zeros_like(scores), scores)


def _one_less(lengths):
    return tf.maximum(tf.constant(0, dtype=lengths.dtype), lengths - 1)


def crf_sequence_score(inputs, tag_indices, sequence_lengths, transition_params):
    """Build the score of each sequence of tags, before it is normalized.

    Args:
        inputs: scores of the tags [batch, time, tags].
        tag_indices: the tags, integers [batch, time].
        sequence_lengths: the sequences' lengths [batch].
        transition_params: scores of a tag after another [tags, tags].

    Returns:
        Tensor [batch].
    """

    def single():
        batch = tf.shape(inputs, out_type=tag_indices.dtype)[0]
        examples = tf.reshape(tf.range(batch, dtype=tag_indices.dtype), [-1, 1])
        scores = tf.squeeze(inputs, [1])
        scores = tf.gather_nd(scores, tf.concat([examples, tag_indices], axis=1))
        return _zero_where_empty(scores, sequence_lengths)

    def several():
        unary = crf_unary_score(tag_indices, sequence_lengths, inputs)
        return unary + crf_binary_score(tag_indices, sequence_lengths, transition_params)

    return _by_length(inputs, single, several)


def crf_multitag_sequence_score(inputs, tag_bitmap, sequence_lengths, transition_params):
    """Build the score of all sequences whose tags are among those of `tag_bitmap`.

    Args:
        inputs: as `crf_sequence_score`.
        tag_bitmap: the tags that are possible, bool [batch, time, tags].
        sequence_lengths: as `crf_sequence_score`.
        transition_params: as `crf_sequence_score`.
    """

    def possible():
        return tf.where(tag_bitmap, inputs, tf.fill(tf.shape(inputs), float("-inf")))

    return _by_length(
        inputs,
        lambda: tf.reduce_logsumexp(possible(), axis=[1, 2], keepdims=False),
        lambda: crf_log_norm(possible(), sequence_lengths, transition_params),
    )


def crf_log_norm(inputs, sequence_lengths, transition_params):
    """Build the logarithm of the sum over all sequences of tags; see `crf_sequence_score`."""
    first = tf.squeeze(tf.slice(inputs, [0, 0, 0], [-1, 1, -1]), [1])

    def single():
        return _zero_where_empty(tf.reduce_logsumexp(first, [1]), sequence_lengths)

    def several():
        rest = tf.slice(inputs, [0, 1, 0], [-1, -1, -1])
        cell = CrfForwardRnnCell(transition_params)
        _, alphas = tf.nn.dynamic_rnn(
            cell=cell,
            inputs=rest,
            sequence_length=_one_less(sequence_lengths),
            initial_state=first,
            dtype=tf.float32,
        )
        return _zero_where_empty(tf.reduce_logsumexp(alphas, [1]), sequence_lengths)

    return _by_length(inputs, single, several)


def crf_log_likelihood(inputs, tag_indices, sequence_lengths, transition_params=None):
    """Build the log-likelihood of each sequence of tags.

    Args:
        inputs: scores of the tags [batch, time, tags].
        tag_indices: the tags, integers [batch, time].
        sequence_lengths: the sequences' lengths [batch].
        transition_params: scores of a tag after another [tags, tags]; None makes the variable
            `transitions`.

    Returns:
        The log-likelihoods [batch], and the transitions' scores.
    """
    tags = inputs.shape.as_list()[2]
    if transition_params is None:
        transition_params = tf.get_variable("transitions", [tags, tags])
    scores = crf_sequence_score(inputs, tag_indices, sequence_lengths, transition_params)
    log_norm = crf_log_norm(inputs, sequence_lengths, transition_params)
    return scores - log_norm, transition_params


def crf_unary_score(tag_indices, sequence_lengths, inputs):
    """Build the sum of the tags' own scores [batch]; see `crf_sequence_score`."""
    batch, time, tags = (tf.shape(inputs)[axis] for axis in range(3))
    flat = tf.reshape(inputs, [-1])
    offsets = tf.expand_dims(tf.range(batch) * time * tags, 1)
    offsets += tf.expand_dims(tf.range(time) * tags, 0)
    if tag_indices.dtype == tf.int64:
        offsets = tf.cast(offsets, tf.int64)
    indices = tf.reshape(offsets + tag_indices, [-1])
    scores = tf.reshape(tf.gather(flat, indices), [batch, time])
    masks = _masks(tag_indices, sequence_lengths)
    return tf.reduce_sum(scores * masks, 1)


def crf_binary_score(tag_indices, sequence_lengths, transition_params):
    """Build the sum of the transitions' scores [batch]; see `crf_sequence_score`."""
    tags = transition_params.shape[0]
    transitions = tf.shape(tag_indices)[1] - 1
    before = tf.slice(tag_indices, [0, 0], [-1, transitions])
    after = tf.slice(tag_indices, [0, 1], [-1, transitions])
    indices = before * tags + after
    scores = tf.gather(tf.reshape(transition_params, [-1]), indices)
    masks = tf.slice(_masks(tag_indices, sequence_lengths), [0, 1], [-1, -1])
    return tf.reduce_sum(scores * masks, 1)


def _masks(tag_indices, sequence_lengths):
    return tf.sequence_mask(sequence_lengths, maxlen=tf.shape(tag_indices)[1], dtype=tf.float32)


class _TagCell(RNNCell):
    """A cell over tags.

    Args:
        transition_params: scores of a tag after another [tags, tags].
    """

    def __init__(self, transition_params):
        super().__init__()
        self._transition_params = tf.expand_dims(transition_params, 0)
        self._num_tags = transition_params.shape.as_list()[0]

    state_size = property(lambda self: self._num_tags, doc="The number of tags.")
    output_size = property(lambda self: self._num_tags, doc="The number of tags.")

    def _transition_scores(self, state):
        return tf.expand_dims(state, 2) + self._transition_params


class CrfForwardRnnCell(_TagCell):
    """One step forward of the sum over all sequences; see `crf_log_norm`."""

    def __call__(self, inputs, state, scope=None):
        """Return the logarithms of the sums [batch, tags], twice."""
        scores = self._transition_scores(state)
        alphas = inputs + tf.reduce_logsumexp(scores, [1])
        return alphas, alphas


class CrfDecodeForwardRnnCell(_TagCell):
    """One step forward of the search for the best sequence; see `crf_decode`."""

    def __call__(self, inputs, state, scope=None):
        """Return the best tags before [batch, tags], and the scores."""
        scores = self._transition_scores(state)
        new_state = inputs + tf.reduce_max(scores, [1])
        return tf.cast(tf.argmax(scores, 1), dtype=tf.int32), new_state


class CrfDecodeBackwardRnnCell(RNNCell):
    """One step back of the search for the best sequence; see `crf_decode`."""

    def __init__(self, num_tags):
        super().__init__()
        self._num_tags = num_tags

    state_size = property(lambda self: 1, doc="One tag.")
    output_size = property(lambda self: 1, doc="One tag.")

    def __call__(self, inputs, state, scope=None):
        """Return the tag before [batch, 1], twice."""
        state = tf.squeeze(state, axis=[1])
        examples = tf.range(tf.shape(inputs)[0])
        indices = tf.stack([examples, state], axis=1)
        tags = tf.expand_dims(tf.gather_nd(inputs, indices), axis=-1)
        return tags, tags


def viterbi_decode(score, transition_params):
    """Return the best sequence of tags of one example, and its score.

    Args:
        score: scores of the tags, an array [time, tags].
        transition_params: scores of a tag after another, an array [tags, tags].
    """
    trellis = np.zeros_like(score)
    before = np.zeros_like(score, dtype=np.int32)
    trellis[0] = score[0]
    for step in range(1, score.shape[0]):
        candidates = trellis[step - 1][:, np.newaxis] + transition_params
        trellis[step] = score[step] + candidates.max(0)
        before[step] = candidates.argmax(0)
    tags = [np.argmax(trellis[-1])]
    for pointers in before[:0:-1]:
        tags.append(pointers[tags[-1]])
    return tags[::-1], np.max(trellis[-1])


def crf_decode(potentials, transition_params, sequence_length):
    """Build the best sequence of tags of each example.

    Args:
        potentials: scores of the tags [batch, time, tags].
        transition_params: scores of a tag after another [tags, tags].
        sequence_length: the sequences' lengths [batch].

    Returns:
        The tags, int32 [batch, time], and the scores [batch].
    """

    def single():
        scores = tf.squeeze(potentials, [1])
        tags = tf.expand_dims(tf.argmax(scores, axis=1), 1)
        best = tf.reduce_max(scores, axis=1)
        return tf.cast(tags, dtype=tf.int32), best

    def several():
        cell = CrfDecodeForwardRnnCell(transition_params)
        first = tf.squeeze(tf.slice(potentials, [0, 0, 0], [-1, 1, -1]), axis=[1])
        rest = tf.slice(potentials, [0, 1, 0], [-1, -1, -1])
        lengths = _one_less(sequence_length)
        before, last = tf.nn.dynamic_rnn(
            cell, rest, sequence_length=lengths, initial_state=first, dtype=tf.int32
        )
        before = tensorflow1.tf.raw_ops.ReverseSequence(
            input=before, seq_lengths=lengths, seq_dim=1
        )
        back = CrfDecodeBackwardRnnCell(potentials.shape.as_list()[2])
        final = tf.cast(tf.argmax(last, axis=1), dtype=tf.int32)
        final = tf.expand_dims(final, axis=-1)
        tags, _ = tf.nn.dynamic_rnn(
            back, before, sequence_length=lengths, initial_state=final, dtype=tf.int32
        )
        tags = tf.concat([final, tf.squeeze(tags, axis=[2])], axis=1)
        tags = tensorflow1.tf.raw_ops.ReverseSequence(
            input=tags, seq_lengths=sequence_length, seq_dim=1
        )
        return tags, tf.reduce_max(last, axis=1)

    return _by_length(potentials, single, several)


__getattr__, __dir__ = namespace(__name__)
