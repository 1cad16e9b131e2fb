"""Builds the matrix that leads from linear frequencies to the mel scale, as TensorFlow 1.15.5 did.

References:
    TensorFlow 1.15.5, `python/ops/signal/mel_ops.py`.
"""

from tf1_graphs.tensorflow1.loading import compat_v1 as tf
from tf1_graphs.tensorflow1.ops.signal import shape_ops


def linear_to_mel_weight_matrix(
    num_mel_bins=20,
    num_spectrogram_bins=129,
    sample_rate=8000,
    lower_edge_hertz=125.0,
    upper_edge_hertz=3800.0,
    dtype=tf.float32,
    name=None,
):
    """Build triangular weights: each mel bin's rise and fall between its neighbours' centres.

    Args:
        num_mel_bins: number of columns.
        num_spectrogram_bins: number of rows, an integer or a scalar tensor.
        sample_rate: samples a second, a number or a tensor that is known.
        lower_edge_hertz: where the first triangle begins.
        upper_edge_hertz: where the last one ends.
        dtype: a floating-point type.
        name: of the last op.

    Returns:
        A tensor `[num_spectrogram_bins, num_mel_bins]`, whose first row is 0.

    Raises:
        ValueError: a number is not positive, edges are in the wrong order or above half the
            sample rate, or the sample rate is not known when the graph is built.
    """
    with tf.name_scope(name, "linear_to_mel_weight_matrix") as name:
        if isinstance(sample_rate, tf.Tensor):
            sample_rate = tf.get_static_value(sample_rate)
            if sample_rate is None:
                raise ValueError(
                    "`sample_rate` was a non-constant Tensor. Must be a Python float or a "
                    "constant Tensor."
                )
        _check(num_mel_bins, sample_rate, lower_edge_hertz, upper_edge_hertz, dtype)
        sample_rate = tf.convert_to_tensor(sample_rate, dtype, name="sample_rate")
        lower = tf.convert_to_tensor(lower_edge_hertz, dtype, name="lower_edge_hertz")
        upper = tf.convert_to_tensor(upper_edge_hertz, dtype, name="upper_edge_hertz")
        zero = tf.convert_to_tensor(0.0, dtype)
        # Without the constant part, whose row is put back at the end.
        linear = tf.linspace(zero, sample_rate / 2.0, num_spectrogram_bins)[1:]
        bins = tf.expand_dims(_hertz_to_mel(linear), 1)
        edges = tf.linspace(_hertz_to_mel(lower), _hertz_to_mel(upper), num_mel_bins + 2)
        triples = tf.split(shape_ops.frame(edges, frame_length=3, frame_step=1), 3, axis=1)
        begin, centre, end = (tf.reshape(edge, [1, num_mel_bins]) for edge in triples)
        rising = (bins - begin) / (centre - begin)
        falling = (end - bins) / (end - centre)
        weights = tf.maximum(zero, tf.minimum(rising, falling))
        return tf.pad(weights, [[1, 0], [0, 0]], name=name)


def _hertz_to_mel(frequencies):
    with tf.name_scope(None, "hertz_to_mel", [frequencies]):
        return 1127.0 * tf.log(1.0 + frequencies / 700.0)


def _check(bins, sample_rate, lower, upper, dtype):
    if bins <= 0:
        raise ValueError(f"num_mel_bins must be positive. Got: {bins}")
    if sample_rate <= 0.0:
        raise ValueError(f"sample_rate must be positive. Got: {sample_rate}")
    if lower < 0.0:
        raise ValueError(f"lower_edge_hertz must be non-negative. Got: {lower}")
    if lower >= upper:
        raise ValueError(f"lower_edge_hertz {lower:.1f} >= upper_edge_hertz {upper:.1f}")
    if upper > sample_rate / 2:
        raise ValueError(
            "upper_edge_hertz must not be larger than the Nyquist frequency (sample_rate / 2). "
            f"Got: {upper} for sample_rate: {sample_rate}"
        )
    if not dtype.is_floating:
        raise ValueError(f"dtype must be a floating point type. Got: {dtype}")
