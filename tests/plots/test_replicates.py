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


@pytest.mark.parametrize("lost", [np.inf, -np.inf])
def test_a_diverged_seed_is_said_and_the_interval_reaches_the_edge(lost):
    plot = drawn([*VALUES, lost])
    (panel,) = plot.figure.axes
    assert panel.get_lines()[0].get_ydata().tolist() == [1, 2, 3, 4, 5, 6]
    assert [text.get_position() for text in panel.texts] == [(int(lost > 0), 7)]
    assert "1 of them diverged" in plot.alt
    left, right = panel.get_xlim()
    (span,) = panel.patches
    ends = span.get_x(), span.get_x() + span.get_width()
    assert ends[lost > 0] == pytest.approx(right if lost > 0 else left)
    assert left < ends[lost < 0] < right


def test_where_a_seed_gave_no_number_there_is_no_interval():
    (panel,) = drawn([*VALUES, np.nan]).figure.axes
    assert [text.get_text() for text in panel.texts] == ["no number"]
    assert not panel.patches


def test_all_seeds_diverged():
    (panel,) = drawn([np.inf] * 5).figure.axes
    assert not panel.patches
    assert len(panel.texts) == 5
