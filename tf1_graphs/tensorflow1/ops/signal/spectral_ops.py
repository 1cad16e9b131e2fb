"""Builds the window that gives a signal back from its spectrogram, by the ops of TensorFlow 1.15.5.

References:
    TensorFlow 1.15.5, `python/ops/signal/spectral_ops.py`.
"""

from tf1_graphs.tensorflow1.loading import compat_v1 as tf


def inverse_stft_window_fn(frame_step, forward_window_fn=tf.signal.hann_window, name=None):
    """Return a window function for `inverse_stft`.

    Args:
        frame_step: number of samples between frames, an integer or a scalar tensor.
        forward_window_fn: the window function that `stft` was called with.
        name: of the scope.

    Returns:
        A function of a frame's length and a type. Its window is the forward one divided by the sum
        of the squares of all that overlap (Griffin and Lim, equation 7).

    Raises:
        ValueError: `frame_step` is no scalar.
    """

    def scope():
        return tf.name_scope(name, "inverse_stft_window_fn", [forward_window_fn])

    with scope():
        step = tf.convert_to_tensor(frame_step, name="frame_step")
        step.shape.assert_has_rank(0)

    def window_fn(frame_length, dtype):
        with scope():
            length = tf.convert_to_tensor(frame_length, name="frame_length")
            length.shape.assert_has_rank(0)
            window = forward_window_fn(length, dtype=dtype)
            squares = tf.square(window)
            overlaps = -(-length // step)
            squares = tf.pad(squares, [(0, overlaps * step - length)])
            squares = tf.reshape(squares, [overlaps, step])
            total = tf.reduce_sum(squares, 0, keepdims=True)
            total = tf.reshape(tf.tile(total, [overlaps, 1]), [overlaps * step])
            return window / total[:length]

    return window_fn
