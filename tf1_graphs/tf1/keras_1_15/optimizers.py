"""Changes the optimizers: clipping, the learning rate, the addition to the step.

References:
    TensorFlow 1.15.5, `python/keras/optimizer_v2/optimizer_v2.py`.
"""

from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tf1.keras_1_15.source import module


def _aggregate_gradients(self, grads_and_vars):
    """Return the pairs as they are: there is one replica, and nothing to add up."""
    return grads_and_vars


def _decayed_lr(self, var_dtype):
    """Build the learning rate; its decay is read from a variable, as every hyper-parameter."""
    rate = self._get_hyper("learning_rate", var_dtype)
    schedule = module("optimizers.schedules.learning_rate_schedule").LearningRateSchedule
    if isinstance(rate, schedule):
        rate = tf.cast(rate(tf.cast(self.iterations, var_dtype)), var_dtype)
    if self._initial_decay > 0.0:
        step = tf.cast(self.iterations, var_dtype)
        rate = rate / (1.0 + self._get_hyper("decay", var_dtype) * step)
    return rate


def _clipped(self, gradients):
    """Bound each gradient by its norm, then by its elements, as the optimizer says."""
    if self.clipnorm is not None:
        gradients = [tf.clip_by_norm(gradient, self.clipnorm) for gradient in gradients]
    if self.clipvalue is not None:
        least, most = -self.clipvalue, self.clipvalue
        gradients = [tf.clip_by_value(gradient, least, most) for gradient in gradients]
    return gradients


def _get_gradients(self, loss, params):
    """Build the loss's gradients, clipped in the scope of the gradients."""
    backend, params = module("backend"), tf.nest.flatten(params)
    with backend.get_graph().as_default(), backend.name_scope(f"{self._name}/gradients"):
        gradients = tf.gradients(loss, params)
        for gradient, variable in zip(gradients, params, strict=True):
            if gradient is None:
                raise ValueError(
                    f"Variable {variable} has `None` for gradient. Please make sure that all of "
                    "your ops have a gradient defined (i.e. are differentiable). Common ops "
                    "without gradient: K.argmax, K.round, K.eval."
                )
        return _clipped(self, gradients)


def _of_tape(get_gradients):
    """Return the gradients of a loss that is a function, clipped as those of a tensor are."""

    def got(self, tape, loss, var_list, grad_loss=None):
        pairs = get_gradients(self, tape, loss, var_list, grad_loss)
        gradients = _clipped(self, [gradient for gradient, _ in pairs])
        return list(zip(gradients, [variable for _, variable in pairs], strict=True))

    return got


def _transform_gradients(self, grads_and_vars):
    """Clip by the norm of all gradients together; each by itself is clipped already."""
    if self._global_clipnorm is not None:
        grads_and_vars = self._global_clipnorm_fn(grads_and_vars)
    for transform in self.gradient_transformers:
        grads_and_vars = transform(grads_and_vars)
    return grads_and_vars


def _distributed_apply(self, distribution, grads_and_vars, apply_state, name):
    """Build the updates, and the addition to the step, which waits for each of them."""
    backend = module("backend")
    updates = []
    with backend.name_scope(name or self._name):
        for gradient, variable in grads_and_vars:
            with (
                backend.name_scope(f"update_{variable.op.name}"),
                distribution.extended.colocate_vars_with(variable),
            ):
                updates.append(_update(self, gradient, variable, apply_state))
        with tf.control_dependencies(updates):
            return self.iterations.assign_add(1).op


def _update(self, gradient, variable, apply_state):
    if isinstance(gradient, tf.IndexedSlices):
        if variable.constraint is not None:
            raise RuntimeError("Cannot use a constraint function on a sparse variable.")
        state = {"apply_state": apply_state} if "apply_state" in self._sparse_apply_args else {}
        return self._resource_apply_sparse_duplicate_indices(
            gradient.values, variable, gradient.indices, **state
        )
    state = {"apply_state": apply_state} if "apply_state" in self._dense_apply_args else {}
    update = self._resource_apply_dense(gradient, variable, **state)
    if variable.constraint is None:
        return update
    with tf.control_dependencies([update]):
        return variable.assign(variable.constraint(variable))


_LEGACY = "optimizers.legacy.optimizer_v2:OptimizerV2"
CHANGES = {
    f"{_LEGACY}._aggregate_gradients": _aggregate_gradients,
    f"{_LEGACY}._decayed_lr": _decayed_lr,
    f"{_LEGACY}._distributed_apply": _distributed_apply,
    f"{_LEGACY}._transform_gradients": _transform_gradients,
    f"{_LEGACY}.get_gradients": _get_gradients,
}
WRAPPED = {f"{_LEGACY}._get_gradients": _of_tape}
