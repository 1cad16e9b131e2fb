"""Builds regularization losses of `tf.get_variable` once, as TensorFlow 1.15.5 does.

References:
    TensorFlow 1.15.5, `python/ops/variable_scope.py`.
"""

from tf1_graphs.tensorflow1.loading import compat_v1 as tf


def single_variable(original):
    """Return a getter that builds a new variable's regularization loss once, at once.

    Today's TensorFlow builds it to see whether there is one, and again when it is asked for.
    """

    def get(self, name, *args, regularizer=None, **kwargs):
        exists = name in self._vars
        variable = original(self, name, *args, **kwargs)
        if regularizer is not None and not exists:
            with (
                variable.op.graph.colocate_with(variable.op),
                tf.name_scope(f"{name}/Regularizer/"),
            ):
                loss = regularizer(variable)
            if loss is not None:
                tf.add_to_collection(tf.GraphKeys.REGULARIZATION_LOSSES, loss)
        return variable

    return get
