"""Computes article 003's loss functions, in NumPy.

Section: classification, regression and loss functions. Departs in: erratum 1. Expect: the article's
worked example, a prediction of [0.2, 0.7, 0.1] for class 2, has a squared loss of 0.67.
"""

import numpy as np

from tf1_graphs.errors import InputError
from tf1_graphs.experiments.experiment import Erratum

ERRATA = (
    Erratum(
        1,
        "theory, the formula of the cross-entropy loss",
        "the minus sign is missing: (1/n) Σ y ln(Model(x)) should be −(1/n) Σ y ln(Model(x))",
        "as printed the loss is largest, 0, for a perfect prediction; the listings use Keras' "
        "loss, which has the sign",
        corrected=True,
    ),
)

EXAMPLE_PREDICTED = (0.2, 0.7, 0.1)
EXAMPLE_CLASS = 2


def one_hot(labels, classes):
    """Return vectors that are 1 at each label's position and 0 elsewhere.

    Args:
        labels: integers in [0, classes), any shape.
        classes: number of classes.

    Returns:
        float64 [*shape of labels, classes].

    Raises:
        InputError: a label is not one of the classes.
    """
    labels = np.asarray(labels)
    if labels.dtype.kind not in "iu":
        raise InputError(f"expected labels to be whole numbers, got {labels.dtype}")
    if labels.size and not (labels.min() >= 0 and labels.max() < classes):
        raise InputError(
            f"expected labels from 0 to {classes - 1}, got {labels.min()} to {labels.max()}"
        )
    return np.eye(classes)[labels]


def squared_loss(y, predicted):
    r"""Return the article's squared loss, `(1/n) Σ ½ (y − Model(x))²`.

    Keras' and scikit-learn's mean squared error has no ½ and divides by the number of components
    as well; it is `mean_squared_error`.

    Args:
        y: actual values, [n] or [n, components].
        predicted: predictions of the same shape.

    Raises:
        InputError: the shapes differ, or there is no example.
    """
    y, predicted = _same_shape(y, predicted)
    return float(np.sum((y - predicted) ** 2) / 2 / len(y))


def absolute_loss(y, predicted):
    r"""Return the absolute loss, `(1/n) Σ |y − Model(x)|`.

    Args:
        y: actual values, [n] or [n, components].
        predicted: predictions of the same shape.

    Raises:
        InputError: the shapes differ, or there is no example.
    """
    y, predicted = _same_shape(y, predicted)
    return float(np.sum(np.abs(y - predicted)) / len(y))


def cross_entropy_loss(y, predicted):
    r"""Return the cross-entropy loss, `−(1/n) Σ y ln(Model(x))`, in nats.

    Where y is 0 a term is 0, even where the prediction is 0 too; a certain class that was
    predicted with probability 0 costs infinity.

    Args:
        y: actual distribution of each example, [n, classes]; see `one_hot`.
        predicted: predicted distributions of the same shape, in [0, 1].

    Raises:
        InputError: the shapes differ, there is no example, or a prediction is no probability.
    """
    y, predicted = _same_shape(y, predicted)
    if not ((predicted >= 0) & (predicted <= 1)).all():
        raise InputError(
            "expected predictions to be probabilities in [0, 1], "
            f"got {predicted.min():g} to {predicted.max():g}"
        )
    with np.errstate(divide="ignore"):
        terms = np.multiply(y, np.log(predicted), out=np.zeros_like(y), where=y != 0)
    # Adding 0.0 turns the -0.0 of a perfect prediction into 0.0.
    return float(-np.sum(terms) / len(y)) + 0.0


def mean_squared_error(y, predicted):
    """Return the mean of `(y − Model(x))²` over all examples and components, as Keras reports it.

    Args:
        y: actual values.
        predicted: predictions of the same shape.

    Raises:
        InputError: the shapes differ, or there is no example.
    """
    y, predicted = _same_shape(y, predicted)
    return float(np.mean((y - predicted) ** 2))


def show():
    """Return the loss functions with the article's worked example, as lines."""
    actual, predicted = one_hot([EXAMPLE_CLASS], 3), np.array([EXAMPLE_PREDICTED])
    terms = " + ".join(
        f"({model:g} − {y:g})²" for model, y in zip(EXAMPLE_PREDICTED, actual[0], strict=True)
    )
    return [
        f"predicted {list(EXAMPLE_PREDICTED)}, actual class {EXAMPLE_CLASS}, "
        f"one-hot {actual[0].astype(int).tolist()}",
        f"squared loss        (1/n) Σ ½ (y − Model(x))²   {squared_loss(actual, predicted):.4g}"
        f" = ½ [{terms}]",
        f"absolute loss       (1/n) Σ |y − Model(x)|      {absolute_loss(actual, predicted):.4g}",
        "cross-entropy loss  −(1/n) Σ y ln(Model(x))     "
        f"{cross_entropy_loss(actual, predicted):.4g}",
        *(f"Erratum: {erratum.place}: {erratum.mistake}." for erratum in ERRATA),
    ]


def _same_shape(y, predicted):
    y, predicted = np.asarray(y, float), np.asarray(predicted, float)
    if y.shape != predicted.shape:
        raise InputError(f"expected predictions of the shape {y.shape}, got {predicted.shape}")
    if y.ndim == 0 or len(y) == 0:
        raise InputError("expected at least one example, got none")
    return y, predicted
