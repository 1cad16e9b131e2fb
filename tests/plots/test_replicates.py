import numpy as np
import pytest

from tf1_graphs import plots
from tf1_graphs.experiments.catalogue import find
from tf1_graphs.judging import rules

pytest.importorskip("matplotlib")
(FIGURE, _) = find("mnist_mlp_double_softmax").published.figures
VALUES = [0.918, 0.919, 0.920, 0.921, 0.922, 0.923]


def drawn(values):
    return plots.replicates(FIGURE, values, rules.CENTRAL_PERCENT, rules.central_interval(values))


def test_seeds_published_figure_and_the_interval_of_the_judgement():
    plot = drawn(VALUES)
    (panel,) = plot.figure.axes
    seeds, published = panel.get_lines()
    assert seeds.get_xdata().tolist() == VALUES
    assert seeds.get_ydata().tolist() == [1, 2, 3, 4, 5, 6]
    assert published.get_xdata() == [0.9207, 0.9207]
    (span,) = panel.patches
    low, high = rules.central_interval(np.array(VALUES))
    assert span.get_x() == low
    assert span.get_x() + span.get_width() == pytest.approx(high)
    assert panel.get_xlabel() == "test accuracy"
    for fact in ("published 0.920700", "6 seeds measured 0.918, 0.919", "0.918125 to 0.922875"):
        assert fact in plot.alt


@pytest.mark.parametrize(
    ("lost", "text", "x"),
    [(np.inf, "diverged →", 1), (-np.inf, "← diverged", 0), (np.nan, "no number", 1)],
)
def test_a_diverged_seed_is_said_and_the_interval_is_of_the_others(lost, text, x):
    plot = drawn([*VALUES, lost])
    (panel,) = plot.figure.axes
    assert panel.get_lines()[0].get_ydata().tolist() == [1, 2, 3, 4, 5, 6]
    assert [(it.get_text(), it.get_position()) for it in panel.texts] == [(text, (x, 7))]
    assert "1 of them diverged" in plot.alt
    (span,) = panel.patches
    ends = span.get_x(), span.get_x() + span.get_width()
    assert ends == pytest.approx(tuple(rules.central_interval(VALUES)))


def test_all_seeds_diverged():
    (panel,) = drawn([np.inf] * 5).figure.axes
    assert not panel.patches
    assert len(panel.texts) == 5
