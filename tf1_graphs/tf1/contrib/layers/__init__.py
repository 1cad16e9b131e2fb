"""`tf.contrib.layers`."""

import sys

from tf1_graphs.tf1.contrib.layers.embedding_ops import (
    embedding_lookup_unique,
    safe_embedding_lookup_sparse,
)
from tf1_graphs.tf1.contrib.layers.encoders import bow_encoder, embed_sequence
from tf1_graphs.tf1.contrib.layers.feature_column import (
    bucketized_column,
    create_feature_spec_for_parsing,
    embedding_column,
    one_hot_column,
    real_valued_column,
    sparse_column_with_hash_bucket,
    sparse_column_with_integerized_feature,
    sparse_column_with_keys,
    sparse_column_with_vocabulary_file,
    weighted_sparse_column,
)
from tf1_graphs.tf1.contrib.layers.feature_column_ops import (
    check_feature_columns,
    infer_real_valued_columns,
    input_from_feature_columns,
    parse_feature_columns_from_examples,
    transform_features,
    weighted_sum_from_feature_columns,
)
from tf1_graphs.tf1.contrib.tf_slim import tf_slim
from tf1_graphs.tf1.namespace import namespace

__all__ = [
    "bow_encoder",
    "bucketized_column",
    "check_feature_columns",
    "create_feature_spec_for_parsing",
    "embed_sequence",
    "embedding_column",
    "embedding_lookup_unique",
    "infer_real_valued_columns",
    "input_from_feature_columns",
    "one_hot_column",
    "parse_feature_columns_from_examples",
    "real_valued_column",
    "safe_embedding_lookup_sparse",
    "sparse_column_with_hash_bucket",
    "sparse_column_with_integerized_feature",
    "sparse_column_with_keys",
    "sparse_column_with_vocabulary_file",
    "tf_slim",
    "transform_features",
    "weighted_sparse_column",
    "weighted_sum_from_feature_columns",
]

# Not `tf_slim.layers`: that name of the package is hidden by the module `tf_slim.layers.layers`.

__getattr__, __dir__ = namespace(__name__, sys.modules["tf_slim.layers"])
