"""Layers of feature columns: the input of a network, and a linear model.

References:
    TensorFlow 1.15.5, `contrib/layers/python/layers/feature_column_ops.py`.
"""

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.contrib.layers.embedding_ops import safe_embedding_lookup_sparse
from tf1_graphs.tf1.contrib.layers.feature_column import (
    _EmbeddingColumn,
    create_feature_spec_for_parsing,
    real_valued_column,
)
from tf1_graphs.tf1.contrib.layers.feature_tensors import Features, flattened, inner_flatten


def check_feature_columns(feature_columns):
    """Refuse columns that come twice, or in a dictionary.

    Raises:
        ValueError: they do.
    """
    if isinstance(feature_columns, dict):
        raise ValueError("Expected feature_columns to be iterable, found dict.")
    keys = [column.key for column in feature_columns]
    for column in feature_columns:
        if keys.count(column.key) > 1:
            raise ValueError(f"Duplicate feature column key found for column: {column.name}.")


def _ordered(feature_columns):
    check_feature_columns(feature_columns)
    return sorted(set(feature_columns), key=lambda column: column.key)


def _variable(name, shape, initializer, trainable, collections):
    return tf.contrib.framework.model_variable(
        name,
        shape=shape,
        dtype=tf.float32,
        initializer=initializer,
        trainable=trainable,
        collections=collections,
    )


def _parts(variable):
    return list(variable) if hasattr(variable, "as_tensor") else [variable]


def _embedded(column, transformed, collections, trainable):
    """Build an embedding column's vectors, and return each example's."""
    ids = inner_flatten(column.sparse_id_column.ids(transformed), 2)
    weights = column.sparse_id_column.weights(transformed)
    weights = None if weights is None else inner_flatten(weights, 2)
    shape = [column.length, column.dimension]
    trainable = trainable and column.trainable
    made = _variable("weights", shape, column.initializer, trainable, collections)
    vectors = _parts(made)
    if column.ckpt_to_load_from is not None:
        source = {column.tensor_name_in_ckpt: vectors[0] if len(vectors) == 1 else vectors}
        tf.train.init_from_checkpoint(column.ckpt_to_load_from, source)
    return safe_embedding_lookup_sparse(
        vectors,
        ids,
        sparse_weights=weights,
        combiner=column.combiner,
        name=f"{column.name}weights",
        max_norm=column.max_norm,
    )


def input_from_feature_columns(
    columns_to_tensors, feature_columns, weight_collections=None, trainable=True, scope=None
):
    """Build the input of a network: the dense columns beside each other, in order of their keys.

    Args:
        columns_to_tensors: features by name, tensors or sparse tensors.
        feature_columns: dense columns.
        weight_collections: collections that embeddings are added to, or None.
        trainable: whether embeddings are trained.
        scope: variable scope, or None.

    Returns:
        float32 tensor [batch, width].

    Raises:
        ValueError: a column is sparse, or comes twice.
    """
    columns = _ordered(feature_columns)
    features, outputs = Features(columns_to_tensors), []
    inputs = list(features.values())
    if weight_collections:
        weight_collections = list({*weight_collections, tf.GraphKeys.GLOBAL_VARIABLES})
    with tf.variable_scope(scope, "input_from_feature_columns", inputs):
        for column in columns:
            with tf.variable_scope(None, column.name, inputs):
                transformed = features.of(column)
                if isinstance(column, _EmbeddingColumn):
                    arguments = column, transformed, weight_collections, trainable
                    outputs.append(_embedded(*arguments))
                else:
                    outputs.append(column.to_dense(transformed))
        return tf.concat(outputs, 1)


def _bias(num_outputs, trainable, collections):
    if collections:
        collections = list({*collections, tf.GraphKeys.GLOBAL_VARIABLES})
    return tf.contrib.framework.model_variable(
        "bias_weight",
        shape=[num_outputs],
        initializer=tf.zeros_initializer(),
        trainable=trainable,
        collections=collections,
    )


def weighted_sum_from_feature_columns(
    columns_to_tensors,
    feature_columns,
    num_outputs,
    weight_collections=None,
    trainable=True,
    scope=None,
):
    """Build a linear model: weights of each column, and a bias.

    Args:
        columns_to_tensors: features by name, tensors or sparse tensors.
        feature_columns: sparse, bucketized and real-valued columns.
        num_outputs: number of outputs.
        weight_collections: collections that the weights are added to, or None.
        trainable: whether they are trained.
        scope: variable scope, or None.

    Returns:
        (output, weights, bias): [batch, num_outputs]; the variables by column; the bias.

    Raises:
        ValueError: a column is an embedding, or comes twice.
    """
    columns = _ordered(feature_columns)
    features, outputs, variables = Features(columns_to_tensors), [], {}
    inputs = list(columns_to_tensors.values())
    with tf.variable_scope(scope, "weighted_sum_from_feature_columns", inputs):
        for column in columns:
            found = features.of(column)
            lookup = column.wide_lookup(found)
            with tf.variable_scope(None, column.name, list(features.values())):
                if lookup is None:
                    tensor = flattened(found, column.name)
                    shape = [tensor.shape[1], num_outputs]
                    zeros = tf.zeros_initializer()
                    weights = [_variable("weight", shape, zeros, trainable, weight_collections)]
                    output = tf.matmul(tensor, weights[0], name="matmul")
                else:
                    shape = [lookup.size, num_outputs]
                    weights = _parts(
                        _variable(
                            "weights", shape, lookup.initializer, trainable, weight_collections
                        )
                    )
                    output = safe_embedding_lookup_sparse(
                        weights,
                        lookup.ids,
                        sparse_weights=lookup.weights,
                        combiner=lookup.combiner,
                        name=f"{column.name}_weights",
                    )
            outputs.append(tf.reshape(output, shape=(-1, num_outputs)))
            variables[column] = weights
        total = tf.add_n(outputs)
        bias = _bias(num_outputs, trainable, weight_collections)
        return tf.nn.bias_add(total, bias), variables, bias


def parse_feature_columns_from_examples(serialized, feature_columns, name=None, example_names=None):
    """Parse examples, and return their features by name, and what the columns make of them."""
    spec = create_feature_spec_for_parsing(feature_columns)
    parsed = tf.parse_example(serialized, features=spec, name=name, example_names=example_names)
    features = Features(parsed)
    for column in _ordered(feature_columns):
        features.of(column)
    return dict(features)


def transform_features(features, feature_columns):
    """Return what the columns make of the features, by column."""
    found = Features(features)
    return {column: found.of(column) for column in _ordered(feature_columns)}


def infer_real_valued_columns(features):
    """Return a real-valued column for each feature, as wide as it is.

    Args:
        features: a tensor [batch, …], or a dictionary of such.

    Raises:
        ValueError: a feature has no numbers.
    """
    if not isinstance(features, dict):
        features = {"": features}
    columns = []
    for name, tensor in features.items():
        numbers = not isinstance(tensor, tf.SparseTensor)
        if not (numbers and (tensor.dtype.is_integer or tensor.dtype.is_floating)):
            raise ValueError(f"the feature {name!r} has no numbers: define its column ({tensor})")
        width = tensor.shape[1:].num_elements() or 1
        columns.append(real_valued_column(name, dimension=int(width), dtype=tensor.dtype))
    return columns
