"""Builds transposed convolution layers, as `tf.layers` of TensorFlow 1.15.5 does."""

from tf1_graphs.layers import geometry
from tf1_graphs.layers.variables import activate, layer_scope
from tf1_graphs.tensorflow1 import tf


def conv2d_transpose(
    inputs,
    filters,
    kernel_size,
    strides=(1, 1),
    padding="valid",
    data_format="channels_last",
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
    """Build a transposed 2-D convolution layer, which enlarges an image.

    Args:
        inputs: float tensor [batch, height, width, channels]; channels is known when the graph is
            built.
        filters: number of filters.
        kernel_size: height and width of a filter in pixels, one integer or two.
        strides: enlargement down and across, one integer or two.
        padding: `valid` (size · stride, and what the filter sticks out) or `same` (size · stride).
        data_format: `channels_last`, or `channels_first` for [batch, channels, height, width],
            which TensorFlow's CPU kernels cannot run.
        activation: function of a tensor; None is linear.
        use_bias: whether there is a `bias` [filters].
        kernel_initializer: of the `kernel` [height, width, filters, channels]; None is the
            variable scope's, by default `glorot_uniform_initializer`.
        bias_initializer: of the bias.
        kernel_regularizer: function of the kernel; its loss goes to `REGULARIZATION_LOSSES`.
        bias_regularizer: the same of the bias.
        activity_regularizer: function of the output; its loss is divided by the batch size.
        kernel_constraint: projection that optimizers apply to the kernel after an update.
        bias_constraint: the same of the bias.
        trainable: whether the variables go to `TRAINABLE_VARIABLES`.
        name: the layer's name; by default `conv2d_transpose`, `conv2d_transpose_1` …
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
    return _transposed_convolution("conv2d_transpose", 2, **locals())


def conv3d_transpose(
    inputs,
    filters,
    kernel_size,
    strides=(1, 1, 1),
    padding="valid",
    data_format="channels_last",
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
    """Build a transposed 3-D convolution layer, which enlarges a volume.

    Args:
        inputs: float tensor [batch, depth, height, width, channels]; channels is known when the
            graph is built.
        filters: number of filters.
        kernel_size: depth, height and width of a filter, one integer or three.
        strides: enlargement along each axis, one integer or three.
        padding: `valid` (size · stride, and what the filter sticks out) or `same` (size · stride).
        data_format: `channels_last`, or `channels_first` for [batch, channels, depth, height,
            width], which TensorFlow's CPU kernels cannot run.
        activation: function of a tensor; None is linear.
        use_bias: whether there is a `bias` [filters].
        kernel_initializer: of the `kernel` [depth, height, width, filters, channels]; None is the
            variable scope's, by default `glorot_uniform_initializer`.
        bias_initializer: of the bias.
        kernel_regularizer: function of the kernel; its loss goes to `REGULARIZATION_LOSSES`.
        bias_regularizer: the same of the bias.
        activity_regularizer: function of the output; its loss is divided by the batch size.
        kernel_constraint: projection that optimizers apply to the kernel after an update.
        bias_constraint: the same of the bias.
        trainable: whether the variables go to `TRAINABLE_VARIABLES`.
        name: the layer's name; by default `conv3d_transpose`, `conv3d_transpose_1` …
        reuse: True takes the variables of an earlier layer of this name.

    Returns:
        Tensor [batch, new depth, new height, new width, filters].

    Raises:
        ValueError: rank other than 5, channels unknown, a size that is not a positive integer, or
            bad padding or data format.

    References:
        TensorFlow 1.15.5, `python/layers/convolutional.py` and
        `python/keras/layers/convolutional.py`.
    """
    return _transposed_convolution("conv3d_transpose", 3, **locals())


def _transposed_convolution(
    layer_name,
    rank,
    inputs,
    filters,
    kernel_size,
    strides,
    padding,
    data_format,
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
    """Build a transposed convolution over `rank` axes."""
    window = geometry.checked(
        layer_name, inputs, filters, kernel_size, strides, padding, data_format, rank=rank
    )
    inputs, data_format = window.inputs, window.data_format

    def enlarged(size, kernel, stride):
        size = size * stride
        return size + max(kernel - stride, 0) if window.padding == "VALID" else size

    def arranged(batch, *sizes):
        if data_format == "NHWC":
            return [batch, *sizes, window.filters]
        return [batch, window.filters, *sizes]

    with layer_scope(layer_name, inputs, name, reuse, trainable) as layer:
        kernel = layer.variable(
            "kernel",
            [*window.kernel_size, window.filters, window.channels],
            kernel_initializer,
            kernel_regularizer,
            kernel_constraint,
        )
        bias = None
        if use_bias:
            bias = layer.variable(
                "bias", [window.filters], bias_initializer, bias_regularizer, bias_constraint
            )
        first = 1 if data_format == "NHWC" else 2
        axes = range(first, first + rank)
        windows = list(zip(axes, window.kernel_size, window.strides, strict=True))
        shape = tf.shape(inputs)
        sizes = {axis: shape[axis] for axis in (0, *axes)}
        batch = sizes[0]
        output_shape = tf.stack(
            arranged(batch, *(enlarged(sizes[axis], size, step) for axis, size, step in windows))
        )
        if rank == 2:
            # TensorFlow 1.15.5 took the batch size out of that shape again, for nothing.
            output_shape[0]
            convolve, all_axes = tf.nn.conv2d_transpose, data_format
        else:
            convolve, all_axes = tf.nn.conv3d_transpose, data_format.replace("H", "DH")
        outputs = convolve(
            inputs,
            kernel,
            output_shape,
            window.all_strides,
            padding=window.padding,
            data_format=all_axes,
        )
        known = inputs.shape.as_list()
        new_sizes = [
            None if known[axis] is None else enlarged(known[axis], size, step)
            for axis, size, step in windows
        ]
        outputs.set_shape(arranged(known[0], *new_sizes))
        return activate(outputs, bias, activation, activity_regularizer, data_format)
