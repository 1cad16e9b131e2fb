"""Estimator programs as TensorFlow 1.15.5 ran them: graphs, losses, predictions, files."""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from tests import commands
from tests.once import once
from tests.tf1.estimators import record
from tests.tf1.test_cases import canonical, numbers

HERE = Path(__file__).parent
PROGRAMS = record.programs()
# What the drop-in does otherwise than 1.15.5, by program.
FILES = {
    "train_and_evaluate": (
        "BestExporter exports after the first evaluation; 1.15.5 compared it with itself"
    ),
}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    def make(folder):
        folder.mkdir()
        environment = {**os.environ, "DROP_IN": "1"}
        done = commands.python("-m", "tests.tf1.estimators.record", folder, env=environment)
        assert done.returncode == 0, done.stderr

    folder = once(tmp_path_factory, "estimator_programs", make)
    return lambda name: json.loads((folder / f"{name}.json").read_text())


def recorded(name):
    return json.loads((HERE / "recordings" / f"{name}.json").read_text())


def test_every_program_is_recorded_and_none_as_an_error():
    assert {path.stem for path in (HERE / "recordings").glob("*.json")} == set(PROGRAMS)
    assert [name for name in PROGRAMS if "error" in recorded(name)] == []


@pytest.mark.parametrize("name", PROGRAMS)
def test_graphs(found, name):
    ours, theirs = found(name), recorded(name)
    assert "error" not in ours, ours["error"]
    assert ours["graphs"].keys() == theirs["graphs"].keys()
    for mode, nodes in theirs["graphs"].items():
        assert canonical(ours["graphs"][mode]) == canonical(nodes)


@pytest.mark.parametrize("name", PROGRAMS)
def test_losses_metrics_and_predictions(found, name):
    ours, theirs = found(name), recorded(name)
    for part in ("losses", "returned"):
        given, expected = flat(ours[part]), flat(theirs[part])
        texts = [item for item in expected if isinstance(item, str)]
        assert [item for item in given if isinstance(item, str)] == texts
        given, expected = (
            np.array([item for item in values if not isinstance(item, str)], float)
            for values in (given, expected)
        )
        # Some kernels of the gradients still differ in a last bit.
        np.testing.assert_allclose(given, expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", PROGRAMS)
def test_files(found, name):
    assert (found(name)["files"] != recorded(name)["files"]) == (name in FILES)


def flat(value):
    return numbers({"": value})
