"""Takes one step of a beam search.

References:
    TensorFlow 1.15.5, `contrib/seq2seq/python/ops/beam_search_decoder.py`; Wu et al.,
    arXiv:1609.08144 (the penalties).
"""

import collections

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.contrib.seq2seq.attention_wrapper import AttentionWrapperState
from tf1_graphs.tf1.rnn.cell import static_or_dynamic_size

BeamSearchDecoderState = collections.namedtuple(
    "BeamSearchDecoderState",
    ("cell_state", "log_probs", "finished", "lengths", "accumulated_attention_probs"),
)
BeamSearchDecoderState.__doc__ = "The state of a search: all but the cell's [batch, beams]."

BeamSearchDecoderOutput = collections.namedtuple(
    "BeamSearchDecoderOutput", ("scores", "predicted_ids", "parent_ids")
)
BeamSearchDecoderOutput.__doc__ = "A step's outputs [batch, beams]."


def beam_search_step(
    time,
    logits,
    next_cell_state,
    beam_state,
    batch_size,
    beam_width,
    end_token,
    length_penalty_weight,
    coverage_penalty_weight,
):
    """Return a step's `BeamSearchDecoderOutput` and the next `BeamSearchDecoderState`.

    Args:
        time: number of the step, a scalar tensor.
        logits: float tensor [batch, beams, ids].
        next_cell_state: the cell's state after the step.
        beam_state: the search's state before it.
        batch_size: number of examples, a scalar tensor.
        beam_width: number of beams.
        end_token: the id after which a sequence has finished.
        length_penalty_weight: weight of the length penalty.
        coverage_penalty_weight: weight of the coverage penalty.
    """
    known = tf.get_static_value(batch_size)
    lengths, finished = beam_state.lengths, beam_state.finished
    not_finished = tf.logical_not(finished)
    step_log_probs = _only_ends(tf.nn.log_softmax(logits), end_token, finished)
    total_probs = tf.expand_dims(beam_state.log_probs, 2) + step_log_probs
    vocab_size = static_or_dynamic_size(logits, -1)
    added = tf.one_hot(
        indices=tf.fill([batch_size, beam_width], end_token),
        depth=vocab_size,
        on_value=tf.to_int64(0),
        off_value=tf.to_int64(1),
        dtype=tf.int64,
    )
    mask = tf.cast(not_finished, tf.int64)
    added *= tf.expand_dims(mask, 2)
    new_lengths = added + tf.expand_dims(lengths, 2)

    accumulated = None
    probs = attention_probs(next_cell_state, coverage_penalty_weight)
    if probs is not None:
        probs *= tf.expand_dims(tf.cast(not_finished, tf.float32), 2)
        accumulated = beam_state.accumulated_attention_probs + probs
    scores = _scores(
        total_probs,
        new_lengths,
        length_penalty_weight,
        coverage_penalty_weight,
        finished,
        accumulated,
    )

    tf.convert_to_tensor(time, name="time")
    flat = tf.reshape(scores, [batch_size, -1])
    beams = tf.convert_to_tensor(beam_width, dtype=tf.int32, name="beam_width")
    next_scores, words = tf.nn.top_k(flat, k=beams)
    next_scores.set_shape([known, beam_width])
    words.set_shape([known, beam_width])

    def chosen(indices, values, range_size, shape, name=None):
        return _gather(indices, values, batch_size, range_size, shape, name)

    next_probs = chosen(words, total_probs, beam_width * vocab_size, [-1], "next_beam_probs")
    word_ids = tf.mod(words, vocab_size, name="next_beam_word_ids")
    word_ids = tf.cast(word_ids, tf.int32)
    parents = tf.cast(words / vocab_size, tf.int32, name="next_beam_parent_ids")
    finished = chosen(parents, finished, beam_width, [-1])
    next_finished = tf.logical_or(
        finished, tf.equal(word_ids, end_token), name="next_beam_finished"
    )
    added = tf.cast(tf.logical_not(finished), tf.int64)
    next_lengths = chosen(parents, beam_state.lengths, beam_width, [-1])
    next_lengths += added
    by_beam = [batch_size * beam_width, -1] if accumulated is not None else None
    next_accumulated = ()
    if accumulated is not None:
        next_accumulated = chosen(
            parents, accumulated, beam_width, by_beam, "next_accumulated_attention_probs"
        )

    def chosen_state(value):
        shape = [batch_size * beam_width, -1]
        if isinstance(value, tf.TensorArray):
            return value
        if value.shape.rank is None:
            raise ValueError(f"Expected tensor ({value}) to have known rank, but ndims == None.")
        return chosen(parents, value, beam_width, shape) if value.shape.rank >= 2 else value

    next_state = BeamSearchDecoderState(
        cell_state=tf.nest.map_structure(chosen_state, next_cell_state),
        log_probs=next_probs,
        lengths=next_lengths,
        finished=next_finished,
        accumulated_attention_probs=next_accumulated,
    )
    return BeamSearchDecoderOutput(next_scores, word_ids, parents), next_state


def attention_probs(cell_state, coverage_penalty_weight):
    """Return the mean of all attentions' alignments in a cell's state, or None without a penalty.

    Raises:
        ValueError: there is a penalty, and no attention.
    """
    if coverage_penalty_weight == 0.0:
        return None
    states = [cell_state] if isinstance(cell_state, AttentionWrapperState) else cell_state
    states = states if isinstance(states, (list, tuple)) else []
    probs = [_alignments(state) for state in states if isinstance(state, AttentionWrapperState)]
    if not probs:
        raise ValueError("coverage_penalty_weight must be 0.0 if no cell is attentional.")
    return probs[0] if len(probs) == 1 else _mean(probs)


def _alignments(state):
    return _mean(state.alignments) if isinstance(state.alignments, tuple) else state.alignments


def _mean(probs):
    return tf.reduce_mean(tf.concat([tf.expand_dims(each, -1) for each in probs], -1), -1)


def _scores(log_probs, lengths, length_weight, coverage_weight, finished, accumulated):
    """Return the log probabilities with their penalties."""
    penalty = tf.cast(_length_penalty(lengths, length_weight), dtype=log_probs.dtype)
    scores = log_probs / penalty
    weight = tf.convert_to_tensor(coverage_weight, name="coverage_penalty_weight")
    if weight.shape.rank != 0:
        raise ValueError(
            f"coverage_penalty_weight should be a scalar, but saw shape: {weight.shape}"
        )
    if tf.get_static_value(weight) == 0.0:
        return scores
    covered = tf.where(tf.equal(accumulated, 0.0), tf.ones_like(accumulated), accumulated)
    coverage = tf.reduce_sum(tf.log(tf.minimum(covered, 1.0)), 2)
    coverage *= tf.cast(finished, tf.float32)
    return scores + tf.expand_dims(coverage * weight, 2)


def _length_penalty(lengths, weight):
    weight = tf.convert_to_tensor(weight, name="penalty_factor")
    weight.set_shape(())
    known = tf.get_static_value(weight)
    if known is not None and known == 0:
        return 1.0
    return tf.div((5.0 + tf.cast(lengths, tf.float32)) ** weight, (5.0 + 1.0) ** weight)


def _only_ends(log_probs, end_token, finished):
    """Return log probabilities by which sequences that have finished can only end again."""
    vocab_size = tf.shape(log_probs)[2]
    row = tf.one_hot(
        end_token,
        vocab_size,
        dtype=log_probs.dtype,
        on_value=tf.convert_to_tensor(0.0, dtype=log_probs.dtype),
        off_value=log_probs.dtype.min,
    )
    rows = tf.tile(tf.reshape(row, [1, 1, -1]), tf.concat([tf.shape(finished), [1]], 0))
    mask = tf.tile(tf.expand_dims(finished, 2), [1, 1, vocab_size])
    return tf.where(mask, rows, log_probs)


def _gather(indices, values, batch_size, range_size, shape, name=None):
    """Return the values at indices that each example counts from its own first value."""
    with tf.name_scope(name, "tensor_gather_helper"):
        offsets = tf.expand_dims(tf.range(batch_size) * range_size, 1)
        indices = tf.reshape(indices + offsets, [-1])
        gathered = tf.gather(tf.reshape(values, shape), indices)
        final = tf.shape(values)[: 1 + len(shape)]
        known = tf.TensorShape([tf.get_static_value(batch_size)])
        known = known.concatenate(values.shape[1 : 1 + len(shape)])
        gathered = tf.reshape(gathered, final, name="output")
        gathered.set_shape(known)
        return gathered
