"""Pooling, as `tf.contrib.layers`.

References:
    TensorFlow 1.15.5, `contrib/layers/python/layers/layers.py`.
"""

from tf1_graphs import layers
from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tf1.contrib.framework.arg_scope import add_arg_scope
from tf1_graphs.tf1.contrib.layers.convolutional import keras_format
from tf1_graphs.tf1.contrib.layers.scopes import collect_outputs


@add_arg_scope
def max_pool2d(
    inputs,
    kernel_size,
    stride=2,
    padding="VALID",
    data_format="NHWC",
    outputs_collections=None,
    scope=None,
):
    """Build a layer that takes the maximum over each window; see `tf.layers.max_pooling2d`."""
    pool = layers.max_pooling2d, "MaxPool2D"
    return _pool2d(
        pool, inputs, kernel_size, stride, padding, data_format, outputs_collections, scope
    )


@add_arg_scope
def avg_pool2d(
    inputs,
    kernel_size,
    stride=2,
    padding="VALID",
    data_format="NHWC",
    outputs_collections=None,
    scope=None,
):
    """Build a layer that takes the mean over each window; see `tf.layers.average_pooling2d`."""
    pool = layers.average_pooling2d, "AvgPool2D"
    return _pool2d(
        pool, inputs, kernel_size, stride, padding, data_format, outputs_collections, scope
    )


def _pool2d(pool, inputs, kernel_size, stride, padding, data_format, outputs_collections, scope):
    build, default_name = pool
    with tf.name_scope(scope, default_name, [inputs]) as name:
        outputs = build(
            tf.convert_to_tensor(inputs),
            kernel_size,
            stride,
            padding,
            keras_format(data_format),
            name,
        )
        return collect_outputs(outputs_collections, outputs)
