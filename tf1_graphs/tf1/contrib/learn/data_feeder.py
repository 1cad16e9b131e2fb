"""Feeds arrays to an estimator, mini-batch by mini-batch.

References:
    TensorFlow 1.15.5, `contrib/learn/python/learn/learn_io/data_feeder.py`.
"""

import numpy as np

from tf1_graphs import tf1 as tf


class DataFeeder:
    """Placeholders, and what they are fed.

    Args:
        x: array [examples, …], or arrays by name; a table of pandas is one.
        y: array [examples, …] of labels, arrays by name, or None.
        batch_size: None is all examples.
        shuffle: whether they are shuffled, by a generator of their own with the seed 42.
        epochs: how often they are gone through; None is without end.
    """

    def __init__(self, x, y, batch_size=None, shuffle=True, epochs=None):
        self._x, self._y = _arrays(x), None if y is None else _arrays(y)
        self._count = len(next(iter(self._x.values())) if isinstance(x, dict) else self._x)
        self.batch_size = batch_size or self._count
        self._shuffle, self._left = shuffle, epochs
        self._random = np.random.RandomState(42)
        self._order, self._offset = self._permutation(), 0

    def _permutation(self):
        return self._random.permutation(self._count) if self._shuffle else np.arange(self._count)

    def input_builder(self):
        """Build the placeholders, and return those of the features and of the labels."""
        self._features = _placeholders(self._x, "input", _of_features)
        self._labels = _placeholders(self._y, "output", _of_labels)
        return self._features, self._labels

    def feed(self):
        """Return what the placeholders are fed for the next mini-batch.

        Raises:
            StopIteration: the last epoch has ended.
        """
        if self._left == 0:
            raise StopIteration
        chosen = self._order[self._offset : self._offset + self.batch_size]
        self._offset += self.batch_size
        if self._offset >= self._count:
            self._order, self._offset = self._permutation(), 0
            self._left = None if self._left is None else self._left - 1
        return {
            **_fed(self._x, self._features, chosen, _of_features),
            **_fed(self._y, self._labels, chosen, _of_labels),
        }


def _arrays(data):
    if isinstance(data, dict):
        return {name: np.asarray(value) for name, value in data.items()}
    if hasattr(data, "iloc"):
        is_table = len(data.shape) == 2
        return data.values.astype("float") if is_table else data.values
    return np.asarray(data)


def _of_features(shape):
    """Return the sizes of an example's features: one number has one, too."""
    return list(shape[1:]) or [1]


def _of_labels(shape):
    """Return the sizes of an example's label: a single one has none."""
    return list(shape[2:] if shape[1:2] == (1,) else shape[1:])


def _placeholders(data, name, sizes):
    if data is None:
        return None
    if isinstance(data, dict):
        return {key: _placeholders(value, f"{name}_{key}", sizes) for key, value in data.items()}
    return tf.placeholder(tf.as_dtype(data.dtype), [None, *sizes(data.shape)], name=name)


def _fed(data, placeholders, chosen, sizes):
    if data is None or placeholders is None:
        return {}
    if isinstance(data, dict):
        parts = (_fed(data[key], placeholders[key], chosen, sizes) for key in data)
        return {name: value for part in parts for name, value in part.items()}
    return {placeholders.name: data[chosen].reshape([len(chosen), *sizes(data.shape)])}
