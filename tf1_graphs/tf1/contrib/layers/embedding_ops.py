"""Looks up embeddings.

References:
    TensorFlow 1.15.5, `contrib/layers/python/layers/embedding_ops.py`.
"""

import functools

from tf1_graphs import tf1 as tf

safe_embedding_lookup_sparse = functools.partial(
    tf.nn.safe_embedding_lookup_sparse, partition_strategy="div"
)


def embedding_lookup_unique(params, ids, partition_strategy="mod", name=None):
    """Look embeddings up, each id once, however often it comes.

    Args:
        params: embeddings [n, size], or a list of their parts.
        ids: integer tensor of any shape.
        partition_strategy: `mod` or `div`: how ids are spread over the parts.
        name: name of the ops; by default `EmbeddingLookupUnique`.

    Returns:
        Tensor of the ids' shape and one axis more, of the embeddings' size.
    """
    with tf.name_scope(name, "EmbeddingLookupUnique", [params, ids]):
        ids = tf.convert_to_tensor(ids)
        shape = tf.shape(ids)
        flat = tf.reshape(ids, tf.reduce_prod(shape, keepdims=True))
        unique_ids, index = tf.unique(flat)
        unique = tf.nn.embedding_lookup(params, unique_ids, partition_strategy)
        rows = tf.gather(unique, index)
        embedded = tf.reshape(rows, tf.concat([shape, tf.shape(unique)[1:]], 0))
        embedded.set_shape(ids.shape.concatenate(unique.shape[1:]))
        return embedded
