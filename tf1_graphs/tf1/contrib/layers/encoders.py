"""Encodes texts as embeddings.

References:
    TensorFlow 1.15.5, `contrib/layers/python/layers/encoders.py`.
"""

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.contrib.layers.embedding_ops import (
    embedding_lookup_unique,
    safe_embedding_lookup_sparse,
)
from tf1_graphs.tf1.contrib.tf_slim import part

dense_to_sparse_tensor = part("layers.sparse_ops").dense_to_sparse_tensor
model_variable = part("ops.variables").model_variable


def bow_encoder(
    ids,
    vocab_size,
    embed_dim,
    sparse_lookup=True,
    initializer=None,
    regularizer=None,
    trainable=True,
    scope=None,
    reuse=None,
):
    """Encode each text as the mean of its symbols' embeddings.

    Args:
        ids: integers [batch, length], a tensor or a `SparseTensor`.
        vocab_size: number of symbols.
        embed_dim: size of an embedding.
        sparse_lookup: whether the padding symbol 0 is left out.
        initializer: of the `embeddings` [vocab_size, embed_dim].
        regularizer: function of the embeddings.
        trainable: whether the embeddings go to `TRAINABLE_VARIABLES`.
        scope: name of the variable scope; by default `bow_encoder`.
        reuse: True takes the embeddings of an earlier call in this scope.

    Returns:
        Float tensor [batch, embed_dim].

    Raises:
        ValueError: a size is missing.
        TypeError: sparse ids without `sparse_lookup`.
    """
    if not vocab_size or not embed_dim:
        raise ValueError("Must specify vocab size and embedding dimension")
    with tf.variable_scope(scope, "bow_encoder", [ids], reuse=reuse):
        embeddings = model_variable(
            "embeddings",
            shape=[vocab_size, embed_dim],
            initializer=initializer,
            regularizer=regularizer,
            trainable=trainable,
        )
        sparse = isinstance(ids, tf.SparseTensor)
        if sparse_lookup:
            ids = ids if sparse else dense_to_sparse_tensor(ids)
            return safe_embedding_lookup_sparse([embeddings], ids, combiner="mean", default_id=0)
        if sparse:
            raise TypeError(f"ids are expected to be dense Tensor, got: {ids}")
        return tf.reduce_mean(tf.nn.embedding_lookup(embeddings, ids), axis=1)


def embed_sequence(
    ids,
    vocab_size=None,
    embed_dim=None,
    unique=False,
    initializer=None,
    regularizer=None,
    trainable=True,
    scope=None,
    reuse=None,
):
    """Look up the embeddings of a sequence's symbols.

    Args:
        ids: integer tensor [batch, length].
        vocab_size: number of symbols.
        embed_dim: size of an embedding.
        unique: whether each symbol is looked up once.
        initializer: of the `embeddings` [vocab_size, embed_dim].
        regularizer: function of the embeddings.
        trainable: whether the embeddings go to `TRAINABLE_VARIABLES`.
        scope: name of the variable scope; by default `EmbedSequence`.
        reuse: True takes the embeddings of an earlier call in this scope.

    Returns:
        Float tensor [batch, length, embed_dim].

    Raises:
        ValueError: a size is missing, and `reuse` is not set.
    """
    if not (reuse or (vocab_size and embed_dim)):
        raise ValueError(
            "Must specify vocab size and embedding dimension when not reusing. "
            f"Got vocab_size={vocab_size} and embed_dim={embed_dim}"
        )
    with tf.variable_scope(scope, "EmbedSequence", [ids], reuse=reuse):
        embeddings = model_variable(
            "embeddings",
            shape=None if embed_dim is None else [vocab_size, embed_dim],
            initializer=initializer,
            regularizer=regularizer,
            trainable=trainable,
        )
        look_up = embedding_lookup_unique if unique else tf.nn.embedding_lookup
        return look_up(embeddings, ids)
