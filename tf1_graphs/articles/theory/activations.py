"""Computes article 003's activation functions and their derivatives, in NumPy.

Section: activation functions, and SELU from the deep networks. Departs in: nothing. Expect: each
derivative is the slope of its function, on both sides of a kink; at the kink it is TensorFlow's.
"""

from collections.abc import Callable
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
    """An activation function, its derivative, and the formulas of both.

    Attributes:
        name: as the article has it.
        formula: of the function.
        slope: formula of the derivative.
        function: function of numbers.
        derivative: function of numbers.
    """

    name: str
    formula: str
    slope: str
    function: Callable
    derivative: Callable


ACTIVATIONS = (
    Activation("sigmoid", "1 / (1 + e^(−x))", "f(x) (1 − f(x))", sigmoid, sigmoid_derivative),
    Activation("tanh", "tanh(x)", "1 − f(x)²", tanh, tanh_derivative),
    Activation("ReLU", "max(0, x)", "1, or 0 below 0", relu, relu_derivative),
    Activation(
        "leaky ReLU", "max(0.1 x, x)", "1, or 0.1 below 0", leaky_relu, leaky_relu_derivative
    ),
    Activation("maxout", "max(w₁ x + b₁, w₂ x + b₂)", "w of the larger", maxout, maxout_derivative),
    Activation("ELU", "x, or α (e^x − 1) below 0", "1, or α e^x below 0", elu, elu_derivative),
    Activation(
        "SELU", "λ x, or λ α (e^x − 1) below 0", "λ, or λ α e^x below 0", selu, selu_derivative
    ),
)


def show():
    """Return the functions and their derivatives at some points, as lines."""
    points = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
    lines = [f"{'':50}" + "".join(f"{f'x = {x:g}':>9}" for x in points)]
    for activation in ACTIVATIONS:
        for name, symbol, formula, function in (
            (activation.name, "f(x)", activation.formula, activation.function),
            ("", "f'(x)", activation.slope, activation.derivative),
        ):
            values = "".join(f"{value:9.4f}" for value in function(points))
            lines.append(f"{name:12}{symbol:5} = {formula:31}{values}")
    return [
        *lines,
        f"ELU: α = {ELU_ALPHA:g}. SELU: α = {SELU_ALPHA:.5g}, λ = {SELU_SCALE:.5g}. "
        "Maxout learns its w and b; here w = (−0.5, 1) and b = (0, 0).",
        "At the kink, x = 0, the derivatives of ReLU and leaky ReLU are TensorFlow's.",
    ]
