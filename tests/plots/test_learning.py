import numpy as np
import pytest

from tf1_graphs.experiments.catalogue import find
from tf1_graphs.plots import learning

pytest.importorskip("matplotlib")


def rows(**columns):
    return [
        {name: np.float32(value) for name, value in zip(columns, values, strict=True)}
        for values in zip(*columns.values(), strict=True)
    ]


def curves(panel):
    return {line.get_label(): line.get_ydata().tolist() for line in panel.get_lines()}


def test_training_and_validation_are_paired_in_a_panel_for_each_quantity():
    measured = rows(loss=[2, 1], accuracy=[0.25, 0.5], val_loss=[3, 2], val_accuracy=[0.5, 0.75])
    plot = learning.learning_curves(find("fashion_deep"), measured)
    loss, accuracy = plot.figure.axes
    assert curves(loss) == {"training mini-batches": [2, 1], "validation set": [3, 2]}
    assert curves(accuracy) == {
        "training mini-batches": [0.25, 0.5],
        "validation set": [0.5, 0.75],
    }
    assert (loss.get_ylabel(), accuracy.get_ylabel()) == ("loss (nats)", "accuracy (fraction)")
    assert "accuracy, validation set: from 0.5 to 0.75, lowest 0.5 in epoch 0" in plot.alt
    (legend,) = plot.figure.legends
    shown = [text.get_text() for text in legend.get_texts()]
    assert shown == ["training mini-batches", "validation set"]


@pytest.mark.parametrize(
    ("name", "label"), [("moons", "test set"), ("mnist_mlp", "last mini-batch")]
)
def test_a_column_without_a_prefix_is_of_the_part_that_has_none(name, label):
    plot = learning.learning_curves(find(name), rows(loss=[1, 2, 3], accuracy=[0, 0.5, 1]))
    assert [list(curves(panel)) for panel in plot.figure.axes] == [[label], [label]]


def test_what_differs_has_a_style_of_its_own_in_all_panels():
    measured = rows(mini_batch_loss=[2, 1], train_accuracy=[0, 1], test_accuracy=[0, 0.5])
    plot = learning.learning_curves(find("mnist_cnn_numpy"), measured)
    drawn = [line for panel in plot.figure.axes for line in panel.get_lines()]
    assert len(drawn) == 3
    assert len({(line.get_color(), line.get_linestyle()) for line in drawn}) == 3


def test_every_column_but_the_gradients_is_drawn_once():
    columns = ["loss", "output_loss", "output2_loss"]
    measured = rows(**{prefix + name: [1, 2] for prefix in ("", "val_") for name in columns})
    plot = learning.learning_curves(find("housing_multi_output"), measured)
    assert len(plot.figure.axes) == 3
    assert all(len(panel.get_lines()) == 2 for panel in plot.figure.axes)
    assert plot.figure.axes[0].get_ylabel() == "loss (mean squared error)"


def test_epochs_that_are_not_finite_are_shaded_and_named():
    measured = rows(loss=[1, 300, np.nan, np.inf], val_loss=[2, 400, np.nan, np.nan])
    plot = learning.learning_curves(find("housing_mlp"), measured)
    (panel,) = plot.figure.axes
    assert [patch.get_x() for patch in panel.patches] == [1.5, 2.5]
    assert panel.get_yscale() == "log"
    assert "NaN or infinite in 2 epochs" in plot.alt


def test_nothing_finite_at_all_is_drawn_too():
    plot = learning.learning_curves(find("housing_mlp"), rows(loss=[np.nan], val_loss=[np.nan]))
    assert "loss, validation set: NaN or infinite in every epoch" in plot.alt
    assert len(plot.figure.axes[0].patches) == 1


NORMS = {"loss": [2, 1], "gradient_norm/hidden1": [1e-3, 0.5], "gradient_norm/hidden2": [1, 2]}


def test_gradient_norms_by_layer_are_a_line_an_epoch():
    measured = rows(**NORMS)
    assert learning.has_gradient_norms(measured)
    (panel,) = (plot := learning.gradient_norms(find("fashion_deep"), measured)).figure.axes
    assert [line.get_label() for line in panel.get_lines()] == ["0", "1"]
    for line, norms in zip(panel.get_lines(), ([1e-3, 1], [0.5, 2]), strict=True):
        assert line.get_xdata().tolist() == [1, 2]
        np.testing.assert_allclose(line.get_ydata(), norms, rtol=1e-6)
    assert panel.get_yscale() == "log"
    assert "In the first epoch it is 0.001 at the first hidden layer" in plot.alt


def test_norms_that_a_logarithmic_axis_cannot_show_are_counted():
    measured = rows(**NORMS | {"gradient_norm/hidden1": [0, np.inf]})
    (panel,) = learning.gradient_norms(find("fashion_mlp"), measured).figure.axes
    assert panel.get_title() == "2 of 4 norms are 0, NaN or infinite"


def test_of_many_epochs_some_are_drawn_with_the_first_and_the_last():
    measured = rows(**{"gradient_norm/hidden1": range(1, 101), "gradient_norm/hidden2": [1] * 100})
    (panel,) = learning.gradient_norms(find("fashion_deep"), measured).figure.axes
    shown = [int(line.get_label()) for line in panel.get_lines()]
    assert len(shown) <= 12
    assert (shown[0], shown[-1]) == (0, 99)
