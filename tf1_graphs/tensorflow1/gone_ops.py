"""Ops of TensorFlow 1 that today's has no longer, composed of today's ops.

| op | was in | composed for |
|---|---|---|
| `GatherTree` | `contrib/seq2seq` | int32 |
| `Resampler` | `contrib/resampler` | float32, float64 |

`LSTMBlockCell`, `BlockLSTM` and `GRUBlockCell` are still there, in TensorFlow itself.

References:
    TensorFlow 1.15.5, `contrib/seq2seq/kernels/beam_search_ops.cc` and
    `contrib/resampler/kernels/resampler_ops.cc`.
"""

from tf1_graphs.tensorflow1.loading import compat_v1 as tf


def functions(op, name, inputs, outputs):
    """Return `FunctionDef`s that compute an op, its own first; none if it cannot be composed.

    Args:
        op: the op's type.
        name: of the function.
        inputs: types of its inputs, as `DataType` numbers.
        outputs: types of its outputs.
    """
    composed, kinds, ranks = COMPOSED.get(op, (None, (), ()))
    if composed is None or tf.as_dtype(outputs[0]) not in kinds:
        return []
    with tf.Graph().as_default():
        specs = [
            tf.TensorSpec(None if rank is None else [None] * rank, tf.as_dtype(kind))
            for kind, rank in zip(inputs, ranks, strict=True)
        ]
        traced = tf.function(composed, autograph=False).get_concrete_function(*specs)
        definition = traced.function_def
        nested = list(traced.graph.as_graph_def().library.function)
    definition.signature.name = name
    return [definition, *nested]


def gather_tree(step_ids, parent_ids, max_sequence_lengths, end_token):
    """Follow the parents of beams back from each sequence's last step.

    Args:
        step_ids: [max_time, batch_size, beam_width], token of each beam.
        parent_ids: the same shape, the beam that each one continues.
        max_sequence_lengths: [batch_size].
        end_token: scalar; what stands after a beam's first one is set to it.

    Returns:
        [max_time, batch_size, beam_width], the tokens of whole beams.
    """
    max_time, batch_size, beam_width = tf.unstack(tf.shape(step_ids), num=3)
    lengths = tf.minimum(max_sequence_lengths, max_time)[:, None]
    every = tf.broadcast_to(tf.range(beam_width), [batch_size, beam_width])
    times = tf.range(max_time)[:, None, None]
    followed = (times > 0) & (times < lengths)
    is_beam = (parent_ids >= 0) & (parent_ids < beam_width)
    all_beams = tf.reduce_all(is_beam | ~followed)
    valid = tf.Assert(all_beams, ["GatherTree: a parent id is no beam"])

    def step(time, beams, tokens):
        start = tf.where_v2(time < lengths - 1, beams, every)
        token = tf.gather(step_ids[time], start, batch_dims=1)
        parent = tf.ensure_shape(tf.gather(parent_ids[time], start, batch_dims=1), [None, None])
        return time - 1, parent, tokens.write(time, tf.where_v2(time < lengths, token, end_token))

    with tf.control_dependencies([valid]):
        tokens = tf.TensorArray(step_ids.dtype, max_time, element_shape=[None, None])
    _, _, tokens = tf.while_loop(
        lambda time, _beams, _tokens: time >= 0, step, [max_time - 1, every, tokens]
    )
    beams = tokens.stack()
    ended = tf.cumsum(tf.cast(tf.equal(beams, end_token), tf.int32), axis=0, exclusive=True)
    return tf.where_v2(ended > 0, end_token, beams)


def resampler(data, warp):
    """Sample images bilinearly; what is outside of an image is 0.

    Args:
        data: [batch_size, height, width, channels].
        warp: [batch_size, …, 2], the places (x, y) in pixels.

    Returns:
        [batch_size, …, channels].
    """
    shape = tf.shape(data)
    height, width, channels = tf.unstack(shape[1:], num=3)
    places = tf.reshape(warp, [shape[0], -1, 2])
    x, y = places[..., 0], places[..., 1]
    inside = (x > -1) & (y > -1) & (x < tf.cast(width, x.dtype)) & (y < tf.cast(height, x.dtype))
    x, y = tf.where_v2(inside, x, 0), tf.where_v2(inside, y, 0)
    left, top = tf.floor(x), tf.floor(y)
    dx, dy = left + 1 - x, top + 1 - y

    def pixel(column, row, weight):
        column, row = tf.cast(column, tf.int32), tf.cast(row, tf.int32)
        within = (column >= 0) & (column < width) & (row >= 0) & (row < height)
        column = tf.clip_by_value(column, 0, width - 1)
        row = tf.clip_by_value(row, 0, height - 1)
        found = tf.gather_nd(data, tf.stack([row, column], -1), batch_dims=1)
        return weight[..., None] * tf.where_v2(within[..., None], found, 0)

    total = pixel(left, top, dx * dy) + pixel(left + 1, top + 1, (1 - dx) * (1 - dy))
    total += pixel(left, top + 1, dx * (1 - dy))
    total += pixel(left + 1, top, (1 - dx) * dy)
    total = tf.where_v2(inside[..., None], total, 0)
    return tf.reshape(total, tf.concat([tf.shape(warp)[:-1], [channels]], 0))


COMPOSED = {
    "GatherTree": (gather_tree, (tf.int32,), (3, 3, 1, 0)),
    "Resampler": (resampler, (tf.float32, tf.float64), (4, None)),
}
"""By op: the function, the types that it is composed for, and the ranks of its inputs."""
