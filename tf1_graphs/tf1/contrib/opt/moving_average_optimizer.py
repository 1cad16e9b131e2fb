"""Keeps moving averages of the variables that an optimizer updates.

References:
    TensorFlow 1.15.5, `contrib/opt/python/training/moving_average_optimizer.py`.
"""

from tf1_graphs import tf1 as tf


class MovingAverageOptimizer(tf.train.Optimizer):
    """Another optimizer, and moving averages of the variables that it trains.

    Args:
        opt: the optimizer.
        average_decay: weight of the old average.
        num_updates: number of updates so far, by which the first averages decay faster.
        sequential_update: whether the averages are moved after the update, else beside it.
    """

    def __init__(self, opt, average_decay=0.9999, num_updates=None, sequential_update=True):
        self._optimizer = opt
        self._ema = tf.train.ExponentialMovingAverage(average_decay, num_updates=num_updates)
        self._swapped = None
        self._sequential_update = sequential_update

    def compute_gradients(self, *args, **kwargs):
        """Compute gradients as the optimizer does."""
        return self._optimizer.compute_gradients(*args, **kwargs)

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        """Apply gradients as the optimizer does, and move the averages."""
        grads_and_vars = list(grads_and_vars)
        step = self._optimizer.apply_gradients(grads_and_vars, global_step, name=name)
        variables = [var for grad, var in grads_and_vars if grad is not None]
        with tf.control_dependencies([step] if self._sequential_update else []):
            averages = self._ema.apply(variables)
        self._swapped = {}
        for var in variables:
            average = self._ema.average(var)
            self._swapped[var.op.name] = average.op.name
            self._swapped[average.op.name] = var.op.name
        return tf.group(step, averages, name="train_with_avg")

    def swapping_saver(self, var_list=None, name="swapping_saver", **kwargs):
        """Return a saver that saves the averages under the variables' names, and these as those.

        Raises:
            RuntimeError: there are no averages yet.
            ValueError: one of a pair is not to be saved.
        """
        if self._swapped is None:
            raise RuntimeError(
                "Must call apply_gradients or minimize before creating the swapping_saver"
            )
        if not isinstance(var_list, dict):
            var_list = {var.op.name: var for var in var_list or tf.global_variables()}
        swapped = {}
        for key in var_list:
            other = self._swapped.get(key, key)
            if other not in var_list:
                raise ValueError(
                    f"Variable to swap {other} is not part of variables to save. This breaks "
                    "MovingAverageOptimizer."
                )
            swapped[key] = var_list[other]
        return tf.train.Saver(swapped, name=name, **kwargs)
