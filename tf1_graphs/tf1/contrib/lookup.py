"""`tf.contrib.lookup`: tables of words and their numbers.

References:
    TensorFlow 1.15.5, `contrib/lookup/lookup_ops.py`.
"""

from tf1_graphs import tensorflow1
from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.namespace import namespace

_ops = tensorflow1.private_module("python.ops.lookup_ops")
FastHashSpec = _ops.FastHashSpec
MutableDenseHashTable = _ops.DenseHashTable
MutableHashTable = _ops.MutableHashTable


class HashTable(_ops.HashTable):
    """A table that does not change once it is initialized, by `table.init` for example.

    Args:
        initializer: what gives its keys and values, a `KeyValueTensorInitializer` for example.
        default_value: what stands for a key that it lacks.
        shared_name: name by which sessions share it, or None: each session has its own.
        name: of its op.
    """

    def __init__(self, initializer, default_value, shared_name=None, name=None):
        self._shared = shared_name or ""
        super().__init__(initializer, default_value, name=name)

    def _create_resource(self):
        self._shared_name = self._shared
        return super()._create_resource()


def index_table_from_tensor(
    mapping,
    num_oov_buckets=0,
    default_value=-1,
    hasher_spec=FastHashSpec,
    dtype=tf.string,
    name=None,
):
    """Return a table of the place at which each entry of a vector stands.

    Args:
        mapping: the vector, of strings or integers, none of them twice.
        num_oov_buckets: number of places for what it lacks, by hash.
        default_value: the place of what it lacks, where there are no such places.
        hasher_spec: which hash that is.
        dtype: type of the keys.
        name: of the op.

    Raises:
        ValueError: there is no `mapping`, or the number of places is negative.
    """
    if mapping is None:
        raise ValueError("mapping must be specified.")
    return _ops.index_table_from_tensor(
        mapping, num_oov_buckets, default_value, hasher_spec, dtype, name
    )


def index_to_string_table_from_tensor(mapping, default_value="UNK", name=None):
    """Return a table of the string that stands at each place of a vector.

    Args:
        mapping: the vector of strings, none of them twice.
        default_value: what is given for a place that it lacks.
        name: of the op.

    Raises:
        ValueError: there is no `mapping`.
    """
    if mapping is None:
        raise ValueError("mapping must be specified.")
    return _ops.index_to_string_table_from_tensor(mapping, default_value, name)


def string_to_index_table_from_file(
    vocabulary_file=None,
    num_oov_buckets=0,
    vocab_size=None,
    default_value=-1,
    hasher_spec=FastHashSpec,
    name=None,
):
    """Return `index_table_from_file` of strings: its older name."""
    return _ops.index_table_from_file(
        vocabulary_file, num_oov_buckets, vocab_size, default_value, hasher_spec, name=name
    )


def string_to_index_table_from_tensor(
    mapping, num_oov_buckets=0, default_value=-1, hasher_spec=FastHashSpec, name=None
):
    """Return `index_table_from_tensor` of strings: its older name.

    Raises:
        ValueError: `mapping` is not of strings.
    """
    with tf.name_scope(name, "string_to_index") as scope:
        mapping = tf.convert_to_tensor(mapping)
    if mapping.dtype.base_dtype != tf.string:
        raise ValueError("string_to_index_table_from_tensor requires string.")
    return index_table_from_tensor(mapping, num_oov_buckets, default_value, hasher_spec, name=scope)


def string_to_index(tensor, mapping, default_value=-1, name=None):
    """Return the places of strings in the vector `mapping`."""
    return index_table_from_tensor(mapping, default_value=default_value, name=name).lookup(tensor)


def index_to_string(tensor, mapping, default_value="UNK", name=None):
    """Return the strings at places of the vector `mapping`."""
    return index_to_string_table_from_tensor(mapping, default_value, name).lookup(tensor)


__all__ = [
    "FastHashSpec",
    "HashTable",
    "MutableDenseHashTable",
    "MutableHashTable",
    "index_table_from_tensor",
    "index_to_string",
    "index_to_string_table_from_tensor",
    "string_to_index",
    "string_to_index_table_from_file",
    "string_to_index_table_from_tensor",
]

__getattr__, __dir__ = namespace(__name__, _ops)
