"""`tf.keras.datasets`: MNIST and Fashion-MNIST from this package's verified data sets.

The others are Keras's own, which downloads them.
"""

import types

from tf1_graphs import datasets
from tf1_graphs.tf1.keras_package import Names
from tf1_graphs.tf1.namespace import namespace


def _arrays(load):
    def load_data(path=None):
        """Return `((x_train, y_train), (x_test, y_test))`, uint8 images [n, 28, 28] and classes.

        `path`, where Keras would cache its copy, has no effect.
        """
        images = load()
        # Writable copies, as Keras gives them.
        train = images.x_train.copy(), images.y_train.copy()
        return train, (images.x_test.copy(), images.y_test.copy())

    return types.SimpleNamespace(load_data=load_data)


mnist = _arrays(datasets.load_mnist)
fashion_mnist = _arrays(datasets.load_fashion_mnist)

__all__ = ["fashion_mnist", "mnist"]

__getattr__, __dir__ = namespace(__name__, Names("datasets"))
