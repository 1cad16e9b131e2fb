"""Normalizes batches by the fused kernel, as `tf.contrib.layers.batch_norm` builds it.

References:
    TensorFlow 1.15.5, `contrib/layers/python/layers/layers.py`, `_fused_batch_norm`; Ioffe and
    Szegedy, arXiv:1502.03167.
"""

from tf1_graphs import tf1 as tf
from tf1_graphs.layers.normalization import move_average
from tf1_graphs.tensorflow1.ops.smart_cond import constant_value, smart_cond

VARIABLES = {
    "beta": tf.zeros_initializer(),
    "gamma": tf.ones_initializer(),
    "moving_mean": tf.zeros_initializer(),
    "moving_variance": tf.ones_initializer(),
}


def fused_batch_norm(
    original,
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
    data_format="NHWC",
    zero_debias_moving_mean=False,
    scope=None,
):
    """Normalize images; inputs [batch, n] become images of one pixel.

    `tf_slim` gives its result the inputs' static shape where it knows it, TensorFlow 1.15.5 the
    dynamic one; and so this function takes the place of `tf_slim`'s for inputs of rank 2.

    Args:
        original: `tf_slim`'s own function, for all other inputs.
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
        data_format: `NHWC`, or `NCHW` for channels first.
        zero_debias_moving_mean: whether the moving mean's bias towards zero is corrected.
        scope: name of the variable scope; by default `BatchNorm`, `BatchNorm_1` …

    Returns:
        Tensor of the inputs' shape.
    """
    from tf_slim.layers import utils
    from tf_slim.ops.variables import model_variable

    arguments = {
        name: value
        for name, value in locals().items()
        if name not in ("original", "utils", "model_variable")
    }
    inputs = tf.convert_to_tensor(inputs)
    channels = inputs.shape.as_list()[-1] if inputs.shape.rank == 2 else None
    if channels is None or zero_debias_moving_mean or data_format not in ("NHWC", "NCHW"):
        return original(**arguments)
    initializers = {**VARIABLES, **(param_initializers or {})}
    regularizers = param_regularizers or {}
    with tf.variable_scope(scope, "BatchNorm", [inputs], reuse=reuse) as sc:
        given = inputs
        pixels = [-1, 1, 1, channels] if data_format == "NHWC" else [-1, channels, 1, 1]
        inputs = tf.reshape(inputs, pixels)

        def variable(name, trainable):
            return model_variable(
                name,
                shape=[channels],
                initializer=initializers[name],
                regularizer=regularizers.get(name),
                collections=utils.get_variable_collections(variables_collections, name),
                trainable=trainable,
            )

        beta = variable("beta", trainable) if center else tf.constant(0.0, shape=[channels])
        gamma = variable("gamma", trainable) if scale else tf.constant(1.0, shape=[channels])
        moving_mean, moving_variance = (
            variable("moving_mean", False),
            variable("moving_variance", False),
        )
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
        outputs = tf.reshape(outputs, tf.shape(given))
        if activation_fn is not None:
            outputs = activation_fn(outputs)
        return utils.collect_named_outputs(outputs_collections, sc.name, outputs)
