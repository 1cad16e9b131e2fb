"""`tf.contrib.learn.datasets.base`: data sets in memory.

References:
    TensorFlow 1.15.5, `contrib/learn/python/learn/datasets/base.py`.
"""

import collections
import csv
import urllib.request
from pathlib import Path

import numpy as np
from sklearn import datasets

from tf1_graphs.tf1.examples.tutorials.mnist.input_data import Datasets
from tf1_graphs.tf1.namespace import namespace

Dataset = collections.namedtuple("Dataset", ["data", "target"])

# Where TensorFlow's irises are not Fisher's, which scikit-learn has: row, column, value.
_ERRATA = ((34, 3, 0.1), (37, 1, 3.1), (37, 2, 1.5))


def load_csv_with_header(filename, target_dtype, features_dtype, target_column=-1):
    """Read a file whose first line begins with the numbers of its rows and features.

    Args:
        filename: of comma-separated values.
        target_dtype: NumPy's type of the target, one column.
        features_dtype: NumPy's type of the other columns.
        target_column: its place.

    Returns:
        `Dataset` of `data` [n, features] and `target` [n].
    """
    with open(filename, newline="") as file:
        rows = csv.reader(file)
        size, width = map(int, next(rows)[:2])
        data = np.zeros((size, width), features_dtype)
        target = np.zeros(size, target_dtype)
        for i, row in enumerate(rows):
            target[i] = np.asarray(row.pop(target_column), target_dtype)
            data[i] = np.asarray(row, features_dtype)
    return Dataset(data, target)


def load_csv_without_header(filename, target_dtype, features_dtype, target_column=-1):
    """Read a file all of whose lines are data; see `load_csv_with_header`."""
    with open(filename, newline="") as file:
        rows = list(csv.reader(file))
    target = np.array([row.pop(target_column) for row in rows], target_dtype)
    return Dataset(np.array([np.asarray(row, features_dtype) for row in rows]), target)


def load_iris(data_path=None):
    """Return the 150 irises, four lengths and one of three species each.

    Args:
        data_path: a file for `load_csv_with_header`; None is TensorFlow's own.
    """
    if data_path is not None:
        return load_csv_with_header(data_path, np.int64, np.float64)
    data, target = datasets.load_iris(return_X_y=True)
    for row, column, value in _ERRATA:
        data[row, column] = value
    return Dataset(data, target)


def maybe_download(filename, work_directory, source_url):
    """Download a file, unless the folder has it.

    Args:
        filename: its name in the folder.
        work_directory: the folder, made if it is not there.
        source_url: where the file is.

    Returns:
        The file's path.
    """
    path = Path(work_directory, filename)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        urllib.request.urlretrieve(source_url, path)
        print("Successfully downloaded", filename, path.stat().st_size, "bytes.")
    return str(path)


__all__ = [
    "Dataset",
    "Datasets",
    "load_csv_with_header",
    "load_csv_without_header",
    "load_iris",
    "maybe_download",
]

__getattr__, __dir__ = namespace(__name__)
