"""Builds feature columns from the ops of TensorFlow 1.15.5.

References:
    TensorFlow 1.15.5, `python/feature_column/feature_column.py` and `feature_column_v2.py`.
"""

from tf1_graphs.tensorflow1.loading import compat_v1 as tf


def linear_model(original):
    """Wrap the `__init__` of `tf.feature_column.linear_model`'s layer.

    It was a Keras model, and the layers of `tf.layers` make resource variables inside one.
    """

    def init(self, *args, **kwargs):
        original(self, *args, **kwargs)
        for layer in (*self._column_layers.values(), self._bias_layer):
            layer._use_resource_variables = True

    return init


def transform_identity(self, input_tensor):
    """Return the categories of a `categorical_column_with_identity`, a sparse tensor.

    A number out of range is an error when the graph runs, or the column's default.

    Raises:
        ValueError: the input has no whole numbers.
    """
    if not input_tensor.dtype.is_integer:
        raise ValueError(f"Invalid input, not integer. key: {self.key} dtype: {input_tensor.dtype}")
    values = tf.cast(input_tensor.values, tf.int64, name="values")
    buckets = tf.cast(self.num_buckets, tf.int64, name="num_buckets")
    zero = tf.cast(0, tf.int64, name="zero")
    if self.default_value is None:
        below = tf.assert_less(
            values,
            buckets,
            data=(values, buckets),
            message=f'Bucket index for categorical column "{self.name}" exceeds number of buckets',
            name="assert_less_than_num_buckets",
        )
        above = tf.assert_greater_equal(
            values,
            zero,
            data=(values,),
            message=f'Negative bucket index for categorical column "{self.name}"',
            name="assert_greater_or_equal_0",
        )
        with tf.control_dependencies((below, above)):
            values = tf.identity(values)
    else:
        out = tf.logical_or(values < zero, values >= buckets, name="out_of_range")
        sizes, default = tf.shape(values), tf.cast(self.default_value, tf.int64)
        defaults = tf.fill(dims=sizes, value=default, name="default_values")
        values = tf.where_v2(out, defaults, values)
    return tf.SparseTensor(input_tensor.indices, values, input_tensor.dense_shape)
