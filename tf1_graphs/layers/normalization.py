"""Builds batch normalization, as `tf.layers` of TensorFlow 1.15.5 does."""

from tf1_graphs.layers import checks
from tf1_graphs.layers.variables import layer_scope
from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tensorflow1.ops.smart_cond import constant_value, smart_cond

LAYER = "batch_normalization"


def batch_normalization(
    inputs,
    axis=-1,
    momentum=0.99,
    epsilon=1e-3,
    center=True,
    scale=True,
    beta_initializer=tf.zeros_initializer(),  # noqa: B008 - TensorFlow 1's own signature
    gamma_initializer=tf.ones_initializer(),  # noqa: B008
    moving_mean_initializer=tf.zeros_initializer(),  # noqa: B008
    moving_variance_initializer=tf.ones_initializer(),  # noqa: B008
    beta_regularizer=None,
    gamma_regularizer=None,
    beta_constraint=None,
    gamma_constraint=None,
    training=False,
    trainable=True,
    name=None,
    reuse=None,
    renorm=False,
    renorm_clipping=None,
    renorm_momentum=0.99,
    fused=None,
    virtual_batch_size=None,
    adjustment=None,
):
    """Build a batch normalization layer: `gamma · (x − mean) / √(variance + epsilon) + beta`.

    In training, mean and variance are the mini-batch's, and the ops that move the moving averages,
    `moving ← moving − (moving − batch) · (1 − momentum)`, go to `UPDATE_OPS`: nothing runs them
    but the training loop. In inference, the moving averages are used.

    Args:
        inputs: float tensor; 4-D inputs use the fused kernel, whose batch variance has Bessel's
            correction.
        axis: the feature axis; its size n is known when the graph is built.
        momentum: weight of the old moving average.
        epsilon: added to the variance.
        center: whether there is a `beta` [n].
        scale: whether there is a `gamma` [n].
        beta_initializer: of `beta`.
        gamma_initializer: of `gamma`.
        moving_mean_initializer: of `moving_mean` [n].
        moving_variance_initializer: of `moving_variance` [n].
        beta_regularizer: function of `beta`; its loss goes to `REGULARIZATION_LOSSES`.
        gamma_regularizer: the same of `gamma`.
        beta_constraint: projection that optimizers apply to `beta` after an update.
        gamma_constraint: the same of `gamma`.
        training: bool or scalar bool tensor.
        trainable: whether `beta` and `gamma` go to `TRAINABLE_VARIABLES`.
        name: the layer's name; by default `batch_normalization`, `batch_normalization_1` …
        reuse: True takes the variables of an earlier layer of this name.
        renorm: not supported.
        renorm_clipping: not supported.
        renorm_momentum: not supported.
        fused: False keeps a 4-D input from the fused kernel; None and True use it where possible.
        virtual_batch_size: not supported.
        adjustment: not supported.

    Returns:
        Tensor of the inputs' shape.

    Raises:
        ValueError: rank unknown or below 2, an axis out of range or of unknown size, an argument
            that is not supported.

    References:
        TensorFlow 1.15.5, `python/keras/layers/normalization.py`; Ioffe and Szegedy,
        arXiv:1502.03167.
    """
    checks.not_supported(
        LAYER,
        renorm=(renorm, False),
        renorm_clipping=(renorm_clipping, None),
        renorm_momentum=(renorm_momentum, 0.99),
        virtual_batch_size=(virtual_batch_size, None),
        adjustment=(adjustment, None),
    )
    inputs = checks.as_input(inputs, LAYER, min_rank=2)
    checks.floats(inputs, LAYER)
    constant_value(training)  # Refuses what cannot be one before anything is built.
    rank = inputs.shape.rank
    axis = _feature_axis(axis, rank)
    shape = [checks.static_dimension(inputs, axis, LAYER, "number of features")]
    if fused not in (None, True, False):
        raise ValueError(f"{LAYER}: expected fused to be None, True or False, got {fused!r}")
    fused = fused in (None, True) and rank == 4 and axis in (1, 3)
    with layer_scope(LAYER, inputs, name, reuse, trainable) as layer:
        gamma = beta = None
        if scale:
            gamma = layer.variable(
                "gamma", shape, gamma_initializer, gamma_regularizer, gamma_constraint
            )
        elif fused:
            gamma = tf.constant(1.0, layer.dtype, shape)
        if center:
            beta = layer.variable(
                "beta", shape, beta_initializer, beta_regularizer, beta_constraint
            )
        elif fused:
            beta = tf.constant(0.0, layer.dtype, shape)
        # The statistics are never cut into parts.
        partitioner = layer.scope.partitioner
        layer.scope.set_partitioner(None)
        moving_mean = layer.variable("moving_mean", shape, moving_mean_initializer, trainable=False)
        moving_variance = layer.variable(
            "moving_variance", shape, moving_variance_initializer, trainable=False
        )
        layer.scope.set_partitioner(partitioner)
        normalize = _fused if fused else _by_moments
        outputs, updates = normalize(
            inputs, axis, gamma, beta, moving_mean, moving_variance, momentum, epsilon, training
        )
        if trainable:
            for update in updates:
                tf.add_to_collection(tf.GraphKeys.UPDATE_OPS, update.op)
    return outputs


def _feature_axis(axis, rank):
    """Return the axis as an index from 0."""
    if isinstance(axis, (list, tuple)) and len(axis) == 1:
        (axis,) = axis
    if isinstance(axis, bool) or not isinstance(axis, int):
        raise ValueError(f"{LAYER}: expected axis to be one integer, got {axis!r}")
    if not -rank <= axis < rank:
        raise ValueError(f"{LAYER}: expected axis in [{-rank}, {rank}), got {axis}")
    return axis % rank


def _by_moments(
    inputs, axis, gamma, beta, moving_mean, moving_variance, momentum, epsilon, training
):
    """Normalize by `tf.nn.moments` over all axes but one; return the outputs and the updates."""
    rank = inputs.shape.rank
    broadcast_shape = [1] * rank
    broadcast_shape[axis] = inputs.shape.as_list()[axis]

    def broadcast(tensor):
        if tensor is None or axis == rank - 1:
            return tensor
        return tf.reshape(tensor, broadcast_shape)

    gamma, beta = broadcast(gamma), broadcast(beta)
    mean, variance = moving_mean, moving_variance
    updates = []
    if constant_value(training) is not False:
        axes = [index for index in range(rank) if index != axis]
        batch_mean, batch_variance = tf.nn.moments(inputs, axes)
        mean = smart_cond(training, lambda: batch_mean, lambda: tf.convert_to_tensor(moving_mean))
        variance = smart_cond(
            training, lambda: batch_variance, lambda: tf.convert_to_tensor(moving_variance)
        )
        for moving, value in ((moving_mean, mean), (moving_variance, variance)):
            update = smart_cond(
                training,
                lambda moving=moving, value=value: move_average(moving, value, momentum),
                lambda moving=moving: moving,
            )
            updates.append(update)
    # A variable in parts is put together here, the offset first.
    beta, gamma = (None if part is None else tf.cast(part, inputs.dtype) for part in (beta, gamma))
    outputs = tf.nn.batch_normalization(
        inputs, broadcast(mean), broadcast(variance), beta, gamma, epsilon
    )
    outputs.set_shape(inputs.shape)
    return outputs, updates


def _fused(inputs, axis, gamma, beta, moving_mean, moving_variance, momentum, epsilon, training):
    """Normalize a 4-D input by the fused kernel; return the outputs and the updates."""
    data_format = "NCHW" if axis == 1 else "NHWC"
    outputs, mean, variance = smart_cond(
        training,
        lambda: tf.nn.fused_batch_norm(
            inputs, gamma, beta, epsilon=epsilon, data_format=data_format
        ),
        lambda: tf.nn.fused_batch_norm(
            inputs,
            gamma,
            beta,
            mean=moving_mean,
            variance=moving_variance,
            epsilon=epsilon,
            is_training=False,
            data_format=data_format,
        ),
    )
    training_value = constant_value(training)
    if training_value is None:
        momentum = tf.cond(training, lambda: momentum, lambda: 1.0)
    else:
        momentum = tf.convert_to_tensor(momentum)
    updates = []
    if training_value is not False:
        for moving, value in ((moving_mean, mean), (moving_variance, variance)):
            updates.append(move_average(moving, value, momentum))
    return outputs, updates


def move_average(moving, value, momentum):
    """Build `moving ← moving − (moving − value) · (1 − momentum)`."""
    colocated = tf.get_default_graph().colocate_with(moving.op)
    with tf.name_scope("AssignMovingAvg") as name, colocated:
        decay = tf.convert_to_tensor(1.0 - momentum, name="decay")
        if decay.dtype != moving.dtype.base_dtype:
            decay = tf.cast(decay, moving.dtype.base_dtype)
        delta = (moving - value) * decay
        return tf.assign_sub(moving, delta, name=name)
