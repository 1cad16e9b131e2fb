"""The rules that judge a published figure, and their verdicts."""

from dataclasses import dataclass

import numpy as np

from tf1_graphs.spec import PublishedFigure, shortest

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
    """

    figure: PublishedFigure
    measured: str
    verdict: str
    criterion: str


def judge(figure, records):
    """Judge a figure by its rule.

    Args:
        figure: the `PublishedFigure`.
        records: the `Record` of each seed, the first that of the run's own seed. `exact` and
            `range` look at the first only; `replicates` at all of them.

    Returns:
        The `Judgement`.
    """
    return _RULES[figure.rule](figure, records)


def overall(judgements):
    """Return the verdict over several figures: the worst of them, `undecided` if there is none."""
    verdicts = {judgement.verdict for judgement in judgements}
    if NOT_REPRODUCED in verdicts:
        return NOT_REPRODUCED
    return REPRODUCED if verdicts == {REPRODUCED} else UNDECIDED


def _exact(figure, records):
    """The digits as printed are the same string."""
    measured = str(figure.measure(records[0]))
    verdict = REPRODUCED if measured == figure.published else NOT_REPRODUCED
    return Judgement(figure, measured, verdict, "the same digits")


def _range(figure, records):
    """The measured number lies within the bounds, both included."""
    low, high = figure.bounds
    measured = figure.measure(records[0])
    verdict = REPRODUCED if low <= measured <= high else NOT_REPRODUCED
    criterion = f"exactly {low:g}" if low == high else f"from {low:g} to {high:g}"
    return Judgement(figure, _digits(measured), verdict, criterion)


def _replicates(figure, records):
    """The published number lies inside the central 95 % of the seeds' numbers."""
    measured = np.array([float(figure.measure(record)) for record in records])
    low, high = central_interval(measured)
    criterion = f"inside the central {CENTRAL_PERCENT} % of {len(records)} seeds"
    shown = f"{_digits(low)} to {_digits(high)}" if len(records) > 1 else _digits(measured[0])
    if infinite := np.count_nonzero(np.isinf(measured)):
        shown += f" ({infinite} of {len(records)} diverged)"
    if len(records) < MINIMUM_SEEDS:
        criterion += f"; fewer than {MINIMUM_SEEDS} decide nothing"
        return Judgement(figure, shown, UNDECIDED, criterion)
    inside = low <= float(figure.published) <= high
    return Judgement(figure, shown, REPRODUCED if inside else NOT_REPRODUCED, criterion)


def central_interval(measured):
    """Return the bounds of the central 95 % of numbers; some may be inf, as diverged losses are.

    NumPy interpolates, which gives NaN there.
    """
    tail = (100 - CENTRAL_PERCENT) / 2
    bounds = np.percentile(np.minimum(measured, _HUGE), [tail, 100 - tail])
    return np.where(bounds > _HUGE / 1e100, np.inf, bounds)


def _digits(number):
    """Print a number in at most six significant digits."""
    if isinstance(number, np.floating):
        number = shortest(number)
    return str(number) if isinstance(number, int) else f"{number:.6g}"


_RULES = {"exact": _exact, "range": _range, "replicates": _replicates}
