"""Computes what is known while the graph is built, and builds ops for what is not.

References:
    TensorFlow 1.15.5, `python/ops/distributions/transformed_distribution.py`.
"""

import numpy as np

from tf1_graphs.tensorflow1 import tf


def known(x):
    """Return the value of a tensor if the graph itself says it, or None."""
    return tf.get_static_value(tf.convert_to_tensor(x))


def all_true(*conditions):
    """Return whether scalar conditions all hold, a constant if that is known."""
    values = [known(condition) for condition in conditions]
    if any(value is not None and not value for value in values):
        return tf.constant(False)
    if all(value is not None for value in values):
        return tf.constant(True)
    return tf.logical_and(*conditions) if len(conditions) == 2 else tf.reduce_all(conditions)


def same(x, y):
    """Return whether two tensors are equal, a constant if that is known."""
    values = known(x), known(y)
    if any(value is None for value in values):
        return tf.equal(x, y)
    return tf.constant(np.array_equal(*values))


def negated(condition):
    """Return the opposite of a condition, a constant if it is known."""
    value = known(condition)
    return tf.logical_not(condition) if value is None else tf.constant(np.logical_not(value))


def joined(*vectors):
    """Return vectors one after the other, a constant if all are known."""
    values = [known(vector) for vector in vectors]
    if any(value is None for value in values):
        return tf.concat(vectors, 0)
    return tf.constant([element for value in values for element in value])


def picked(condition, if_true, if_false):
    """Return one of two scalars; the choice is no op if the condition is known."""
    value = known(condition)
    if value is None:
        return tf.where_v2(condition, if_true, if_false)
    return if_true if value else if_false


def ones_like(vector):
    """Return ones of a vector's length, a constant if that is known."""
    shape = vector.shape
    if shape.is_fully_defined():
        return tf.ones(shape.as_list(), dtype=vector.dtype)
    return tf.ones_like(vector)


def rank_of_shape(shape):
    """Return the rank that a vector of sizes means.

    Raises:
        ValueError: it is no vector.
        TypeError: its elements are not whole numbers.
    """
    if shape.shape.ndims not in (None, 1):
        raise ValueError("input is not a valid shape: not 1D")
    if not shape.dtype.is_integer:
        raise TypeError("input is not a valid shape: wrong dtype")
    if shape.shape.is_fully_defined():
        return tf.constant(shape.shape.as_list()[0])
    return tf.shape(shape)[0]


def is_scalar_shape(shape):
    """Return whether a vector of sizes is empty."""
    return same(rank_of_shape(shape), 0)
