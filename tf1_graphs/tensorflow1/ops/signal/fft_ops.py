"""Builds Fourier transforms of real numbers, and gradients, from the ops of TensorFlow 1.15.5.

References:
    TensorFlow 1.15.5, `python/ops/signal/fft_ops.py`.
"""

from tf1_graphs.tensorflow1.loading import compat_v1 as tf
from tf1_graphs.tensorflow1.loading import fft_ops


def _transform(op_type, rank, is_inverse=False):
    """Return a transform between real numbers and the half of their spectrum that is no repetition.

    Args:
        op_type: such as `RFFT2D`.
        rank: the number of axes.
        is_inverse: whether the spectrum is given, and not the numbers.
    """
    input_type = tf.complex64 if is_inverse else tf.float32
    length_of = (
        fft_ops._infer_fft_length_for_irfft if is_inverse else fft_ops._infer_fft_length_for_rfft
    )

    def transform(input_tensor, fft_length=None, name=None):
        """Transform the last axes of a tensor, cut or filled up with zeros to a length.

        Args:
            input_tensor: tensor, of float32, or of complex64 for the inverse.
            fft_length: tensor of the axes' lengths; those of the input, unless it is given.
            name: of the op.

        Returns:
            The spectrum, of complex64, or the numbers, of float32.

        Raises:
            ValueError: the input has another type, or too few axes.
        """
        with tf.name_scope(name, op_type.lower(), [input_tensor, fft_length]) as name:
            x = tf.convert_to_tensor(input_tensor, input_type)
            x.shape.with_rank_at_least(rank)
            if fft_length is None:
                fft_length = length_of(x, rank)
            else:
                fft_length = tf.convert_to_tensor(fft_length, tf.int32)
            x = fft_ops._maybe_pad_for_rfft(x, rank, fft_length, is_inverse)
            return getattr(tf.raw_ops, op_type)(input=x, fft_length=fft_length, name=name)

    return transform


rfft, rfft2d, rfft3d = _transform("RFFT", 1), _transform("RFFT2D", 2), _transform("RFFT3D", 3)
irfft = _transform("IRFFT", 1, is_inverse=True)
irfft2d = _transform("IRFFT2D", 2, is_inverse=True)
irfft3d = _transform("IRFFT3D", 3, is_inverse=True)


def _gradient_of_inverse(rank, transform):
    """Return the gradient of an inverse transform: the spectrum of the incoming one.

    What the half of the spectrum stands for twice counts twice: all but the first, and but the last
    of an even length.
    """

    def gradient(op, grad):
        fft_length = op.inputs[1]
        is_odd = tf.mod(fft_length[-1], 2)
        bins = tf.shape(op.inputs[0])[-1]
        counted = tf.concat([[1.0], 2.0 * tf.ones([bins - 2 + is_odd]), tf.ones([1 - is_odd])], 0)
        size = tf.reduce_prod(tf.shape(grad)[-rank:])
        scale = tf.reciprocal(tf.cast(size, tf.float32))
        spectrum = transform(grad, fft_length)
        return spectrum * tf.cast(scale * counted, tf.complex64), None

    return gradient


# What TensorFlow builds around the inverse transform is the same today.
GRADIENTS = {
    "RFFT": fft_ops._rfft_grad_helper(1, irfft),
    "RFFT2D": fft_ops._rfft_grad_helper(2, irfft2d),
    "IRFFT": _gradient_of_inverse(1, rfft),
    "IRFFT2D": _gradient_of_inverse(2, rfft2d),
}


def _shift(default_name, sign):
    """Return a function that moves half of each axis to its other end."""

    def shift(x, axes=None, name=None):
        """Move the zero frequency into the middle of a spectrum, or back.

        Args:
            x: tensor whose axes have known lengths.
            axes: an axis, or several; all, unless given.
            name: of the op.

        Returns:
            The shifted tensor.

        Raises:
            TypeError: a length is not known.
        """
        with tf.name_scope(name, default_name) as name:
            x = tf.convert_to_tensor(x)
            if axes is None:
                axes = tuple(range(x.shape.rank))
            if isinstance(axes, int):
                by = sign * int(x.shape[axes] // 2)
            else:
                by = [sign * int(x.shape[axis] // 2) for axis in axes]
            return tf.roll(x, by, axes, name)

    return shift


fftshift, ifftshift = _shift("fftshift", 1), _shift("ifftshift", -1)
