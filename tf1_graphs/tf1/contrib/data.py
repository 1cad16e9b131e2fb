"""`tf.contrib.data`: what is `tf.data` and `tf.data.experimental` now."""

from tf1_graphs import tensorflow1
from tf1_graphs.tf1.namespace import namespace

tf = tensorflow1.tf
TFRecordWriter = tf.data.experimental.TFRecordWriter

__all__ = [
    "TFRecordWriter",
    "batch_and_drop_remainder",
    "padded_batch_and_drop_remainder",
    "reduce_dataset",
    "sloppy_interleave",
]


def batch_and_drop_remainder(batch_size):
    """Return a transformation for `Dataset.apply`: batches of one size, without a smaller last."""
    return lambda dataset: dataset.batch(batch_size, drop_remainder=True)


def padded_batch_and_drop_remainder(batch_size, padded_shapes, padding_values=None):
    """Return a transformation for `Dataset.apply`: the same, of padded examples."""
    return lambda dataset: dataset.padded_batch(
        batch_size, padded_shapes, padding_values, drop_remainder=True
    )


def sloppy_interleave(map_func, cycle_length, block_length=1):
    """Return a transformation for `Dataset.apply`: data sets in turns, as they come."""
    return tf.data.experimental.parallel_interleave(
        map_func, cycle_length, block_length, sloppy=True
    )


def reduce_dataset(dataset, reducer):
    """Return what a `Reducer` makes of a data set."""
    state = dataset.reduce(reducer.init_func(tf.constant(0, tf.int64)), reducer.reduce_func)
    return reducer.finalize_func(state)


__getattr__, __dir__ = namespace(__name__, tf.data.experimental)
