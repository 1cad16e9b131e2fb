import dataclasses
import json
import math
from pathlib import Path

import pytest

from tests.changing import changed
from tf1_graphs import reports
from tf1_graphs.experiments.catalogue import find
from tf1_graphs.experiments.experiment import PublishedFigure
from tf1_graphs.judging.judge import Reproduction
from tf1_graphs.judging.rules import Judgement
from tf1_graphs.runs.run_directory import RunDirectory

MOONS = find("moons")


def judgement(name, verdict, rule="range", remark=""):
    expected = "not reproduced" if verdict == "not reproduced" else "reproduced"
    published = PublishedFigure(
        name, "100%", "results", rule, None, (1, 1), expected=expected, remark=remark
    )
    return Judgement(published, "0.9975", verdict, "exactly 1", 1)


def reproduction(*judgements, run=Path("run"), experiment=MOONS):
    return Reproduction(
        experiment, 42, MOONS.settings(), judgements, RunDirectory(run), seconds=12.34
    )


GOOD = judgement("precision", "reproduced", remark="never shown")
BAD = judgement("recall", "not reproduced", remark="one point is missed")
UNDECIDED = judgement("loss", "undecided", rule="replicates")


def test_table():
    assert reports.table(reproduction(GOOD, BAD)) == [
        "moons (seed 42)",
        "figure     published  measured  judged by         verdict",
        "---------  ---------  --------  ----------------  ---------------------------",
        "precision  100%       0.9975    range: exactly 1  reproduced",
        "recall     100%       0.9975    range: exactly 1  not reproduced, as expected",
        "",
        "recall: one point is missed",
        "",
        "1 of 2 published figures reproduced. 2 verdicts: 2 as expected, 0 changed.",
    ]


def test_long_cells_are_wrapped_and_none_is_cut():
    name = "highest accuracy of the last 1000 epochs at noise 0.2, losses added"
    lines = reports.table(reproduction(judgement(name, "reproduced")))
    assert max(map(len, lines)) < 120
    assert " ".join(line[:34].strip() for line in lines[3:5]) == name


def test_what_tensorflow_1_says_has_a_column_where_it_was_recorded():
    recorded = dataclasses.replace(GOOD, tensorflow1="the same")
    lines = reports.table(reproduction(recorded, BAD))
    assert lines[1].endswith("verdict                      TensorFlow 1.15.5")
    assert lines[3].endswith("reproduced                   the same")


def test_the_rule_exact_needs_no_criterion():
    lines = reports.table(reproduction(judgement("accuracy", "reproduced", rule="exact")))
    assert lines[3].split() == ["accuracy", "100%", "0.9975", "exact", "reproduced"]


@pytest.mark.parametrize(
    ("judgements", "expected"),
    [
        (
            (GOOD, GOOD),
            "2 of 2 published figures reproduced. 2 verdicts: 2 as expected, 0 changed.",
        ),
        (
            (GOOD, UNDECIDED),
            "1 of 2 published figures reproduced. 2 verdicts: 1 as expected, 0 changed, "
            "1 open for lack of seeds (--seeds 10).",
        ),
        (
            (dataclasses.replace(BAD, figure=GOOD.figure), dataclasses.replace(BAD, trainings=0)),
            "0 of 2 published figures reproduced. 2 verdicts: 0 as expected, 1 changed, "
            "1 not judged.",
        ),
        ((), "No published figure is measured with these settings."),
    ],
)
def test_summary(judgements, expected):
    assert reports.summary(reproduction(*judgements)) == expected


def test_summary_of_a_listing_without_published_figures():
    listing = changed(MOONS, figures=())
    assert reports.summary(reproduction(experiment=listing)) == (
        "The article publishes no figure of this listing."
    )


def test_json():
    found = reproduction(GOOD, UNDECIDED).as_json()
    assert list(found)[:5] == ["experiment", "article", "seed", "settings", "verdict"]
    assert {"figures", "run_directory", "seconds", "versions"} <= found.keys()
    assert found["settings"]["noise"] == 0.1
    assert found["verdict"] == "undecided"
    assert found["seconds"] == 12.3
    assert found["figures"][0].items() >= {
        ("name", "precision"),
        ("published", "100%"),
        ("measured", "0.9975"),
        ("rule", "range"),
        ("verdict", "reproduced"),
    }
    assert {"python", "tensorflow", "numpy"} <= found["versions"].keys()


def test_json_is_strict_where_trainings_diverged():
    distribution = {"values": [0.5, math.inf], "median": math.inf}
    found = reproduction(dataclasses.replace(UNDECIDED, distribution=distribution)).as_json()
    assert found["figures"][0]["distribution"] == {
        "values": [0.5, "Infinity"],
        "median": "Infinity",
    }
    json.dumps(found, allow_nan=False)
