"""`tf.signal`, `tf.spectral` and `tf.contrib.signal`: frames, windows, spectrograms, cepstra."""

import numpy as _np

SAMPLES = _np.sin(_np.arange(48.0) ** 1.3).astype(_np.float32)


def _signal(tf, shape=(2, 24), known=None):
    """A signal of 48 samples, of whose shape not all need be known."""
    return tf.placeholder_with_default(SAMPLES.reshape(shape), shape if known is None else known)


def _unknown(tf):
    """A signal of an unknown number of samples, and one of an unknown rank."""
    return _signal(tf, known=[2, None]), tf.placeholder_with_default(SAMPLES, None)


def _gradient(tf, y, x):
    return tf.gradients(y, x)[0]


def _number(tf, number):
    return tf.placeholder_with_default(number, [])


def frame(tf):
    signal = tf.contrib.signal
    x = _signal(tf)
    return [
        signal.frame(x, 8, 4),
        signal.frame(x, 5, 3, name="odd"),
        signal.frame(x, 24, 1),
        signal.frame(x, 30, 4),
        tf.signal.frame(x, 6, 4),
        signal.frame(SAMPLES, 7, 7),
    ]


def frame_padded(tf):
    x = _signal(tf)
    return [
        tf.signal.frame(x, 8, 5, pad_end=True),
        tf.signal.frame(x, 8, 5, pad_end=True, pad_value=2.5),
        tf.signal.frame(x, 30, 30, True, name="longer"),
    ]


def frame_along_another_axis(tf):
    x = _signal(tf, (2, 12, 2))
    return [
        tf.signal.frame(x, 1, 1, axis=0),
        tf.signal.frame(x, 4, 2, axis=1),
        tf.signal.frame(x, 4, 3, axis=-2, pad_end=True),
        tf.signal.frame(x, 4, 2, axis=_number(tf, 1)),
    ]


def frame_of_unknown_shapes(tf):
    some, nothing = _unknown(tf)
    return [
        tf.signal.frame(some, 8, 4),
        tf.signal.frame(some, 8, 5, pad_end=True),
        tf.signal.frame(nothing, 8, 4),
        tf.signal.frame(nothing, 8, 5, pad_end=True),
    ]


def frame_of_unknown_length(tf):
    x = _signal(tf)
    return [
        tf.signal.frame(x, _number(tf, 8), 6),
        tf.signal.frame(x, 8, _number(tf, 6), pad_end=True),
    ]


def gradient_frame(tf):
    x, (some, nothing) = _signal(tf), _unknown(tf)
    return [
        _gradient(tf, tf.signal.frame(x, 8, 4), x),
        _gradient(tf, tf.square(tf.signal.frame(x, 8, 5, pad_end=True)), x),
        _gradient(tf, tf.signal.frame(some, 8, 4), some),
        _gradient(tf, tf.signal.frame(nothing, 8, 4), nothing),
    ]


def windows(tf):
    made = []
    for window in (tf.signal.hann_window, tf.contrib.signal.hamming_window):
        made += [window(8), window(9), window(8, periodic=False), window(9, False), window(1)]
        made += [window(6, dtype=tf.float64), window(6, dtype=tf.float16, name="half")]
    return made


def windows_of_unknown_length(tf):
    return [
        tf.signal.hann_window(_number(tf, 8)),
        tf.signal.hann_window(_number(tf, 1)),
        tf.signal.hamming_window(8, periodic=_number(tf, False)),
    ]


def stft(tf):
    x = _signal(tf)
    return [
        tf.abs(spectrogram)
        for spectrogram in (
            tf.signal.stft(x, 8, 4),
            tf.contrib.signal.stft(x, 6, 3),
            tf.signal.stft(x, 6, 3, fft_length=16, name="longer"),
            tf.signal.stft(x, 8, 4, fft_length=4),
            tf.signal.stft(x, 8, 5, window_fn=None, pad_end=True),
            tf.signal.stft(x, 8, 4, window_fn=tf.signal.hamming_window),
        )
    ]


def stft_of_unknown_shapes(tf):
    some, nothing = _unknown(tf)
    return [
        tf.abs(tf.signal.stft(some, 8, 4)),
        tf.abs(tf.signal.stft(nothing, 6, 4, pad_end=True)),
        tf.abs(tf.signal.stft(some, _number(tf, 6), 2)),
    ]


def gradient_stft(tf):
    x, (some, _) = _signal(tf), _unknown(tf)
    return [
        _gradient(tf, tf.abs(tf.signal.stft(x, 8, 4)), x),
        _gradient(tf, tf.abs(tf.signal.stft(some, 6, 4)), some),
    ]


def _stfts(tf, known=(2, 4, 5)):
    parts = [
        tf.placeholder_with_default(SAMPLES[i : 40 + i].reshape(2, 4, 5), known) for i in (0, 3)
    ]
    return tf.complex(*parts)


def inverse_stft(tf):
    x = _stfts(tf)
    window = tf.contrib.signal.inverse_stft_window_fn(4)
    return [
        tf.signal.inverse_stft(x, 8, 4),
        tf.signal.inverse_stft(x, 6, 3, fft_length=8),
        tf.contrib.signal.inverse_stft(x, 10, 4, fft_length=8, name="padded"),
        tf.signal.inverse_stft(x, 8, 4, window_fn=None),
        tf.signal.inverse_stft(x, 8, 4, window_fn=window),
    ]


def inverse_stft_of_unknown_shapes(tf):
    some, nothing = _stfts(tf, [2, None, None]), _stfts(tf, None)
    return [
        tf.signal.inverse_stft(some, 8, 4),
        tf.signal.inverse_stft(nothing, 8, 4),
        tf.signal.inverse_stft(_stfts(tf), _number(tf, 6), 3),
    ]


def gradient_inverse_stft(tf):
    x, some = _stfts(tf), _stfts(tf, [2, None, None])
    return [
        tf.abs(_gradient(tf, tf.signal.inverse_stft(x, 8, 4), x)),
        tf.abs(_gradient(tf, tf.signal.inverse_stft(some, 6, 4), some)),
    ]


def inverse_windows(tf):
    signal = tf.signal
    hamming = signal.inverse_stft_window_fn(3, signal.hamming_window, name="inverse")
    return [
        signal.inverse_stft_window_fn(4)(8, dtype=tf.float32),
        hamming(8, dtype=tf.float64),
        signal.inverse_stft_window_fn(_number(tf, 3))(_number(tf, 8), dtype=tf.float32),
    ]


def overlap_and_add(tf):
    x = _signal(tf, (2, 4, 6))
    return [
        tf.signal.overlap_and_add(x, 2),
        tf.contrib.signal.overlap_and_add(x, 4, name="rest"),
        tf.signal.overlap_and_add(x, 6),
        tf.signal.overlap_and_add(x, _number(tf, 3)),
        tf.signal.overlap_and_add(_signal(tf, (8, 6)), 3),
    ]


def overlap_and_add_of_unknown_shapes(tf):
    return [
        tf.signal.overlap_and_add(_signal(tf, (2, 4, 6), [2, None, 6]), 2),
        tf.signal.overlap_and_add(_signal(tf, (2, 4, 6), [None, None, None]), 2),
        tf.signal.overlap_and_add(tf.placeholder_with_default(SAMPLES.reshape(4, 12), None), 5),
    ]


def gradient_overlap_and_add(tf):
    x, some = _signal(tf, (2, 4, 6)), _signal(tf, (2, 4, 6), [None, None, 6])
    return [
        _gradient(tf, tf.square(tf.signal.overlap_and_add(x, 4)), x),
        _gradient(tf, tf.signal.overlap_and_add(x, 6), x),
        _gradient(tf, tf.square(tf.signal.overlap_and_add(some, 4)), some),
    ]


def mel_matrix(tf):
    matrix = tf.contrib.signal.linear_to_mel_weight_matrix
    return [
        matrix()[40],
        matrix(5, 17, 8000.0, 80.0, 3600.0)[3],
        tf.signal.linear_to_mel_weight_matrix(5, 17, dtype=tf.float64, name="double")[4],
        matrix(5, 17, tf.constant(8000.0))[5],
        matrix(5, _number(tf, 17), 16000)[4],
    ]


def mfccs(tf):
    mfccs = tf.contrib.signal.mfccs_from_log_mel_spectrograms
    some = _signal(tf, (2, 4, 6), [2, None, None])
    return [
        mfccs(_signal(tf, (2, 4, 6))),
        tf.signal.mfccs_from_log_mel_spectrograms(some, name="some"),
        mfccs(SAMPLES.reshape(4, 12).astype(_np.float64)),
    ]


def gradient_mfccs(tf):
    x = _signal(tf, (2, 4, 6))
    return _gradient(tf, tf.square(tf.signal.mfccs_from_log_mel_spectrograms(x)), x)


def mfccs_of_a_signal(tf):
    x, signal = _signal(tf, (1, 48)), tf.contrib.signal
    spectrograms = tf.abs(signal.stft(x, 16, 8, 16))
    mel = tf.tensordot(spectrograms, signal.linear_to_mel_weight_matrix(6, 9, 8000), 1)
    mel.set_shape(spectrograms.shape[:-1].concatenate([6]))
    mfccs = signal.mfccs_from_log_mel_spectrograms(tf.log(mel + 1e-6))[..., :3]
    w = tf.get_variable("w", [3, 2])
    loss = tf.reduce_sum(tf.square(tf.tensordot(mfccs, w, 1)))
    return tf.train.GradientDescentOptimizer(0.01).minimize(loss)


def cosine_transforms(tf):
    x = _signal(tf)
    made = []
    for function in (tf.signal.dct, tf.spectral.idct):
        for kind, norm in ((1, None), (2, None), (3, None), (2, "ortho"), (3, "ortho")):
            made.append(function(x, type=kind, norm=norm))
            made.append(function(x, type=kind, norm=norm, n=10))
            made.append(function(x, type=kind, norm=norm, n=30, name="longer"))
    return made


def cosine_transforms_of_unknown_shapes(tf):
    some = _signal(tf, known=[2, None])
    return [
        tf.signal.dct(some, type=kind, norm=norm)
        for kind, norm in ((1, None), (2, None), (3, None), (2, "ortho"), (3, "ortho"))
    ]


def gradient_cosine_transforms(tf):
    x, some = _signal(tf), _signal(tf, known=[2, None])
    return [
        _gradient(tf, tf.square(tf.signal.dct(of, type=kind, norm=norm)), of)
        for of in (x, some)
        for kind, norm in ((1, None), (2, None), (3, None), (2, "ortho"), (3, "ortho"))
    ]
