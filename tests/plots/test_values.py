import numpy as np
import pytest

from tf1_graphs.experiments.catalogue import find
from tf1_graphs.plots import values

pytest.importorskip("matplotlib")
TRUE = np.linspace(0.5, 5, 50)


def test_predicted_against_true_values():
    predicted = (TRUE + 0.5).astype(np.float32)
    plot = values.predicted_values(find("housing_mlp"), {"y": TRUE}, "test", predicted)
    (panel,) = plot.figure.axes
    (points,) = panel.collections
    np.testing.assert_allclose(points.get_offsets(), np.stack([TRUE, predicted], axis=1))
    (diagonal,) = panel.get_lines()
    assert list(diagonal.get_xdata()) == list(diagonal.get_ydata()) == [0.5, 5]
    assert panel.get_ylabel() == "predicted value (100,000 dollars)"
    assert "50 of 50 predictions are finite" in plot.alt
    assert "root mean squared error is 0.5 (100,000 dollars)" in plot.alt


def test_what_is_not_finite_is_counted_and_a_wild_prediction_does_not_hide_the_others():
    true = np.tile(TRUE, 20)
    wild = np.tile(TRUE, 20).astype(np.float32)
    wild[0], wild[1] = np.nan, 1e6
    plot = values.predicted_values(find("housing_mlp"), {"y": true}, "test", wild)
    (panel,) = plot.figure.axes
    assert panel.get_ylim()[1] < 10
    assert panel.get_title() == "1 of 1000 lie outside"
    assert "999 of 1000 predictions are finite" in plot.alt
