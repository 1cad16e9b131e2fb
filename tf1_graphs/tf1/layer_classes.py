"""The layer classes of `tf.layers`: objects that build their layer's function at each call.

The first call makes the variables; every later call reuses them.

References:
    TensorFlow 1.15.5, `python/layers/base.py`.
"""

import inspect
import re

from tf1_graphs import layers
from tf1_graphs.layers.variables import capture_scope
from tf1_graphs.tensorflow1 import tf

# A call gives these; the layer object itself holds all other arguments.
CALL_ARGUMENTS = ("inputs", "training", "reuse", "name")


class Layer:
    """A layer with its settings and, once it was called, its variables.

    Attributes:
        built: whether the layer was called, so that its variables exist.
        updates: ops that move the layer's moving averages.
    """

    _function = None
    _variable_names = ()

    def __init__(self, *args, name=None, dtype=None, _scope=None, _reuse=None, **kwargs):
        settings = inspect.signature(self._function).parameters.values()
        settings = [item for item in settings if item.name not in CALL_ARGUMENTS]
        bound = inspect.Signature(settings).bind(*args, **kwargs)
        bound.apply_defaults()
        self._settings = dict(bound.arguments)
        self._base_name = name or _snake_case(type(self).__name__)
        self._reuse = _reuse
        self._scope = capture_scope(_scope, self._base_name) if _scope else None
        self.dtype = dtype
        self.built = False
        self.updates = []

    def __call__(self, inputs, **call_arguments):
        """Build the layer on `inputs`; dropout and batch normalization take `training` too."""
        if self._scope is None:
            self._scope = capture_scope(None, self._base_name, self._reuse)
        reuse = True if self.built else self._reuse
        if "reuse" in inspect.signature(self._function).parameters:
            call_arguments["reuse"] = reuse
        before = len(tf.get_collection(tf.GraphKeys.UPDATE_OPS))
        outputs = self._function(inputs, name=self._scope, **self._settings, **call_arguments)
        self.updates += tf.get_collection(tf.GraphKeys.UPDATE_OPS)[before:]
        self.built = True
        return outputs

    apply = __call__

    def __getattr__(self, name):
        """Return a setting, such as `units`, or a variable, such as `kernel`."""
        settings = self.__dict__.get("_settings", {})
        if name in settings:
            return settings[name]
        if name in self._variable_names and self.built:
            return self._variables_by_name().get(name)
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")

    def _variables_by_name(self):
        if self._scope is None:
            return {}
        prefix = self._scope.scope.name + "/"
        return {
            variable.op.name.removeprefix(prefix): variable
            for variable in tf.global_variables()
            if variable.op.name.startswith(prefix)
            and variable.op.name.removeprefix(prefix) in self._variable_names
        }

    @property
    def name(self):
        """The layer's name: the last part of its scope's, once it was called."""
        return self._scope.scope.name.rpartition("/")[2] if self._scope else self._base_name

    @property
    def scope_name(self):
        """The name of the layer's variable scope."""
        if self._scope is None:
            raise ValueError(f"the layer {self._base_name!r} has no scope before its first call")
        return self._scope.scope.name

    @property
    def losses(self):
        """The variables' regularization losses; TensorFlow 1 built them at each reading."""
        losses = []
        for name, variable in self._variables_by_name().items():
            regularizer = self._settings.get(f"{name.removesuffix('_kernel')}_regularizer")
            regularizer = self._settings.get(f"{name}_regularizer", regularizer)
            if regularizer is not None:
                with tf.name_scope(f"{name}/Regularizer"):
                    losses.append(regularizer(variable))
        return [loss for loss in losses if loss is not None]

    @property
    def variables(self):
        """All variables, the trainable ones first."""
        return self.trainable_variables + self.non_trainable_variables

    @property
    def trainable_variables(self):
        """The variables that training changes."""
        return [item for item in self._variables_by_name().values() if self._is_trainable(item)]

    @property
    def non_trainable_variables(self):
        """The other variables, such as moving averages."""
        return [item for item in self._variables_by_name().values() if not self._is_trainable(item)]

    weights = variables
    trainable_weights = trainable_variables
    non_trainable_weights = non_trainable_variables

    @staticmethod
    def _is_trainable(variable):
        return any(variable is item for item in tf.trainable_variables())

    def count_params(self):
        """Return the number of numbers in the variables."""
        return sum(variable.shape.num_elements() for variable in self.variables)


def _snake_case(name):
    """Return `BatchNormalization` as `batch_normalization`, `Conv2D` as `conv2d`."""
    name = re.sub("(.)([A-Z][a-z0-9]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()


def _layer_class(name, function, *variable_names):
    """Make the class of a layer function."""
    documentation = (
        f"{inspect.getdoc(function).splitlines()[0]} See `tf.layers.{function.__name__}`."
    )
    members = {
        "__doc__": documentation,
        "__module__": __name__,
        "_function": staticmethod(function),
        "_variable_names": variable_names,
    }
    return type(name, (Layer,), members)


Dense = _layer_class("Dense", layers.dense, "kernel", "bias")
Dropout = _layer_class("Dropout", layers.dropout)
Flatten = _layer_class("Flatten", layers.flatten)
BatchNormalization = _layer_class(
    "BatchNormalization",
    layers.batch_normalization,
    "gamma",
    "beta",
    "moving_mean",
    "moving_variance",
)
Conv1D = _layer_class("Conv1D", layers.conv1d, "kernel", "bias")
Conv2D = _layer_class("Conv2D", layers.conv2d, "kernel", "bias")
Conv2DTranspose = _layer_class("Conv2DTranspose", layers.conv2d_transpose, "kernel", "bias")
SeparableConv2D = _layer_class(
    "SeparableConv2D", layers.separable_conv2d, "depthwise_kernel", "pointwise_kernel", "bias"
)
MaxPooling1D = _layer_class("MaxPooling1D", layers.max_pooling1d)
MaxPooling2D = _layer_class("MaxPooling2D", layers.max_pooling2d)
AveragePooling1D = _layer_class("AveragePooling1D", layers.average_pooling1d)
AveragePooling2D = _layer_class("AveragePooling2D", layers.average_pooling2d)
