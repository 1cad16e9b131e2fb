import math

import pytest

from tf1_graphs.experiments.catalogue import find
from tf1_graphs.experiments.experiment import PublishedFigure
from tf1_graphs.judging import wording
from tf1_graphs.judging.judge import Reproduction
from tf1_graphs.judging.rules import Judgement


def figure(rule, bounds=None, **rest):
    return PublishedFigure("f", "1", "here", rule, None, bounds, **rest)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (figure("exact"), "the same digits as printed"),
        (figure("range", (1, 1)), "exactly 1"),
        (figure("range", (0.97, 0.973)), "a number from 0.97 to 0.973, both included"),
        (figure("range", (1, math.inf)), "1 or more"),
        (figure("claim", (1, math.inf)), "1 or more in most trainings"),
        (figure("range", (-math.inf, 0)), "0 or less"),
        (
            figure("replicates"),
            "the published number lies inside the central 95 % of what 5 or more seeds measure",
        ),
    ],
)
def test_a_rule_in_plain_words(asked, expected):
    assert wording.asked(asked) == expected


def test_the_rule_of_a_judgement_names_the_seeds_and_what_it_compares_with():
    seeds = Judgement(figure("replicates"), "", "undecided", "inside 95 % of 7", 7)
    assert wording.rule(seeds) == "replicates: the published number lies inside 95 % of 7"
    claim = Judgement(figure("claim", (1, 1)), "1", "reproduced", "exactly 1: held in 5 of 5", 5)
    assert wording.rule(claim) == "claim: exactly 1: held in 5 of 5"
    compared = Judgement(figure("range", (1, 1), against="other"), "", "undecided", "")
    assert wording.rule(compared) == "range: exactly 1; compared with other"


def test_remarks_that_are_the_same_are_said_once():
    failed = [
        Judgement(
            PublishedFigure(name, "1", "here", "exact", None, remark=remark),
            "2",
            verdict,
            "",
            1,
        )
        for name, remark, verdict in (
            ("a", "why", "not reproduced"),
            ("b", "", "not reproduced"),
            ("c", "why", "not reproduced"),
            ("d", "other", "not reproduced"),
            ("e", "why", "reproduced"),
            ("f", "unclear", "undecided"),
        )
    ]
    moons = find("moons")
    found = Reproduction(moons, 42, moons.settings(), tuple(failed), None, 0)
    assert wording.remarks(found) == [("a; c", "why"), ("d", "other"), ("f", "unclear")]


@pytest.mark.parametrize(
    ("expected", "verdict", "trainings", "said"),
    [
        ("reproduced", "reproduced", 1, "reproduced"),
        ("not reproduced", "not reproduced", 1, "not reproduced, as expected"),
        ("reproduced", "not reproduced", 1, "not reproduced, changed: expected reproduced"),
        ("not reproduced", "reproduced", 1, "reproduced, changed: expected not reproduced"),
        ("reproduced", "undecided", 0, "undecided"),
    ],
)
def test_the_verdict_and_whether_it_is_the_expected_one(expected, verdict, trainings, said):
    judged = figure("range", (1, 1), expected=expected)
    assert wording.verdict(Judgement(judged, "", verdict, "", trainings)) == said
