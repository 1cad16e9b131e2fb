"""Gathers a beam search's sequences, and tiles its batch.

TensorFlow 1's op `GatherTree` is no part of today's TensorFlow; `gather_tree` builds it from
others.

References:
    TensorFlow 1.15.5, `contrib/seq2seq/ops/beam_search_ops.cc` and
    `contrib/seq2seq/python/ops/beam_search_decoder.py`.
"""

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.rnn.cell import static_or_dynamic_size


def gather_tree(step_ids, parent_ids, max_sequence_lengths, end_token, name=None):
    """Return the full sequences of a beam search, from the last step's beams back to the first.

    Args:
        step_ids: each step's ids, int32 [time, batch, beams].
        parent_ids: the beam of the step before that each one goes on from, int32 as `step_ids`.
        max_sequence_lengths: length of each example's longest sequence, int32 [batch].
        end_token: the id of an end; after the first one there is nothing else.
        name: name of the ops; by default `GatherTree`.

    Returns:
        int32 tensor [time, batch, beams].
    """
    with tf.name_scope(name, "GatherTree", [step_ids, parent_ids, max_sequence_lengths]):
        step_ids = tf.convert_to_tensor(step_ids)
        parent_ids = tf.convert_to_tensor(parent_ids)
        shape = tf.shape(step_ids)
        beams = tf.tile(tf.expand_dims(tf.range(shape[2]), 0), [shape[1], 1])
        ends = tf.fill(shape[1:], end_token)

        def back(later, step):
            beam, _ = later
            time, ids, parents = step
            counts = tf.tile(tf.expand_dims(time < max_sequence_lengths, 1), [1, shape[2]])
            token = tf.where(counts, tf.gather(ids, beam, batch_dims=1), ends)
            return tf.where(counts, tf.gather(parents, beam, batch_dims=1), beam), token

        steps = (tf.range(shape[0]), step_ids, parent_ids)
        _, tokens = tf.scan(back, steps, (beams, ends), reverse=True)
        ended = tf.cumsum(tf.cast(tf.equal(tokens, end_token), tf.int32), exclusive=True) > 0
        gathered = tf.where(ended, tf.fill(shape, end_token), tokens)
        gathered.set_shape(step_ids.shape)
        return gathered


def gather_tree_from_array(t, parent_ids, sequence_length):
    """Return an array's steps in the order of the beams that they belong to at the end.

    Args:
        t: tensor [time, batch, beams, ...], or [time, batch · beams, ...].
        parent_ids: see `gather_tree`.
        sequence_length: lengths of the sequences [batch, beams].
    """
    time = static_or_dynamic_size(parent_ids, 0)
    batch = static_or_dynamic_size(parent_ids, 1)
    beams = static_or_dynamic_size(parent_ids, 2)
    beam_ids = tf.expand_dims(tf.expand_dims(tf.range(beams), 0), 0)
    beam_ids = tf.tile(beam_ids, [time, batch, 1])
    longest = tf.cast(tf.reduce_max(sequence_length, axis=1), tf.int32)
    ordered = gather_tree(beam_ids, parent_ids, longest, end_token=beams + 1)
    counts = tf.transpose(tf.sequence_mask(sequence_length, maxlen=time), perm=[2, 0, 1])
    ordered = tf.where(counts, x=ordered, y=beam_ids)
    time_index = tf.tile(tf.reshape(tf.range(time), [-1, 1, 1]), [1, batch, beams])
    batch_index = tf.tile(tf.reshape(tf.range(batch), [-1, 1, 1]), [1, time, beams])
    batch_index = tf.transpose(batch_index, perm=[1, 0, 2])
    indices = tf.stack([time_index, batch_index, ordered], -1)
    shape = tf.shape(t)
    rows = tf.gather_nd(tf.reshape(t, [time, batch, beams, -1]), indices)
    return tf.reshape(rows, shape)


def tile_batch(t, multiplier, name=None):
    """Repeat each example, next to each other: `[a, b]` becomes `[a, a, b, b]`.

    Args:
        t: a structure of tensors [batch, ...].
        multiplier: how often, such as the number of beams.
        name: name of the ops; by default `tile_batch`.

    Raises:
        ValueError: a tensor of rank 0, or of an unknown rank.
    """
    with tf.name_scope(name, "tile_batch", [*tf.nest.flatten(t), multiplier]):
        return tf.nest.map_structure(lambda item: _tile_batch(item, multiplier), t)


def _tile_batch(t, multiplier):
    t = tf.convert_to_tensor(t, name="t")
    shape = tf.shape(t)
    if not t.shape.rank:
        raise ValueError("t must have statically known rank")
    batch = t.shape.as_list()[0]
    tiled = tf.tile(tf.expand_dims(t, 1), [1, multiplier, *[1] * (t.shape.rank - 1)])
    tiled = tf.reshape(tiled, tf.concat(([shape[0] * multiplier], shape[1:]), 0))
    known = tf.TensorShape([None if batch is None else batch * multiplier])
    tiled.set_shape(known.concatenate(t.shape[1:]))
    return tiled
