"""Defines the layer classes of `tf.layers`, which build their layer's function at each call.

The first call makes the variables; every later call reuses them.

References:
    TensorFlow 1.15.5, `python/layers/base.py`.
"""

import inspect

from tf1_graphs import layers
from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tf1.base_layer import Layer

# A call gives these; the layer object itself holds all other arguments.
CALL_ARGUMENTS = ("inputs", "training", "reuse", "name")


class FunctionLayer(Layer):
    """A layer with its function's settings and, once it was called, its variables."""

    _function = None
    _variable_names = ()

    def __init__(self, *args, name=None, dtype=None, _scope=None, _reuse=None, **kwargs):
        super().__init__(name=name, dtype=dtype, _scope=_scope, _reuse=_reuse)
        settings = inspect.signature(self._function).parameters.values()
        settings = [item for item in settings if item.name not in CALL_ARGUMENTS]
        bound = inspect.Signature(settings).bind(*args, **kwargs)
        bound.apply_defaults()
        self._settings = dict(bound.arguments)

    def __call__(self, inputs, **call_arguments):
        """Build the layer on `inputs`; dropout and batch normalization take `training` too."""
        self._capture_scope()
        reuse = True if self.built else self._reuse
        if "reuse" in inspect.signature(self._function).parameters:
            call_arguments["reuse"] = reuse
        before = len(tf.get_collection(tf.GraphKeys.UPDATE_OPS))
        outputs = self._function(inputs, name=self._scope, **self._settings, **call_arguments)
        self._updates += tf.get_collection(tf.GraphKeys.UPDATE_OPS)[before:]
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

    def compute_output_shape(self, input_shape):
        """Return the shape of a dense layer's outputs for inputs of a shape."""
        if "units" not in self._settings:
            return super().compute_output_shape(input_shape)
        return tf.TensorShape(input_shape)[:-1].concatenate(self._settings["units"])

    def _variables_by_name(self):
        return self._scope.variables if self._scope else {}

    def _all_made(self):
        return list(self._variables_by_name().values())

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
    return type(name, (FunctionLayer,), members)


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
Conv3D = _layer_class("Conv3D", layers.conv3d, "kernel", "bias")
Conv2DTranspose = _layer_class("Conv2DTranspose", layers.conv2d_transpose, "kernel", "bias")
Conv3DTranspose = _layer_class("Conv3DTranspose", layers.conv3d_transpose, "kernel", "bias")
SeparableConv1D = _layer_class(
    "SeparableConv1D", layers.separable_conv1d, "depthwise_kernel", "pointwise_kernel", "bias"
)
SeparableConv2D = _layer_class(
    "SeparableConv2D", layers.separable_conv2d, "depthwise_kernel", "pointwise_kernel", "bias"
)
MaxPooling1D = _layer_class("MaxPooling1D", layers.max_pooling1d)
MaxPooling2D = _layer_class("MaxPooling2D", layers.max_pooling2d)
MaxPooling3D = _layer_class("MaxPooling3D", layers.max_pooling3d)
AveragePooling1D = _layer_class("AveragePooling1D", layers.average_pooling1d)
AveragePooling2D = _layer_class("AveragePooling2D", layers.average_pooling2d)
AveragePooling3D = _layer_class("AveragePooling3D", layers.average_pooling3d)

# As the layer classes' names were before; slim says them.
Convolution1D, Convolution2D, Convolution3D = Conv1D, Conv2D, Conv3D
Convolution2DTranspose, Convolution3DTranspose = Conv2DTranspose, Conv3DTranspose
SeparableConvolution2D = SeparableConv2D
flatten = layers.flatten
