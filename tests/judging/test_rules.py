import math

import numpy as np
import pytest

from tf1_graphs.experiments.experiment import PublishedFigure
from tf1_graphs.judging.rules import Judgement, judge_figure, overall
from tf1_graphs.runs.measurements import Measurements

NOTHING = Measurements((), {})


def figure(rule, published="0.9", bounds=None, values=()):
    """A figure whose measure gives `values`, one a seed."""
    remaining = iter(values)
    return PublishedFigure(
        "accuracy", published, "results", rule, lambda measurements: next(remaining), bounds
    )


@pytest.mark.parametrize(
    ("published", "measured", "verdict"),
    [
        ("0.954", np.float32(0.954), "reproduced"),
        ("0.96", np.float32(0.96), "reproduced"),
        ("0.954", np.nextafter(np.float32(0.954), np.float32(1)), "not reproduced"),
        ("0.9540", np.float32(0.954), "not reproduced"),
        ("0.95", np.float32(0.954), "not reproduced"),
        ("0.954", np.float32(np.nan), "not reproduced"),
    ],
)
def test_exact_compares_the_digits_as_printed(published, measured, verdict):
    judgement = judge_figure(figure("exact", published, values=[measured]), [NOTHING])
    assert judgement.verdict == verdict
    assert judgement.measured == str(measured)
    assert judgement.criterion == "the same digits"


@pytest.mark.parametrize(
    ("bounds", "measured", "verdict"),
    [
        ((0.970, 0.973), 0.97, "reproduced"),
        ((0.970, 0.973), 0.973, "reproduced"),
        ((0.970, 0.973), 0.9699, "not reproduced"),
        ((0.970, 0.973), 0.9731, "not reproduced"),
        ((1, 1), 1.0, "reproduced"),
        ((1, 1), 0.9975, "not reproduced"),
        ((0, 499), 499, "reproduced"),
        ((0, 499), math.inf, "not reproduced"),
        ((-math.inf, 0), -3.5, "reproduced"),
        ((0, 1), math.nan, "not reproduced"),
    ],
)
def test_range_includes_both_bounds(bounds, measured, verdict):
    judgement = judge_figure(figure("range", bounds=bounds, values=[measured]), [NOTHING])
    assert judgement.verdict == verdict


def test_range_says_its_bounds_and_what_was_measured():
    judgement = judge_figure(
        figure("range", bounds=(0.97, 0.973), values=[np.float32(0.972)]), [NOTHING]
    )
    assert judgement.criterion == "from 0.97 to 0.973"
    assert judgement.measured == "0.972"
    judgement = judge_figure(figure("range", bounds=(1, 1), values=[250]), [NOTHING])
    assert judgement.criterion == "exactly 1"
    assert judgement.measured == "250"


@pytest.mark.parametrize("rule", ["exact", "range"])
def test_one_run_decides_exact_and_range(rule):
    judgement = judge_figure(
        figure(rule, "0.5", (0.5, 0.5), values=[np.float32(0.5), np.float32(0.6)]),
        [NOTHING, NOTHING],
    )
    assert judgement.verdict == "reproduced"


@pytest.mark.parametrize("count", [1, 2, 4])
def test_fewer_than_5_seeds_are_undecided(count):
    judgement = judge_figure(figure("replicates", "0.9", values=[0.9] * count), [NOTHING] * count)
    assert judgement.verdict == "undecided"
    assert judgement.criterion == (
        f"inside the central 95 % of {count} seeds; fewer than 5 decide nothing"
    )


@pytest.mark.parametrize(
    ("published", "verdict"),
    [
        ("0.9", "reproduced"),
        ("0.8051", "reproduced"),
        ("0.8049", "not reproduced"),
        ("0.9949", "reproduced"),
        ("0.9951", "not reproduced"),
    ],
)
def test_replicates_are_the_central_95_percent_of_the_seeds(published, verdict):
    """Of 81 evenly spaced values from 0.8 to 1.0, 2.5 % are two steps of 0.0025 at each end."""
    values = np.linspace(0.8, 1.0, 81)
    judgement = judge_figure(figure("replicates", published, values=values), [NOTHING] * 81)
    assert judgement.verdict == verdict
    assert judgement.measured == "0.805 to 0.995; median 0.9, bootstrap 0.88 to 0.9225"
    assert judgement.criterion == "inside the central 95 % of 81 seeds"


def test_five_seeds_decide():
    values = [0.90, 0.91, 0.92, 0.93, 0.94]
    assert (
        judge_figure(figure("replicates", "0.92", values=values), [NOTHING] * 5).verdict
        == "reproduced"
    )
    assert (
        judge_figure(figure("replicates", "0.95", values=values), [NOTHING] * 5).verdict
        == "not reproduced"
    )


def test_the_bootstrap_interval_is_of_the_median_and_the_same_each_time():
    values = np.random.default_rng(1).normal(0.9, 0.01, size=20)
    first, again = (
        judge_figure(figure("replicates", "0.9", values=values), [NOTHING] * 20).distribution
        for _ in range(2)
    )
    assert first == again
    assert first["values"] == values.tolist()
    assert first["median"] == pytest.approx(np.median(values))
    low, high = first["bootstrap"]
    assert values.min() < low < first["median"] < high < values.max()


def test_one_seed_has_no_interval():
    judgement = judge_figure(figure("replicates", "0.9", values=[0.9]), [NOTHING])
    assert judgement.measured == "0.9"
    assert judgement.distribution == {"values": [0.9], "median": 0.9}


@pytest.mark.parametrize(
    ("values", "published", "verdict", "words"),
    [
        ([0.4, 0.41, 0.42, 0.43, math.inf], "0.42", "undecided", "reaches infinity"),
        ([0.4, 0.41, 0.42, 0.43, math.inf], "9", "undecided", "reaches infinity"),
        ([-math.inf, 0.41, 0.42, 0.43, 0.44], "0.42", "undecided", "reaches infinity"),
        # Whatever the diverged trainings are taken for, it is below all others.
        ([0.4, 0.41, 0.42, 0.43, math.inf], "0.3", "not reproduced", "5 seeds"),
        ([math.inf] * 5, "0.42", "not reproduced", "5 seeds"),
        ([0.4, 0.41, 0.42, 0.43, math.nan], "0.42", "undecided", "1 of them gave no number"),
        ([0.4, 0.41, 0.42, 0.43, math.nan], "0.3", "undecided", "which decides nothing"),
    ],
)
def test_diverged_seeds_decide_nothing(values, published, verdict, words):
    judgement = judge_figure(figure("replicates", published, values=values), [NOTHING] * 5)
    assert judgement.verdict == verdict
    assert words in judgement.criterion


def test_how_many_diverged_is_said():
    values = [0.4, 0.41, math.inf, 0.43, math.inf]
    judgement = judge_figure(figure("replicates", values=values), [NOTHING] * 5)
    assert judgement.measured.startswith("0.401 to inf (2 of 5 diverged); median 0.43, bootstrap ")


def test_an_unknown_rule():
    with pytest.raises(KeyError, match="by eye"):
        judge_figure(figure("by eye", values=[1]), [NOTHING])


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (["reproduced", "reproduced"], "reproduced"),
        (["reproduced", "undecided"], "undecided"),
        (["reproduced", "undecided", "not reproduced"], "not reproduced"),
        (["not reproduced"], "not reproduced"),
        ([], "undecided"),
    ],
)
def test_overall_is_the_worst(verdicts, expected):
    judgements = [Judgement(figure("exact"), "", verdict, "") for verdict in verdicts]
    assert overall(judgements) == expected


def test_a_distribution_around_zero_is_judged_without_a_warning(recwarn):
    judgement = judge_figure(figure("replicates", "0", values=np.zeros(5)), [NOTHING] * 5)
    assert judgement.verdict == "reproduced"
    assert not recwarn.list
