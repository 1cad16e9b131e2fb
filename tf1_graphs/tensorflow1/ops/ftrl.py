"""Builds `FtrlOptimizer`'s slots and constants as TensorFlow 1.15.5 does, which knew no `beta`.

References:
    TensorFlow 1.15.5, `python/training/ftrl.py`.
"""

from tf1_graphs.tensorflow1.loading import compat_v1 as tf


def create_slots(self, var_list):
    """Make the accumulators of squared gradients, and of the linear term."""
    for variable in var_list:
        with variable.graph.colocate_with(variable):
            value = tf.constant(
                self._initial_accumulator_value, dtype=variable.dtype, shape=variable.shape
            )
            self._get_or_make_slot(variable, value, "accum", self._accum_name or self._name)
            self._zeros_slot(variable, "linear", self._linear_name or self._name)


def prepare(original):
    """Return what makes the constants; with a `beta`, those of today."""

    def prepared(self):
        if self._beta:
            original(self)
            return
        self._learning_rate_tensor = _constant(self, "learning_rate")
        self._l1_regularization_strength_tensor = _constant(self, "l1_regularization_strength")
        self._adjusted_l2_regularization_strength_tensor = _constant(
            self, "l2_regularization_strength"
        )
        self._l2_shrinkage_regularization_strength_tensor = _constant(
            self, "l2_shrinkage_regularization_strength"
        )
        self._learning_rate_power_tensor = _constant(self, "learning_rate_power")

    return prepared


def _constant(optimizer, name):
    return tf.convert_to_tensor(getattr(optimizer, f"_{name}"), name=name)
