"""Convolution layers, as `tf.layers` of TensorFlow 1.15.5 builds them."""

from tf1_graphs.compat import tf
from tf1_graphs.layers import checks
from tf1_graphs.layers.variables import add_activity_loss, layer_scope


def conv2d(
    inputs,
    filters,
    kernel_size,
    strides=(1, 1),
    padding="valid",
    data_format="channels_last",
    dilation_rate=(1, 1),
    activation=None,
    use_bias=True,
    kernel_initializer=None,
    bias_initializer=tf.zeros_initializer(),  # noqa: B008 - TensorFlow 1's own signature
    kernel_regularizer=None,
    bias_regularizer=None,
    activity_regularizer=None,
    kernel_constraint=None,
    bias_constraint=None,
    trainable=True,
    name=None,
    reuse=None,
):
    """Build a 2-D convolution layer: `activation(inputs * kernel + bias)`.

    Args:
        inputs: float tensor [batch, height, width, channels]; channels is known when the graph is
            built.
        filters: number of filters.
        kernel_size: height and width of a filter in pixels, one integer or two.
        strides: step in pixels down and across, one integer or two.
        padding: `valid` (none) or `same` (zeros, so that stride 1 keeps the size).
        data_format: `channels_last`, or `channels_first` for [batch, channels, height, width],
            which TensorFlow's CPU kernels cannot run.
        dilation_rate: only 1 is supported.
        activation: function of a tensor; None is linear.
        use_bias: whether there is a `bias` [filters].
        kernel_initializer: of the `kernel` [height, width, channels, filters]; None is the
            variable scope's, by default `glorot_uniform_initializer`.
        bias_initializer: of the bias.
        kernel_regularizer: function of the kernel; its loss goes to `REGULARIZATION_LOSSES`.
        bias_regularizer: the same of the bias.
        activity_regularizer: function of the output; its loss is divided by the batch size.
        kernel_constraint: projection that optimizers apply to the kernel after an update.
        bias_constraint: the same of the bias.
        trainable: whether the variables go to `TRAINABLE_VARIABLES`.
        name: the layer's name; by default `conv2d`, `conv2d_1` …
        reuse: True takes the variables of an earlier layer of this name.

    Returns:
        Tensor [batch, new height, new width, filters].

    Raises:
        ValueError: rank other than 4, channels unknown, a size that is not a positive integer, bad
            padding or data format, or a dilation.

    References:
        TensorFlow 1.15.5, `python/layers/convolutional.py`.
    """
    inputs = checks.as_input(inputs, "conv2d", rank=4)
    filters = checks.positive_integer(filters, "conv2d", "filters")
    kernel_size = checks.pair(kernel_size, "conv2d", "kernel_size")
    strides = checks.pair(strides, "conv2d", "strides")
    dilation = checks.pair(dilation_rate, "conv2d", "dilation_rate")
    checks.not_supported("conv2d", dilation_rate=(dilation, (1, 1)))
    padding = checks.padding(padding, "conv2d")
    data_format = checks.data_format(data_format, "conv2d")
    channel_axis = data_format.index("C")
    channels = checks.static_dimension(inputs, channel_axis, "conv2d", "number of channels")
    steps = [1, *strides, 1] if data_format == "NHWC" else [1, 1, *strides]
    with layer_scope("conv2d", inputs, name, reuse, trainable) as layer:
        kernel = layer.variable(
            "kernel",
            [*kernel_size, channels, filters],
            kernel_initializer,
            kernel_regularizer,
            kernel_constraint,
        )
        bias = None
        if use_bias:
            bias = layer.variable(
                "bias", [filters], bias_initializer, bias_regularizer, bias_constraint
            )
        # TensorFlow 1.15.5 built this constant too, and every later op seed counts it.
        tf.convert_to_tensor(dilation, dtype=tf.int32, name="dilation_rate")
        outputs = tf.nn.conv2d(inputs, kernel, steps, padding, data_format=data_format)
        if bias is not None:
            outputs = tf.nn.bias_add(outputs, bias, data_format=data_format)
        if activation is not None:
            outputs = activation(outputs)
        add_activity_loss(activity_regularizer, outputs)
    return outputs
