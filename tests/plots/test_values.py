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


def test_candidates_of_a_search_with_the_best_one():
    rows = [
        {
            "hidden_layers": np.float32(layers),
            "layer_size": np.float32(size),
            "learning_rate": np.float32(rate),
            "score": np.float32(score),
            "score_deviation": np.float32(0.01),
        }
        for layers, size, rate, score in ((1, 2, 1e-3, -1), (4, 58, 5e-3, -0.25), (2, 9, 1e-2, -2))
    ]
    plot = values.candidates(find("housing_random_search"), rows)
    (panel,) = plot.figure.axes
    (bars,) = panel.containers
    best = next(line for line in panel.get_lines() if line.get_label() == "best")
    np.testing.assert_allclose(bars.lines[0].get_ydata(), [-1, -0.25, -2])
    np.testing.assert_allclose(best.get_xdata(), [5e-3], rtol=1e-6)
    assert [text.get_text() for text in panel.texts] == ["1 × 2", "4 × 58", "2 × 9"]
    assert panel.get_xscale() == "log"
    assert "The best is 4 × 58 neurons with learning rate 0.005: score -0.25" in plot.alt
