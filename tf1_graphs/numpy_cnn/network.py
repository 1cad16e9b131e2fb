"""Computes the CNN of article 004: conv - ReLU - max pool - affine - ReLU - affine - softmax.

| parameter | article's shape | layer |
|---|---|---|
| `W1`, `b1` | `[30, 1, 5, 5]`, `[30]` | convolution, stride 1, no padding: 28 x 28 to 24 x 24 |
| | | ReLU, max pooling 2 x 2 with stride 2: to 12 x 12 |
| `W2`, `b2` | `[4320, 100]`, `[100]` | affine on 30 * 12 * 12 inputs, ReLU |
| `W3`, `b3` | `[100, 10]`, `[10]` | affine; softmax with cross-entropy on its 10 scores |

All sizes are read from the parameters, so the same functions run a small network in a test.

References:
    Article 004, section on building the CNN; Saito, *Deep Learning from Scratch* (O'Reilly Japan,
    2016), section 7.5.
"""

import numpy as np

from tf1_graphs.errors import InputError
from tf1_graphs.numpy_cnn.im2col import output_size
from tf1_graphs.numpy_cnn.layers import (
    affine_backward,
    affine_forward,
    convolution_backward,
    convolution_forward,
    max_pooling_backward,
    max_pooling_forward,
    relu_backward,
    relu_forward,
    softmax_cross_entropy_backward,
    softmax_cross_entropy_forward,
)
from tf1_graphs.numpy_cnn.validation import check_images, check_parameters, class_indices


def initial_parameters(
    rng,
    input_shape=(1, 28, 28),
    filters=30,
    filter_size=5,
    hidden_size=100,
    classes=10,
    weight_init_std=0.01,
    dtype="float64",
):
    """Draw initial parameters, in the article's order: `W1`, `W2`, `W3`; biases are zero.

    `initial_parameters(np.random.RandomState(s))` gives the numbers that the article's
    constructor gives after `np.random.seed(s)`.

    Args:
        rng: a `numpy.random.RandomState`; it is advanced.
        input_shape: `(channels, height, width)` of an image, which is square.
        filters: number of filters.
        filter_size: side of a filter.
        hidden_size: outputs of the first affine layer.
        classes: outputs of the second.
        weight_init_std: standard deviation of the weights.
        dtype: `float64`, or `float32` into which the same numbers are rounded.

    Returns:
        `{"W1", "b1", "W2", "b2", "W3", "b3"}`.

    Raises:
        InputError: `rng` is of another kind, or the sizes make no network: the images are not
            square, or the pooling does not divide the feature maps (the article's formula for
            the size of `W2` is wrong for those).
    """
    if not isinstance(rng, np.random.RandomState):
        raise InputError(f"expected a numpy.random.RandomState, found {type(rng).__name__}")
    channels, height, width = input_shape
    if height != width:
        raise InputError(f"expected square images, found {height} x {width}")
    maps = output_size(height, filter_size)
    if maps % 2:
        raise InputError(
            f"expected feature maps with an even side for 2 x 2 pooling, found {maps} x {maps}"
        )
    shapes = {
        "1": (filters, channels, filter_size, filter_size),
        "2": (filters * (maps // 2) ** 2, hidden_size),
        "3": (hidden_size, classes),
    }
    params = {}
    for layer, shape in shapes.items():
        params["W" + layer] = (weight_init_std * rng.randn(*shape)).astype(dtype)
        params["b" + layer] = np.zeros(shape[0] if layer == "1" else shape[1], dtype)
    check_parameters(params)
    return params


def _forward(params, x):
    """Return the scores `[n, classes]` of checked images and the cache of every layer."""
    x = x.astype(params["W1"].dtype, copy=False)
    out, convolution = convolution_forward(x, params["W1"], params["b1"])
    out, relu1 = relu_forward(out)
    out, pooling = max_pooling_forward(out)
    out, affine1 = affine_forward(out, params["W2"], params["b2"])
    out, relu2 = relu_forward(out)
    scores, affine2 = affine_forward(out, params["W3"], params["b3"])
    return scores, (convolution, relu1, pooling, affine1, relu2, affine2)


def logits(params, x):
    """Return the scores before the softmax, the article's `predict`.

    Args:
        params: parameters, from `initial_parameters` or a file.
        x: images `[n, channels, height, width]`.

    Returns:
        `[n, classes]`.

    Raises:
        InputError: the parameters or the images do not fit; see `check_parameters`,
            `check_images`.
    """
    check_parameters(params)
    return _forward(params, check_images(x, params))[0]


def loss(params, x, labels):
    """Return the mean cross-entropy of a batch, a `float`.

    Args:
        params: parameters.
        x: images `[n, channels, height, width]`.
        labels: class indices `[n]`, or one-hot `[n, classes]`.

    Returns:
        The loss; about `log(10) = 2.30` for the article's network before training.

    Raises:
        InputError: parameters, images or labels do not fit.
    """
    return softmax_cross_entropy_forward(logits(params, x), labels)[0]


def gradients(params, x, labels):
    """Return the gradient of `loss` with respect to every parameter, by backpropagation.

    Args:
        params: parameters.
        x: images `[n, channels, height, width]`.
        labels: class indices `[n]`, or one-hot `[n, classes]`.

    Returns:
        A dictionary with the names and shapes of `params`.

    Raises:
        InputError: parameters, images or labels do not fit.
    """
    check_parameters(params)
    scores, caches = _forward(params, check_images(x, params))
    convolution, relu1, pooling, affine1, relu2, affine2 = caches
    _, softmax = softmax_cross_entropy_forward(scores, labels)

    dout, _ = softmax_cross_entropy_backward(1.0, softmax)
    dout, grads3 = affine_backward(dout, affine2)
    dout, _ = relu_backward(dout, relu2)
    dout, grads2 = affine_backward(dout, affine1)
    dout, _ = max_pooling_backward(dout, pooling)
    dout, _ = relu_backward(dout, relu1)
    _, grads1 = convolution_backward(dout, convolution, input_gradient=False)

    grads = {}
    for layer, of_layer in (("1", grads1), ("2", grads2), ("3", grads3)):
        grads["W" + layer] = of_layer["weights"]
        grads["b" + layer] = of_layer["biases"]
    return grads


def correct_in_batches(params, x, labels, batch_size=100, corrected=False):
    """Yield how many images of each batch are classified correctly.

    Args:
        params: parameters.
        x: images `[n, channels, height, width]`.
        labels: class indices `[n]`, or one-hot `[n, classes]`.
        batch_size: images in a batch.
        corrected: whether a last, shorter batch is looked at as well. The article's loops run over
            `int(n / batch_size)` whole batches and leave the rest out.

    Returns:
        A generator of `(images in the batch, correct in the batch)`.

    Raises:
        InputError: parameters, images or labels do not fit, or the batch size is below 1; raised
            by the call, not by the first `next`.
    """
    check_parameters(params)
    x = check_images(x, params)
    labels = class_indices(labels, len(x), params["b3"].shape[0])
    if batch_size < 1:
        raise InputError(f"expected a batch size of at least 1, found {batch_size}")

    def batches():
        for start in range(0, len(x) if corrected else len(x) - batch_size + 1, batch_size):
            batch = slice(start, start + batch_size)
            predicted = _forward(params, x[batch])[0].argmax(axis=1)
            yield len(predicted), int((predicted == labels[batch]).sum())

    return batches()


def accuracy(params, x, labels, batch_size=100, corrected=False):
    """Return the share of images that are classified correctly.

    As printed in the article, only whole batches are looked at but the count is divided by all
    images: of 150 images with batches of 100, at most 2/3 can be correct, and of 50 none. The
    article's own figures are not touched by this, as its 1000 and 10000 images are multiples of
    100.

    Args:
        params: parameters.
        x: images `[n, channels, height, width]`.
        labels: class indices `[n]`, or one-hot `[n, classes]`.
        batch_size: images in a batch.
        corrected: whether the last, shorter batch counts as well.

    Returns:
        A number from 0 to 1.

    Raises:
        InputError: parameters, images or labels do not fit.
    """
    counts = correct_in_batches(params, x, labels, batch_size, corrected)
    return sum(correct for _, correct in counts) / len(x)
