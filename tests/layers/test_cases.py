"""Every recorded case, built and run here as TensorFlow 1.15.5 built and ran it."""

import functools
import json
from pathlib import Path

import numpy as np
import pytest

from tests.reference.cases import build
from tests.reference.record import SEED, record
from tf1_graphs import layers
from tf1_graphs.tensorflow1 import RENAMED_OPS, new_graph, tf

REFERENCE = Path(__file__).parents[1] / "reference"
REGULARIZERS = {
    "l1": layers.l1_regularizer,
    "l2": layers.l2_regularizer,
    "l1_l2": layers.l1_l2_regularizer,
}


def load(name):
    cases = json.loads((REFERENCE / f"{name}.json").read_text())
    recordings = json.loads((REFERENCE / f"{name}.tf1155.json").read_text())["cases"]
    assert [case["id"] for case in cases] == [recording["id"] for recording in recordings]
    return {case["id"]: (case, rec) for case, rec in zip(cases, recordings, strict=True)}


CASES = load("layer_cases") | load("more_layer_cases")


@functools.cache
def here(name):
    case, _ = CASES[name]
    with new_graph(SEED):
        return record(case, build(case, tf, layers, REGULARIZERS), tf)


@pytest.fixture(params=CASES)
def both(request):
    """What was built and computed here, and the recording of TensorFlow 1.15.5."""
    return here(request.param), CASES[request.param][1]


def renamed(nodes):
    return [node | {"op": RENAMED_OPS.get(node["op"], node["op"])} for node in nodes]


def test_nodes_in_order(both):
    here, there = both
    assert renamed(here["nodes"]) == renamed(there["nodes"])


def test_collections(both):
    here, there = both
    assert here["collections"] == there["collections"]


def test_initial_values_bit_by_bit(both):
    here, there = both
    assert here["initial"].keys() == there["initial"].keys()
    for name, numbers in there["initial"].items():
        assert np.array(here["initial"][name]).tobytes() == np.array(numbers).tobytes(), name


def test_numbers(both):
    here, there = map(numbers, both)
    assert here.keys() == there.keys()
    for name, expected in there.items():
        # Relative to the largest number: where a sum cancels, TensorFlow 1.15.5 itself differs
        # from its own recording by 1e-5 of that sum on another processor.
        np.testing.assert_allclose(
            here[name], expected, rtol=0, atol=1e-6 * np.abs(expected).max(), err_msg=name
        )


def numbers(recording):
    """Everything that running a case gave, by name."""
    found = {
        key: recording[key]
        for key in ("output_inference", "output_training", "regularization_losses")
        if key in recording
    }
    return found | recording.get("after_update", {})
