"""Fourier transforms of `tf.signal` and `tf.spectral`, their gradients; errors of `tf.signal`."""

import re as _re

import numpy as _np

SAMPLES = _np.sin(_np.arange(48.0) ** 1.3).astype(_np.float32)


def _gradient(tf, y, x):
    return tf.gradients(y, x)[0]


def _real(tf, shape=(2, 3, 4, 2), known=None):
    return tf.placeholder_with_default(SAMPLES.reshape(shape), shape if known is None else known)


def _complex(tf, shape=(2, 3, 4, 2), known=None):
    known = shape if known is None else known
    parts = [tf.placeholder_with_default(x.reshape(shape), known) for x in (SAMPLES, SAMPLES**2)]
    return tf.complex(*parts)


def _parts(tf, tensors):
    return [tf.abs(tensor) for tensor in tensors]


def complex_transforms(tf):
    x = _complex(tf)
    names = ("fft", "ifft", "fft2d", "ifft2d", "fft3d", "ifft3d")
    made = [getattr(tf.signal, name)(x, name=name + "_of_x") for name in names]
    return _parts(tf, made + [getattr(tf.spectral, name)(x) for name in names])


def gradient_complex_transforms(tf):
    x, some = _complex(tf), _complex(tf, known=[2, None, None, None])
    return _parts(
        tf,
        [
            _gradient(tf, tf.abs(getattr(tf.signal, name)(of)), of)
            for of in (x, some)
            for name in ("fft", "ifft", "fft2d", "ifft2d", "fft3d", "ifft3d")
        ],
    )


def gradient_complex_numbers(tf):
    x, some, number = _real(tf), _real(tf, known=[2, None, None, None]), tf.constant(0.5)
    return [
        _gradient(tf, tf.abs(tf.complex(a, b)), part)
        for a, b in ((x, x + 1.0), (some, x), (x, number), (number, some))
        for part in (a, b)
    ]


def signs(tf):
    x, sparse = _complex(tf), tf.SparseTensor([[0, 1], [1, 0]], [2.0, -3.0], [2, 2])
    return [tf.abs(tf.sign(x)), tf.sign(sparse), tf.math.sign(_real(tf), name="of_x")]


def real_transforms(tf):
    x, spectral = _real(tf, (2, 2, 3, 4)), tf.spectral
    return _parts(
        tf,
        [
            tf.signal.rfft(x),
            tf.signal.rfft2d(x),
            tf.signal.rfft3d(x),
            spectral.rfft(x, [7]),
            spectral.rfft(x, [2], name="cut"),
            spectral.rfft2d(x, [5, 3]),
            spectral.rfft3d(x, fft_length=[1, 8, 4]),
            tf.signal.rfft(SAMPLES),
            tf.signal.rfft([1.0, 2.0, 3.0]),
            tf.signal.rfft(SAMPLES.astype(_np.float64)),
            tf.signal.rfft(x, tf.shape(x)[-1:]),
            tf.signal.rfft2d(x, tf.shape(x)[-2:] * 2),
            tf.signal.rfft(tf.zeros([0, 4])),
        ],
    )


def real_transforms_of_unknown_shapes(tf):
    some = _real(tf, (2, 2, 3, 4), [2, None, None, None])
    length, nothing = tf.placeholder_with_default([6], [1]), _real(tf, (12, 4), [None, None])
    unknown = tf.placeholder_with_default(SAMPLES.reshape(3, 4, 4), None)
    return _parts(
        tf,
        [
            tf.signal.rfft(some),
            tf.signal.rfft2d(some),
            tf.signal.rfft3d(some),
            tf.signal.rfft(some, [6]),
            tf.signal.rfft2d(nothing, [4, 6]),
            tf.signal.rfft(nothing, length),
            tf.signal.rfft(_real(tf, (12, 4)), length),
            tf.signal.rfft(unknown),
        ],
    )


def inverse_transforms(tf):
    x, spectral = _complex(tf, (2, 2, 3, 4)), tf.spectral
    return [
        tf.signal.irfft(x),
        tf.signal.irfft2d(x),
        tf.signal.irfft3d(x),
        spectral.irfft(x, [7]),
        spectral.irfft(x, [9], name="padded"),
        spectral.irfft2d(x, [5, 3]),
        spectral.irfft3d(x, fft_length=[1, 8, 4]),
        tf.signal.irfft([1.0 + 2.0j, 2.0, 3.0]),
        tf.signal.irfft(x, tf.shape(x)[-1:]),
    ]


def inverse_transforms_of_unknown_shapes(tf):
    some = _complex(tf, (2, 2, 3, 4), [2, None, None, None])
    length, nothing = tf.placeholder_with_default([6], [1]), _complex(tf, (12, 4), [None, None])
    return [
        tf.signal.irfft(some),
        tf.signal.irfft2d(some),
        tf.signal.irfft3d(some),
        tf.signal.irfft(some, [6]),
        tf.signal.irfft2d(nothing, [4, 6]),
        tf.signal.irfft(nothing, length),
        tf.signal.irfft(_complex(tf, (12, 4)), length),
    ]


def gradient_real_transforms(tf):
    x, some = _real(tf, (2, 2, 3, 4)), _real(tf, (2, 2, 3, 4), [2, None, None, None])
    length = tf.placeholder_with_default([6], [1])
    made = []
    for of in (x, some):
        for spectrum in (
            tf.signal.rfft(of),
            tf.signal.rfft(of, [5]),
            tf.signal.rfft(of, length),
            tf.signal.rfft2d(of),
            tf.signal.rfft2d(of, [3, 4]),
        ):
            made.append(_gradient(tf, tf.real(spectrum) + 2.0 * tf.imag(spectrum), of))
    return made


def gradient_inverse_transforms(tf):
    x, some = _complex(tf, (2, 2, 3, 4)), _complex(tf, (2, 2, 3, 4), [2, None, None, None])
    length = tf.placeholder_with_default([6], [1])
    made = []
    for of in (x, some):
        for numbers in (
            tf.signal.irfft(of),
            tf.signal.irfft(of, [7]),
            tf.signal.irfft(of, length),
            tf.signal.irfft2d(of),
            tf.signal.irfft2d(of, [3, 7]),
        ):
            made.append(_gradient(tf, tf.square(numbers), of))
    return _parts(tf, made)


def shifts(tf):
    x = _real(tf)
    made = []
    for shift in (tf.signal.fftshift, tf.signal.ifftshift):
        made += [
            shift(x),
            shift(x, 1),
            shift(x, -1, name="last"),
            shift(x, (0, 2)),
            shift(x, axes=[-2, 1]),
            shift(SAMPLES[:9]),
        ]
    return [*made, _gradient(tf, tf.square(made[0]), x)]


def errors(tf):
    """The message of each error is the name of an op."""
    signal, x = tf.signal, tf.placeholder(tf.float32, [2, 9])
    scalar, vector = tf.placeholder(tf.float32, []), tf.placeholder(tf.int32, [2])
    unknown, single = tf.placeholder(tf.float32, [2, None]), tf.placeholder(tf.float32, [2, 1])
    wrong = [
        lambda: signal.frame(scalar, 4, 2),
        lambda: signal.frame(x, vector, 2),
        lambda: signal.frame(x, 4, vector),
        lambda: signal.frame(x, 4, 2, axis=vector),
        lambda: signal.frame(x, 4, 2, True, vector),
        lambda: signal.hann_window(8, dtype=tf.int32),
        lambda: signal.hamming_window(vector),
        lambda: signal.hamming_window(8, periodic=tf.placeholder(tf.bool, [2])),
        lambda: signal.stft(scalar, 4, 2),
        lambda: signal.stft(x, vector, 2),
        lambda: signal.inverse_stft(tf.placeholder(tf.complex64, [5]), 8, 4),
        lambda: signal.inverse_stft_window_fn(vector),
        lambda: signal.inverse_stft_window_fn(2)(vector, tf.float32),
        lambda: signal.overlap_and_add(x[0], 2),
        lambda: signal.overlap_and_add(x, vector),
        lambda: signal.overlap_and_add(x, 2.0),
        lambda: signal.linear_to_mel_weight_matrix(0),
        lambda: signal.linear_to_mel_weight_matrix(sample_rate=0),
        lambda: signal.linear_to_mel_weight_matrix(lower_edge_hertz=-1.0),
        lambda: signal.linear_to_mel_weight_matrix(lower_edge_hertz=3800),
        lambda: signal.linear_to_mel_weight_matrix(upper_edge_hertz=4000.5),
        lambda: signal.linear_to_mel_weight_matrix(dtype=tf.int32),
        lambda: signal.linear_to_mel_weight_matrix(sample_rate=scalar),
        lambda: signal.mfccs_from_log_mel_spectrograms(tf.zeros([2, 0])),
        lambda: signal.dct(x, axis=0),
        lambda: signal.dct(x, n=0),
        lambda: signal.dct(x, type=5),
        lambda: signal.idct(x, type=0),
        lambda: signal.dct(x, type=1, norm="ortho"),
        lambda: signal.dct(single, type=1),
        lambda: signal.dct(x, norm="unit"),
        lambda: signal.rfft(scalar),
        lambda: signal.rfft2d(x[0]),
        lambda: signal.rfft(tf.placeholder(tf.float64, [2], name="double")),
        lambda: signal.irfft(tf.placeholder(tf.complex128, [2], name="double")),
        lambda: signal.fftshift(unknown),
        lambda: signal.ifftshift(unknown, axes=1),
        lambda: tf.gradients(tf.abs(signal.rfft3d(tf.ones([2, 2, 2]))), x),
    ]
    for index, function in enumerate(wrong):
        try:
            function()
        except Exception as error:
            said = _re.sub("[^A-Za-z0-9_.]+", "_", f"{type(error).__name__} {error}")
            tf.no_op(name=f"e{index}_{said}")
        else:
            tf.no_op(name=f"e{index}_none")
