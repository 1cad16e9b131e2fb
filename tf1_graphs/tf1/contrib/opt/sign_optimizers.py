"""Optimizers that follow a gradient further where it has the sign of the gradients before.

References:
    TensorFlow 1.15.5, `contrib/opt/python/training/powersign.py` and `addsign.py`; Bello et al.,
    arXiv:1709.07417.
"""

import math

from tf1_graphs import tf1 as tf


class _SignOptimizer(tf.train.Optimizer):
    """What the two share: the mean gradient, and how the weight of its sign decays.

    Args:
        learning_rate: float, or a scalar tensor.
        beta: decay of the mean gradient.
        sign_decay_fn: function of the global step: the weight of the sign; None is 1.
        use_locking: whether updates lock the variable.
        name: name of the ops.
    """

    def __init__(self, learning_rate, beta, sign_decay_fn, use_locking, name):
        super().__init__(use_locking, name)
        self._lr, self._beta, self._sign_decay_fn = learning_rate, beta, sign_decay_fn

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        """Build the op that applies gradients.

        Args:
            grads_and_vars: list of pairs.
            global_step: variable to count up, or None.
            name: of the op.
        """
        if self._sign_decay_fn is not None:
            decay = self._sign_decay_fn(global_step)
            self._decay_t = tf.convert_to_tensor(decay, name="sign_decay")
        return super().apply_gradients(grads_and_vars, global_step=global_step, name=name)

    def _create_slots(self, var_list):
        for var in var_list:
            self._zeros_slot(var, "m", self._name)

    def _prepare(self):
        self._lr_t = tf.convert_to_tensor(self._lr, name="learning_rate")
        self._beta_t = tf.convert_to_tensor(self._beta, name="beta")
        self._own_t = self._own()
        if self._sign_decay_fn is None:
            self._decay_t = tf.convert_to_tensor(1.0, name="sign_decay")

    def _settings(self, var):
        """Return the learning rate, the subclass's own, the decay and beta, for an op."""
        tensors = (self._lr_t, self._own_t, self._decay_t, self._beta_t)
        lr, own, decay, beta = (tf.cast(tensor, var.dtype.base_dtype) for tensor in tensors)
        settings = {"lr": lr, self._own_name: own, "sign_decay": decay, "beta": beta}
        return {**settings, "use_locking": self._use_locking}

    def _apply_dense(self, grad, var):
        m = self.get_slot(var, "m")
        return self._op(var=var, m=m, grad=grad, **self._settings(var)).op

    def _resource_apply_dense(self, grad, var):
        m = self.get_slot(var, "m")
        settings = self._settings(var)
        return self._resource_op(var=var.handle, m=m.handle, grad=grad, **settings)

    def _apply_sparse(self, grad, var):
        lr, beta, own, more = self._cast(var)
        m = self.get_slot(var, "m")
        mean = tf.assign(m, m * beta + grad * (1 - beta), use_locking=self._use_locking)
        sign = tf.sign(grad.values)
        agreement = tf.gather(tf.sign(mean), grad.indices) * sign
        decay = tf.cast(self._decay_t, var.dtype.base_dtype)
        update = lr * self._multiplier(own, decay, agreement, more) * grad.values
        locking = {"use_locking": self._use_locking}
        return tf.group(tf.scatter_sub(var, grad.indices, update, **locking), mean)

    def _cast(self, var):
        tensors = (self._lr_t, self._beta_t, self._own_t)
        return *(tf.cast(tensor, var.dtype.base_dtype) for tensor in tensors), None


class PowerSignOptimizer(_SignOptimizer):
    """Multiplies a gradient by `base ** (decay * sign(g) * sign(m))`.

    Args:
        learning_rate: float, or a scalar tensor.
        base: of the power.
        beta: decay of the mean gradient m.
        sign_decay_fn: function of the global step: the decay; None is 1.
        use_locking: whether updates lock the variable.
        name: name of the ops.
    """

    _op = staticmethod(tf.raw_ops.ApplyPowerSign)
    _resource_op = staticmethod(tf.raw_ops.ResourceApplyPowerSign)
    _own_name = "logbase"

    def __init__(
        self,
        learning_rate=0.1,
        base=math.e,
        beta=0.9,
        sign_decay_fn=None,
        use_locking=False,
        name="PowerSignOptimizer",
    ):
        super().__init__(learning_rate, beta, sign_decay_fn, use_locking, name)
        self._logbase = math.log(base)

    def _own(self):
        return tf.convert_to_tensor(self._logbase, name="logbase")

    def _cast(self, var):
        lr, beta, logbase, _ = super()._cast(var)
        return lr, beta, logbase, tf.cast(math.e, var.dtype.base_dtype)

    def _multiplier(self, logbase, decay, agreement, e):
        return tf.pow(e, logbase * decay * agreement)


class AddSignOptimizer(_SignOptimizer):
    """Multiplies a gradient by `alpha + decay * sign(g) * sign(m)`.

    Args:
        learning_rate: float, or a scalar tensor.
        alpha: the factor without agreement.
        beta: decay of the mean gradient m.
        sign_decay_fn: function of the global step: the decay; None is 1.
        use_locking: whether updates lock the variable.
        name: name of the ops.
    """

    _op = staticmethod(tf.raw_ops.ApplyAddSign)
    _resource_op = staticmethod(tf.raw_ops.ResourceApplyAddSign)
    _own_name = "alpha"

    def __init__(
        self,
        learning_rate=0.1,
        alpha=1.0,
        beta=0.9,
        sign_decay_fn=None,
        use_locking=False,
        name="AddSignOptimizer",
    ):
        super().__init__(learning_rate, beta, sign_decay_fn, use_locking, name)
        self._alpha = alpha

    def _own(self):
        return tf.convert_to_tensor(self._alpha, name="alpha")

    def _cast(self, var):
        tensors = (self._lr_t, self._own_t, self._beta_t)
        lr, alpha, beta = (tf.cast(tensor, var.dtype.base_dtype) for tensor in tensors)
        return lr, beta, alpha, None

    def _multiplier(self, alpha, decay, agreement, _):
        return alpha + decay * agreement
