"""`tf.contrib.layers`."""

import sys

from tf1_graphs.tf1.contrib.layers.embedding_ops import (
    embedding_lookup_unique,
    safe_embedding_lookup_sparse,
)
from tf1_graphs.tf1.contrib.layers.encoders import bow_encoder, embed_sequence
from tf1_graphs.tf1.contrib.tf_slim import tf_slim
from tf1_graphs.tf1.namespace import namespace

__all__ = [
    "bow_encoder",
    "embed_sequence",
    "embedding_lookup_unique",
    "safe_embedding_lookup_sparse",
    "tf_slim",
]

# Not `tf_slim.layers`: that name of the package is hidden by the module `tf_slim.layers.layers`.

__getattr__, __dir__ = namespace(__name__, sys.modules["tf_slim.layers"])
