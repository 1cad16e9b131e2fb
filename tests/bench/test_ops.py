"""Ops are timed one by one with both arithmetics; no test asserts a time."""

import pytest

from tf1_graphs.bench import ops
from tf1_graphs.errors import InputError
from tf1_graphs.tensorflow1.kernels import building

SOME = ("Tanh", "MaxPoolGrad")


def test_the_same_ops_with_both_arithmetics():
    reason = building.cannot_build()
    if reason and not building.find():
        pytest.skip(reason)
    found = ops.compare(SOME, repeats=1)
    assert [(item["op"], item["shapes"]) for item in found] == [
        ("Tanh", "100000"),
        ("MaxPoolGrad", "100x24x24x30, 100x12x12x30"),
    ]
    assert all(item["native"] > 0 and item["tf1"] > 0 for item in found)
    assert {len(ops.line(item)) for item in found} == {len(ops.HEADING)}


def test_every_op_can_be_timed(monkeypatch):
    monkeypatch.setattr(ops, "_STEPS", 2)
    times = ops.timed((), threads=1)
    assert len(times) == len(ops.OPS)
    assert all(took > 0 for took in times)


def test_an_unknown_type_is_refused_in_one_line():
    with pytest.raises(InputError, match=r"^Tan is not among the ops that are timed: ApplyAdam, "):
        ops.compare(("Tan",))
