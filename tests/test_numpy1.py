"""NumPy computes as NumPy 1.18 did on a C library: `math`'s functions, number by number."""

import math
import os
import subprocess
import sys

import numpy as np
import pytest

from tf1_graphs import numpy1

NUMBERS = np.random.RandomState(0).uniform(0.01, 3, 10007)


@pytest.mark.parametrize("name", ["exp", "log", "log1p", "sin", "cos", "tan", "tanh", "sinh"])
def test_functions_are_the_c_librarys(name):
    expected = [getattr(math, name)(x) for x in NUMBERS]
    assert np.array_equal(getattr(np, name)(NUMBERS), expected)


def test_powers_are_the_c_librarys():
    assert np.array_equal(NUMBERS**1.7, [math.pow(x, 1.7) for x in NUMBERS])


@pytest.mark.parametrize("count", [1000, 8192, 8193, 20011])
def test_a_sum_takes_8192_numbers_at_a_time(count):
    numbers = NUMBERS.repeat(2)[:count]
    parts = [numbers[begin : begin + 8192].sum() for begin in range(0, count, 8192)]
    assert numbers.sum() == sum(parts)


@pytest.mark.parametrize(("chosen", "expected"), [(None, "True"), ("", "False")])
def test_who_sets_the_variable_decides(chosen, expected):
    environment = {**os.environ, numpy1.ENVIRONMENT_VARIABLE: chosen}
    if chosen is None:
        del environment[numpy1.ENVIRONMENT_VARIABLE]
    code = "from tf1_graphs import numpy1; numpy1.ask(); print(numpy1.given())"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == expected
