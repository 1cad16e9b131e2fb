import numpy as np
import pytest

from tf1_graphs.articles import theory
from tf1_graphs.articles.theory import losses, plots, scaling
from tf1_graphs.articles.theory.activations import ACTIVATIONS

pytest.importorskip("matplotlib")


def test_there_is_a_picture_of_each_topic_that_is_shown():
    assert plots.TOPICS.keys() == theory.TOPICS.keys()


def test_each_activation_function_has_a_panel_with_its_derivative():
    plot = plots.TOPICS["activations"]()
    for panel, activation in zip(plot.figure.axes, ACTIVATIONS, strict=False):
        function, derivative = panel.get_lines()
        x = function.get_xdata()
        assert panel.get_title().startswith(activation.name)
        assert (function.get_label(), derivative.get_label()) == ("function", "derivative")
        np.testing.assert_array_equal(function.get_ydata(), activation.function(x))
        shown = np.isfinite(derivative.get_ydata())
        assert (~shown).sum() <= 1
        expected = activation.derivative(x)[shown]
        np.testing.assert_array_equal(derivative.get_ydata()[shown], expected)
        assert activation.formula in plot.alt


def test_a_jump_of_a_derivative_is_not_joined():
    jumps = [
        activation.name
        for panel, activation in zip(
            plots.TOPICS["activations"]().figure.axes, ACTIVATIONS, strict=False
        )
        if np.isnan(panel.get_lines()[1].get_ydata()).any()
    ]
    assert jumps == ["ReLU", "leaky ReLU", "maxout", "SELU"]


def test_losses_and_the_articles_example():
    by_error, by_probability = plots.TOPICS["losses"]().figure.axes
    squared, absolute = by_error.get_lines()
    error = squared.get_xdata()
    np.testing.assert_allclose(squared.get_ydata(), error**2 / 2)
    np.testing.assert_allclose(absolute.get_ydata(), np.abs(error))
    curve, example = by_probability.get_lines()
    np.testing.assert_allclose(curve.get_ydata(), -np.log(curve.get_xdata()), atol=1e-12)
    expected = losses.cross_entropy_loss([[0, 0, 1]], [losses.EXAMPLE_PREDICTED])
    assert example.get_ydata()[0] == expected


def test_normalisations():
    (panel,) = plots.TOPICS["normalisations"]().figure.axes
    drawn = {
        label.get_text(): line.get_xdata()
        for label, line in zip(panel.get_yticklabels(), panel.get_lines()[::2], strict=True)
    }
    assert len(drawn) == 3
    for name, formula, values in scaling.example():
        np.testing.assert_array_equal(drawn[f"{name}: {formula}"], values[:, 0])
