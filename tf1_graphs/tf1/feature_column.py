"""`tf.feature_column`: TensorFlow's own, whose linear model makes resource variables, as it did.

References:
    TensorFlow 1.15.5, `python/feature_column/feature_column.py` and `feature_column_v2.py`.
"""

import functools

from tf1_graphs import tensorflow1
from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tf1.namespace import namespace

_columns = tensorflow1.private_module("python.feature_column.feature_column")
_columns_v2 = tensorflow1.private_module("python.feature_column.feature_column_v2")


def _with_resources(initialize):
    """Wrap a layer's `__init__`: a layer of a Keras model, which this was, had such variables."""

    @functools.wraps(initialize)
    def initialized(self, *args, **kwargs):
        initialize(self, *args, **kwargs)
        self._use_resource_variables = True

    return initialized


def _of_its_size(dense_tensor):
    """Wrap a numeric column's tensor of a mini-batch: examples have the sizes that it says."""

    @functools.wraps(dense_tensor)
    def checked(self, *args, **kwargs):
        tensor = dense_tensor(self, *args, **kwargs)
        given = tensor.shape[1:].num_elements() if tensor.shape.rank else None
        if given is not None and given != tf.TensorShape(self.shape).num_elements():
            raise ValueError(
                f"input_fn yields {self.key!r} with examples of the shape {tensor.shape[1:]}, and "
                f"its column was made for {self.shape}: numeric_column({self.key!r}, shape=…)"
            )
        return tensor

    return checked


for _layer in (_columns._FCLinearWrapper, _columns._BiasLayer):
    _layer.__init__ = _with_resources(_layer.__init__)
for _name in ("get_dense_tensor", "_get_dense_tensor"):
    _former = getattr(_columns_v2.NumericColumn, _name)
    setattr(_columns_v2.NumericColumn, _name, _of_its_size(_former))

__getattr__, __dir__ = namespace(__name__, tf.feature_column)
