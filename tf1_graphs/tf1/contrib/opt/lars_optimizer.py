"""Adapts the learning rate layer by layer.

References:
    TensorFlow 1.15.5, `contrib/opt/python/training/lars_optimizer.py`; You et al.,
    arXiv:1708.03888.
"""

from tf1_graphs import tensorflow1
from tf1_graphs import tf1 as tf


class LARSOptimizer(tf.train.Optimizer):
    """Momentum whose rate is scaled, for each variable, by its norm over its gradient's.

    Args:
        learning_rate: float, or a scalar tensor.
        momentum: weight of the last update, 0 or more.
        weight_decay: weight of the variable in its gradient, 0 or more.
        eeta: scale of the ratio of the norms.
        epsilon: added to the gradient's norm.
        name: name of the ops.
        skip_list: parts of names of variables that are not scaled, such as `bias`.
        use_nesterov: whether the momentum is Nesterov's.

    Raises:
        ValueError: a negative momentum or decay.
    """

    def __init__(
        self,
        learning_rate,
        momentum=0.9,
        weight_decay=0.0001,
        eeta=0.001,
        epsilon=0.0,
        name="LARSOptimizer",
        skip_list=None,
        use_nesterov=False,
    ):
        if momentum < 0.0:
            raise ValueError(f"momentum should be positive: {momentum}")
        if weight_decay < 0.0:
            raise ValueError(f"weight_decay should be positive: {weight_decay}")
        super().__init__(use_locking=False, name=name)
        self._learning_rate = learning_rate
        self._momentum = momentum
        self._weight_decay = weight_decay
        self._eeta = eeta
        self._epsilon = epsilon
        self._skip_list = skip_list
        self._use_nesterov = use_nesterov

    def _create_slots(self, var_list):
        for var in var_list:
            self._zeros_slot(var, "momentum", self._name)

    def compute_lr(self, grad, var):
        """Return a variable's learning rate, and its gradient with the decay."""
        if self._skip_list is not None and any(part in var.name for part in self._skip_list):
            return self._learning_rate, grad
        weights, gradient = tf.norm(var, ord=2), tf.norm(grad, ord=2)
        has_weights = tf.greater(weights, 0)
        has_gradient = tf.greater(gradient, 0)
        scaled = self._eeta * weights
        ratio = scaled / (gradient + self._weight_decay * weights + self._epsilon)
        trust = tf.where(has_weights, tf.where(has_gradient, ratio, 1.0), 1.0)
        return self._learning_rate * trust, grad + self._weight_decay * var

    def _apply_dense(self, grad, var):
        rate, grad = self.compute_lr(grad, var)
        momentum = self.get_slot(var, "momentum")
        return tensorflow1.tf.raw_ops.ApplyMomentum(
            var=var,
            accum=momentum,
            lr=tf.cast(1.0, var.dtype.base_dtype),
            grad=grad * rate,
            momentum=self._momentum,
            use_locking=False,
            use_nesterov=self._use_nesterov,
        )

    def _apply_sparse(self, grad, var):
        return self._apply_dense(tf.convert_to_tensor(grad), var)

    def _prepare(self):
        rate, momentum = self._learning_rate, self._momentum
        rate = rate() if callable(rate) else rate
        tf.convert_to_tensor(rate, name="learning_rate")
        momentum = momentum() if callable(momentum) else momentum
        tf.convert_to_tensor(momentum, name="momentum")
