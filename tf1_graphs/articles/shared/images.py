"""Turns images of 28 x 28 pixels into the arrays that the articles feed."""

import math

import numpy as np

from tf1_graphs.articles.shared.checks import check_part

N_FEATURES = 28 * 28
N_CLASSES = 10


def flat_part(part, images, labels):
    """Flatten the images of a part of MNIST or Fashion-MNIST.

    Args:
        part: the part's name.
        images: grey levels [examples, 28, 28].
        labels: classes [examples].

    Returns:
        `X` float32 [examples, 784], not scaled, and `y` int64 [examples].

    Raises:
        InputError: the images or the labels cannot be used.
    """
    pixels = images.astype(np.float32).reshape(len(images), math.prod(images.shape[1:]))
    arrays = {"X": pixels, "y": labels.astype(np.int64)}
    return check_part(part, arrays, features=N_FEATURES, classes=N_CLASSES)


def scaled_part(part, images, labels):
    """Flatten the images of a part, and scale their pixels to [0, 1].

    Args:
        part: the part's name.
        images: grey levels [examples, 28, 28].
        labels: classes [examples].

    Returns:
        `X` float32 [examples, 784] and `y` int64 [examples].

    Raises:
        InputError: the images or the labels cannot be used.
    """
    arrays = flat_part(part, images, labels)
    return arrays | {"X": arrays["X"] / np.float32(255)}
