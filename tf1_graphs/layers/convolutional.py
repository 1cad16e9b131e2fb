"""Builds convolution layers, as `tf.layers` of TensorFlow 1.15.5 does."""

from tf1_graphs.layers import geometry
from tf1_graphs.layers.variables import activate, layer_scope
from tf1_graphs.tensorflow1 import tf


def conv1d(
    inputs,
    filters,
    kernel_size,
    strides=1,
    padding="valid",
    data_format="channels_last",
    dilation_rate=1,
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
    """Build a 1-D convolution layer, over time: `activation(inputs * kernel + bias)`.

    Args:
        inputs: float tensor [batch, steps, channels]; channels is known when the graph is built.
        filters: number of filters.
        kernel_size: length of a filter in steps, one integer.
        strides: step of the filter, one integer.
        padding: `valid` (none) or `same` (zeros, so that stride 1 keeps the length).
        data_format: `channels_last`, or `channels_first` for [batch, channels, steps].
        dilation_rate: distance of the steps that a filter sees, one integer.
        activation: function of a tensor; None is linear.
        use_bias: whether there is a `bias` [filters].
        kernel_initializer: of the `kernel` [length, channels, filters]; None is the variable
            scope's, by default `glorot_uniform_initializer`.
        bias_initializer: of the bias.
        kernel_regularizer: function of the kernel; its loss goes to `REGULARIZATION_LOSSES`.
        bias_regularizer: the same of the bias.
        activity_regularizer: function of the output; its loss is divided by the batch size.
        kernel_constraint: projection that optimizers apply to the kernel after an update.
        bias_constraint: the same of the bias.
        trainable: whether the variables go to `TRAINABLE_VARIABLES`.
        name: the layer's name; by default `conv1d`, `conv1d_1` …
        reuse: True takes the variables of an earlier layer of this name.

    Returns:
        Tensor [batch, new steps, filters].

    Raises:
        ValueError: rank other than 3, channels unknown, a size that is not a positive integer, or
            bad padding or data format.

    References:
        TensorFlow 1.15.5, `python/layers/convolutional.py`.
    """
    return _convolution("conv1d", 1, **locals())


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
        dilation_rate: distance of the pixels that a filter sees, one integer or two.
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
        ValueError: rank other than 4, channels unknown, a size that is not a positive integer, or
            bad padding or data format.

    References:
        TensorFlow 1.15.5, `python/layers/convolutional.py`.
    """
    return _convolution("conv2d", 2, **locals())


def conv3d(
    inputs,
    filters,
    kernel_size,
    strides=(1, 1, 1),
    padding="valid",
    data_format="channels_last",
    dilation_rate=(1, 1, 1),
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
    """Build a 3-D convolution layer: `activation(inputs * kernel + bias)`.

    Args:
        inputs: float tensor [batch, depth, height, width, channels]; channels is known when the
            graph is built.
        filters: number of filters.
        kernel_size: depth, height and width of a filter, one integer or three.
        strides: step along each axis, one integer or three.
        padding: `valid` (none) or `same` (zeros, so that stride 1 keeps the size).
        data_format: `channels_last`, or `channels_first` for [batch, channels, depth, height,
            width], which TensorFlow's CPU kernels cannot run.
        dilation_rate: distance of the elements that a filter sees, one integer or three.
        activation: function of a tensor; None is linear.
        use_bias: whether there is a `bias` [filters].
        kernel_initializer: of the `kernel` [depth, height, width, channels, filters]; None is the
            variable scope's, by default `glorot_uniform_initializer`.
        bias_initializer: of the bias.
        kernel_regularizer: function of the kernel; its loss goes to `REGULARIZATION_LOSSES`.
        bias_regularizer: the same of the bias.
        activity_regularizer: function of the output; its loss is divided by the batch size.
        kernel_constraint: projection that optimizers apply to the kernel after an update.
        bias_constraint: the same of the bias.
        trainable: whether the variables go to `TRAINABLE_VARIABLES`.
        name: the layer's name; by default `conv3d`, `conv3d_1` …
        reuse: True takes the variables of an earlier layer of this name.

    Returns:
        Tensor [batch, new depth, new height, new width, filters].

    Raises:
        ValueError: rank other than 5, channels unknown, a size that is not a positive integer, or
            bad padding or data format.

    References:
        TensorFlow 1.15.5, `python/layers/convolutional.py`.
    """
    return _convolution("conv3d", 3, **locals())


def _convolution(
    layer_name,
    rank,
    inputs,
    filters,
    kernel_size,
    strides,
    padding,
    data_format,
    dilation_rate,
    activation,
    use_bias,
    kernel_initializer,
    bias_initializer,
    kernel_regularizer,
    bias_regularizer,
    activity_regularizer,
    kernel_constraint,
    bias_constraint,
    trainable,
    name,
    reuse,
):
    """Build a convolution over `rank` axes."""
    window = geometry.checked(
        layer_name,
        inputs,
        filters,
        kernel_size,
        strides,
        padding,
        data_format,
        dilation_rate,
        rank,
    )
    with layer_scope(layer_name, window.inputs, name, reuse, trainable) as layer:
        kernel = layer.variable(
            "kernel",
            [*window.kernel_size, window.channels, window.filters],
            kernel_initializer,
            kernel_regularizer,
            kernel_constraint,
        )
        bias = None
        if use_bias:
            bias = layer.variable(
                "bias", [window.filters], bias_initializer, bias_regularizer, bias_constraint
            )
        outputs = convolve(
            window.inputs,
            kernel,
            window.all_strides,
            window.padding,
            window.dilation,
            window.data_format,
        )
        return activate(outputs, bias, activation, activity_regularizer, window.data_format)


def convolve(inputs, kernel, strides, padding, dilation, data_format):
    """Build a convolution's ops alone.

    Args:
        inputs: tensor [n, …, channels], or [n, channels, …].
        kernel: variable [… sizes, channels, filters].
        strides: list of each axis's, those of the batch and the channels included.
        padding: `VALID` or `SAME`.
        dilation: list of each spatial axis's.
        data_format: `NHWC` or `NCHW`, whatever the rank.

    Returns:
        The outputs, without bias.
    """
    rank = len(dilation)

    def window(inputs, _axes=None, padding=padding):
        if rank == 1:
            spatial_format = data_format.replace("H", "")
            stride = strides[1 if data_format == "NHWC" else 2]
            return tf.nn.conv1d(inputs, kernel, stride, padding, data_format=spatial_format)
        if rank == 3:
            volume_format = data_format.replace("H", "DH")
            return tf.nn.conv3d(inputs, kernel, strides, padding, data_format=volume_format)
        return tf.nn.conv2d(inputs, kernel, strides, padding, data_format=data_format)

    if set(dilation) == {1}:
        # TensorFlow 1.15.5 built this constant too, and every later op seed counts it.
        tf.convert_to_tensor(dilation, dtype=tf.int32, name="dilation_rate")
        return window(inputs)
    first = 1 if data_format == "NHWC" else 2
    return tf.nn.with_space_to_batch(
        inputs,
        dilation,
        padding,
        window,
        filter_shape=kernel.shape.as_list()[:rank],
        spatial_dims=range(first, first + rank),
    )
