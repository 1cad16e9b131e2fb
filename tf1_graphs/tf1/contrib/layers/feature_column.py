"""The feature columns of `tf.contrib.layers`, which `tf.contrib.learn`'s estimators take.

A column says how a feature becomes numbers. It is a tuple whose text, its `key`, decides in which
order a layer takes the columns: so the names of the classes and of their fields are TensorFlow's.

References:
    TensorFlow 1.15.5, `contrib/layers/python/layers/feature_column.py`.
"""

import collections
import math

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.contrib import lookup
from tf1_graphs.tf1.contrib.layers.feature_tensors import (
    one_hot,
    reshaped,
    sparse,
    with_ids_of_buckets,
)
from tf1_graphs.tf1.contrib.tf_slim import part

bucketize = part("layers.bucketization_op").bucketize

Lookup = collections.namedtuple("Lookup", "ids weights size initializer combiner")


class FeatureColumn:
    """What all columns have: `name`, `key`, `config` (to parse examples by) and their tensors."""

    name = property(lambda self: self.column_name)
    key = property(str)

    def transform(self, features):
        """Return what the raw feature is made into, before a layer takes it.

        Args:
            features: the `Features`, which remember what was made of which column.
        """
        raise NotImplementedError

    def to_dense(self, transformed):
        """Return the input of a layer, [batch, width], of a column that needs no variables."""
        raise ValueError(f"{self.name} is sparse: use embedding_column or one_hot_column")

    def wide_lookup(self, transformed):
        """Return the `Lookup` of a linear model's weights; None of a dense column."""
        return None


class _SparseColumn(FeatureColumn):
    """A feature of ids: words, or whole numbers."""

    def transform(self, features):
        return self._ids(sparse(features[self.column_name], self.column_name))

    def _ids(self, words):
        raise NotImplementedError

    config = property(lambda self: {self.column_name: tf.VarLenFeature(self.dtype)})

    @property
    def length(self):
        if self.bucket_size is not None:
            return self.bucket_size
        return self.lookup_config.vocab_size + self.lookup_config.num_oov_buckets

    def ids(self, transformed):
        """Return the sparse tensor of ids."""
        return transformed

    def weights(self, transformed):
        """Return the sparse tensor of the ids' weights, or None."""
        return None

    def wide_lookup(self, transformed):
        ids, weights = self.ids(transformed), self.weights(transformed)
        return Lookup(ids, weights, self.length, tf.zeros_initializer(), self.combiner)


_OF_SPARSE = "column_name is_integerized bucket_size lookup_config combiner dtype"
_Vocabulary = collections.namedtuple(
    "_SparseIdLookupConfig", "vocabulary_file keys num_oov_buckets vocab_size default_value"
)


class _SparseColumnIntegerized(
    _SparseColumn, collections.namedtuple("_SparseColumnIntegerized", _OF_SPARSE)
):
    def _ids(self, words):
        ids = tf.mod(words.values, self.bucket_size, name="mod")
        return tf.SparseTensor(words.indices, ids, words.dense_shape)


class _SparseColumnHashed(_SparseColumn, collections.namedtuple("_SparseColumnHashed", _OF_SPARSE)):
    def _ids(self, words):
        values = tf.as_string(words.values) if self.dtype.is_integer else words.values
        ids = tf.string_to_hash_bucket_fast(values, self.bucket_size, name="lookup")
        return tf.SparseTensor(words.indices, ids, words.dense_shape)


class _SparseColumnKeys(_SparseColumn, collections.namedtuple("_SparseColumnKeys", _OF_SPARSE)):
    def _ids(self, words):
        table = lookup.index_table_from_tensor(
            tuple(self.lookup_config.keys),
            default_value=self.lookup_config.default_value,
            dtype=self.dtype,
            name="lookup",
        )
        return table.lookup(words)


class _SparseColumnVocabulary(
    _SparseColumn, collections.namedtuple("_SparseColumnVocabulary", _OF_SPARSE)
):
    def _ids(self, words):
        if self.dtype.is_integer:
            values = tf.as_string(words.values)
            words = tf.SparseTensor(words.indices, values, words.dense_shape)
        table = lookup.index_table_from_file(
            self.lookup_config.vocabulary_file,
            num_oov_buckets=self.lookup_config.num_oov_buckets,
            vocab_size=self.lookup_config.vocab_size,
            default_value=self.lookup_config.default_value,
            name=f"{self.column_name}_lookup",
        )
        return table.lookup(words)


class _WeightedSparseColumn(
    _SparseColumn,
    collections.namedtuple("_WeightedSparseColumn", "sparse_id_column weight_column_name dtype"),
):
    """A sparse column whose ids have weights."""

    name = property(lambda self: f"{self.sparse_id_column.name}_weighted_by_{self[1]}")
    length = property(lambda self: self.sparse_id_column.length)
    combiner = property(lambda self: self.sparse_id_column.combiner)

    @property
    def config(self):
        weights = {self.weight_column_name: tf.VarLenFeature(self.dtype)}
        return {**self.sparse_id_column.config, **weights}

    def transform(self, features):
        ids = features.of(self.sparse_id_column)
        weights = features[self.weight_column_name]
        if not isinstance(weights, tf.SparseTensor):
            weights = sparse(weights)
        return ids, weights if self.dtype.is_floating else tf.cast(weights, tf.float32)

    def ids(self, transformed):
        return transformed[0]

    def weights(self, transformed):
        return transformed[1]


class _OneHotColumn(FeatureColumn, collections.namedtuple("_OneHotColumn", "sparse_id_column")):
    """A sparse column as a vector with a number for each id."""

    name = property(lambda self: f"{self.sparse_id_column.name}_one_hot")
    length = property(lambda self: self.sparse_id_column.length)
    config = property(lambda self: self.sparse_id_column.config)

    def transform(self, features):
        return features.of(self.sparse_id_column)

    def to_dense(self, transformed):
        column = self.sparse_id_column
        return one_hot(column.ids(transformed), column.weights(transformed), self.length)


_OF_EMBEDDING = (
    "sparse_id_column dimension combiner initializer ckpt_to_load_from tensor_name_in_ckpt "
    "shared_embedding_name shared_vocab_size max_norm trainable"
)


class _EmbeddingColumn(FeatureColumn, collections.namedtuple("_EmbeddingColumn", _OF_EMBEDDING)):
    """A sparse column as the mean of vectors that are learnt, one for each id."""

    config = property(lambda self: self.sparse_id_column.config)
    length = property(lambda self: self.shared_vocab_size or self.sparse_id_column.length)

    @property
    def name(self):
        kind = "embedding" if self.shared_embedding_name is None else "shared_embedding"
        return f"{self.sparse_id_column.name}_{kind}"

    @property
    def key(self):
        return _key_without(self, "initializer")

    def transform(self, features):
        return features.of(self.sparse_id_column)

    def wide_lookup(self, transformed):
        raise ValueError(f"{self.name} is no column of a linear model: use its sparse column")


class _RealValuedColumn(
    FeatureColumn,
    collections.namedtuple(
        "_RealValuedColumn", "column_name dimension default_value dtype normalizer"
    ),
):
    """A feature of numbers."""

    @property
    def key(self):
        return _key_without(self, "normalizer")

    @property
    def config(self):
        default = None if self.default_value is None else list(self.default_value)
        return {self.column_name: tf.FixedLenFeature([self.dimension], self.dtype, default)}

    def transform(self, features):
        tensor = features[self.column_name]
        tensor = tensor if self.normalizer is None else self.normalizer(tensor)
        return tf.cast(tensor, tf.float32)

    def to_dense(self, transformed):
        return reshaped(transformed, self.column_name)


class _BucketizedColumn(
    FeatureColumn, collections.namedtuple("_BucketizedColumn", "source_column boundaries")
):
    """A column of numbers as the numbers of the intervals that they lie in."""

    name = property(lambda self: f"{self.source_column.name}_bucketized")
    length = property(lambda self: len(self.boundaries) + 1)
    config = property(lambda self: self.source_column.config)

    def transform(self, features):
        source = features.of(self.source_column)
        return bucketize(source, boundaries=list(self.boundaries), name="bucketize")

    def to_dense(self, transformed):
        ids = tf.cast(transformed, tf.int64)
        vectors = tf.one_hot(ids, self.length, 1.0, 0.0, name="one_hot")
        width = self.length * self.source_column.dimension
        return tf.reshape(vectors, [-1, width], name="reshape")

    def wide_lookup(self, transformed):
        dimension = self.source_column.dimension
        ids = with_ids_of_buckets(transformed, self.length, dimension)
        return Lookup(ids, None, self.length * dimension, tf.zeros_initializer(), "sum")


def _key_without(column, *left_out):
    fields = [
        f"{name}={column[i]}" for i, name in enumerate(column._fields) if name not in left_out
    ]
    return f"{type(column).__name__}({', '.join(fields)})"


def sparse_column_with_integerized_feature(
    column_name, bucket_size, combiner="sum", dtype=tf.int64
):
    """Return a column of ids, modulo `bucket_size`."""
    return _SparseColumnIntegerized(column_name, True, bucket_size, None, combiner, dtype)


def sparse_column_with_hash_bucket(column_name, hash_bucket_size, combiner="sum", dtype=tf.string):
    """Return a column of words or numbers, by their hash modulo `hash_bucket_size`."""
    return _SparseColumnHashed(column_name, False, hash_bucket_size, None, combiner, dtype)


def sparse_column_with_keys(column_name, keys, default_value=-1, combiner="sum", dtype=tf.string):
    """Return a column of words by their places in `keys`; other words are `default_value`."""
    words = _Vocabulary(None, tuple(keys), 0, len(tuple(keys)), default_value)
    return _SparseColumnKeys(column_name, False, None, words, combiner, dtype)


def sparse_column_with_vocabulary_file(
    column_name,
    vocabulary_file,
    num_oov_buckets=0,
    vocab_size=None,
    default_value=-1,
    combiner="sum",
    dtype=tf.string,
):
    """Return a column of words by the number of their line in a file of `vocab_size` lines.

    Raises:
        ValueError: there is no `vocab_size`.
    """
    if vocab_size is None:
        raise ValueError(f"vocab_size should be defined. column_name: {column_name}")
    words = _Vocabulary(vocabulary_file, None, num_oov_buckets, vocab_size, default_value)
    return _SparseColumnVocabulary(column_name, False, None, words, combiner, dtype)


def weighted_sparse_column(sparse_id_column, weight_column_name, dtype=tf.float32):
    """Return a sparse column whose ids are weighted by another feature."""
    return _WeightedSparseColumn(sparse_id_column, weight_column_name, dtype)


def one_hot_column(sparse_id_column):
    """Return a dense column of a sparse one, with a number for each id."""
    return _OneHotColumn(sparse_id_column)


def embedding_column(
    sparse_id_column,
    dimension,
    combiner="mean",
    initializer=None,
    ckpt_to_load_from=None,
    tensor_name_in_ckpt=None,
    max_norm=None,
    trainable=True,
):
    """Return a dense column of a sparse one: a vector of `dimension` numbers for each id.

    Args:
        sparse_id_column: the sparse column.
        dimension: the vectors' length.
        combiner: `mean`, `sum` or `sqrtn` of an example's vectors.
        initializer: of the vectors; by default normal, with the deviation 1/sqrt(ids).
        ckpt_to_load_from: checkpoint to take the vectors from, or None.
        tensor_name_in_ckpt: their name in it.
        max_norm: bound of the vectors' norms, or None.
        trainable: whether they are trained.
    """
    if initializer is None:
        deviation = 1 / math.sqrt(sparse_id_column.length)
        initializer = tf.truncated_normal_initializer(mean=0.0, stddev=deviation)
    source = ckpt_to_load_from, tensor_name_in_ckpt
    settings = initializer, *source, None, None, max_norm, trainable
    return _EmbeddingColumn(sparse_id_column, dimension, combiner, *settings)


def real_valued_column(
    column_name, dimension=1, default_value=None, dtype=tf.float32, normalizer=None
):
    """Return a column of `dimension` numbers an example.

    Args:
        column_name: the feature.
        dimension: how many numbers an example has.
        default_value: for examples without the feature: a number, one for each dimension, or None.
        dtype: type of the feature.
        normalizer: function of the tensor, or None.

    Raises:
        ValueError: `dimension` is none, or `default_value` has another length.
    """
    if not isinstance(dimension, int) or dimension < 1:
        raise ValueError(f"dimension of {column_name} must be 1 or more, and is {dimension}")
    if default_value is not None:
        whole = isinstance(default_value, (int, float))
        values = [default_value] * dimension if whole else list(default_value)
        if len(values) != dimension:
            raise ValueError(f"default_value of {column_name} has not {dimension} numbers")
        default_value = tuple(float(v) if dtype.is_floating else v for v in values)
    return _RealValuedColumn(column_name, dimension, default_value, dtype, normalizer)


def bucketized_column(source_column, boundaries):
    """Return a column of the intervals between `boundaries`, ascending, of a real-valued column.

    Raises:
        ValueError: the boundaries do not ascend.
    """
    if list(boundaries) != sorted(boundaries) or not boundaries:
        raise ValueError(f"boundaries must be a sorted list. boundaries: {boundaries}")
    return _BucketizedColumn(source_column, tuple(dict.fromkeys(boundaries)))


def create_feature_spec_for_parsing(feature_columns):
    """Return what `tf.parse_example` needs to read the columns' features."""
    columns = getattr(feature_columns, "values", lambda: feature_columns)()
    return {name: spec for column in columns for name, spec in column.config.items()}
