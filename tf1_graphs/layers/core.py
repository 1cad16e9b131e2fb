"""Builds fully connected, dropout and flatten layers, as `tf.layers` of TensorFlow 1.15.5 does."""

import math
import numbers

from tf1_graphs.layers import checks
from tf1_graphs.layers.variables import activate, layer_scope
from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tensorflow1.ops import nn_ops
from tf1_graphs.tensorflow1.ops.smart_cond import smart_cond


def dense(
    inputs,
    units,
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
    """Build a fully connected layer: `activation(inputs · kernel + bias)`.

    Args:
        inputs: float tensor [..., n] of rank 2 or more; n is known when the graph is built.
        units: number of neurons.
        activation: function of a tensor, such as `tf.nn.elu`; None is linear.
        use_bias: whether there is a `bias` [units].
        kernel_initializer: of the `kernel` [n, units]; None is the variable scope's, by default
            `glorot_uniform_initializer`.
        bias_initializer: of the bias.
        kernel_regularizer: function of the kernel; its loss goes to `REGULARIZATION_LOSSES`.
        bias_regularizer: the same of the bias.
        activity_regularizer: function of the output; its loss is divided by the batch size.
        kernel_constraint: projection that optimizers apply to the kernel after an update.
        bias_constraint: the same of the bias.
        trainable: whether the variables go to `TRAINABLE_VARIABLES`.
        name: the layer's name; by default `dense`, `dense_1` …
        reuse: True takes the variables of an earlier layer of this name.

    Returns:
        Tensor [..., units].

    Raises:
        ValueError: rank below 2, n unknown, or `units` not a positive integer.

    Example:
        `hidden1 = dense(X, 300, activation=tf.nn.relu, name="hidden1")`

    References:
        TensorFlow 1.15.5, `python/layers/core.py` and `python/keras/layers/core.py`.
    """
    inputs = checks.as_input(inputs, "dense", min_rank=2)
    checks.floats(inputs, "dense")
    units = checks.positive_integer(units, "dense", "units")
    features = checks.static_dimension(inputs, -1, "dense", "number of features")
    with layer_scope("dense", inputs, name, reuse, trainable) as layer:
        kernel = layer.variable(
            "kernel", [features, units], kernel_initializer, kernel_regularizer, kernel_constraint
        )
        bias = None
        if use_bias:
            bias = layer.variable(
                "bias", [units], bias_initializer, bias_regularizer, bias_constraint
            )
        if inputs.shape.rank > 2:
            outputs = nn_ops.tensordot_last(inputs, kernel)
            outputs.set_shape([*inputs.shape.as_list()[:-1], units])
        else:
            outputs = tf.matmul(inputs, kernel)
        return activate(outputs, bias, activation, activity_regularizer)


def dropout(inputs, rate=0.5, noise_shape=None, seed=None, training=False, name=None):
    """Build a dropout layer: in training each input is 0 with probability `rate`.

    The kept inputs are multiplied by `1 / (1 - rate)`, so that their expected sum is unchanged.

    Args:
        inputs: float tensor of any rank.
        rate: probability in [0, 1) that an input is dropped; a float or a scalar tensor.
        noise_shape: shape of the mask where it is broadcast; None entries take the input's size.
        seed: seed of the mask's random op; None takes TensorFlow 1's rule.
        training: bool or scalar bool tensor; False passes the inputs on.
        name: the layer's name; by default `dropout`, `dropout_1` …

    Returns:
        Tensor of the inputs' shape.

    Raises:
        ValueError: `rate` outside [0, 1), inputs that are not floats, or a bad `training`.

    References:
        TensorFlow 1.15.5, `python/layers/core.py`; Srivastava et al., JMLR 15 (2014) 1929.
    """
    inputs = tf.convert_to_tensor(inputs)
    checks.floats(inputs, "dropout")
    known = not isinstance(rate, (tf.Tensor, tf.Variable))
    if known and not (isinstance(rate, numbers.Real) and 0 <= rate < 1):
        raise ValueError(f"dropout: expected rate in [0, 1), got {rate!r}")

    def mask_shape():
        if noise_shape is None:
            return None
        sizes = tf.shape(inputs)
        return tf.convert_to_tensor(
            [sizes[axis] if size is None else size for axis, size in enumerate(noise_shape)]
        )

    with layer_scope("dropout", inputs, name):
        return smart_cond(
            training,
            lambda: nn_ops.dropout(inputs, rate, mask_shape(), seed),
            lambda: tf.identity(inputs),
        )


def flatten(inputs, name=None, data_format="channels_last"):
    """Build a layer that reshapes each example to one axis.

    Args:
        inputs: tensor [batch, ...].
        name: the layer's name; by default `flatten`, `flatten_1` …
        data_format: `channels_last`, or `channels_first` to move channels last before flattening.

    Returns:
        Tensor [batch, product of the other sizes].

    Raises:
        ValueError: rank 0, or a bad data format.

    References:
        TensorFlow 1.15.5, `python/layers/core.py`.
    """
    inputs = checks.as_input(inputs, "flatten", min_rank=1)
    channels_first = checks.data_format(data_format, "flatten") == "NCHW"
    with layer_scope("flatten", inputs, name):
        rank = inputs.shape.rank
        if channels_first and rank > 1:
            inputs = tf.transpose(inputs, perm=[0, *range(2, rank), 1])
        batch, *sizes = inputs.shape.as_list()
        outputs = tf.reshape(inputs, (batch or tf.shape(inputs)[0], -1))
        outputs.set_shape([batch, None if None in sizes else math.prod(sizes)])
        return outputs
