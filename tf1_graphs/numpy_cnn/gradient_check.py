"""Checks backpropagation against numerical differentiation.

A central difference knows nothing of the chain rule, so it finds mistakes in it. It is wrong where
the step crosses a kink of ReLU or of max pooling, and there the two may differ without a mistake.
One such place is met in practice: with the article's initial biases of zero, a blank patch of an
image puts ReLU exactly on its kink. Backpropagation takes the derivative there as 0, the central
difference sees half of the slope on the right, and `b1` differs (`W1` does not: its blank pixels
multiply the step by 0). Check `b1` with biases that are not zero.

References:
    Article 004, `numerical_gradient`; Saito, *Deep Learning from Scratch* (O'Reilly Japan, 2016),
    sections 4.3 and 5.7.3.
"""

import numpy as np

from tf1_graphs.errors import InputError
from tf1_graphs.numpy_cnn import network
from tf1_graphs.numpy_cnn.validation import check_parameters


def numerical_gradient(function, point, step=1e-4, entries=None):
    """Differentiate a function by central differences, `(f(x + h) - f(x - h)) / 2h`.

    Args:
        function: takes an array like `point`, returns a number; it must not keep the array.
        point: array of any shape where the gradient is wanted; it is not changed. The differences
            are taken in `float64` whatever its type.
        step: the `h` of the formula.
        entries: flat indices of the entries of the gradient that are wanted; `None` for all.

    Returns:
        The gradient in the shape of `point`; with `entries`, its values there, `[len(entries)]`.

    Raises:
        InputError: `step` is not positive.
    """
    if not step > 0:
        raise InputError(f"expected a positive step, found {step}")
    moved = np.array(point, dtype=np.float64)
    flat = moved.reshape(-1)
    wanted = range(flat.size) if entries is None else entries
    derivatives = np.empty(len(wanted))
    for position, entry in enumerate(wanted):
        value = flat[entry]
        flat[entry] = value + step
        above = function(moved)
        flat[entry] = value - step
        below = function(moved)
        flat[entry] = value
        derivatives[position] = (above - below) / (2 * step)
    return derivatives.reshape(moved.shape) if entries is None else derivatives


def compare_gradients(params, x, labels, step=1e-4, sample=None, rng=None):
    """Measure how far backpropagation is from numerical differentiation, for each parameter.

    The measure is the largest `|backpropagated - numerical|` divided by the largest absolute value
    of either, over the entries looked at; it is 0 where both gradients are 0.

    Args:
        params: parameters; the comparison is made in `float64`.
        x: images `[n, channels, height, width]`.
        labels: class indices `[n]`, or one-hot `[n, classes]`.
        step: the `h` of the central differences.
        sample: how many entries of each parameter are looked at; `None` for all of them. The
            article's network has 433,890, at two forward passes each.
        rng: the `numpy.random.RandomState` that draws the sample.

    Returns:
        `{name: largest relative difference}` with the names of `params`.

    Raises:
        InputError: parameters, images or labels do not fit, or a sample is wanted without `rng`.
    """
    if sample is not None and not isinstance(rng, np.random.RandomState):
        raise InputError(
            f"expected a numpy.random.RandomState to draw a sample, found {type(rng).__name__}"
        )
    check_parameters(params)
    params = {name: value.astype(np.float64) for name, value in params.items()}
    backpropagated = network.gradients(params, x, labels)
    differences = {}
    for name, value in params.items():
        entries = np.arange(value.size)
        if sample is not None and sample < value.size:
            entries = rng.choice(value.size, sample, replace=False)

        def loss_at(moved, name=name):
            return network.loss({**params, name: moved}, x, labels)

        numerical = numerical_gradient(loss_at, value, step, entries)
        exact = backpropagated[name].reshape(-1)[entries]
        largest = np.abs(exact - numerical).max()
        scale = np.abs([exact, numerical]).max()
        differences[name] = float(largest / scale) if largest else 0.0
    return differences
