"""Flows whose elements are scaled and shifted by those before them (MAF, IAF, MADE).

References:
    TensorFlow 1.15.5, `contrib/distributions/python/ops/bijectors/masked_autoregressive.py`;
    Papamakarios et al., arXiv:1705.07057; Germain et al., arXiv:1502.03509.
"""

import numpy as np

from tf1_graphs import tf1
from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tf1.contrib.distributions.bijectors.composed import Bijector

SIZE = "Rightmost dimension must be known prior to graph execution."


class MaskedAutoregressiveFlow(Bijector):
    """`Y[i] = X[i] * exp(log_scale(Y[:i])) + shift(Y[:i])`.

    Args:
        shift_and_log_scale_fn: function of y [.., k] to two tensors of its shape, of which element
            i depends on the elements before i alone; either may be None.
        is_constant_jacobian: whether there is no scale.
        validate_args: whether values are checked when the graph runs.
        unroll_loop: whether the loop over elements, which `forward` needs, is built out.
        name: of its name scope.
    """

    def __init__(
        self,
        shift_and_log_scale_fn,
        is_constant_jacobian=False,
        validate_args=False,
        unroll_loop=False,
        name=None,
    ):
        self._function, self._unroll = shift_and_log_scale_fn, unroll_loop
        super().__init__(
            forward_min_event_ndims=1,
            is_constant_jacobian=is_constant_jacobian,
            validate_args=validate_args,
            name=name or "masked_autoregressive_flow",
        )

    def _forward(self, x):
        size = tf.dimension_value(x.shape.with_rank_at_least(1)[-1])
        if self._unroll:
            if size is None:
                raise ValueError(
                    "The final dimension of `x` must be known at graph construction time if "
                    f"`unroll_loop=True`. `x.shape: {x.shape!r}`"
                )
            y = tf.zeros_like(x, name="y0")
            for _ in range(size):
                y = _moved(x, *self._function(y))
            return y
        steps = tf.shape(x)[-1]
        y0 = tf.zeros_like(x, name="y0")
        self._function(y0)  # makes the variables, outside of the loop

        def step(index, y):
            with tf.variable_scope(tf.get_variable_scope()) as scope:
                if scope.caching_device is None:
                    scope.set_caching_device(lambda op: op.device)
                shift, log_scale = self._function(y)
            moved = _moved(x, shift, log_scale)
            return index + 1, moved

        _, y = tf.while_loop(
            cond=lambda index, _: index < steps,
            body=step,
            loop_vars=(0, y0),
            maximum_iterations=size,
        )
        return y

    def _inverse(self, y):
        shift, log_scale = self._function(y)
        x = y
        if shift is not None:
            x -= shift
        if log_scale is not None:
            x *= tf.exp(-log_scale)
        return x

    def _inverse_log_det_jacobian(self, y):
        _, log_scale = self._function(y)
        if log_scale is None:
            return tf.constant(0.0, dtype=y.dtype, name="ildj")
        return -tf.reduce_sum(log_scale, axis=-1)


def _moved(x, shift, log_scale):
    if log_scale is not None:
        x *= tf.exp(log_scale)
    if shift is not None:
        x += shift
    return x


def _mask(blocks, inputs, outputs, exclusive):
    """Return which inputs an output sees, [inputs, outputs]: those of the blocks before its own.

    Args:
        blocks: how many blocks inputs and outputs are cut into.
        inputs: how many there are.
        outputs: how many there are.
        exclusive: whether an output does not see the inputs of its own block.
    """
    mask = np.zeros([outputs, inputs], np.float32)
    wide, high = inputs // blocks, outputs // blocks
    for block in range(blocks):
        mask[(block + exclusive) * high :, block * wide : (block + 1) * wide] = 1
    return mask.T


def masked_dense(
    inputs,
    units,
    num_blocks=None,
    exclusive=False,
    kernel_initializer=None,
    reuse=None,
    name=None,
    *args,
    **kwargs,
):
    """Build a dense layer whose outputs see the inputs of the blocks before their own alone.

    Args:
        inputs: tensor [.., n].
        units: number of outputs.
        num_blocks: how many blocks both are cut into.
        exclusive: whether an output does not see its own block either.
        kernel_initializer: by default Glorot's normal one.
        reuse: as in `tf.layers.dense`.
        name: as there.
        *args: for `tf.layers.Dense`.
        **kwargs: for it too.

    Returns:
        Tensor [.., units].

    Raises:
        NotImplementedError: n is not known.
    """
    size = tf.dimension_value(inputs.shape.with_rank_at_least(1)[-1])
    if size is None:
        raise NotImplementedError(SIZE)
    mask = _mask(num_blocks, size, units, exclusive)
    initializer = kernel_initializer or tf.glorot_normal_initializer()

    def masked(shape, dtype=None, partition_info=None):
        return mask * initializer(shape, dtype, partition_info)

    with tf.name_scope(name, "masked_dense", [inputs, units, num_blocks]):
        layer = tf1.layers.Dense(
            units,
            *args,
            kernel_initializer=masked,
            kernel_constraint=lambda kernel: mask * kernel,
            name=name,
            dtype=inputs.dtype.base_dtype,
            _scope=name,
            _reuse=reuse,
            **kwargs,
        )
        return layer.apply(inputs)


def masked_autoregressive_default_template(
    hidden_layers,
    shift_only=False,
    activation=tf.nn.relu,
    log_scale_min_clip=-5.0,
    log_scale_max_clip=3.0,
    log_scale_clip_gradient=False,
    name=None,
    *args,
    **kwargs,
):
    """Make a `shift_and_log_scale_fn` of masked dense layers (MADE), which share their variables.

    Args:
        hidden_layers: how many units each hidden layer has.
        shift_only: whether there is no scale.
        activation: of the hidden layers.
        log_scale_min_clip: the least logarithm of a scale.
        log_scale_max_clip: the largest.
        log_scale_clip_gradient: whether the gradient is 0 where it is clipped.
        name: of the template.
        *args: for `masked_dense`.
        **kwargs: for it too.

    Returns:
        The function; it raises NotImplementedError if the vectors' size is not known.
    """
    name = name or "masked_autoregressive_default_template"
    with tf.name_scope(name, values=[log_scale_min_clip, log_scale_max_clip]):

        def network(x):
            size = tf.dimension_value(x.shape.with_rank_at_least(1)[-1])
            if size is None:
                raise NotImplementedError(SIZE)
            known = x.shape.is_fully_defined()
            shape = np.int32(x.shape.as_list()) if known else tf.shape(x)
            for number, units in enumerate(hidden_layers):
                x = masked_dense(
                    *args,
                    inputs=x,
                    units=units,
                    num_blocks=size,
                    exclusive=number == 0,
                    activation=activation,
                    **kwargs,
                )
            units = (1 if shift_only else 2) * size
            x = masked_dense(
                *args, inputs=x, units=units, num_blocks=size, activation=None, **kwargs
            )
            if shift_only:
                return tf.reshape(x, shape=shape), None
            x = tf.reshape(x, shape=tf.concat([shape, [2]], axis=0))
            shift, log_scale = tf.unstack(x, num=2, axis=-1)
            clip = tf.clip_by_value if log_scale_clip_gradient else _clipped
            return shift, clip(log_scale, log_scale_min_clip, log_scale_max_clip)

        return tf.make_template(name, network)


def _clipped(x, least, most):
    """Clip values, and leave their gradient as it is."""
    with tf.name_scope(None, "clip_by_value_preserve_grad", [x, least, most]):
        clipped = tf.clip_by_value(x, least, most)
        return x + tf.stop_gradient(clipped - x)
