"""Builds the depthwise separable convolution layer, as `tf.layers` of TensorFlow 1.15.5 does."""

from tf1_graphs.layers import checks, geometry
from tf1_graphs.layers.variables import activate, layer_scope
from tf1_graphs.tensorflow1 import tf


def separable_conv1d(
    inputs,
    filters,
    kernel_size,
    strides=1,
    padding="valid",
    data_format="channels_last",
    dilation_rate=1,
    depth_multiplier=1,
    activation=None,
    use_bias=True,
    depthwise_initializer=None,
    pointwise_initializer=None,
    bias_initializer=tf.zeros_initializer(),  # noqa: B008 - TensorFlow 1's own signature
    depthwise_regularizer=None,
    pointwise_regularizer=None,
    bias_regularizer=None,
    activity_regularizer=None,
    depthwise_constraint=None,
    pointwise_constraint=None,
    bias_constraint=None,
    trainable=True,
    name=None,
    reuse=None,
):
    """Build a layer over time that convolves each channel by itself, then mixes the channels.

    Args:
        inputs: float tensor [batch, steps, channels]; channels is known when the graph is built.
        filters: number of mixtures.
        kernel_size: length of a filter in steps, one integer.
        strides: step of the filter, one integer.
        padding: `valid` (none) or `same` (zeros, so that stride 1 keeps the size).
        data_format: `channels_last`, or `channels_first` for [batch, channels, steps].
        dilation_rate: distance of the steps that a filter sees, one integer.
        depth_multiplier: number of filters for each channel.
        activation: function of a tensor; None is linear.
        use_bias: whether there is a `bias` [filters].
        depthwise_initializer: of the `depthwise_kernel` [length, channels, multiplier];
            None is the variable scope's, by default `glorot_uniform_initializer`.
        pointwise_initializer: of the `pointwise_kernel` [1, channels · multiplier, filters].
        bias_initializer: of the bias.
        depthwise_regularizer: function of that kernel; its loss goes to `REGULARIZATION_LOSSES`.
        pointwise_regularizer: the same of the other kernel.
        bias_regularizer: the same of the bias.
        activity_regularizer: function of the output; its loss is divided by the batch size.
        depthwise_constraint: projection that optimizers apply to that kernel after an update.
        pointwise_constraint: the same of the other kernel.
        bias_constraint: the same of the bias.
        trainable: whether the variables go to `TRAINABLE_VARIABLES`.
        name: the layer's name; by default `separable_conv1d`, `separable_conv1d_1` …
        reuse: True takes the variables of an earlier layer of this name.

    Returns:
        Tensor [batch, new steps, filters].

    Raises:
        ValueError: rank other than 3, channels unknown, a size that is not a positive integer, or
            bad padding or data format.

    References:
        TensorFlow 1.15.5, `python/layers/convolutional.py` and
        `python/keras/layers/convolutional.py`.
    """
    return _separable_convolution("separable_conv1d", 1, **locals())


def separable_conv2d(
    inputs,
    filters,
    kernel_size,
    strides=(1, 1),
    padding="valid",
    data_format="channels_last",
    dilation_rate=(1, 1),
    depth_multiplier=1,
    activation=None,
    use_bias=True,
    depthwise_initializer=None,
    pointwise_initializer=None,
    bias_initializer=tf.zeros_initializer(),  # noqa: B008 - TensorFlow 1's own signature
    depthwise_regularizer=None,
    pointwise_regularizer=None,
    bias_regularizer=None,
    activity_regularizer=None,
    depthwise_constraint=None,
    pointwise_constraint=None,
    bias_constraint=None,
    trainable=True,
    name=None,
    reuse=None,
):
    """Build a layer that convolves each channel by itself, then mixes the channels.

    Args:
        inputs: float tensor [batch, height, width, channels]; channels is known when the graph is
            built.
        filters: number of mixtures.
        kernel_size: height and width of a filter in pixels, one integer or two.
        strides: step in pixels down and across, one integer or two.
        padding: `valid` (none) or `same` (zeros, so that stride 1 keeps the size).
        data_format: `channels_last`, or `channels_first` for [batch, channels, height, width],
            which TensorFlow's CPU kernels cannot run.
        dilation_rate: distance of the pixels that a filter sees, one integer or two.
        depth_multiplier: number of filters for each channel.
        activation: function of a tensor; None is linear.
        use_bias: whether there is a `bias` [filters].
        depthwise_initializer: of the `depthwise_kernel` [height, width, channels, multiplier];
            None is the variable scope's, by default `glorot_uniform_initializer`.
        pointwise_initializer: of the `pointwise_kernel` [1, 1, channels · multiplier, filters].
        bias_initializer: of the bias.
        depthwise_regularizer: function of that kernel; its loss goes to `REGULARIZATION_LOSSES`.
        pointwise_regularizer: the same of the other kernel.
        bias_regularizer: the same of the bias.
        activity_regularizer: function of the output; its loss is divided by the batch size.
        depthwise_constraint: projection that optimizers apply to that kernel after an update.
        pointwise_constraint: the same of the other kernel.
        bias_constraint: the same of the bias.
        trainable: whether the variables go to `TRAINABLE_VARIABLES`.
        name: the layer's name; by default `separable_conv2d`, `separable_conv2d_1` …
        reuse: True takes the variables of an earlier layer of this name.

    Returns:
        Tensor [batch, new height, new width, filters].

    Raises:
        ValueError: rank other than 4, channels unknown, a size that is not a positive integer, or
            bad padding or data format.

    References:
        TensorFlow 1.15.5, `python/layers/convolutional.py` and
        `python/keras/layers/convolutional.py`.
    """
    return _separable_convolution("separable_conv2d", 2, **locals())


def _separable_convolution(
    layer_name,
    rank,
    inputs,
    filters,
    kernel_size,
    strides,
    padding,
    data_format,
    dilation_rate,
    depth_multiplier,
    activation,
    use_bias,
    depthwise_initializer,
    pointwise_initializer,
    bias_initializer,
    depthwise_regularizer,
    pointwise_regularizer,
    bias_regularizer,
    activity_regularizer,
    depthwise_constraint,
    pointwise_constraint,
    bias_constraint,
    trainable,
    name,
    reuse,
):
    """Build a separable convolution over `rank` axes; a series is an image one pixel high."""
    window = geometry.checked(
        layer_name, inputs, filters, kernel_size, strides, padding, data_format, dilation_rate, rank
    )
    multiplier = checks.positive_integer(depth_multiplier, layer_name, "depth_multiplier")
    with layer_scope(layer_name, window.inputs, name, reuse, trainable) as layer:
        depthwise = layer.variable(
            "depthwise_kernel",
            [*window.kernel_size, window.channels, multiplier],
            depthwise_initializer,
            depthwise_regularizer,
            depthwise_constraint,
        )
        pointwise = layer.variable(
            "pointwise_kernel",
            [1] * rank + [window.channels * multiplier, window.filters],
            pointwise_initializer,
            pointwise_regularizer,
            pointwise_constraint,
        )
        bias = None
        if use_bias:
            bias = layer.variable(
                "bias", [window.filters], bias_initializer, bias_regularizer, bias_constraint
            )
        images, all_strides, dilation = window.inputs, window.all_strides, window.dilation
        if rank == 1:
            height_axis = window.data_format.index("H")
            images = tf.expand_dims(images, height_axis)
            depthwise, pointwise = tf.expand_dims(depthwise, 0), tf.expand_dims(pointwise, 0)
            all_strides.insert(height_axis, window.strides[0])
            dilation = (1, *dilation)
        outputs = tf.nn.separable_conv2d(
            images,
            depthwise,
            pointwise,
            all_strides,
            window.padding,
            rate=dilation,
            data_format=window.data_format,
        )
        if rank == 1:
            if bias is not None:
                outputs = tf.nn.bias_add(outputs, bias, data_format=window.data_format)
            outputs, bias = tf.squeeze(outputs, [height_axis]), None
        return activate(outputs, bias, activation, activity_regularizer, window.data_format)
