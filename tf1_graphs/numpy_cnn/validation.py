"""Checks what the network is given: parameters, images, labels.

Each returns the data in the form that the layers use, or raises `InputError` with what was expected
and what was found. NumPy itself would broadcast, or count `nan` as a prediction of class 0.
"""

import math
from types import MappingProxyType

import numpy as np

from tf1_graphs.errors import InputError

ARTICLE_SHAPES = MappingProxyType(
    {
        "W1": (30, 1, 5, 5),
        "b1": (30,),
        "W2": (4320, 100),
        "b2": (100,),
        "W3": (100, 10),
        "b3": (10,),
    }
)


def image_shape(params):
    """Return the `(channels, height, width)` of the images that the parameters are for.

    The affine layer has `filters * p * p` inputs for pooled maps of `p x p`; with 2 x 2 pooling and
    no padding the image side is then `2 p + filter_size - 1`.

    Args:
        params: parameters that `check_parameters` accepts.

    Returns:
        Three integers; `(1, 28, 28)` for the article's network.
    """
    filters, channels, filter_size, _ = params["W1"].shape
    side = 2 * math.isqrt(params["W2"].shape[0] // filters) + filter_size - 1
    return channels, side, side


def check_parameters(params, shapes=None):
    """Refuse what is not one parameter set of a network of the article's kind.

    Args:
        params: what is to be `{"W1", "b1", "W2", "b2", "W3", "b3"}`: arrays, all `float64` or all
            `float32`.
        shapes: `{name: shape}` to insist on; `None` accepts every size whose layers fit together.

    Raises:
        InputError: names, types or shapes are those of another network; the message names the
            expected and the found.
    """
    if not isinstance(params, dict) or set(params) != set(ARTICLE_SHAPES):
        found = sorted(map(str, params)) if isinstance(params, dict) else type(params).__name__
        raise InputError(f"expected the parameters {sorted(ARTICLE_SHAPES)}, found {found}")
    for name, value in params.items():
        if not isinstance(value, np.ndarray) or value.dtype not in (np.float64, np.float32):
            found = getattr(value, "dtype", type(value).__name__)
            raise InputError(f"expected {name} as an array of float64 or float32, found {found}")
        if value.dtype != params["W1"].dtype:
            raise InputError(
                f"expected one type for all parameters, found W1 {params['W1'].dtype} "
                f"and {name} {value.dtype}"
            )
    for name, expected in (shapes or _fitting_shapes(params)).items():
        if params[name].shape != tuple(expected):
            raise InputError(
                f"the parameters are of another network: expected {name} "
                f"{list(expected)}, found {list(params[name].shape)}"
            )


def _fitting_shapes(params):
    """Return the shapes that follow from `W1`, the rows of `W2` and the columns of `W3`."""
    for name, rank in (("W1", 4), ("W2", 2), ("W3", 2)):
        if params[name].ndim != rank or 0 in params[name].shape:
            raise InputError(
                f"the parameters are of another network: expected {name} with {rank} axes, "
                f"none of them empty, found the shape {list(params[name].shape)}"
            )
    filters, channels, filter_size, _ = params["W1"].shape
    inputs, hidden = params["W2"].shape
    pooled = max(math.isqrt(inputs // filters), 1)
    classes = params["W3"].shape[1]
    return {
        "W1": (filters, channels, filter_size, filter_size),
        "b1": (filters,),
        "W2": (filters * pooled**2, hidden),
        "b2": (hidden,),
        "W3": (hidden, classes),
        "b3": (classes,),
    }


def check_images(x, params):
    """Return images as an array, in the type they came in: a large set is not copied.

    Args:
        x: `[n, channels, height, width]`, numbers, `n` at least 1; the article scales them to 0…1.
        params: the parameters of the network that will see them.

    Returns:
        The same images, an array of finite numbers.

    Raises:
        InputError: wrong shape, no images, not numbers, or a value that is not finite.
    """
    x = np.asarray(x)
    expected = image_shape(params)
    if x.shape[1:] != expected:
        raise InputError(
            f"expected images [n, {', '.join(map(str, expected))}], found the shape {list(x.shape)}"
        )
    if len(x) == 0:
        raise InputError("expected at least one image, found none")
    if x.dtype.kind not in "fiub":
        raise InputError(f"expected images of numbers, found the type {x.dtype}")
    if not np.isfinite(x).all():
        bad = np.argwhere(~np.isfinite(x))[0]
        raise InputError(
            f"expected finite pixel values, found {x[tuple(bad)]} in image {bad[0]} "
            f"at {list(map(int, bad[1:]))}"
        )
    return x


def class_indices(labels, count, classes):
    """Return labels as class indices, whichever of the two usual forms they come in.

    Args:
        labels: class indices `[n]`, integers, or one-hot rows `[n, classes]`.
        count: how many labels there must be: the number of images.
        classes: number of classes; indices lie in `0 … classes - 1`.

    Returns:
        Class indices `[n]`.

    Raises:
        InputError: another count or shape, not integers, out of range, or rows that are not
            one-hot.
    """
    labels = np.asarray(labels)
    if labels.shape not in ((count,), (count, classes)):
        raise InputError(
            f"expected labels [{count}] or one-hot [{count}, {classes}], "
            f"found the shape {list(labels.shape)}"
        )
    if labels.ndim == 2:
        one_hot = np.isin(labels, (0, 1)).all(axis=1) & (labels.sum(axis=1) == 1)
        if not one_hot.all():
            row = int(np.argmin(one_hot))
            raise InputError(f"expected one-hot labels, found {labels[row].tolist()} in row {row}")
        return labels.argmax(axis=1)
    if labels.dtype.kind not in "iu":
        raise InputError(f"expected integers as class indices, found the type {labels.dtype}")
    outside = (labels < 0) | (labels >= classes)
    if outside.any():
        position = int(np.argmax(outside))
        raise InputError(
            f"expected labels from 0 to {classes - 1}, "
            f"found {labels[position]} at position {position}"
        )
    return labels
