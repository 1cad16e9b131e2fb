import numpy as np
import pytest

from tf1_graphs.experiments.catalogue import find

pytest.importorskip("matplotlib")


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
    experiment = find("housing_random_search")
    (plot,) = experiment.plots(experiment, rows)
    (panel,) = plot.figure.axes
    (bars,) = panel.containers
    best = next(line for line in panel.get_lines() if line.get_label() == "best")
    np.testing.assert_allclose(bars.lines[0].get_ydata(), [-1, -0.25, -2])
    np.testing.assert_allclose(best.get_xdata(), [5e-3], rtol=1e-6)
    assert [text.get_text() for text in panel.texts] == ["1 × 2", "4 × 58", "2 × 9"]
    assert panel.get_xscale() == "log"
    assert "The best is 4 × 58 neurons with learning rate 0.005: score -0.25" in plot.alt
