"""Normalizes data as article 003's theory does, in NumPy.

Section: normalization. Departs in: erratum 1. Expect: z-scores have mean 0 and variance 1 in each
column, as `sklearn.preprocessing.StandardScaler` gives them; min-max values lie in [0, 1].
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tf1_graphs.errors import InputError
from tf1_graphs.experiments.experiment import Erratum

ERRATA = (
    Erratum(
        1,
        "classification, the formula before `StandardScaler`",
        "x = (x − μ) / σ² should be x = (x − μ) / σ, as the article's own theory section has it",
        "divided by the variance, Fashion-MNIST's pixels would span 0.03 instead of 2.8; the "
        "listings use StandardScaler, which divides by σ",
        corrected=True,
    ),
)


@dataclass(frozen=True)
class Statistics:
    """Mean and standard deviation of each column.

    Attributes:
        mean: float64 [columns].
        deviation: float64 [columns], of the whole population (divided by n); 1 where a column is
            constant, so that its z-score is 0.
    """

    mean: np.ndarray
    deviation: np.ndarray


def statistics(values):
    """Measure the mean and the standard deviation of each column.

    Args:
        values: numbers [examples, columns].

    Raises:
        InputError: there is no example.
    """
    values = _examples(values)
    deviation = values.std(0)
    return Statistics(values.mean(0), np.where(deviation == 0, 1.0, deviation))


def z_score(values, of=None):
    r"""Return `(x − μ) / σ` of each column.

    Args:
        values: numbers [examples, columns].
        of: the `Statistics` to scale by, such as the training set's; None takes the values' own.

    Returns:
        float64 [examples, columns].

    Raises:
        InputError: there is no example, or the statistics are of another number of columns.

    Example:
        `z_score(x_test, of=statistics(x_train))`

    References:
        `sklearn.preprocessing.StandardScaler`.
    """
    values = _examples(values)
    of = statistics(values) if of is None else of
    if values.shape[1:] != of.mean.shape:
        raise InputError(
            f"expected {of.mean.size} columns, as the statistics have, got {values.shape[1]}"
        )
    return (values - of.mean) / of.deviation


def min_max(values):
    r"""Return `(x − min) / (max − min)` of each column, in [0, 1]; a constant column is 0.

    Args:
        values: numbers [examples, columns].

    Returns:
        float64 [examples, columns].

    Raises:
        InputError: there is no example.
    """
    values = _examples(values)
    low, high = values.min(0), values.max(0)
    return (values - low) / np.where(high == low, 1.0, high - low)


def example():
    """Return name, formula and values of some numbers, as they are and normalized."""
    values = np.array([[1.0], [2.0], [3.0], [6.0]])
    return (
        ("data", "x", values),
        ("min-max", "(x − min) / (max − min)", min_max(values)),
        ("z-score", "(x − μ) / σ", z_score(values)),
    )


def show():
    """Return the normalizations with an example, as lines."""
    return [
        *(
            f"{name:8} {formula:24} " + " ".join(f"{value:7.3f}" for value in values[:, 0])
            for name, formula, values in example()
        ),
        *(f"Erratum: {erratum.place}: {erratum.mistake}." for erratum in ERRATA),
    ]


def _examples(values):
    values = np.asarray(values, float)
    if values.ndim != 2 or len(values) == 0:
        raise InputError(f"expected examples in rows, [examples, columns], got {values.shape}")
    return values
