"""Cuts signals into frames by the ops of TensorFlow 1.15.5.

References:
    TensorFlow 1.15.5, `python/ops/signal/shape_ops.py` and `util_ops.py`.
"""

from tf1_graphs.tensorflow1.loading import compat_v1 as tf


def gcd(a, b, name=None):
    """Build the greatest common divisor of two scalars: a constant, or Euclid's loop.

    Args:
        a: integer, or a scalar tensor of integers.
        b: as `a`.
        name: of the scope.

    Returns:
        A scalar tensor.

    Raises:
        ValueError: one is no scalar, or no integer.
    """
    with tf.name_scope(name, "gcd", [a, b]):
        a, b = tf.convert_to_tensor(a), tf.convert_to_tensor(b)
        for number in (a, b):
            number.shape.assert_has_rank(0)
        for letter, number in (("a", a), ("b", b)):
            if not number.dtype.is_integer:
                raise ValueError(f"{letter} must be an integer type. Got: {number.dtype}")
        x, y = tf.get_static_value(a), tf.get_static_value(b)
        if x is None or y is None:
            return tf.while_loop(
                lambda _, rest: tf.greater(rest, tf.zeros_like(rest)),
                lambda number, rest: [rest, tf.mod(number, rest)],
                [a, b],
                back_prop=False,
            )[0]
        while y:
            x, y = y, x % y
        return tf.convert_to_tensor(x)


def frame(signal, frame_length, frame_step, pad_end=False, pad_value=0, axis=-1, name=None):
    """Cut an axis into frames that may overlap.

    Frames are gathered from pieces of the greatest length that both frame and step are multiples
    of.

    Args:
        signal: tensor `[..., samples, ...]`.
        frame_length: number of samples of a frame, an integer or a scalar tensor.
        frame_step: number of samples from a frame's begin to the next one's.
        pad_end: whether there are frames that end behind the last sample.
        pad_value: what stands behind the last sample.
        axis: that of the samples.
        name: of the scope.

    Returns:
        A tensor `[..., frames, frame_length, ...]`.

    Raises:
        ValueError: `signal` is a scalar, or one of the other numbers is none.
    """
    with tf.name_scope(name, "frame", [signal, frame_length, frame_step, pad_value]):
        signal = tf.convert_to_tensor(signal, name="signal")
        length = tf.convert_to_tensor(frame_length, name="frame_length")
        step = tf.convert_to_tensor(frame_step, name="frame_step")
        axis = tf.convert_to_tensor(axis, name="axis")
        signal.shape.with_rank_at_least(1)
        for number in (length, step, axis):
            number.shape.assert_has_rank(0)
        known_shape = _known_shape(signal, length, step, pad_end, axis)

        rank = tf.rank(signal)
        axis = tf.range(rank)[axis]  # counted from the front
        shape = tf.shape(signal)
        outer, samples, inner = tf.split(shape, [axis, 1, rank - 1 - axis])
        samples = tf.reshape(samples, [])
        outer_rank, inner_rank = tf.size(outer), tf.size(inner)
        if pad_end:
            pad_value = tf.convert_to_tensor(pad_value, signal.dtype)
            pad_value.shape.assert_has_rank(0)
            frames = -(-samples // step)
            missing = tf.maximum(0, length + step * (frames - 1) - samples)
            before = tf.zeros([outer_rank, 2], dtype=missing.dtype)
            behind = tf.zeros([inner_rank, 2], dtype=missing.dtype)
            paddings = tf.concat([before, [[0, missing]], behind], 0)
            signal = tf.pad(signal, paddings, constant_values=pad_value)
            shape = tf.shape(signal)
            samples = shape[axis]
        else:
            frames = tf.maximum(0, 1 + (samples - length) // step)

        piece = gcd(length, step)
        in_frame, in_step, pieces = length // piece, step // piece, samples // piece
        used = tf.concat([outer, [pieces * piece], inner], 0)
        cut = tf.concat([outer, [pieces, piece], inner], 0)
        used = tf.strided_slice(signal, tf.zeros_like(shape), used)
        cut = tf.reshape(used, cut)
        first = tf.reshape(tf.range(frames) * in_step, [frames, 1])
        selected = first + tf.reshape(tf.range(in_frame), [1, in_frame])
        gathered = tf.gather(cut, selected, axis=axis)
        framed = tf.reshape(gathered, tf.concat([outer, [frames, length], inner], 0))
        if known_shape:
            framed.set_shape(known_shape)
        return framed


def _known_shape(signal, length, step, pad_end, axis):
    """Return what is known of the frames' shape when the graph is built, or None."""
    length, step, axis = map(tf.get_static_value, (length, step, axis))
    if signal.shape.rank is None:
        return None
    if axis is None:
        return [None] * (signal.shape.rank + 1)
    sizes = signal.shape.as_list()
    samples, frames = sizes[axis], None
    if samples is not None and step is not None:
        if pad_end:
            frames = max(0, -(-samples // step))
        elif length is not None:
            frames = max(0, (samples - length + step) // step)
    return [*sizes[:axis], frames, length, *sizes[axis:][1:]]
