"""Changes layers: convolutions, normalization, dropout, flattening, `selu`.

References:
    TensorFlow 1.15.5, `python/keras/layers` and `python/keras/activations.py`.
"""

from tf1_graphs import tensorflow1
from tf1_graphs.layers.convolutional import convolve
from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tf1.keras_1_15.source import module
from tf1_graphs.tf1.packages import View


def _convolution_op(self, inputs, kernel):
    """Build a convolution layer's ops, as tf.layers does."""
    padding = "VALID" if self.padding == "causal" else self.padding.upper()
    strides, last = list(self.strides), self.data_format == "channels_last"
    return convolve(
        inputs,
        kernel,
        [1, *strides, 1] if last else [1, 1, *strides],
        padding,
        list(self.dilation_rate),
        "NHWC" if last else "NCHW",
    )


def _conv2d_transpose(self, inputs):
    """Convolve transposed; the output's size is computed from the tensor's."""
    length = module("utils.conv_utils").deconv_output_length
    first = self.data_format == "channels_first"
    shape, axes = tf.shape(inputs), (2, 3) if first else (1, 2)
    batch, sizes = shape[0], [shape[axis] for axis in axes]
    more = self.output_padding or (None, None)
    height, width = (
        length(
            sizes[i],
            self.kernel_size[i],
            padding=self.padding,
            output_padding=more[i],
            stride=self.strides[i],
            dilation=self.dilation_rate[i],
        )
        for i in range(2)
    )
    size = (batch, self.filters, height, width) if first else (batch, height, width, self.filters)
    outputs = module("backend").conv2d_transpose(
        inputs,
        self.kernel,
        tf.stack(size),
        strides=self.strides,
        padding=self.padding,
        data_format=self.data_format,
        dilation_rate=self.dilation_rate,
    )
    outputs.set_shape(self.compute_output_shape(inputs.shape))
    if self.use_bias:
        outputs = tf.nn.bias_add(outputs, self.bias, data_format="NCHW" if first else "NHWC")
    return outputs if self.activation is None else self.activation(outputs)


def _dropout(self, inputs, training=None):
    """Drop in training; a rate of 0 drops nothing, and builds the same condition."""
    if training is None:
        training = module("backend").learning_phase()

    def dropped():
        if self.rate == 0:
            return inputs
        shape = self._get_noise_shape(inputs)
        return self._random_generator.dropout(inputs, self.rate, noise_shape=shape)

    smart_cond = module("utils.control_flow_util").smart_cond
    return smart_cond(training, dropped, lambda: tf.identity(inputs))


def _flatten(self, inputs):
    """Flatten all axes but the batch's, whose size is taken from the tensor if it is not known."""
    if self.data_format == "channels_first" and (inputs.shape.rank or 0) > 1:
        axes = [0, *range(2, inputs.shape.rank), 1]
        inputs = tf.transpose(inputs, perm=axes)
    batch = tf.dimension_value(inputs.shape[0]) or tf.shape(inputs)[0]
    outputs = tf.reshape(inputs, (batch, -1))
    outputs.set_shape(self.compute_output_shape(inputs.shape))
    return outputs


def _fused_batch_norm(x, scale, offset, mean=None, variance=None, is_training=True, **settings):
    """Build the op; in training it took no moving statistics."""
    if not is_training:
        settings.update(mean=mean, variance=variance)
    settings.pop("exponential_avg_factor", None)
    return tf.nn.fused_batch_norm(x, scale, offset, is_training=is_training, **settings)


def _tensorflow(native):
    return View("tensorflow", tensorflow1.tf.compat.v2, _FUSED)


def _not_fused(self, ndims):
    return False


def _selu(x):
    """Compute `scale * elu(x, alpha)`, the scaled exponential linear unit."""
    alpha = 1.6732632423543772848170429916717
    scale = 1.0507009873554804934193349852946
    return scale * module("backend").elu(x, alpha)


_FUSED = {"compat.v1.nn.fused_batch_norm": _fused_batch_norm}
_NORMALIZATION = "layers.normalization"
CHANGES = {
    "activations:selu": _selu,
    "layers.convolutional.base_conv:Conv.convolution_op": _convolution_op,
    "layers.convolutional.conv2d_transpose:Conv2DTranspose.call": _conv2d_transpose,
    f"{_NORMALIZATION}.layer_normalization:LayerNormalization._fused_can_be_used": _not_fused,
    "layers.regularization.dropout:Dropout.call": _dropout,
    "layers.reshaping.flatten:Flatten.call": _flatten,
}
WRAPPED = {f"{_NORMALIZATION}.batch_normalization:tf": _tensorflow}
