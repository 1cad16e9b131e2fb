"""Values of variables compared: by how much, and under which names."""

import numpy as np

from tf1_graphs.inspection.values import of_dict, statistics
from tf1_graphs.inspection.weights import compare_values, distance, lines, ulps

ONE = np.float32(1)


def compared(here, there):
    return lines(compare_values(of_dict(here, ""), of_dict(there, "")))


def test_ulps_count_the_numbers_that_lie_between():
    mine = np.array([1, 1, -0.0, 1e-45, -1], np.float32)
    its = np.array([np.nextafter(ONE, 2), 1, 0.0, -1e-45, 1], np.float32)
    assert ulps(mine, its).tolist() == [1, 0, 0, 2, 2 * 0x3F800000]
    assert ulps(np.array([1.0]), np.array([np.nextafter(1, 2)])).tolist() == [1]
    assert ulps(np.array([1]), np.array([2])) is None


def test_distance():
    apart = distance(np.array([3.0, 4.0, np.nan]), np.array([0.0, 0.0, np.nan]))
    assert (apart["differ"], apart["largest"], apart["norm"]) == (2, 4.0, 5.0)
    assert distance(np.array([1, 2]), np.array([1, 3]))["differ"] == 1


def test_what_an_update_changed():
    here = {"w": np.array([1, 2], np.float32), "b": np.zeros(3, np.float32)}
    there = {"w": np.array([1, 2.5], np.float32), "b": np.zeros(3, np.float32)}
    assert compared(here, there) == [
        "variable w: 1 of 2 numbers differ, by up to 0.5 (2097152 ulps); norm of the difference "
        "0.5, of the values there 2.693"
    ]


def test_other_names_shapes_and_types():
    random = np.random.RandomState(0).randn
    w, v = random(2, 3), random(4)
    here = {"new/kernel": w, "bias": v, "s": np.zeros(2), "only": np.zeros(7)}
    there = {"old/weights": w, "biases": v + 1, "s": np.zeros(2, np.int32), "gone": np.zeros(9)}
    assert compared(here, there) == [
        "variable s is float64 [2] here, int32 [2] there",
        "variable new/kernel is named old/weights there, with the same values",
        "variable bias may be biases there, the only one of its shape; 4 of 4 numbers differ, by "
        f"up to 1 ({int(ulps(v, v + 1).max())} ulps); norm of the difference 2, of the values "
        f"there {np.linalg.norm(v + 1):.4g}",
        "variable only is added here",
        "variable gone is missing here",
    ]


def test_statistics():
    found = statistics(np.array([0, 2, np.nan, np.inf], np.float32))
    assert found == {
        "mean": 1.0, "stddev": 1.0, "min": 0.0, "max": 2.0, "zeros": 1, "nan": 1, "inf": 1,
    }  # fmt: skip
    assert statistics(np.array([b"text"], object)) is None
