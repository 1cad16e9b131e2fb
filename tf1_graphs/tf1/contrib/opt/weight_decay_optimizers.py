"""Decays weights apart from the gradients.

References:
    TensorFlow 1.15.5, `contrib/opt/python/training/weight_decay_optimizers.py`; Loshchilov and
    Hutter, arXiv:1711.05101.
"""

from tf1_graphs import tf1 as tf


class DecoupledWeightDecayExtension:
    """What makes an optimizer decay the weights: `var -= weight_decay · var` before each update.

    Args:
        weight_decay: float, tensor, or function that returns one.
        **kwargs: of the optimizer.
    """

    def __init__(self, weight_decay, **kwargs):
        self._decay_var_list = None
        self._weight_decay = weight_decay
        self._weight_decay_tensor = None
        super().__init__(**kwargs)

    def minimize(self, loss, *args, decay_var_list=None, **kwargs):
        """Minimize as the optimizer does.

        All variables decay, whatever `decay_var_list` says: TensorFlow 1 forgot it on the way to
        `apply_gradients`, which heeds its own.
        """
        return super().minimize(loss, *args, **kwargs)

    def apply_gradients(self, grads_and_vars, global_step=None, name=None, decay_var_list=None):
        """Apply gradients as the optimizer does; variables of `decay_var_list` decay, or all."""
        self._decay_var_list = decay_var_list
        return super().apply_gradients(grads_and_vars, global_step=global_step, name=name)

    def _prepare(self):
        decay = self._weight_decay
        decay = decay() if callable(decay) else decay
        self._weight_decay_tensor = tf.convert_to_tensor(decay, name="weight_decay")
        super()._prepare()

    def _decays(self, var):
        return not self._decay_var_list or any(var is item for item in self._decay_var_list)

    def _decay(self, var):
        if not self._decays(var):
            return tf.no_op()
        return var.assign_sub(self._weight_decay * var, self._use_locking)

    def _decay_rows(self, var, indices):
        if not self._decays(var):
            return tf.no_op()
        update = -self._weight_decay * tf.gather(var, indices)
        return tf.scatter_add(var, indices, update, self._use_locking)

    def _apply_dense(self, grad, var):
        with tf.control_dependencies([self._decay(var)]):
            return super()._apply_dense(grad, var)

    def _resource_apply_dense(self, grad, var):
        with tf.control_dependencies([self._decay(var)]):
            return super()._resource_apply_dense(grad, var)

    def _apply_sparse(self, grad, var):
        with tf.control_dependencies([self._decay_rows(var, grad.indices)]):
            return super()._apply_sparse(grad, var)

    def _resource_apply_sparse(self, grad, var, indices):
        with tf.control_dependencies([self._decay_rows(var, indices)]):
            return super()._resource_apply_sparse(grad, var, indices)


def extend_with_decoupled_weight_decay(base_optimizer):
    """Return an optimizer class with weight decay; its first argument is `weight_decay`."""

    class OptimizerWithDecoupledWeightDecay(DecoupledWeightDecayExtension, base_optimizer):
        """The optimizer with weight decay."""

    return OptimizerWithDecoupledWeightDecay


class MomentumWOptimizer(DecoupledWeightDecayExtension, tf.train.MomentumOptimizer):
    """`tf.train.MomentumOptimizer` with weight decay."""

    def __init__(
        self,
        weight_decay,
        learning_rate,
        momentum,
        use_locking=False,
        name="MomentumW",
        use_nesterov=False,
    ):
        super().__init__(
            weight_decay,
            learning_rate=learning_rate,
            momentum=momentum,
            use_locking=use_locking,
            name=name,
            use_nesterov=use_nesterov,
        )


class AdamWOptimizer(DecoupledWeightDecayExtension, tf.train.AdamOptimizer):
    """`tf.train.AdamOptimizer` with weight decay."""

    def __init__(
        self,
        weight_decay,
        learning_rate=0.001,
        beta1=0.9,
        beta2=0.999,
        epsilon=1e-08,
        use_locking=False,
        name="AdamW",
    ):
        super().__init__(
            weight_decay,
            learning_rate=learning_rate,
            beta1=beta1,
            beta2=beta2,
            epsilon=epsilon,
            use_locking=use_locking,
            name=name,
        )
