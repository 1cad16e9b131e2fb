"""Adds overlapping frames up to a signal by the ops of TensorFlow 1.15.5.

References:
    TensorFlow 1.15.5, `python/ops/signal/reconstruction_ops.py`.
"""

from tf1_graphs.tensorflow1.loading import compat_v1 as tf


def overlap_and_add(signal, frame_step, name=None):
    """Add up frames, each of which begins `frame_step` samples after the one before.

    Frames are cut into segments as long as a step. They are laid out so that the segments that are
    added stand below each other.

    Args:
        signal: tensor `[..., frames, frame_length]`.
        frame_step: number of samples, an integer or a scalar tensor, at most `frame_length`.
        name: of the scope.

    Returns:
        A tensor `[..., samples]`.

    Raises:
        ValueError: `signal` has fewer than two axes, or `frame_step` is no integer scalar.
    """
    with tf.name_scope(name, "overlap_and_add", [signal, frame_step]):
        signal = tf.convert_to_tensor(signal, name="signal")
        signal.shape.with_rank_at_least(2)
        step = tf.convert_to_tensor(frame_step, name="frame_step")
        step.shape.assert_has_rank(0)
        if not step.dtype.is_integer:
            raise ValueError(f"frame_step must be an integer. Got {step.dtype}")
        shape = tf.shape(signal)
        outer = shape[:-2]
        outer_rank = tf.size(outer)

        def reshaped(x, *inner, name=None):
            return tf.reshape(x, tf.concat([outer, inner], 0), name=name)

        length, frames = shape[-1], shape[-2]
        samples = length + step * (frames - 1)
        known_step = tf.get_static_value(step)
        if known_step is not None and signal.shape.rank is not None:
            known_length = signal.shape.as_list()[-1]
            if known_step == known_length:
                return reshaped(signal, samples, name="fast_path")

        in_frame = -(-length // step)
        paddings = [[0, in_frame], [0, in_frame * step - length]]
        signal = tf.pad(signal, tf.concat([tf.zeros([outer_rank, 2], tf.int32), paddings], 0))
        signal = reshaped(signal, frames + in_frame, in_frame, step)
        swapped = [1, 0, 2]
        order = tf.concat([tf.range(outer_rank), outer_rank + swapped], 0)
        signal = tf.transpose(signal, order)
        signal = reshaped(signal, (frames + in_frame) * in_frame, step)
        # A row less, and each row of segments begins one step later than the one above.
        signal = signal[..., : (frames + in_frame - 1) * in_frame, :]
        signal = reshaped(signal, in_frame, frames + in_frame - 1, step)
        signal = tf.reduce_sum(signal, -3)
        signal = reshaped(signal, (frames + in_frame - 1) * step)
        return signal[..., :samples]
