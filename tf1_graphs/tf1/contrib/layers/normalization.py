"""Batch normalization, as `tf.contrib.layers`.

References:
    TensorFlow 1.15.5, `contrib/layers/python/layers/layers.py`, `batch_norm` and
    `_fused_batch_norm`; Ioffe and Szegedy, arXiv:1502.03167.
"""

from tf1_graphs import layers
from tf1_graphs.layers import checks
from tf1_graphs.layers.normalization import move_average
from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tensorflow1.ops.smart_cond import constant_value, smart_cond
from tf1_graphs.tf1.contrib.framework.arg_scope import add_arg_scope
from tf1_graphs.tf1.contrib.framework.variables import model_variable
from tf1_graphs.tf1.contrib.layers.convolutional import keras_format
from tf1_graphs.tf1.contrib.layers.scopes import (
    collect_outputs,
    collect_variables,
    model_variable_getter,
    of_variable,
)

VARIABLES = {
    "beta": tf.zeros_initializer(),
    "gamma": tf.ones_initializer(),
    "moving_mean": tf.zeros_initializer(),
    "moving_variance": tf.ones_initializer(),
}


@add_arg_scope
def batch_norm(
    inputs,
    decay=0.999,
    center=True,
    scale=False,
    epsilon=0.001,
    activation_fn=None,
    param_initializers=None,
    param_regularizers=None,
    updates_collections=tf.GraphKeys.UPDATE_OPS,
    is_training=True,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    batch_weights=None,
    fused=None,
    data_format="NHWC",
    zero_debias_moving_mean=False,
    scope=None,
    renorm=False,
    renorm_clipping=None,
    renorm_decay=0.99,
    adjustment=None,
):
    """Build a batch normalization layer: `gamma · (x − mean) / √(variance + epsilon) + beta`.

    Args:
        inputs: float tensor of rank 2 or 4.
        decay: weight of the old moving average.
        center: whether there is a `beta`.
        scale: whether there is a `gamma`.
        epsilon: added to the variance.
        activation_fn: function of the output; None is linear.
        param_initializers: of the variables, a dict by name.
        param_regularizers: of `beta` and `gamma`, a dict by name.
        updates_collections: collection of the ops that move the moving averages; None runs them
            with the layer, in training.
        is_training: bool or scalar bool tensor.
        reuse: True takes the variables of an earlier layer of this scope.
        variables_collections: collections for the variables: a list, or a dict by variable name.
        outputs_collections: collections for the output.
        trainable: whether `beta` and `gamma` go to `TRAINABLE_VARIABLES`.
        batch_weights: not supported.
        fused: whether the fused kernel is used; None is True.
        data_format: `NHWC`, or `NCHW` for channels first.
        zero_debias_moving_mean: not supported.
        scope: name of the variable scope; by default `BatchNorm`, `BatchNorm_1` …
        renorm: not supported.
        renorm_clipping: not supported.
        renorm_decay: not supported.
        adjustment: not supported.

    Returns:
        Tensor of the inputs' shape.

    Raises:
        ValueError: an argument that is not supported, a bad data format, or an unknown number of
            features.
    """
    checks.not_supported(
        "batch_norm",
        batch_weights=(batch_weights, None),
        zero_debias_moving_mean=(zero_debias_moving_mean, False),
        renorm=(renorm, False),
        renorm_clipping=(renorm_clipping, None),
        renorm_decay=(renorm_decay, 0.99),
        adjustment=(adjustment, None),
    )
    inputs = tf.convert_to_tensor(inputs)
    channels_first = keras_format(data_format) == "channels_first"
    initializers = {**VARIABLES, **(param_initializers or {})}
    regularizers = param_regularizers or {}
    rank = inputs.shape.rank
    in_collection = updates_collections is tf.GraphKeys.UPDATE_OPS
    by_kernel = fused in (None, True) and rank in (2, 4) and (rank == 2 or not in_collection)
    if not by_kernel and not in_collection:
        raise ValueError("batch_norm: updates_collections is supported with fused=True only")
    # The fused kernel's layer of TensorFlow 1 made its variables without that getter.
    getter = None if by_kernel else model_variable_getter()
    with tf.variable_scope(scope, "BatchNorm", [inputs], reuse=reuse, custom_getter=getter) as sc:
        if by_kernel:

            def variable(name, shape, trainable):
                return model_variable(
                    name,
                    shape=shape,
                    initializer=initializers[name],
                    regularizer=regularizers.get(name),
                    collections=of_variable(variables_collections, name),
                    trainable=trainable,
                )

            outputs = _by_fused_kernel(
                inputs,
                decay,
                center,
                scale,
                epsilon,
                updates_collections,
                is_training,
                trainable,
                data_format,
                variable,
            )
        else:
            outputs = layers.batch_normalization(
                inputs,
                1 if channels_first else -1,
                decay,
                epsilon,
                center,
                scale,
                **{f"{name}_initializer": value for name, value in initializers.items()},
                beta_regularizer=regularizers.get("beta"),
                gamma_regularizer=regularizers.get("gamma"),
                training=is_training,
                trainable=trainable,
                name=sc,
                reuse=reuse,
                fused=fused is not False,
            )
            collect_variables(sc, VARIABLES, variables_collections)
        if activation_fn is not None:
            outputs = activation_fn(outputs)
        return collect_outputs(outputs_collections, outputs)


def _by_fused_kernel(
    inputs,
    decay,
    center,
    scale,
    epsilon,
    updates_collections,
    is_training,
    trainable,
    data_format,
    variable,
):
    """Normalize by the kernel for images; an input of rank 2 becomes images of one pixel."""
    given = inputs
    if inputs.shape.rank == 2:
        channels = checks.static_dimension(inputs, -1, "batch_norm", "number of features")
        pixels = [-1, 1, 1, channels] if data_format == "NHWC" else [-1, channels, 1, 1]
        inputs = tf.reshape(inputs, pixels)
    shape = [inputs.shape.as_list()[data_format.index("C")]]
    beta = variable("beta", shape, trainable) if center else tf.constant(0.0, shape=shape)
    gamma = variable("gamma", shape, trainable) if scale else tf.constant(1.0, shape=shape)
    moving_mean = variable("moving_mean", shape, False)
    moving_variance = variable("moving_variance", shape, False)
    kernel = {"epsilon": epsilon, "data_format": data_format}
    moving = {"mean": moving_mean, "variance": moving_variance, "is_training": False}
    outputs, mean, variance = smart_cond(
        is_training,
        lambda: tf.nn.fused_batch_norm(inputs, gamma, beta, **kernel),
        lambda: tf.nn.fused_batch_norm(inputs, gamma, beta, **kernel, **moving),
    )

    def move():
        return (
            move_average(moving_mean, mean, decay),
            move_average(moving_variance, variance, decay),
        )

    def outputs_after_moving():
        with tf.control_dependencies(move()):
            return tf.identity(outputs)

    if constant_value(is_training) is not False:
        if updates_collections is None:
            normalized = outputs
            outputs = smart_cond(is_training, outputs_after_moving, lambda: normalized)
        else:
            for update in smart_cond(is_training, move, lambda: (moving_mean, moving_variance)):
                tf.add_to_collections(updates_collections, update)
    outputs.set_shape(inputs.shape)
    return tf.reshape(outputs, tf.shape(given)) if given.shape.rank == 2 else outputs
