"""Finds, downloads, verifies and loads the articles' data sets."""

from tf1_graphs.datasets.fetch import fetch
from tf1_graphs.datasets.housing import FEATURE_NAMES, load_california_housing
from tf1_graphs.datasets.images import (
    FASHION_MNIST_CLASSES,
    Images,
    load_fashion_mnist,
    load_mnist,
)
from tf1_graphs.datasets.locate import find, locate
from tf1_graphs.datasets.moons import load_moons
from tf1_graphs.datasets.registry import DATASETS, DataFile, Dataset, get_dataset
from tf1_graphs.datasets.status import FileStatus, status, verify

__all__ = [
    "DATASETS",
    "FASHION_MNIST_CLASSES",
    "FEATURE_NAMES",
    "DataFile",
    "Dataset",
    "FileStatus",
    "Images",
    "fetch",
    "find",
    "get_dataset",
    "load_california_housing",
    "load_fashion_mnist",
    "load_mnist",
    "load_moons",
    "locate",
    "status",
    "verify",
]
