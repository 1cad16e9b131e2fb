"""Builds the tensors of feature columns.

References:
    TensorFlow 1.15.5, `contrib/layers/python/layers/feature_column.py`, `feature_column_ops.py`.
"""

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.contrib.tf_slim import part

inner_flatten = part("layers.layers")._inner_flatten
dense_to_sparse = part("layers.sparse_ops").dense_to_sparse_tensor


class Features(dict):
    """Raw features by name, and by column what was made of them."""

    def of(self, column):
        """Return what a column makes of the features; it is built once."""
        if column not in self:
            self[column] = column.transform(self)
        return self[column]


def reshaped(tensor, name):
    """Return a dense tensor as [batch, width].

    Raises:
        ValueError: it has no axis but the batch's, and not even that.
    """
    rank = tensor.shape.rank
    if rank == 0:
        raise ValueError(f"Error while processing column {name}: its tensor is a scalar")
    if rank == 1:
        return tf.expand_dims(tensor, -1, name="expand_dims")
    return tensor if rank == 2 else inner_flatten(tensor, 2)


def flattened(tensor, name):
    """Return a dense tensor as [batch, width], as a linear model takes it."""
    if tensor.shape.rank is None:
        raise ValueError(f"Error while processing column {name}. Its rank can not be None.")
    if tensor.shape.rank == 1:
        return tf.expand_dims(tensor, -1)
    return tensor if tensor.shape.rank == 2 else inner_flatten(tensor, 2)


def sparse(tensor, name=None):
    """Return a sparse tensor of a dense one's words, without empty ones (or numbers, without -1).

    Args:
        tensor: dense or sparse; the latter is returned as it is.
        name: of the column; None keeps a tensor's shape, and leaves zeros out.
    """
    if isinstance(tensor, tf.SparseTensor):
        return tensor
    if name is None:
        return dense_to_sparse(tensor)
    empty = "" if tensor.dtype == tf.string else -1
    return dense_to_sparse(reshaped(tensor, name), ignore_value=empty)


def one_hot(ids, weights, length):
    """Return [batch, length]: for each example, how often an id occurs, or its weight."""
    ids = inner_flatten(ids, 2)
    if weights is None:
        dense = tf.sparse_tensor_to_dense(ids, default_value=-1)
        vectors = tf.one_hot(dense, depth=length, on_value=1.0, off_value=0.0)
        return tf.reduce_sum(vectors, axis=[1])
    merged = tf.sparse_merge(sp_ids=ids, sp_values=weights, vocab_size=length)
    start = tf.zeros_like(merged.dense_shape)
    # Ids that are none are -1, and lie before the start.
    merged = tf.sparse_slice(merged, start, merged.dense_shape)
    dense = tf.sparse_tensor_to_dense(merged)
    shape = tf.concat([tf.shape(dense)[:-1], [length]], axis=0)
    return tf.reshape(dense, shape)


def with_ids_of_buckets(buckets, length, dimension):
    """Return the sparse tensor of the buckets' ids, which differ from dimension to dimension.

    Args:
        buckets: integers [batch, dimension].
        length: number of buckets.
        dimension: numbers an example.
    """
    batch = tf.shape(buckets, name="shape")[0]
    if dimension > 1:
        rows = tf.expand_dims(tf.range(0, batch), 1, name="expand_dims")
        rows = tf.reshape(tf.tile(rows, [1, dimension], name="tile"), [-1], name="reshape")
        columns = tf.tile(tf.range(0, dimension), [batch], name="tile")
        ids = tf.reshape(buckets, [-1], name="reshape") + length * columns
    else:
        rows = tf.range(0, batch)
        columns = tf.zeros([batch], dtype=tf.int32, name="zeros")
        ids = tf.reshape(buckets, [-1], name="reshape")
    indices = tf.cast(tf.transpose(tf.stack((rows, columns))), tf.int64)
    return tf.SparseTensor(indices, ids, tf.cast(tf.stack([batch, dimension]), tf.int64))
