"""Builds cepstral coefficients from the ops of TensorFlow 1.15.5.

References:
    TensorFlow 1.15.5, `python/ops/signal/mfcc_ops.py`.
"""

from tf1_graphs.tensorflow1.loading import compat_v1 as tf
from tf1_graphs.tensorflow1.ops.signal import dct_ops


def mfccs_from_log_mel_spectrograms(log_mel_spectrograms, name=None):
    """Build the mel-frequency cepstral coefficients of spectrograms, scaled as HTK scales them.

    Args:
        log_mel_spectrograms: float32 tensor `[..., mel bins]` of logarithms of magnitudes.
        name: of the scope.

    Returns:
        A float32 tensor `[..., mel bins]`: the cosine transform of type 2, times `√(1 / 2N)`.

    Raises:
        ValueError: there are no mel bins.
    """
    with tf.name_scope(name, "mfccs_from_log_mel_spectrograms", [log_mel_spectrograms]):
        spectrograms = tf.convert_to_tensor(log_mel_spectrograms, dtype=tf.float32)
        bins = spectrograms.shape.as_list()[-1] if spectrograms.shape.rank else None
        if bins == 0:
            raise ValueError(f"num_mel_bins must be positive. Got: {spectrograms}")
        if bins is None:
            bins = tf.shape(spectrograms)[-1]
        transformed = dct_ops.dct(spectrograms, type=2)
        return transformed * tf.rsqrt(tf.cast(bins, tf.float32) * 2.0)
