"""Computes the layers of the CNN, each a pair of functions: forward and backward.

`*_forward(x, ...)` returns `(output, cache)`; `*_backward(dout, cache)` takes the gradient of the
loss with respect to that output and returns `(dx, grads)`, the gradients with respect to the
layer's input and to its parameters (`{}` for a layer without any). Nothing is stored in between
except in the cache, and no argument is changed. Images are `[n, channels, height, width]`.

References:
    Article 004 (its layers are imported from the book's `common/layers.py`); Saito, *Deep Learning
    from Scratch* (O'Reilly Japan, 2016), sections 5.5, 5.6 and 7.4.
"""

import numpy as np

from tf1_graphs.errors import InputError
from tf1_graphs.numpy_cnn.im2col import col2im, im2col, output_size
from tf1_graphs.numpy_cnn.validation import class_indices


def convolution_forward(x, weights, biases, stride=1, pad=0):
    """Slide filters over images: `out[n, f, i, j] = sum(window(n, i, j) * weights[f]) + biases[f]`.

    As in every deep-learning library this is a cross-correlation: the filters are not flipped.

    Args:
        x: images `[n, channels, height, width]`.
        weights: filters `[filters, channels, filter_height, filter_width]`.
        biases: `[filters]`.
        stride: pixels between neighbouring windows.
        pad: zeros added on every side.

    Returns:
        The feature maps `[n, filters, out_height, out_width]` and the cache.

    Raises:
        InputError: the images have other channels than the filters, or the filters do not fit.
    """
    filters, channels, height, width = weights.shape
    if x.ndim == 4 and x.shape[1] != channels:
        raise InputError(
            f"the filters {list(weights.shape)} expect {channels} channels, found {x.shape[1]}"
        )
    columns = im2col(x, height, width, stride, pad)
    out = columns @ weights.reshape(filters, -1).T
    out += biases
    out_height = output_size(x.shape[2], height, stride, pad)
    out = out.reshape(len(x), out_height, -1, filters).transpose(0, 3, 1, 2)
    return out, (x.shape, columns, weights, stride, pad)


def convolution_backward(dout, cache, input_gradient=True):
    """Backpropagate through `convolution_forward`.

    Args:
        dout: `[n, filters, out_height, out_width]`.
        cache: from `convolution_forward`.
        input_gradient: whether `dx` is wanted; the first layer of a network has no use for it, and
            it is the most expensive part.

    Returns:
        `dx` (`[n, channels, height, width]`, or `None`) and `{"weights", "biases"}`.
    """
    shape, columns, weights, stride, pad = cache
    filters, _, height, width = weights.shape
    rows = dout.transpose(0, 2, 3, 1).reshape(-1, filters)
    grads = {
        "weights": (rows.T @ columns).reshape(weights.shape),
        "biases": rows.sum(axis=0),
    }
    if not input_gradient:
        return None, grads
    dcolumns = rows @ weights.reshape(filters, -1)
    return col2im(dcolumns, shape, height, width, stride, pad), grads


def relu_forward(x):
    """Return `max(x, 0)` and the cache; any shape."""
    return np.maximum(x, 0), x > 0


def relu_backward(dout, cache):
    """Backpropagate through `relu_forward`; the derivative at exactly 0 is taken as 0."""
    return np.where(cache, dout, np.zeros((), dout.dtype)), {}


def _pooling_slices(shape, size, stride):
    """Yield, for each place in a pooling window in row-major order, the pixels at that place."""
    out_height = output_size(shape[2], size, stride)
    out_width = output_size(shape[3], size, stride)
    for row in range(size):
        rows = slice(row, row + stride * (out_height - 1) + 1, stride)
        for column in range(size):
            cols = slice(column, column + stride * (out_width - 1) + 1, stride)
            yield (slice(None), slice(None), rows, cols)


def max_pooling_forward(x, size=2, stride=2):
    """Keep the largest value of each window.

    Args:
        x: `[n, channels, height, width]`.
        size: side of the square window.
        stride: pixels between neighbouring windows.

    Returns:
        `[n, channels, out_height, out_width]` and the cache.

    Raises:
        InputError: the window does not fit.
    """
    # A handful of whole-array maxima is several times faster than unrolling the windows and
    # reducing each; which place won is only worked out if a gradient is asked for.
    first, *others = _pooling_slices(x.shape, size, stride)
    out = x[first].copy(order="K")
    for place in others:
        np.maximum(out, x[place], out=out)
    return out, (x, out, size, stride)


def max_pooling_backward(dout, cache):
    """Backpropagate through `max_pooling_forward`: the gradient goes to the first largest value.

    Args:
        dout: `[n, channels, out_height, out_width]`.
        cache: from `max_pooling_forward`.

    Returns:
        `dx` `[n, channels, height, width]`, and `{}`.
    """
    x, out, size, stride = cache
    dx = np.zeros_like(x, dtype=dout.dtype)
    undecided = np.ones_like(out, dtype=bool)
    for place in _pooling_slices(x.shape, size, stride):
        won = (x[place] == out) & undecided
        dx[place] += dout * won
        undecided ^= won
    return dx, {}


def affine_forward(x, weights, biases):
    """Flatten each item and apply `x @ weights + biases`.

    Args:
        x: `[n, ...]`, with `in` entries an item.
        weights: `[in, out]`.
        biases: `[out]`.

    Returns:
        `[n, out]` and the cache.

    Raises:
        InputError: the items do not have `in` entries.
    """
    rows = x.reshape(len(x), -1)
    if rows.shape[1] != weights.shape[0]:
        raise InputError(
            f"the weights {list(weights.shape)} expect {weights.shape[0]} inputs an item, "
            f"found {rows.shape[1]}"
        )
    return rows @ weights + biases, (x.shape, rows, weights)


def affine_backward(dout, cache):
    """Backpropagate through `affine_forward`.

    Args:
        dout: `[n, out]`.
        cache: from `affine_forward`.

    Returns:
        `dx` in the shape of the input, and `{"weights", "biases"}`.
    """
    shape, rows, weights = cache
    grads = {"weights": rows.T @ dout, "biases": dout.sum(axis=0)}
    return (dout @ weights.T).reshape(shape), grads


def softmax_cross_entropy_forward(scores, labels):
    """Mean cross-entropy of the softmax of scores: `mean(log(sum(exp(s))) - s[label])`.

    The largest score is subtracted first, so no exponential overflows, and the logarithm is taken
    of the sum, so none is taken of 0. The book instead adds 1e-7 to the probability inside the
    logarithm, in the loss only: its loss is smaller by about `1e-7 / probability`, and its gradient
    is the one below.

    Args:
        scores: `[n, classes]`.
        labels: class indices `[n]`, or one-hot `[n, classes]`.

    Returns:
        The loss, a `float`, and the cache.

    Raises:
        InputError: the labels do not fit the scores.
    """
    indices = class_indices(labels, len(scores), scores.shape[1])
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_probabilities = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_probabilities[np.arange(len(scores)), indices].mean()
    return float(loss), (log_probabilities, indices)


def softmax_cross_entropy_backward(dout, cache):
    """Backpropagate through `softmax_cross_entropy_forward`: `dout * (softmax - one_hot) / n`.

    Args:
        dout: gradient with respect to the loss, a number; 1 where the loss is the end.
        cache: from `softmax_cross_entropy_forward`.

    Returns:
        `dx` `[n, classes]`, and `{}`.
    """
    log_probabilities, indices = cache
    dx = np.exp(log_probabilities)
    dx[np.arange(len(dx)), indices] -= 1
    return dx * (dout / len(dx)), {}
