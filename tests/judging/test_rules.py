import math

import numpy as np
import pytest

from tf1_graphs.experiments.experiment import PublishedFigure
from tf1_graphs.judging import rules
from tf1_graphs.judging.rules import Judgement, overall, rounded, wilson


def figure(rule, published="0.9", bounds=None, **rest):
    return PublishedFigure("accuracy", published, "results", rule, None, bounds, **rest)


def judge(judged, values, recorded=None):
    """Judge a figure by what seeds from 42 on measured."""
    return rules.judge_figure(judged, dict(enumerate(values, 42)), recorded)


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
    judgement = judge(figure("exact", published), [measured])
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
    judgement = judge(figure("range", bounds=bounds), [measured])
    assert judgement.verdict == verdict


def test_range_says_its_bounds_and_what_was_measured():
    judgement = judge(figure("range", bounds=(0.97, 0.973)), [np.float32(0.972)])
    assert judgement.criterion == "from 0.97 to 0.973"
    assert judgement.measured == "0.972"
    judgement = judge(figure("range", bounds=(1, 1)), [250])
    assert judgement.criterion == "exactly 1"
    assert judgement.measured == "250"


@pytest.mark.parametrize("count", [1, 2, 4])
def test_fewer_than_5_seeds_are_undecided(count):
    judgement = judge(figure("replicates"), [0.9] * count)
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
    judgement = judge(figure("replicates", published), values)
    assert judgement.verdict == verdict
    assert judgement.measured == "0.805 to 0.995; median 0.9, bootstrap 0.88 to 0.9225"
    assert judgement.criterion == "inside the central 95 % of 81 seeds"


def test_five_seeds_decide():
    values = [0.90, 0.91, 0.92, 0.93, 0.94]
    assert judge(figure("replicates", "0.92"), values).verdict == "reproduced"
    assert judge(figure("replicates", "0.95"), values).verdict == "not reproduced"


def test_the_bootstrap_interval_is_of_the_median_and_the_same_each_time():
    values = np.random.default_rng(1).normal(0.9, 0.01, size=20)
    first, again = (judge(figure("replicates"), values).distribution for _ in range(2))
    assert first == again
    assert first["values"] == values.tolist()
    assert first["median"] == pytest.approx(np.median(values))
    low, high = first["bootstrap"]
    assert values.min() < low < first["median"] < high < values.max()


def test_one_seed_has_no_interval():
    judgement = judge(figure("replicates"), [0.9])
    assert judgement.measured == "0.9"
    assert judgement.distribution == {"values": [0.9], "median": 0.9}


FIVE = [0.4, 0.41, 0.42, 0.43, 0.44]


@pytest.mark.parametrize("diverged", [math.inf, -math.inf, math.nan])
@pytest.mark.parametrize(
    ("values", "published", "verdict"),
    [
        (FIVE, "0.42", "reproduced"),
        (FIVE, "0.3", "not reproduced"),
        (FIVE[:4], "0.42", "undecided"),
        ([], "0.42", "undecided"),
    ],
)
def test_trainings_that_diverge_are_counted_and_the_others_judged(
    values, published, verdict, diverged
):
    judgement = judge(figure("replicates", published), [*values, diverged])
    assert judgement.verdict == verdict
    assert f"1 of {len(values) + 1} diverged" in judgement.measured
    if len(values) == 5:
        assert judgement.measured == (
            "0.401 to 0.439; median 0.42, bootstrap 0.4 to 0.44; "
            "1 of 6 diverged, so 3% to 56% of all"
        )
        assert judgement.criterion == (
            "inside the central 95 % of 5 seeds, those of 6 that did not diverge"
        )


@pytest.mark.parametrize(
    ("held", "trainings", "low", "high"),
    # SciPy 1.15: binomtest(k, n).proportion_ci(method="wilson")
    [(0, 10, 0.0, 0.2775), (1, 10, 0.0179, 0.4042), (5, 5, 0.5655, 1.0), (9, 10, 0.5958, 0.9821)],
)
def test_wilsons_interval(held, trainings, low, high):
    assert wilson(held, trainings) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("held", "of", "verdict"),
    [
        (10, 10, "reproduced"),
        (9, 10, "reproduced"),
        (8, 10, "undecided"),
        (2, 10, "undecided"),
        (1, 10, "not reproduced"),
        (5, 5, "reproduced"),
        (4, 5, "undecided"),
        (0, 5, "not reproduced"),
        (4, 4, "undecided"),
        (0, 1, "undecided"),
    ],
)
def test_a_claim_is_about_most_trainings(held, of, verdict):
    values = [1.0] * held + [0.5] * (of - held)
    judgement = judge(figure("claim", "100%", (1, 1)), values)
    assert (judgement.verdict, judgement.held, judgement.trainings) == (verdict, held, of)
    assert judgement.criterion.startswith(f"exactly 1: held in {held} of {of}")
    assert ("decide nothing" in judgement.criterion) == (of < 5)
    assert judgement.distribution == {"values": values}


def test_a_claim_that_is_not_a_number_does_not_hold():
    assert judge(figure("claim", "100%", (0, 1)), [math.nan, 0.5]).held == 1


@pytest.mark.parametrize(
    ("number", "decimals", "expected"),
    [
        (0.9735, 3, 0.974),  # in binary just above
        (0.9725, 3, 0.973),  # in binary just above
        (2.5, 0, 2),
        (3.5, 0, 4),
        (np.float32(0.9725), 3, 0.972),  # printed as 0.9725: a tie, to the even digit
        (0.97349999, 3, 0.973),
        (0.123, None, 0.123),
        (math.inf, 3, math.inf),
    ],
)
def test_correct_rounding(number, decimals, expected):
    assert rounded(number, decimals) == expected


@pytest.mark.parametrize("rule", ["range", "claim"])
@pytest.mark.parametrize(("measured", "within"), [(0.97349, True), (0.9736, False)])
def test_bounds_are_compared_at_the_precision_printed(rule, measured, within):
    judged = figure(rule, "0.970 to 0.973", (0.97, 0.973), decimals=3)
    judgement = judge(judged, [measured] * (1 if rule == "range" else 5))
    assert (judgement.verdict == "reproduced") == within


def test_digits_of_so_many_decimals_are_compared_by_correct_rounding():
    assert judge(figure("exact", "0.95", decimals=2), [0.954]).verdict == "reproduced"
    assert judge(figure("exact", "0.96", decimals=2), [0.954]).verdict == "not reproduced"


def test_a_replicate_at_the_edge_is_compared_at_the_precision_printed():
    assert judge(figure("replicates", "0.42"), [0.416] * 5).verdict == "reproduced"
    assert judge(figure("replicates", "0.42"), [0.414] * 5).verdict == "not reproduced"


@pytest.mark.parametrize(
    ("rule", "expected", "held", "of", "outcome"),
    [
        ("claim", "reproduced", 10, 10, "as expected"),
        ("claim", "reproduced", 1, 10, "changed"),
        ("claim", "reproduced", 6, 10, "changed"),
        ("claim", "not reproduced", 10, 10, "changed"),
        ("claim", "undecided", 5, 10, "as expected"),
        ("claim", "undecided", 10, 10, "changed"),
        ("claim", "undecided", 5, 5, "open"),
        ("claim", "reproduced", 4, 5, "open"),
        ("claim", "undecided", 4, 5, "as expected"),
        ("claim", "reproduced", 1, 2, "open"),
        ("claim", "reproduced", 0, 2, "changed"),
        ("claim", "not reproduced", 2, 2, "changed"),
        ("claim", "not reproduced", 1, 1, "open"),
        ("claim", "reproduced", 0, 1, "changed"),
        ("claim", "not reproduced", 0, 2, "open"),
        ("range", "reproduced", 1, 1, "as expected"),
        ("range", "not reproduced", 1, 1, "changed"),
        ("range", "reproduced", 0, 1, "changed"),
    ],
)
def test_a_verdict_is_expected_changed_or_open(rule, expected, held, of, outcome):
    judged = figure(rule, "100%", (1, 1), expected=expected, remark="why")
    assert judge(judged, [1.0] * held + [0.5] * (of - held)).outcome == outcome


def test_what_was_not_judged_is_open():
    assert Judgement(figure("exact"), "not trained yet", "undecided", "").outcome == "open"


@pytest.mark.parametrize(
    ("rule", "values", "recorded", "said"),
    [
        ("exact", [np.float32(0.9)], {42: 0.9}, "the same"),
        ("exact", [np.float32(0.9)], {42: 0.91}, "0.91"),
        ("exact", [np.float32(0.9)], {43: 0.9}, ""),
        ("claim", [1.0, 0.5, 1.0], {42: 1.0, 43: 1.0}, "the same in 1 of 2 seeds; held in 2 of 2"),
    ],
)
def test_what_tensorflow_1_says(rule, values, recorded, said):
    bounds = (1, 1) if rule == "claim" else None
    assert judge(figure(rule, bounds=bounds), values, recorded).tensorflow1 == said


def test_an_unknown_rule():
    with pytest.raises(KeyError, match="by eye"):
        judge(figure("by eye"), [1])


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
    judgement = judge(figure("replicates", "0"), np.zeros(5))
    assert judgement.verdict == "reproduced"
    assert not recwarn.list
