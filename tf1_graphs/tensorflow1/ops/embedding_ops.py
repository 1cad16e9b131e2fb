"""Builds lookups of sparse ids as TensorFlow 1.15.5 does.

References:
    TensorFlow 1.15.5, `python/ops/embedding_ops.py`, `embedding_lookup_sparse`.
"""

from tf1_graphs.tensorflow1.loading import compat_v1 as tf

_SEGMENT_SUMS = {
    "sum": tf.sparse_segment_sum,
    "mean": tf.sparse_segment_mean,
    "sqrtn": tf.sparse_segment_sqrt_n,
}


def embedding_lookup_sparse_impl(
    params,
    segment_ids,
    sp_weights,
    ids,
    combiner,
    ignore_weights,
    max_norm,
    allow_fast_lookup,
    partition_strategy,
    name,
):
    """Return one row for each segment: the sum, mean, or sum over √n of its ids' rows."""
    if segment_ids.dtype != tf.int32:
        segment_ids = tf.cast(segment_ids, tf.int32)
    ids, positions = tf.unique(ids)
    rows = tf.nn.embedding_lookup(
        params, ids, partition_strategy=partition_strategy, max_norm=max_norm
    )
    if rows.dtype in (tf.float16, tf.bfloat16):
        rows = tf.cast(rows, tf.float32)
    if ignore_weights:
        return _SEGMENT_SUMS[combiner](rows, positions, segment_ids, name=name)
    weights = sp_weights.values
    if weights.dtype != rows.dtype:
        weights = tf.cast(weights, rows.dtype)
    rows = tf.gather(rows, positions)
    weights = _column(weights, rows)
    rows *= weights
    if combiner == "sum":
        return tf.segment_sum(rows, segment_ids, name=name)
    sums = tf.segment_sum(rows, segment_ids)
    if combiner == "mean":
        return tf.div(sums, tf.segment_sum(weights, segment_ids), name=name)
    norm = tf.sqrt(tf.segment_sum(tf.pow(weights, 2), segment_ids))
    return tf.div(sums, norm, name=name)


def _column(weights, rows):
    """Return weights [n] as [n, 1, …], of the rank of `rows`."""
    ones = tf.fill(tf.expand_dims(tf.rank(rows) - 1, 0), 1)
    column = tf.reshape(weights, tf.concat([tf.shape(weights), ones], 0))
    if rows.shape.rank is not None:
        column.set_shape(weights.shape.concatenate([1] * (rows.shape.rank - 1)))
    return column
