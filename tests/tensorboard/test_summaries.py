"""Summaries that are made without a graph."""

import sys

import numpy as np
import pytest

from tf1_graphs.tensorboard import summaries
from tf1_graphs.tensorflow1 import tf


def test_a_histogram_leaves_nan_and_infinity_out():
    values = np.array([[np.nan, 1.0], [-np.inf, 3.0]], np.float32)
    (value,) = summaries.histograms({"x": values, "empty": np.array([np.nan])}).value
    assert value.tag == "x"
    histogram = value.histo
    assert (histogram.min, histogram.max, histogram.num) == (1, 3, 2)
    assert (histogram.sum, histogram.sum_squares) == (4, 10)
    assert sum(histogram.bucket) == 2


@pytest.mark.parametrize("values", [np.zeros(5), np.float32([3e38, -3e38]), np.array([1e-40])])
def test_a_histogram_of_numbers_that_are_equal_or_extreme(values):
    (value,) = summaries.histograms({"x": values.astype(np.float32)}).value
    assert sum(value.histo.bucket) == value.histo.num == values.size
    assert np.isfinite(value.histo.sum_squares)


def test_without_tensorboard_there_are_no_hparams(monkeypatch):
    monkeypatch.setitem(sys.modules, "tensorboard.plugins.hparams", None)
    assert summaries.hparams("seed-42", {"noise": 0.1}) == (tf.Summary(), tf.Summary())
