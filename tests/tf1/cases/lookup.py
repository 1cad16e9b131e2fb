"""Tables of words: `tf.contrib.lookup`, `tf.lookup`."""

import os as _os
import tempfile as _tempfile


def _run(tf, *tensors):
    """Return what tensors give once the tables are initialized, as constants."""
    with tf.Session() as session:
        session.run(tf.tables_initializer())
        return [tf.constant(value) for value in session.run(list(tensors))]


def index_table(tf):
    words = tf.constant(["one", "two", "three"])
    table = tf.contrib.lookup.index_table_from_tensor(mapping=words, default_value=-1)
    return _run(tf, table.lookup(tf.constant(["two", "four"])), table.size())


def index_table_buckets(tf):
    table = tf.contrib.lookup.index_table_from_tensor(["one", "two"], num_oov_buckets=3)
    return _run(tf, table.lookup(tf.constant(["two", "four", "five"])))


def index_to_string(tf):
    table = tf.contrib.lookup.index_to_string_table_from_tensor(["one", "two"])
    names = table.lookup(tf.constant([1, 7], tf.int64))
    return _run(tf, tf.equal(names, ["two", "UNK"]))


def deprecated(tf):
    lookup = tf.contrib.lookup
    places = lookup.string_to_index(tf.constant(["b", "c"]), mapping=["a", "b"])
    names = lookup.index_to_string(tf.constant([0, 5], tf.int64), mapping=["a", "b"])
    table = lookup.string_to_index_table_from_tensor(["a", "b"], name="table")
    return _run(tf, places, tf.equal(names, ["a", "UNK"]), table.lookup(tf.constant("b")))


def hash_table(tf):
    lookup = tf.contrib.lookup
    pairs = lookup.KeyValueTensorInitializer(["a", "b"], [1.5, 2.5])
    table = lookup.HashTable(pairs, 0.0, shared_name="shared")
    found = table.lookup(tf.constant(["b", "c"]))
    with tf.Session() as session:
        table.init.run(session=session)
        return tf.constant(session.run(found))


def mutable_hash_table(tf):
    table = tf.contrib.lookup.MutableHashTable(tf.string, tf.int64, -1)
    inserted = table.insert(tf.constant(["a", "b"]), tf.constant([3, 4], tf.int64))
    found = table.lookup(tf.constant(["b", "c"]))
    with tf.Session() as session:
        session.run(inserted)
        return tf.constant(session.run(found))


def file_table(tf):
    handle, path = _tempfile.mkstemp(".txt")
    _os.write(handle, b"one\ntwo\nthree\n")
    _os.close(handle)
    with tf.Graph().as_default():  # its ops have the file's name
        table = tf.contrib.lookup.index_table_from_file(path, num_oov_buckets=1)
        back = tf.contrib.lookup.index_to_string_table_from_file(path)
        ids = table.lookup(tf.constant(["two", "three", "four"]))
        with tf.Session() as session:
            session.run(tf.tables_initializer())
            found, words = session.run([ids, back.lookup(ids)])
    _os.remove(path)  # noqa: PTH107 - Python 3.7 runs it too
    return tf.constant([found.tolist(), [len(word) for word in words]])
