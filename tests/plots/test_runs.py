import numpy as np

from tf1_graphs.experiments.catalogue import find
from tf1_graphs.plots.figure import png
from tf1_graphs.plots.runs import curves

MOONS = find("moons")


def rows(*losses):
    return tuple({"loss": np.float32(loss), "accuracy": np.float32(0.5)} for loss in losses)


def test_a_line_a_run_in_a_panel_a_column():
    (plot,) = curves(MOONS, {"a": rows(3, 2), "b": rows(2, 1), "c": rows(4, np.nan), "d": ()})
    loss, accuracy = plot.figure.axes
    assert [line.get_label() for line in loss.lines] == ["a", "b", "c"]
    assert list(loss.lines[1].get_ydata()) == [2, 1]
    assert (loss.get_ylabel(), accuracy.get_ylabel()) == ("loss", "accuracy")
    assert plot.title == "moons: curves of 3 runs"
    assert (
        "loss ends at 1 at the lowest (b) and 2 at the highest (a), as NaN or infinite in 1 runs"
        in plot.alt
    )
    assert png(plot).startswith(b"\x89PNG")


def test_nothing_to_draw():
    assert curves(MOONS, {"a": ()}) == []


def test_all_diverged():
    (plot,) = curves(MOONS, {"a": rows(np.inf)})
    assert "loss ends as NaN or infinite in every run" in plot.alt
