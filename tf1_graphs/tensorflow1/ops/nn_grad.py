"""Gradients of neural networks' ops, and of their gradients, as TensorFlow 1.15.5 built them.

References:
    TensorFlow 1.15.5, `python/ops/nn_grad.py`.
"""

from tf1_graphs.tensorflow1.loading import compat_v1 as tf


def _zeros_of(x):
    return tf.zeros(shape=tf.shape(x), dtype=x.dtype)


def relu(op, grad):
    """Build the gradient of `ReluGrad`, which gradient penalties ask for."""
    x = op.inputs[1]
    return tf.raw_ops.ReluGrad(gradients=grad, features=x), _zeros_of(x)


def relu_6(op, grad):
    """Build the gradient of `Relu6Grad`."""
    x = op.inputs[1]
    return tf.raw_ops.Relu6Grad(gradients=grad, features=x), _zeros_of(x)


def leaky_relu(op, grad):
    """Build the gradient of `LeakyReluGrad`."""
    x, alpha = op.inputs[1], op.get_attr("alpha")
    return tf.raw_ops.LeakyReluGrad(gradients=grad, features=x, alpha=alpha), _zeros_of(x)


def _pooled(build):
    def gradient(op, grad):
        x, y = op.inputs[0], op.inputs[1]
        names = ("ksize", "strides", "padding", "data_format")
        settings = {name: op.get_attr(name) for name in names}
        zeros = _zeros_of(x), _zeros_of(y)
        return *zeros, build(orig_input=x, orig_output=y, grad=grad, **settings)

    return gradient


def convolution_3d(op, grad):
    """Build the gradients of `Conv3D` by its input and its filter."""
    names = ("strides", "padding", "data_format", "dilations")
    settings = {name: op.get_attr(name) for name in names}
    by_input = tf.raw_ops.Conv3DBackpropInputV2(
        input_sizes=tf.shape(op.inputs[0]), filter=op.inputs[1], out_backprop=grad, **settings
    )
    by_filter = tf.raw_ops.Conv3DBackpropFilterV2(
        input=op.inputs[0], filter_sizes=tf.shape(op.inputs[1]), out_backprop=grad, **settings
    )
    return by_input, by_filter


GRADIENTS = {
    "Conv3D": convolution_3d,
    "LeakyReluGrad": leaky_relu,
    "MaxPool3DGrad": _pooled(tf.raw_ops.MaxPool3DGradGrad),
    "MaxPoolGrad": _pooled(tf.raw_ops.MaxPoolGradGrad),
    "Relu6Grad": relu_6,
    "ReluGrad": relu,
}
