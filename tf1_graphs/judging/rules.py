"""Defines the rules that judge a published figure, and their verdicts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from tf1_graphs.experiments.experiment import PublishedFigure, shortest

REPRODUCED = "reproduced"
NOT_REPRODUCED = "not reproduced"
UNDECIDED = "undecided"

MINIMUM_SEEDS = 5
CENTRAL_PERCENT = 95
_HUGE = 1e300


@dataclass(frozen=True)
class Judgement:
    """A figure, what was measured, and the verdict.

    Attributes:
        figure: the published figure.
        measured: what was measured, as printed.
        verdict: `reproduced`, `not reproduced` or `undecided`.
        criterion: what the rule asked for, in words.
        distribution: of `replicates`, what the seeds gave: `values`, `median`, and `bootstrap`, a
            95 % interval of the median; None of another rule.
    """

    figure: PublishedFigure
    measured: str
    verdict: str
    criterion: str
    distribution: Mapping[str, Any] | None = None


def judge_figure(figure, measurements):
    """Judge a figure by its rule.

    Args:
        figure: the `PublishedFigure`.
        measurements: the `Measurements` of each seed, the first that of the run's own seed.
            `exact` and `range` look at the first only; `replicates` at all of them.

    Returns:
        The `Judgement`.
    """
    return _RULES[figure.rule](figure, measurements)


def overall(judgements):
    """Return the verdict over several figures: the worst of them, `undecided` if there is none."""
    verdicts = {judgement.verdict for judgement in judgements}
    if NOT_REPRODUCED in verdicts:
        return NOT_REPRODUCED
    return REPRODUCED if verdicts == {REPRODUCED} else UNDECIDED


def _exact(figure, measurements):
    """The digits as printed are the same string."""
    measured = str(figure.measure(measurements[0]))
    verdict = REPRODUCED if measured == figure.published else NOT_REPRODUCED
    return Judgement(figure, measured, verdict, "the same digits")


def _range(figure, measurements):
    """The measured number lies within the bounds, both included."""
    low, high = figure.bounds
    measured = figure.measure(measurements[0])
    verdict = REPRODUCED if low <= measured <= high else NOT_REPRODUCED
    criterion = f"exactly {low:g}" if low == high else f"from {low:g} to {high:g}"
    return Judgement(figure, _digits(measured), verdict, criterion)


def _replicates(figure, measurements):
    """The published number lies inside the central 95 % of the seeds' numbers.

    Where seeds diverged, their numbers are infinite. An interval that reaches infinity holds every
    number beyond its other end, so that lying inside it says nothing.
    """
    measured = np.array([float(figure.measure(of_seed)) for of_seed in measurements])
    count = len(measured)
    published = float(figure.published)
    criterion = f"inside the central {CENTRAL_PERCENT} % of {count} seeds"
    if nans := np.count_nonzero(np.isnan(measured)):
        criterion += f"; {nans} of them gave no number, which decides nothing"
        return Judgement(figure, "nan", UNDECIDED, criterion, {"values": measured.tolist()})
    low, high = central_interval(measured)
    shown = f"{_digits(low)} to {_digits(high)}" if count > 1 else _digits(measured[0])
    if infinite := np.count_nonzero(np.isinf(measured)):
        shown += f" ({infinite} of {count} diverged)"
    distribution = _distribution(measured)
    if "bootstrap" in distribution:
        ends = " to ".join(_digits(end) for end in distribution["bootstrap"])
        shown += f"; median {_digits(distribution['median'])}, bootstrap {ends}"
    inside = low <= published <= high
    verdict = REPRODUCED if inside else NOT_REPRODUCED
    if count < MINIMUM_SEEDS:
        criterion += f"; fewer than {MINIMUM_SEEDS} decide nothing"
        verdict = UNDECIDED
    elif inside and not np.isfinite([low, high]).all():
        criterion += "; it reaches infinity, which decides nothing"
        verdict = UNDECIDED
    return Judgement(figure, shown, verdict, criterion, distribution)


def _distribution(measured):
    """Return the seeds' numbers, their median, and a bootstrap interval of the median.

    The interval is by percentiles of the medians of 9999 samples with replacement, drawn with a
    fixed seed; two or more seeds have one.
    """
    found = {"values": measured.tolist(), "median": float(_percentiles(measured, 50))}
    if len(measured) > 1:
        # Slow to import.
        from scipy.stats import bootstrap

        # It computes a standard error too, which is not asked for and may overflow.
        with np.errstate(over="ignore"):
            interval = bootstrap(
                (_bounded(measured),),
                np.median,
                confidence_level=CENTRAL_PERCENT / 100,
                method="percentile",
                rng=np.random.default_rng(0),
            ).confidence_interval
        found["bootstrap"] = [float(end) for end in _unbounded(np.array(interval))]
    return found


def central_interval(measured):
    """Return the bounds of the central 95 % of numbers; some may be inf, as diverged losses are."""
    tail = (100 - CENTRAL_PERCENT) / 2
    return _percentiles(measured, [tail, 100 - tail])


def _percentiles(measured, percentiles):
    """Return percentiles of numbers of which some may be infinite, of trainings that diverged.

    NumPy interpolates, which gives NaN there.
    """
    return _unbounded(np.percentile(_bounded(measured), percentiles))


def _bounded(measured):
    return np.clip(measured, -_HUGE, _HUGE)


def _unbounded(numbers):
    return np.where(np.abs(numbers) > _HUGE / 1e100, np.copysign(np.inf, numbers), numbers)


def _digits(number):
    """Print a number in at most six significant digits."""
    if isinstance(number, np.floating):
        number = shortest(number)
    return str(number) if isinstance(number, int) else f"{number:.6g}"


_RULES = {"exact": _exact, "range": _range, "replicates": _replicates}
