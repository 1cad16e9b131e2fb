"""Article 003, theory: the activation functions and their derivatives, as NumPy functions.

Section: activation functions, and SELU from the deep networks. Departs in: nothing. Expect: each
derivative is the slope of its function, on both sides of a kink; at the kink it is TensorFlow's.
"""

from dataclasses import dataclass

import numpy as np

LEAK = 0.1
ELU_ALPHA = 1.0
# SELU's own constants (Klambauer et al., arXiv:1706.02515, appendix A1).
SELU_ALPHA = 1.6732632423543772848170429916717
SELU_SCALE = 1.0507009873554804934193349852946


def sigmoid(x):
    """Return `1 / (1 + e^(−x))`, written so that no exponential overflows."""
    return (1 + np.tanh(np.asarray(x, float) / 2)) / 2


def sigmoid_derivative(x):
    """Return `σ(x) · (1 − σ(x))`."""
    return sigmoid(x) * sigmoid(-np.asarray(x, float))


def tanh(x):
    """Return `(e^x − e^(−x)) / (e^x + e^(−x))`."""
    return np.tanh(x)


def tanh_derivative(x):
    """Return `1 − tanh²(x)`."""
    return 1 - np.tanh(x) ** 2


def relu(x):
    """Return `max(0, x)`."""
    return np.maximum(0.0, x)


def relu_derivative(x):
    """Return 1 where x is positive, else 0."""
    return np.where(np.asarray(x) > 0, 1.0, 0.0)


def leaky_relu(x):
    """Return `max(0.1 x, x)`."""
    return np.maximum(LEAK * np.asarray(x), x)


def leaky_relu_derivative(x):
    """Return 1 where x is positive, else 0.1."""
    return np.where(np.asarray(x) > 0, 1.0, LEAK)


def maxout(x, weights=(-0.5, 1.0), biases=(0.0, 0.0)):
    """Return the largest of several linear functions of x.

    Args:
        x: numbers.
        weights: slope of each linear function; they are learned, these are an example.
        biases: its value at 0.
    """
    return _linear(x, weights, biases).max(0)


def maxout_derivative(x, weights=(-0.5, 1.0), biases=(0.0, 0.0)):
    """Return the slope of the largest linear function, of the first one where several are."""
    return np.asarray(weights)[_linear(x, weights, biases).argmax(0)]


def _linear(x, weights, biases):
    return np.stack([w * np.asarray(x) + b for w, b in zip(weights, biases, strict=True)])


def elu(x):
    """Return x where it is 0 or more, else `α (e^x − 1)` with `α = 1`."""
    return np.where(np.asarray(x) >= 0, x, ELU_ALPHA * np.expm1(np.minimum(x, 0)))


def elu_derivative(x):
    """Return 1 where x is 0 or more, else `α e^x`."""
    return np.where(np.asarray(x) >= 0, 1.0, ELU_ALPHA * np.exp(np.minimum(x, 0)))


def selu(x):
    """Return `λ x` where x is 0 or more, else `λ α (e^x − 1)`."""
    return SELU_SCALE * np.where(np.asarray(x) >= 0, x, SELU_ALPHA * np.expm1(np.minimum(x, 0)))


def selu_derivative(x):
    """Return `λ` where x is 0 or more, else `λ α e^x`."""
    return SELU_SCALE * np.where(np.asarray(x) >= 0, 1.0, SELU_ALPHA * np.exp(np.minimum(x, 0)))


@dataclass(frozen=True)
class Activation:
    """An activation function, its derivative, and its formula as the article has it."""

    name: str
    formula: str
    function: object
    derivative: object


ACTIVATIONS = (
    Activation("sigmoid", "1 / (1 + e^(−x))", sigmoid, sigmoid_derivative),
    Activation("tanh", "tanh(x)", tanh, tanh_derivative),
    Activation("ReLU", "max(0, x)", relu, relu_derivative),
    Activation("leaky ReLU", "max(0.1 x, x)", leaky_relu, leaky_relu_derivative),
    Activation("maxout", "max(w₁ x + b₁, w₂ x + b₂)", maxout, maxout_derivative),
    Activation("ELU", "x, or α (e^x − 1) below 0", elu, elu_derivative),
    Activation("SELU", "λ x, or λ α (e^x − 1) below 0", selu, selu_derivative),
)


def show():
    """Return the functions and their derivatives at some points, as lines."""
    points = np.array([-2.0, -1.0, 1.0, 2.0])
    lines = [f"{'':42}" + "".join(f"{f'x = {x:g}':>16}" for x in points)]
    for activation in ACTIVATIONS:
        values = zip(activation.function(points), activation.derivative(points), strict=True)
        lines.append(
            f"{activation.name:11}{activation.formula:31}"
            + "".join(f"{value:8.4f}{slope:8.4f}" for value, slope in values)
        )
    return [*lines, "At each x the function and its derivative."]


def plot(path):
    """Draw all functions with their derivatives into one picture.

    Args:
        path: of the PNG file to write.
    """
    # Matplotlib takes half a second to import; `Figure` draws by Agg and needs no display.
    from matplotlib.figure import Figure

    x = np.linspace(-4, 4, 401)
    figure = Figure(figsize=(14, 6.5), layout="constrained")
    panels = figure.subplots(2, 4, sharex=True, sharey=True).flat
    for panel, activation in zip(panels, ACTIVATIONS, strict=False):
        panel.plot(x, activation.function(x), label="function")
        panel.plot(x, activation.derivative(x), linestyle="--", label="derivative")
        panel.set_title(f"{activation.name}: {activation.formula}", fontsize="medium")
        panel.set_ylim(-2, 3)
        panel.grid(visible=True, alpha=0.3)
    figure.axes[-1].set_axis_off()
    figure.axes[-1].legend(*figure.axes[0].get_legend_handles_labels(), loc="center")
    figure.supxlabel("x")
    figure.savefig(path, dpi=100)
