"""Complex numbers, Fourier transforms and what is made of them, CTC loss.

Runs on TensorFlow 1.15.5 too; see `cases.py`.
"""

# ruff: noqa: UP031 - Python 3.7 runs it too

import numpy as np

LENGTHS = (1, 2, 3, 5, 8, 12, 15, 16, 31, 64, 100, 255, 256, 400)
SHAPES = ((2, 3, 4), (1, 8, 8), (2, 5, 7), (3, 16, 6), (1, 2, 9))
# Bins of the mel scale and of the spectrum, sample rate, lower and upper edge.
MEL = (
    (20, 129, 8000, 125.0, 3800.0),
    (40, 201, 16000, 20.0, 4000.0),
    (64, 257, 16000, 125.0, 7500.0),
    (80, 257, 22050, 80.0, 7600.0),
)
CLASSES = (3, 7, 8, 9, 16, 17, 29, 40)
# Of four sequences of at most 30 steps.
LABELS, STEPS = [[0, 1], [1, 1, 0], [0], [1, 0, 1, 0, 1]], [30, 20, 25, 11]


def cases(tf):
    """Return the cases: {name: (function of tensors, [shape or maker of an array, ...])}."""
    found = {}
    for family in (complex_numbers, transforms, spectrograms, cepstra, gradients):
        found.update(family(tf))
    for classes in CLASSES:
        of = (30, 4, classes)
        found["ctc of %d classes" % classes] = ctc(tf, LABELS, STEPS), [of]
    of = {"labels": LABELS, "steps": STEPS}
    for option in ("preprocess_collapse_repeated", "ignore_longer_outputs_than_inputs"):
        found["ctc, %s" % option] = ctc(tf, **of, **{option: True}), [(30, 4, 9)]
    found["ctc, repeated labels stay"] = ctc(tf, **of, ctc_merge_repeated=False), [(30, 4, 9)]
    too_long = ctc(tf, [[0, 1, 2, 3], [1, 1]], [3, 2], ignore_longer_outputs_than_inputs=True)
    found["ctc of more labels than steps"] = too_long, [(3, 2, 9)]
    return found


def complex_numbers(tf):
    found = {}
    functions = {
        "exp": tf.exp, "log": tf.log, "sqrt": tf.sqrt, "rsqrt": tf.rsqrt, "sign": tf.sign,
        "square": tf.square, "magnitude": tf.abs, "sine": tf.sin,
        "quotient": lambda x: x / (x[::-1] + 1), "product": lambda x: x * x[::-1],
        "quotient or 0": lambda x: tf.div_no_nan(x, x[::-1] * tf.cast(tf.real(x) > 0, x.dtype)),
    }  # fmt: skip
    for name, function in functions.items():
        for kind in ("complex64", "complex128"):
            found["%s, %s" % (name, kind)] = parts(tf, function, kind), [(1003,), (1003,)]
    return found


def transforms(tf):
    found = {}
    for length in LENGTHS:
        for kind in ("complex64", "complex128"):
            for name, function in (("fft", tf.fft), ("ifft", tf.ifft)):
                found["%s of %d %s" % (name, length, kind)] = parts(tf, function, kind), [
                    (3, length), (3, length),
                ]  # fmt: skip
        found["rfft of %d" % length] = real(tf, tf.spectral.rfft), [(2, length)]
        for other in (length + 3, max(1, length - 3)):
            found["rfft of %d, cut or filled up to %d" % (length, other)] = (
                real(tf, lambda x, n=other: tf.spectral.rfft(x, [n])),
                [(2, length)],
            )
        found["irfft of %d" % length] = (
            parts(tf, lambda x, n=length: tf.spectral.irfft(x, [n])),
            [(2, length // 2 + 1), (2, length // 2 + 1)],
        )
    for shape in SHAPES:
        half = (*shape[:-1], shape[-1] // 2 + 1)
        for axes in ("2d", "3d"):
            for name, of in (("fft", shape), ("ifft", shape)):
                found["%s%s of %s" % (name, axes, shape)] = (
                    parts(tf, getattr(tf, name + axes)),
                    [of, of],
                )
            found["rfft%s of %s" % (axes, shape)] = (
                real(tf, getattr(tf.spectral, "rfft" + axes)),
                [shape],
            )
            found["irfft%s of %s" % (axes, shape)] = (
                parts(tf, getattr(tf.spectral, "irfft" + axes)),
                [half, half],
            )
    return found


def parts(tf, function, kind="complex64"):
    """Return a function of a real and an imaginary part, whose result is real."""

    def of(x, y):
        found = function(tf.cast(tf.complex(x, y), kind))
        if not found.dtype.is_complex:
            return found
        return tf.stack([tf.real(found), tf.imag(found)])

    return of


def real(tf, function):
    """Return a function of real numbers, of whose result both parts are taken."""

    def of(x):
        found = function(x)
        return tf.stack([tf.real(found), tf.imag(found)])

    return of


def spectrograms(tf):
    signal = tf.contrib.signal
    return {
        "magnitudes of a spectrogram": (
            lambda x: tf.abs(signal.stft(x, 256, 128, 512)), [(2, 2000)],
        ),
        "gradient of magnitudes": (
            lambda x: tf.gradients(tf.abs(tf.spectral.rfft(x)), x)[0], [(2, 101)],
        ),
        "a signal from its spectrogram": (
            lambda x: signal.inverse_stft(signal.stft(x, 256, 128), 256, 128), [(2, 2000)],
        ),
    }  # fmt: skip


def cepstra(tf):
    signal, found = tf.contrib.signal, {}
    for mel in MEL:
        found["a mel matrix of %d by %d" % (mel[1], mel[0])] = (
            lambda mel=mel: signal.linear_to_mel_weight_matrix(*mel), [],
        )  # fmt: skip
    found["a mel matrix of float64"] = (
        lambda: signal.linear_to_mel_weight_matrix(dtype=tf.float64), [],
    )  # fmt: skip
    for length in (5, 16, 20, 40, 100):
        found["mfccs of %d" % length] = signal.mfccs_from_log_mel_spectrograms, [(7, length)]
        for kind, norm in ((1, None), (2, None), (3, None), (2, "ortho"), (3, "ortho")):
            found["cosine transform of %d, type %d, norm %s" % (length, kind, norm)] = (
                lambda x, kind=kind, norm=norm: tf.spectral.dct(x, kind, norm=norm), [(7, length)],
            )  # fmt: skip
    for length in (1, 7, 8, 25, 256, 400):
        for name in ("hann", "hamming"):
            for periodic in (False, True):
                found["%s window of %d, %s" % (name, length, periodic)] = (
                    lambda length=length, name=name, periodic=periodic: getattr(
                        signal, name + "_window"
                    )(length, periodic),
                    [],
                )
    found["a signal's mfccs"] = lambda x: mfccs(tf, x), [(2, 4000)]
    return found


def mfccs(tf, x):
    """Return 13 coefficients of a signal, not by a mel matrix: products depend on the processor."""
    signal = tf.contrib.signal
    spectrograms = tf.abs(signal.stft(x, 400, 160, 512))[..., :40]
    return signal.mfccs_from_log_mel_spectrograms(tf.log(spectrograms + 1e-6))[..., :13]


def gradients(tf):
    """Return the cases of gradients by real numbers."""
    signal, spectral, found = tf.contrib.signal, tf.spectral, {}

    def magnitudes(x):
        return tf.abs(signal.stft(x, 256, 128, 512))

    def again(x):
        window = signal.inverse_stft_window_fn(64)
        return signal.inverse_stft(signal.stft(x, 256, 64), 256, 64, window_fn=window)

    for name, function, shape in (
        ("magnitudes", magnitudes, (2, 2000)),
        ("a signal from its spectrogram", again, (2, 2000)),
        ("a signal's mfccs", lambda x: mfccs(tf, x), (2, 4000)),
        ("overlapping frames", lambda x: signal.overlap_and_add(x, 3), (2, 9, 8)),
        ("frames", lambda x: signal.frame(x, 12, 5, pad_end=True), (3, 100)),
        ("rfft2d", lambda x: tf.abs(spectral.rfft2d(x)), (2, 5, 8)),
        ("rfft of 15", lambda x: tf.abs(spectral.rfft(x)), (3, 15)),
        ("rfft of 64", lambda x: tf.abs(spectral.rfft(x)), (3, 64)),
        ("dct of 20", spectral.dct, (3, 20)),
        ("idct of 20", lambda x: spectral.idct(x, norm="ortho"), (3, 20)),
    ):
        found["gradient of %s" % name] = (
            lambda x, of=function: tf.gradients(tf.square(of(x)), x)[0], [shape],
        )  # fmt: skip
    for kind in ("complex64", "complex128"):
        found["sign of %s" % kind] = parts(tf, tf.sign, kind), [(1003,), (1003,)]
        for name in ("exp", "log", "sqrt"):
            found["%s of %s" % (name, kind)] = (
                parts(tf, getattr(tf, name), kind),
                [(1003,), (1003,)],
            )
    return found


def ctc(tf, labels, steps, **options):
    """Return a function of activations: their losses and the gradient, one after the other."""
    places = np.array([(b, i) for b, of in enumerate(labels) for i in range(len(of))], np.int64)
    shape = np.array([len(labels), max(map(len, labels))], np.int64)

    def of(x):
        sparse = tf.SparseTensor(places, np.concatenate(labels).astype(np.int32), shape)
        losses = tf.nn.ctc_loss(sparse, x, steps, **options)
        return tf.concat([losses, tf.reshape(tf.gradients(losses, x)[0], [-1])], 0)

    return of
