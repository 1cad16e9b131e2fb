"""Parses examples by the ops of TensorFlow 1.15.5; today's parses a single one as a batch.

References:
    TensorFlow 1.15.5, `python/ops/parsing_ops.py`.
"""

from tf1_graphs.tensorflow1.loading import compat_v1 as tf
from tf1_graphs.tensorflow1.loading import parsing_ops

KINDS = (tf.io.VarLenFeature, tf.SparseFeature, tf.FixedLenFeature, tf.FixedLenSequenceFeature)


def _params(features):
    """Return features and what they are to an op; None for those that TensorFlow 1 had not."""
    if not features or not all(isinstance(feature, KINDS) for feature in features.values()):
        return None
    features = parsing_ops._prepend_none_dimension(features)
    return features, parsing_ops._ParseOpParams.from_features(features, KINDS)


def _told(params):
    """Return what either op is told of the features."""
    return {
        "dense_defaults": params.dense_defaults_vec,
        "sparse_keys": params.sparse_keys,
        "sparse_types": params.sparse_types,
        "dense_keys": params.dense_keys,
        "dense_shapes": params.dense_shapes_as_proto,
    }


def _parsed(features, params, outputs):
    indices, values, shapes, dense = outputs
    sparse = map(tf.SparseTensor, indices, values, shapes)
    keys = [*params.sparse_keys, *params.dense_keys]
    parsed = dict(zip(keys, [*sparse, *dense], strict=True))
    return parsing_ops._construct_tensors_for_composite_features(features, parsed)


def parse_example(original):
    """Return `tf.parse_example`."""

    def parse(serialized, features, example_names=None, name=None):
        known = _params(features)
        if known is None:
            return original(serialized, features, example_names, name)
        features, params = known
        with tf.name_scope(name, "ParseExample", [serialized, example_names]):
            outputs = tf.raw_ops.ParseExample(
                serialized=serialized,
                names=[] if example_names is None else example_names,
                name=name,
                **_told(params),
            )
        return _parsed(features, params, outputs)

    return parse


def parse_single_example(original):
    """Return `tf.parse_single_example`; where examples have names, it is TensorFlow's own."""

    def parse(serialized, features, example_names=None, name=None):
        known = _params(features)
        if known is None or example_names is not None:
            return original(serialized, features, example_names, name)
        features, params = known
        with tf.name_scope(name, "ParseSingleExample", [serialized]):
            outputs = tf.raw_ops.ParseSingleExample(
                serialized=tf.convert_to_tensor(serialized, name="serialized"),
                num_sparse=len(params.sparse_keys),
                name=name,
                **_told(params),
            )
        return _parsed(features, params, outputs)

    return parse
