"""Checks the shapes of tensors, and sums tensors.

References:
    TensorFlow 1.15.5, `contrib/framework/python/framework/tensor_util.py`.
"""

import numpy as np

from tf1_graphs import tf1 as tf


def reduce_sum_n(tensors, name=None):
    """Build the sum of all elements of all tensors; of none it is an error."""
    if not tensors:
        raise ValueError("No tensors provided.")
    with tf.name_scope(name, "reduce_sum_n", tensors) as name:
        sums = [tf.reduce_sum(tensor, name=f"{tensor.op.name}/sum") for tensor in tensors]
        return sums[0] if len(sums) == 1 else tf.add_n(sums, name=name)


def remove_squeezable_dimensions(predictions, labels, name=None):
    """Leave out the last axis, of size 1, of the one that has one axis more.

    Returns:
        Predictions and labels.

    Raises:
        ValueError: a rank is not known when the graph is built.
    """
    with tf.name_scope(name, "remove_squeezable_dimensions", [predictions, labels]):
        predictions, labels = tf.convert_to_tensor(predictions), tf.convert_to_tensor(labels)
        if None in (predictions.shape.rank, labels.shape.rank):
            raise ValueError("remove_squeezable_dimensions: expected known ranks")
        more = predictions.shape.rank - labels.shape.rank
        if more == -1:
            labels = tf.squeeze(labels, [-1])
        elif more == 1:
            predictions = tf.squeeze(predictions, [-1])
        return predictions, labels


def assert_scalar_int(tensor, name=None):
    """Return a tensor, or raise a `ValueError` where it is no scalar integer."""
    with tf.name_scope(name, "assert_scalar_int", [tensor]) as name:
        tensor = tf.convert_to_tensor(tensor)
        if not tensor.dtype.base_dtype.is_integer:
            raise ValueError(
                f"Expected integer type for {tensor.name}, received type: {tensor.dtype}."
            )
        return tf.debugging.assert_scalar(tensor, name=name)


def with_same_shape(expected_tensor, tensor):
    """Return a tensor of another one's shape; see `with_shape`."""
    with tf.name_scope(f"{tensor.op.name}/"):
        if expected_tensor.shape.is_fully_defined():
            return with_shape(expected_tensor.shape.as_list(), tensor)
        return with_shape(tf.shape(expected_tensor, name="expected_shape"), tensor)


def with_shape(expected_shape, tensor):
    """Return a tensor of a shape: checked at once where it is known, else in a run.

    Args:
        expected_shape: list of sizes, or an int32 tensor; -1 stands for any size.
        tensor: what is checked.

    Raises:
        ValueError: the tensor has another shape.
    """
    dynamic = isinstance(expected_shape, tf.Tensor)
    if not dynamic:
        expected_shape = np.asarray(expected_shape, np.int32)
    if tensor.shape.is_fully_defined() and not dynamic:
        if tensor.shape.is_compatible_with(expected_shape):
            return tensor
        if not len(expected_shape) and tensor.shape.is_compatible_with([1]):
            with tf.name_scope(f"{tensor.op.name}/"):
                return tf.reshape(tensor, [])
        raise ValueError(
            f"Invalid shape for tensor {tensor.name}, expected {expected_shape}, "
            f"got {tensor.shape}."
        )
    with tf.name_scope(f"{tensor.op.name}/"):
        if not dynamic and not len(expected_shape):
            return tf.reshape(tensor, [])
        with tf.control_dependencies([_assert_shape(expected_shape, tensor)]):
            checked = tf.identity(tensor)
        if not dynamic:
            checked.set_shape(expected_shape)
        return checked


def _assert_shape(expected_shape, tensor):
    with tf.name_scope("assert_shape") as name:
        actual = tf.shape(tensor, name="actual")
        with tf.name_scope("is_shape") as is_shape:
            size = tf.size(expected_shape)
            with tf.name_scope("is_rank") as is_rank:
                rank = tf.equal(
                    tf.convert_to_tensor(size, name="expected"),
                    tf.rank(tensor, name="actual"),
                    name=is_rank,
                )
            with tf.name_scope("shape_tensor_equal") as shape_equal:
                any_size = tf.equal(expected_shape, -1)
                equal = tf.equal(expected_shape, actual, "equal")
                each = tf.logical_or(any_size, equal, name="exclude_partial_shape")
                sizes = tf.reduce_all(each, name=shape_equal)
            holds = tf.logical_and(rank, sizes, name=is_shape)
        message = f"Wrong shape for {tensor.name} [expected] [actual]."
        return tf.Assert(holds, [message, expected_shape, actual], name=name)
