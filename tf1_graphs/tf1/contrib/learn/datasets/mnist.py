"""`tf.contrib.learn.datasets.mnist`: MNIST from this package's verified data set.

References:
    TensorFlow 1.15.5, `contrib/learn/python/learn/datasets/mnist.py`.
"""

from tf1_graphs.tf1.contrib.learn.datasets.base import Datasets
from tf1_graphs.tf1.examples.tutorials.mnist.input_data import DataSet, read_data_sets
from tf1_graphs.tf1.namespace import namespace


def load_mnist(train_dir="MNIST-data"):
    """Return `Datasets` of 55000, 5000 and 10000 digits, rows of 784 grey levels up to 1."""
    return read_data_sets(train_dir)


__all__ = ["DataSet", "Datasets", "load_mnist", "read_data_sets"]

__getattr__, __dir__ = namespace(__name__)
