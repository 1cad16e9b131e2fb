"""`tf.contrib.learn.datasets`: irises and MNIST; files of comma-separated values.

References:
    TensorFlow 1.15.5, `contrib/learn/python/learn/datasets/__init__.py`.
"""

from tf1_graphs.tf1.contrib.learn.datasets import base, mnist
from tf1_graphs.tf1.contrib.learn.datasets.base import load_iris
from tf1_graphs.tf1.namespace import namespace

DATASETS = {"iris": load_iris, "mnist": mnist.load_mnist}


def load_dataset(name, size="small", test_with_fake_data=False):
    """Return a data set by its name.

    Args:
        name: "iris" or "mnist".
        size: of "dbpedia", which is not supported.
        test_with_fake_data: as `size`.

    Raises:
        ValueError: another name.
        MissingSymbolError: "boston", which was here.
    """
    if name == "boston":
        return __getattr__("load_boston")()
    if name not in DATASETS:
        raise ValueError(f"Name of dataset is not found: {name}")
    return DATASETS[name]()


__all__ = ["DATASETS", "base", "load_dataset", "load_iris", "mnist"]

__getattr__, __dir__ = namespace(__name__)
