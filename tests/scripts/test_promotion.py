"""A script's arithmetic has the types of NumPy 1.18.5, which gave these results."""

import numpy as np
import pytest

from tf1_graphs.scripts import compiling

EIGHT, FLOATS = np.array([1, 2], np.uint8), np.array([0.5, 2.5], np.float32)
NAMES = {"np": np, "eight": EIGHT, "floats": FLOATS, "loss": np.float32(0.1)}
# Expression: type and value.
CASES = {
    "loss / 3": ("float64", 0.033333333830038704),
    "0. + loss / 3": ("float64", 0.033333333830038704),
    "loss * 0.1": ("float64", 0.010000000149011612),
    "loss * loss": ("float32", 0.010000000707805157),
    "loss == 0.1": ("bool", False),
    "loss + np.array(2)": ("float64", 2.100000001490116),
    "sum([loss, loss])": ("float64", 0.20000000298023224),
    "sum([loss], loss)": ("float32", 0.20000000298023224),
    "floats * np.float64(0.1)": ("float32", [0.05000000074505806, 0.25]),
    "floats * np.array(0.1)": ("float32", [0.05000000074505806, 0.25]),
    "floats + 1e300": ("float64", [1e300, 1e300]),
    "floats + np.int64(1)": ("float32", [1.5, 3.5]),
    "eight + 1": ("uint8", [2, 3]),
    "eight + 300": ("uint16", [301, 302]),
    "eight - (-1)": ("int16", [2, 3]),
    "eight * 0.5": ("float64", [0.5, 1.0]),
    "np.uint8(200) + 100": ("int64", 300),
    "np.int8(1) + 2**70": ("int", 1180591620717411303425),
    "'%d' % np.array([3.5])": ("str", "3"),
}


def run(code, **names):
    names = {**NAMES, **names}
    exec(compiling.compiled(code.encode(), "script.py"), names)
    return names


@pytest.mark.parametrize("expression", CASES)
def test_an_expression(expression):
    value = run(f"value = {expression}")["value"]
    found = value.tolist() if isinstance(value, np.generic | np.ndarray) else value
    assert (str(getattr(value, "dtype", type(value).__name__)), found) == CASES[expression]


def test_a_mean_that_is_added_up():
    names = run("mean = 0.\nfor c in floats: mean += c / 3\nmean -= loss")
    assert (type(names["mean"]), names["mean"]) == (np.float64, 0.8999999985098839)


def test_a_sum_that_begins_with_a_whole_number():
    names = run("total = 0\nfor c in floats: total += c\ntotal += loss")
    assert (type(names["total"]), names["total"]) == (np.float64, 3.100000001490116)
    assert type(run("a = loss\na += loss")["a"]) is np.float32


def test_an_array_keeps_its_type_in_place():
    assert run("a = floats.copy()\na += np.float64(1)\na[0] += 0.5")["a"].dtype == np.float32


def test_an_element_is_an_array_of_one():
    names = run("a = np.zeros(2)\na[0] = np.array([1.5])\nd = {}\nd['x'] = np.array([1.5])")
    assert names["a"].tolist() == [1.5, 0]
    assert names["d"]["x"].shape == (1,)


def test_what_cannot_be_assigned_is_refused_as_before():
    with pytest.raises(ValueError, match="setting an array element"):
        run("a = np.zeros(2)\na[0] = np.array([1.5, 2.5])")


def test_other_objects_compute_as_they_do():
    code = "class A:\n def __radd__(self, x): return 'mine'\nvalue = [1] + [2], loss + A()"
    assert run(code)["value"] == ([1, 2], "mine")
