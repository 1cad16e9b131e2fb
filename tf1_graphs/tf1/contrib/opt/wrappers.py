"""Optimizers around others: for several tasks, and for variables whose norm is bounded.

References:
    TensorFlow 1.15.5, `contrib/opt/python/training/multitask_optimizer_wrapper.py` and
    `variable_clipping_optimizer.py`.
"""

import contextlib
import types

from tf1_graphs import tf1 as tf

_METHODS = ("_apply_dense", "_resource_apply_dense", "_apply_sparse", "_resource_apply_sparse")


def _is_all_zeros(grad):
    return tf.equal(tf.count_nonzero(grad), 0)


class MultitaskOptimizerWrapper:
    """Leaves variables and their slots as they are where a gradient is 0 altogether.

    Args:
        opt: the optimizer that it wraps, and whose methods it has.

    Raises:
        TypeError: it is no optimizer.
    """

    def __init__(self, opt):
        if not isinstance(opt, tf.train.Optimizer):
            raise TypeError("Supplied optimizer must be an instance of tf.train.Optimizer")
        self._opt = opt
        for name in _METHODS:
            setattr(opt, name, types.MethodType(_unless_zero(getattr(opt, name)), opt))

    def __getattr__(self, name):
        return getattr(self._opt, name)


def _unless_zero(apply):
    def applied(self, grad, *args, **kwargs):
        def update():
            with tf.control_dependencies([apply(grad, *args, **kwargs)]):
                return tf.no_op()

        return tf.cond(_is_all_zeros(grad), tf.no_op, update)

    return applied


def clip_gradients_by_global_norm(gradients_variables, clip_norm=20.0):
    """Scale gradients down to a common norm; those that are 0 altogether do not count.

    Args:
        gradients_variables: list of pairs.
        clip_norm: the norm that they have at most.

    Returns:
        `(pairs, norm)`: the scaled gradients with their variables, and their norm before.
    """
    gradients, variables = zip(*gradients_variables, strict=True)

    def counted(grad):
        if grad is None:
            return None
        zero = tf.as_dtype(grad.dtype)
        return tf.cond(_is_all_zeros(grad), lambda: tf.zeros([], dtype=zero), lambda: grad)

    norm = tf.global_norm([counted(grad) for grad in gradients])
    scaled, _ = tf.clip_by_global_norm(gradients, clip_norm, use_norm=norm)
    return list(zip(scaled, variables, strict=True)), norm


class VariableClippingOptimizer(tf.train.Optimizer):
    """Scales variables down to a norm after each update of another optimizer.

    Args:
        opt: the other.
        vars_to_clip_dims: dict of a variable to the list of axes along which its norm is taken.
        max_norm: the norm.
        use_locking: whether updates lock the variable.
        colocate_clip_ops_with_vars: whether all ops stand on the variable's device.
        name: name of the ops.
    """

    def __init__(
        self,
        opt,
        vars_to_clip_dims,
        max_norm,
        use_locking=False,
        colocate_clip_ops_with_vars=False,
        name="VariableClipping",
    ):
        super().__init__(use_locking, name)
        self._opt, self._max_norm = opt, max_norm
        self._axes = {id(var): list(axes) for var, axes in vars_to_clip_dims.items()}
        self._colocate = colocate_clip_ops_with_vars

    def compute_gradients(self, *args, **kwargs):
        """Build gradients as the other optimizer does."""
        return self._opt.compute_gradients(*args, **kwargs)

    def get_slot(self, *args, **kwargs):
        """Return one of the other's slots."""
        return self._opt.get_slot(*args, **kwargs)

    def get_slot_names(self, *args, **kwargs):
        """Return the names of the other's slots."""
        return self._opt.get_slot_names(*args, **kwargs)

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        """Build the op that applies gradients, and then scales the variables.

        Args:
            grads_and_vars: list of pairs.
            global_step: variable to count up, or None.
            name: of the op.
        """
        with tf.name_scope(name, self._name) as name:
            update = self._opt.apply_gradients(grads_and_vars, global_step=global_step)
            scaled = []
            with tf.control_dependencies([update]):
                for grad, var in grads_and_vars:
                    if grad is None or id(var) not in self._axes:
                        continue
                    with tf.name_scope("clip_" + var.op.name):
                        is_dense = isinstance(grad, tf.Tensor) or 0 in self._axes[id(var)]
                        scaled.append(self._dense(var) if is_dense else self._sparse(grad, var))
            return tf.group(update, *scaled, name=name)

    def _dense(self, var):
        with self._on_device_of(var):
            value = var.read_value()
            difference = value - self._clipped(value, var)
        with tf.colocate_with(var):
            return var.assign_sub(difference, use_locking=self._use_locking)

    def _sparse(self, grad, var):
        with tf.colocate_with(var):
            rows = tf.gather(var, grad.indices)
        with self._on_device_of(var):
            clipped = self._clipped(rows, var)
            difference = tf.IndexedSlices(rows - clipped, grad.indices, grad.dense_shape)
        with tf.colocate_with(var):
            return var.scatter_sub(difference, use_locking=self._use_locking)

    def _clipped(self, value, var):
        return tf.clip_by_norm(value, self._max_norm, self._axes[id(var)])

    def _on_device_of(self, var):
        return tf.colocate_with(var) if self._colocate else contextlib.nullcontext()
