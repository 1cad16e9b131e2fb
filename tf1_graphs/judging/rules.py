"""Defines the rules that judge a published figure, and their verdicts.

`exact` and `range` judge one training, of an article that sets its seeds. `claim` and `replicates`
judge trainings with several seeds, of an article that sets none: what it states is then a
statement about trainings.
"""

import decimal
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from tf1_graphs.experiments.experiment import PublishedFigure, shortest

REPRODUCED = "reproduced"
NOT_REPRODUCED = "not reproduced"
UNDECIDED = "undecided"

AS_EXPECTED = "as expected"
CHANGED = "changed"
OPEN = "open"

UNSEEDED = ("claim", "replicates")
MEANINGS = {
    "exact": "the same digits, with the article's seed",
    "range": "within bounds, with the article's seed",
    "claim": "within bounds in most trainings, over seeds",
    "replicates": "inside the central 95 % of trainings, over seeds",
}
MINIMUM_SEEDS = 5
ENOUGH_SEEDS = 10
CENTRAL_PERCENT = 95
_NORMAL_QUANTILE = 1.959963984540054  # of 97.5 %


@dataclass(frozen=True)
class Judgement:
    """A figure, what was measured, and the verdict.

    Attributes:
        figure: the published figure.
        measured: what was measured, as printed.
        verdict: `reproduced`, `not reproduced` or `undecided`.
        criterion: what the rule asked for, in words.
        trainings: number of trainings that were judged; 0 where they are lacking.
        distribution: of several seeds, what they gave: `values`, `median`, and `bootstrap`, a
            95 % interval of the median; None of one training.
        held: of a claim, the number of trainings in which it held; else None.
        tensorflow1: what TensorFlow 1.15.5 says with the same seeds; "" where it was not recorded.
    """

    figure: PublishedFigure
    measured: str
    verdict: str
    criterion: str
    trainings: int = 0
    distribution: Mapping[str, Any] | None = None
    held: int | None = None
    tensorflow1: str = ""

    @property
    def outcome(self):
        """Tell whether the verdict is the expected one: `as expected`, `changed` or `open`.

        What is expected is the verdict over ten seeds. Open is one for which runs are lacking, or
        seeds: of fewer than ten, undecided where something is expected, or the other way round. A
        claim has changed already where it is expected and holds in none of fewer trainings, or is
        not expected and holds in all of two or more.
        """
        expected = self.figure.expected
        if self.trainings == 0:
            return OPEN
        if self.verdict == expected and self.trainings >= MINIMUM_SEEDS:
            return AS_EXPECTED
        if self.figure.rule not in UNSEEDED:
            return AS_EXPECTED if self.verdict == expected else CHANGED
        if UNDECIDED in (self.verdict, expected) and self.trainings < ENOUGH_SEEDS:
            none = expected == REPRODUCED and self.held == 0
            every = expected == NOT_REPRODUCED and self.held == self.trainings > 1
            return CHANGED if none or every else OPEN
        return CHANGED


def judge_figure(figure, values, recorded=None):
    """Judge a figure by its rule.

    Args:
        figure: the `PublishedFigure`.
        values: what its `measure` returned, by seed; of `exact` and `range`, of one seed.
        recorded: what TensorFlow 1.15.5 measured, by seed.

    Returns:
        The `Judgement`.
    """
    return _RULES[figure.rule](figure, values, _tensorflow1(figure, values, recorded or {}))


def overall(judgements):
    """Return the verdict over several figures: the worst of them, `undecided` if there is none."""
    verdicts = {judgement.verdict for judgement in judgements}
    if NOT_REPRODUCED in verdicts:
        return NOT_REPRODUCED
    return REPRODUCED if verdicts == {REPRODUCED} else UNDECIDED


def rounded(number, decimals):
    """Round a number correctly: its exact binary value, ties to the even digit.

    Args:
        number: a number.
        decimals: how many to keep; None keeps it as it is.
    """
    if decimals is None or not math.isfinite(number):
        return number
    context = decimal.Context(prec=400, rounding=decimal.ROUND_HALF_EVEN)
    unit = decimal.Decimal(1).scaleb(-decimals)
    # NumPy's numbers stand for their shortest digits, which is what is printed of a float32.
    exact = str(number) if isinstance(number, np.floating) else number
    return float(decimal.Decimal(exact).quantize(unit, context=context))


def wilson(held, trainings):
    """Return Wilson's 95 % interval of a share of which `held` of `trainings` are observed."""
    share, z2 = held / trainings, _NORMAL_QUANTILE**2
    middle = (share + z2 / (2 * trainings)) / (1 + z2 / trainings)
    half = math.sqrt(share * (1 - share) / trainings + z2 / (4 * trainings**2))
    half *= _NORMAL_QUANTILE / (1 + z2 / trainings)
    return max(0.0, middle - half), min(1.0, middle + half)


def central_interval(values):
    """Return the bounds of the central 95 % of the numbers that are finite; two NaNs of none."""
    finite = _finite(values)
    tail = (100 - CENTRAL_PERCENT) / 2
    return np.percentile(finite, [tail, 100 - tail]) if len(finite) else np.full(2, np.nan)


def _exact(figure, values, tensorflow1):
    """The digits as printed are the same: the shortest ones, or those of so many decimals."""
    (measured,) = values.values()
    text = str(measured)
    if figure.decimals is not None:
        text = f"{rounded(measured, figure.decimals):.{figure.decimals}f}"
    verdict = REPRODUCED if text == figure.published else NOT_REPRODUCED
    return Judgement(figure, text, verdict, "the same digits", 1, tensorflow1=tensorflow1)


def _range(figure, values, tensorflow1):
    """The measured number lies within the bounds, both included."""
    (measured,) = values.values()
    verdict = REPRODUCED if _within(figure, measured) else NOT_REPRODUCED
    text, asked = digits(measured), _bounds(figure)
    return Judgement(figure, text, verdict, asked, 1, tensorflow1=tensorflow1)


def _claim(figure, values, tensorflow1):
    """The number lies within the bounds in more than half of all trainings.

    The share of trainings in which it does is estimated from the seeds, by Wilson's interval: all
    of it above one half is reproduced, all of it below is not.
    """
    count, held = len(values), sum(_within(figure, value) for value in values.values())
    low, high = wilson(held, count)
    verdict = REPRODUCED if low > 0.5 else NOT_REPRODUCED if high < 0.5 else UNDECIDED
    criterion = f"{_bounds(figure)}: held in {held} of {count}"
    if count < MINIMUM_SEEDS:
        verdict = UNDECIDED
        criterion += f"; fewer than {MINIMUM_SEEDS} seeds decide nothing"
    else:
        criterion += f" trainings, so in {low:.0%} to {high:.0%} of all"
    numbers = list(values.values())
    ends = digits(min(numbers)), digits(max(numbers))
    shown = ends[0] if ends[0] == ends[1] else " to ".join(ends)
    distribution = {"values": [float(number) for number in numbers]}
    return Judgement(figure, shown, verdict, criterion, count, distribution, held, tensorflow1)


def _replicates(figure, values, tensorflow1):
    """The published number lies inside the central 95 % of what the seeds measure.

    Trainings that diverge, whose number is not finite, are counted; the others are judged.
    """
    measured = np.array([float(value) for value in values.values()])
    finite, count = _finite(measured), len(measured)
    asked = f"inside the central {CENTRAL_PERCENT} % of {len(finite)} seeds"
    distribution = _distribution(measured)
    diverged = ""
    if len(finite) < count:
        low, high = wilson(count - len(finite), count)
        diverged = f"{count - len(finite)} of {count} diverged, so {low:.0%} to {high:.0%} of all"
        asked += f", those of {count} that did not diverge"
    if not len(finite):
        return Judgement(figure, diverged, UNDECIDED, asked, count, distribution, None, tensorflow1)
    decimals = figure.decimals
    if decimals is None:
        decimals = -decimal.Decimal(figure.published).as_tuple().exponent
    low, high = central_interval(measured)
    shown = f"{digits(low)} to {digits(high)}" if len(finite) > 1 else digits(finite[0])
    if "bootstrap" in distribution:
        ends = " to ".join(map(digits, distribution["bootstrap"]))
        shown += f"; median {digits(distribution['median'])}, bootstrap {ends}"
    inside = rounded(low, decimals) <= float(figure.published) <= rounded(high, decimals)
    verdict = REPRODUCED if inside else NOT_REPRODUCED
    if len(finite) < MINIMUM_SEEDS:
        asked += f"; fewer than {MINIMUM_SEEDS} decide nothing"
        verdict = UNDECIDED
    shown = "; ".join(filter(None, [shown, diverged]))
    return Judgement(figure, shown, verdict, asked, count, distribution, None, tensorflow1)


def _distribution(measured):
    """Return the seeds' numbers; of those that are finite the median, and its interval.

    The interval is by percentiles of the medians of 9999 samples with replacement, drawn with a
    fixed seed; two or more seeds have one.
    """
    found, finite = {"values": measured.tolist()}, _finite(measured)
    if len(finite):
        found["median"] = float(np.median(finite))
    if len(finite) > 1:
        # Slow to import.
        from scipy.stats import bootstrap

        interval = bootstrap(
            (finite,),
            np.median,
            confidence_level=CENTRAL_PERCENT / 100,
            method="percentile",
            rng=np.random.default_rng(0),
        ).confidence_interval
        found["bootstrap"] = [float(end) for end in interval]
    return found


def _tensorflow1(figure, values, recorded):
    """Say what TensorFlow 1.15.5 measured with the same seeds."""
    both = {seed: recorded[seed] for seed in values if seed in recorded}
    if not both:
        return ""
    same = sum(digits(values[seed]) == digits(there) for seed, there in both.items())
    if len(both) == 1:
        told = "the same" if same else digits(*both.values())
    else:
        told = f"the same in {same} of {len(both)} seeds"
    if figure.bounds is not None:
        held = sum(_within(figure, there) for there in both.values())
        told += f"; held in {held} of {len(both)}"
    return told


def _within(figure, number):
    low, high = figure.bounds
    return bool(low <= rounded(number, figure.decimals) <= high)


def _bounds(figure):
    low, high = figure.bounds
    return f"exactly {low:g}" if low == high else f"from {low:g} to {high:g}"


def _finite(values):
    numbers = np.asarray(values, float)
    return numbers[np.isfinite(numbers)]


def digits(number):
    """Print a number in at most six significant digits."""
    if isinstance(number, np.floating):
        number = shortest(number)
    return str(number) if isinstance(number, int) else f"{number:.6g}"


_RULES = {"exact": _exact, "range": _range, "claim": _claim, "replicates": _replicates}
