"""Convolutions, as `tf.contrib.layers`.

References:
    TensorFlow 1.15.5, `contrib/layers/python/layers/layers.py`.
"""

from tf1_graphs import layers
from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tf1.contrib.framework.arg_scope import add_arg_scope
from tf1_graphs.tf1.contrib.layers.initializers import xavier_initializer
from tf1_graphs.tf1.contrib.layers.scopes import (
    WEIGHTS_AND_BIASES,
    collect_outputs,
    collect_variables,
    model_variable_getter,
)


def keras_format(data_format):
    """Return `NHWC` as `channels_last` and `NCHW` as `channels_first`."""
    formats = {None: "channels_last", "NHWC": "channels_last", "NCHW": "channels_first"}
    if data_format not in formats:
        raise ValueError(f"data_format has to be either NCHW or NHWC, got {data_format!r}")
    return formats[data_format]


@add_arg_scope
def conv2d(
    inputs,
    num_outputs,
    kernel_size,
    stride=1,
    padding="SAME",
    data_format=None,
    rate=1,
    activation_fn=tf.nn.relu,
    normalizer_fn=None,
    normalizer_params=None,
    weights_initializer=xavier_initializer(),  # noqa: B008 - TensorFlow 1's own signature
    weights_regularizer=None,
    biases_initializer=tf.zeros_initializer(),  # noqa: B008
    biases_regularizer=None,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    scope=None,
):
    """Build a convolution layer: `activation_fn(normalizer_fn(inputs * weights + biases))`.

    Args:
        inputs: float tensor [batch, height, width, channels].
        num_outputs: number of filters.
        kernel_size: height and width of a filter in pixels, one integer or two.
        stride: step in pixels down and across, one integer or two.
        padding: `VALID` or `SAME`.
        data_format: `NHWC`, or `NCHW` for channels first.
        rate: distance of the pixels that a filter sees, one integer or two.
        activation_fn: function of a tensor; ReLU by default, None is linear.
        normalizer_fn: such as `batch_norm`; it takes the place of the biases.
        normalizer_params: its arguments, a dict.
        weights_initializer: of `weights` [height, width, channels, filters].
        weights_regularizer: function of the weights; its loss goes to `REGULARIZATION_LOSSES`.
        biases_initializer: of `biases` [filters]; None leaves them out.
        biases_regularizer: as that of the weights.
        reuse: True takes the variables of an earlier layer of this scope.
        variables_collections: collections for the variables: a list, or a dict by variable name.
        outputs_collections: collections for the output.
        trainable: whether the variables go to `TRAINABLE_VARIABLES`.
        scope: name of the variable scope; by default `Conv`, `Conv_1` …

    Returns:
        Tensor [batch, new height, new width, filters].

    Raises:
        ValueError: a bad data format, or inputs that do not fit a convolution layer.
    """
    data_format = keras_format(data_format)
    getter = model_variable_getter(WEIGHTS_AND_BIASES)
    with tf.variable_scope(scope, "Conv", [inputs], reuse=reuse, custom_getter=getter) as sc:
        outputs = layers.conv2d(
            tf.convert_to_tensor(inputs),
            num_outputs,
            kernel_size,
            stride,
            padding,
            data_format,
            rate,
            use_bias=bool(not normalizer_fn and biases_initializer),
            kernel_initializer=weights_initializer,
            bias_initializer=biases_initializer,
            kernel_regularizer=weights_regularizer,
            bias_regularizer=biases_regularizer,
            trainable=trainable,
            name=sc,
            reuse=reuse,
        )
        collect_variables(sc, WEIGHTS_AND_BIASES.values(), variables_collections)
        if normalizer_fn is not None:
            outputs = normalizer_fn(outputs, **(normalizer_params or {}))
        if activation_fn is not None:
            outputs = activation_fn(outputs)
        return collect_outputs(outputs_collections, outputs)
