"""Loads MNIST and Fashion-MNIST: 28 x 28 grey images in ten classes.

References:
    Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document
    recognition", Proceedings of the IEEE 86(11), 1998.
    H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine
    learning algorithms", arXiv:1708.07747, 2017.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tf1_graphs.datasets.idx import parse_idx
from tf1_graphs.datasets.locate import locate

FASHION_MNIST_CLASSES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)


# Arrays have no single truth value, so a generated __eq__ could only fail.
@dataclass(frozen=True, eq=False)
class Images:
    """Images and labels, in the order of the files; the arrays are read-only.

    Attributes:
        x_train: grey levels 0 (background) to 255, uint8 [60000, 28, 28].
        y_train: classes 0 to 9, uint8 [60000].
        x_test: as `x_train`, uint8 [10000, 28, 28].
        y_test: as `y_train`, uint8 [10000].
    """

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray


def load_mnist():
    """Load MNIST.

    Returns:
        Its `Images`; the class is the digit.

    Raises:
        InputError: the data is missing or is not the original.
    """
    return _load("mnist")


def load_fashion_mnist():
    """Load Fashion-MNIST.

    Returns:
        Its `Images`; `FASHION_MNIST_CLASSES` names the classes.

    Raises:
        InputError: the data is missing or is not the original.
    """
    return _load("fashion-mnist")


def _load(name):
    """Parse the four IDX files of a data set."""
    arrays = {file: parse_idx(content, f"{name}/{file}") for file, content in locate(name).items()}
    return Images(
        x_train=arrays["train-images-idx3-ubyte"],
        y_train=arrays["train-labels-idx1-ubyte"],
        x_test=arrays["t10k-images-idx3-ubyte"],
        y_test=arrays["t10k-labels-idx1-ubyte"],
    )
