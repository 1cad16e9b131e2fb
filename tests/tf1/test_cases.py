"""Every recorded graph, node for node: names, order, inputs, seeds, values."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.tf1 import departures, record

RECORDINGS = Path(__file__).parent / "recordings"
RECORDED = {
    f"{name}.{case}": recorded
    for name in record.MODULES
    for case, recorded in json.loads((RECORDINGS / f"{name}.json").read_text())["cases"].items()
}
# TensorFlow's own renamings of ops.
RENAMED = {"AddV2": "Add", "BatchMatMulV2": "BatchMatMul", "SelectV2": "Select"}


def canonical(nodes):
    """Give renamed ops one name."""
    parts = (line.split(" ", 2) for line in nodes)
    return [" ".join([name, RENAMED.get(op, op), rest]) for name, op, rest in parts]


def numbers(value):
    """Flatten lists and dicts into one list."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [number for item in value for number in numbers(item)]
    return [value]


def find(built, case):
    name, _, case = case.partition(".")
    found = built[name][case]
    assert "error" not in found, found
    return found


def test_every_case_is_recorded(built):
    assert {f"{name}.{case}" for name in built for case in built[name]} == set(RECORDED)


def test_no_recording_is_an_error():
    assert [case for case, recorded in RECORDED.items() if "error" in recorded] == []


@pytest.mark.parametrize("case", RECORDED)
def test_nodes(built, case):
    nodes, expected = canonical(find(built, case)["nodes"]), canonical(RECORDED[case]["nodes"])
    if case in departures.NODES:
        more, _ = departures.NODES[case]
        assert nodes != expected
        assert len(nodes) == len(expected) + more
    else:
        assert nodes == expected


@pytest.mark.parametrize("case", RECORDED)
def test_collections_and_initial_values(built, case):
    found, recorded = find(built, case), RECORDED[case]
    assert found["collections"] == recorded["collections"]
    assert found["initial"] == recorded["initial"]


@pytest.mark.parametrize("case", RECORDED)
def test_outputs_and_changed_variables(built, case):
    found, recorded = find(built, case), RECORDED[case]
    assert found["changed"].keys() == recorded["changed"].keys()
    for key in ("outputs", "changed"):
        given, expected = (np.array(numbers(item[key]), float) for item in (found, recorded))
        if key == "outputs" and case in departures.OUTPUTS:
            assert not np.array_equal(given, expected)
        else:
            np.testing.assert_allclose(given, expected, rtol=1e-6, atol=1e-6)
