"""`tf.feature_column` without estimators."""


def _features(tf):
    return {"a": tf.constant([[0], [2]]), "n": tf.constant([[1.0], [2.0]])}


def _columns(tf):
    category = tf.feature_column.categorical_column_with_identity("a", 3)
    return category, tf.feature_column.numeric_column("n")


def linear_model(tf):
    with tf.variable_scope("linear"):
        return tf.feature_column.linear_model(_features(tf), _columns(tf))


def input_layer(tf):
    category, number = _columns(tf)
    embedded = tf.feature_column.embedding_column(category, 2)
    indicated = tf.feature_column.indicator_column(category)
    return tf.feature_column.input_layer(_features(tf), [number, embedded, indicated])


def identity_with_default(tf):
    column = tf.feature_column.categorical_column_with_identity("a", 2, default_value=0)
    return tf.feature_column.input_layer(
        _features(tf), [tf.feature_column.indicator_column(column)]
    )


def crossed_and_bucketized(tf):
    category, number = _columns(tf)
    buckets = tf.feature_column.bucketized_column(number, [1.5, 2.5])
    crossed = tf.feature_column.crossed_column([buckets, category], 10)
    hashed = tf.feature_column.categorical_column_with_hash_bucket("a", 5, tf.int32)
    columns = [buckets, *map(tf.feature_column.indicator_column, (crossed, hashed))]
    return tf.feature_column.input_layer(_features(tf), columns)
