import numpy as np
import pytest

from tf1_graphs.articles.theory import activations
from tf1_graphs.articles.theory.activations import ACTIVATIONS
from tf1_graphs.tensorflow1 import new_graph, tf

NAMES = [activation.name for activation in ACTIVATIONS]
# No point is at a kink, which for all of these is at 0.
POINTS = np.concatenate([np.linspace(-5, -0.01, 50), np.linspace(0.01, 5, 50)])


@pytest.mark.parametrize("activation", ACTIVATIONS, ids=NAMES)
def test_derivative_is_the_slope(activation):
    h = 1e-6
    slope = (activation.function(POINTS + h) - activation.function(POINTS - h)) / (2 * h)
    np.testing.assert_allclose(activation.derivative(POINTS), slope, atol=1e-8)


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("sigmoid", tf.nn.sigmoid),
        ("tanh", tf.nn.tanh),
        ("ReLU", tf.nn.relu),
        ("leaky ReLU", lambda x: tf.nn.leaky_relu(x, alpha=0.1)),
        ("ELU", tf.nn.elu),
        ("SELU", tf.nn.selu),
    ],
)
def test_values_and_derivatives_are_tensorflows(name, function):
    activation = ACTIVATIONS[NAMES.index(name)]
    points = np.append(POINTS, 0.0)
    with new_graph(), tf.Session() as session:
        x = tf.constant(points)
        y = function(x)
        values, slopes = session.run([y, tf.gradients(y, x)[0]])
    np.testing.assert_allclose(activation.function(points), values, atol=1e-12)
    np.testing.assert_allclose(activation.derivative(points), slopes, atol=1e-12)


@pytest.mark.parametrize("activation", ACTIVATIONS, ids=NAMES)
@pytest.mark.filterwarnings("error")
def test_nothing_overflows(activation):
    far = np.array([-1e4, 1e4])
    assert np.isfinite([activation.function(far), activation.derivative(far)]).all()


def test_maxout_takes_the_largest_of_any_number_of_linear_functions():
    weights, biases = (0.0, 1.0, -1.0), (1.0, -1.0, -1.0)
    x = np.array([-3.0, 0.0, 3.0])
    assert activations.maxout(x, weights, biases).tolist() == [2, 1, 2]
    assert activations.maxout_derivative(x, weights, biases).tolist() == [-1, 0, 1]


def test_selu_keeps_mean_and_variance():
    x = np.random.RandomState(0).randn(10**6)
    assert abs(activations.selu(x).mean()) < 5e-3
    assert abs(activations.selu(x).var() - 1) < 5e-3


def test_show_has_formulas_and_values_of_each():
    heading, *rows = activations.show()
    points = [float(word) for word in heading.split() if word not in ("x", "=")]
    functions, slopes = rows[: 2 * len(NAMES) : 2], rows[1 : 2 * len(NAMES) : 2]
    assert [row[:12].strip() for row in functions] == NAMES
    for activation, row, slope in zip(ACTIVATIONS, functions, slopes, strict=True):
        assert activation.formula in row
        assert activation.slope in slope
        for shown, expected in ((row, activation.function), (slope, activation.derivative)):
            values = [float(word) for word in shown.split()[-len(points) :]]
            np.testing.assert_allclose(values, expected(np.array(points)), atol=5e-5)
