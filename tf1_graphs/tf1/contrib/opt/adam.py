"""Defines optimizers like Adam.

References:
    TensorFlow 1.15.5, `contrib/opt/python/training/`: `lazy_adam_optimizer.py`,
    `nadam_optimizer.py`, `adamax.py`; Kingma and Ba, arXiv:1412.6980.
"""

from tf1_graphs import tensorflow1
from tf1_graphs import tf1 as tf


class _Adam(tf.train.AdamOptimizer):
    """Adam, with its numbers as the variables' type wants them."""

    def _cast(self, var, *names):
        numbers = [getattr(self, f"_{name}_t") for name in names]
        return [tf.cast(number, var.dtype.base_dtype) for number in numbers]

    def _powers(self, var):
        powers = self._get_beta_accumulators()
        powers = powers if isinstance(powers, tuple) else (powers,)
        return [tf.cast(power, var.dtype.base_dtype) for power in powers]


class LazyAdamOptimizer(_Adam):
    """Adam that moves the averages only of the rows that a sparse gradient has."""

    def _apply_sparse(self, grad, var):
        power1, power2 = self._powers(var)
        rate, beta1, beta2, epsilon = self._cast(var, "lr", "beta1", "beta2", "epsilon")
        rows, values, locking = grad.indices, grad.values, self._use_locking
        rate = rate * tf.sqrt(1 - power2) / (1 - power1)
        m = self.get_slot(var, "m")
        m_t = tf.scatter_update(
            m, rows, beta1 * tf.gather(m, rows) + (1 - beta1) * values, use_locking=locking
        )
        v = self.get_slot(var, "v")
        v_t = tf.scatter_update(
            v,
            rows,
            beta2 * tf.gather(v, rows) + (1 - beta2) * tf.square(values),
            use_locking=locking,
        )
        m_rows, v_rows = tf.gather(m_t, rows), tf.gather(v_t, rows)
        denominator = tf.sqrt(v_rows) + epsilon
        update = tf.scatter_sub(var, rows, rate * m_rows / denominator, use_locking=locking)
        return tf.group(update, m_t, v_t)


class NadamOptimizer(_Adam):
    """Adam with Nesterov's momentum."""

    def _apply_dense(self, grad, var):
        m, v = self.get_slot(var, "m"), self.get_slot(var, "v")
        power1, power2 = self._powers(var)
        rate, beta1, beta2, epsilon = self._cast(var, "lr", "beta1", "beta2", "epsilon")
        return tensorflow1.tf.raw_ops.ApplyAdam(
            var=var,
            m=m,
            v=v,
            beta1_power=power1,
            beta2_power=power2,
            lr=rate,
            beta1=beta1,
            beta2=beta2,
            epsilon=epsilon,
            grad=grad,
            use_locking=self._use_locking,
            use_nesterov=True,
        ).op

    def _apply_sparse_shared(self, grad, var, indices, scatter_add):
        power1, power2 = self._powers(var)
        rate, beta1, beta2, epsilon = self._cast(var, "lr", "beta1", "beta2", "epsilon")
        rate = rate * tf.sqrt(1 - power2) / (1 - power1)
        m = self.get_slot(var, "m")
        scaled = grad * (1 - beta1)
        m_t = tf.assign(m, m * beta1, use_locking=self._use_locking)
        with tf.control_dependencies([m_t]):
            m_t = scatter_add(m, indices, scaled)
            m_bar = scaled + beta1 * tf.gather(m_t, indices)
        v = self.get_slot(var, "v")
        squares = grad * grad * (1 - beta2)
        v_t = tf.assign(v, v * beta2, use_locking=self._use_locking)
        with tf.control_dependencies([v_t]):
            v_t = scatter_add(v, indices, squares)
        root = tf.sqrt(tf.gather(v_t, indices))
        update = scatter_add(var, indices, -rate * m_bar / (root + epsilon))
        return tf.group(update, m_bar, v_t)


class AdaMaxOptimizer(_Adam):
    """Adam with the largest gradient in the place of the mean square."""

    def __init__(
        self,
        learning_rate=0.001,
        beta1=0.9,
        beta2=0.999,
        epsilon=1e-8,
        use_locking=False,
        name="AdaMax",
    ):
        super().__init__(learning_rate, beta1, beta2, epsilon, use_locking, name)

    def _get_beta_accumulators(self):
        return self._get_non_slot_variable("beta1_power", graph=tf.get_default_graph())

    def _create_slots(self, var_list):
        first = min(var_list, key=lambda var: var.name)
        self._create_non_slot_variable(
            initial_value=self._beta1, name="beta1_power", colocate_with=first
        )
        for var in var_list:
            self._zeros_slot(var, "m", self._name)
            self._zeros_slot(var, "v", self._name)

    def _apply_dense(self, grad, var):
        m, v = self.get_slot(var, "m"), self.get_slot(var, "v")
        (power,) = self._powers(var)
        rate, beta1, beta2, epsilon = self._cast(var, "lr", "beta1", "beta2", "epsilon")
        return tensorflow1.tf.raw_ops.ApplyAdaMax(
            var=var,
            m=m,
            v=v,
            beta1_power=power,
            lr=rate,
            beta1=beta1,
            beta2=beta2,
            epsilon=epsilon,
            grad=grad,
            use_locking=self._use_locking,
        ).op

    def _apply_sparse(self, grad, var):
        (power,) = self._powers(var)
        rate, beta1, beta2, epsilon = self._cast(var, "lr", "beta1", "beta2", "epsilon")
        rows, values, locking = grad.indices, grad.values, self._use_locking
        m = self.get_slot(var, "m")
        m_rows = tf.gather(m, rows) * beta1 + values * (1 - beta1)
        with tf.control_dependencies([m_rows]):
            m_t = tf.scatter_update(m, rows, m_rows, use_locking=locking)
        v = self.get_slot(var, "v")
        v_rows = tf.maximum(tf.gather(v, rows) * beta2, tf.abs(values))
        with tf.control_dependencies([v_rows]):
            v_t = tf.scatter_update(v, rows, v_rows, use_locking=locking)
        change = -rate / (1 - power) * (m_rows / (v_rows + epsilon))
        with tf.control_dependencies([change]):
            update = tf.scatter_add(var, rows, change, use_locking=locking)
        return tf.group(update, m_t, v_t)

    def _finish(self, update_ops, name_scope):
        with tf.control_dependencies(update_ops):
            power = self._get_beta_accumulators()
            with tf.colocate_with(power):
                update = power.assign(power * self._beta1_t, use_locking=self._use_locking)
        return tf.group(*update_ops, update, name=name_scope)
