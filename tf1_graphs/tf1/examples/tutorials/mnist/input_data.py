"""Reads MNIST in mini-batches, as TensorFlow 1's tutorials do.

References:
    TensorFlow 1.15.5, `examples/tutorials/mnist/input_data.py` and
    `contrib/learn/python/learn/datasets/mnist.py`.
"""

import collections
import gzip
import os
from pathlib import Path

import numpy as np

from tf1_graphs import datasets
from tf1_graphs.datasets.idx import parse_idx
from tf1_graphs.tensorflow1 import get_seed, tf
from tf1_graphs.tf1.namespace import namespace

FILES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)

Datasets = collections.namedtuple("Datasets", ["train", "validation", "test"])


class DataSet:
    """Images and labels, given out in mini-batches, shuffled anew in each epoch.

    Args:
        images: uint8 [n, 28, 28, 1].
        labels: classes [n], or one-hot rows [n, 10].
        dtype: `tf.float32` divides the grey levels by 255, `tf.uint8` leaves them.
        reshape: whether each image becomes a row of 784.
        seed: of NumPy's generator; None takes the graph's seed, or none. It is set here, as in
            TensorFlow 1, so that what NumPy draws afterwards depends on it.

    Raises:
        TypeError: another type than these two.
    """

    def __init__(self, images, labels, dtype=tf.float32, reshape=True, seed=None):
        graph_seed, op_seed = get_seed(seed)
        np.random.seed(graph_seed if seed is None else op_seed)
        dtype = tf.as_dtype(dtype).base_dtype
        if dtype not in (tf.uint8, tf.float32):
            raise TypeError(f"Invalid image dtype {dtype!r}, expected uint8 or float32")
        if reshape:
            images = images.reshape(len(images), images.shape[1] * images.shape[2])
        if dtype == tf.float32:
            images = np.multiply(images.astype(np.float32), 1.0 / 255.0)
        self._images, self._labels = images, labels
        self._epochs_completed = self._index_in_epoch = 0

    @property
    def images(self):
        """All images, in the order of this epoch."""
        return self._images

    @property
    def labels(self):
        """All labels, in the order of this epoch."""
        return self._labels

    @property
    def num_examples(self):
        """Number of images."""
        return len(self._images)

    @property
    def epochs_completed(self):
        """How often all images were given out."""
        return self._epochs_completed

    def _shuffle(self):
        order = np.arange(self.num_examples)
        np.random.shuffle(order)
        self._images, self._labels = self._images[order], self._labels[order]

    def next_batch(self, batch_size, fake_data=False, shuffle=True):
        """Return the next images and labels.

        Args:
            batch_size: number of images; a batch may reach from one epoch into the next.
            fake_data: not supported.
            shuffle: whether an epoch begins with a new order.

        Returns:
            `(images, labels)` of that many examples.
        """
        start = self._index_in_epoch
        if self._epochs_completed == 0 and start == 0 and shuffle:
            self._shuffle()
        if start + batch_size <= self.num_examples:
            self._index_in_epoch += batch_size
            return self._images[start : start + batch_size], self._labels[
                start : start + batch_size
            ]
        self._epochs_completed += 1
        images, labels = self._images[start:], self._labels[start:]
        if shuffle:
            self._shuffle()
        end = self._index_in_epoch = batch_size - len(images)
        return (
            np.concatenate((images, self._images[:end])),
            np.concatenate((labels, self._labels[:end])),
        )


def read_data_sets(
    train_dir,
    fake_data=False,
    one_hot=False,
    dtype=tf.float32,
    reshape=True,
    validation_size=5000,
    seed=None,
    source_url=None,
):
    """Read MNIST, or the data in MNIST's format that is in a folder.

    Args:
        train_dir: a folder with MNIST's four `.gz` files, of any data; where it has none of them,
            the data is this package's MNIST (`tf1-graphs data`), found and verified.
        fake_data: not supported.
        one_hot: whether labels are one-hot rows, else classes.
        dtype: see `DataSet`.
        reshape: see `DataSet`.
        validation_size: number of training images that are kept for validation, the first ones.
        seed: see `DataSet`.
        source_url: has no effect.

    Returns:
        Named tuple of the `DataSet`s `train`, `validation` and `test`.

    Raises:
        ValueError: fake data, or more validation images than there are.
        InputError: the data is missing or is not the original.
    """
    if fake_data:
        raise ValueError("read_data_sets: fake_data=True is not supported")
    parts = _local_files(train_dir) or _verified_files()
    for name in FILES:
        # What TensorFlow 1 printed, wherever the data comes from.
        print("Extracting", os.path.join(train_dir, f"{name}.gz"))  # noqa: PTH118
    train_images, train_labels, test_images, test_labels = parts
    if one_hot:
        train_labels, test_labels = np.eye(10)[train_labels], np.eye(10)[test_labels]
    if not 0 <= validation_size <= len(train_images):
        raise ValueError(
            f"Validation size should be between 0 and {len(train_images)}. "
            f"Received: {validation_size}."
        )
    options = {"dtype": dtype, "reshape": reshape, "seed": seed}
    size = validation_size
    return Datasets(
        train=DataSet(_pixels(train_images[size:]), train_labels[size:], **options),
        validation=DataSet(_pixels(train_images[:size]), train_labels[:size], **options),
        test=DataSet(_pixels(test_images), test_labels, **options),
    )


def _pixels(images):
    return images[..., np.newaxis]


def _local_files(folder):
    """Return the arrays of the four files in a folder, or None where one is not there."""
    paths = [Path(folder, f"{name}.gz") for name in FILES]
    if not all(path.is_file() for path in paths):
        return None
    arrays = []
    for path in paths:
        with gzip.open(path) as file:
            arrays.append(parse_idx(file.read(), str(path)))
    return arrays


def _verified_files():
    mnist = datasets.load_mnist()
    return mnist.x_train, mnist.y_train, mnist.x_test, mnist.y_test


__getattr__, __dir__ = namespace(__name__)
