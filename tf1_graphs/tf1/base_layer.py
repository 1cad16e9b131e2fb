"""Defines what layer objects and recurrent cells are made of: `Layer`, `InputSpec`.

References:
    TensorFlow 1.15.5, `python/layers/base.py`, `python/keras/engine/base_layer.py` and
    `python/keras/engine/input_spec.py`.
"""

import contextlib
import inspect
import re

import numpy as np

from tf1_graphs.layers.variables import LayerScope, add_activity_loss, capture_scope
from tf1_graphs.tensorflow1 import tf


class InputSpec:
    """What a layer demands of an input; what is None is not checked.

    Args:
        dtype: the type.
        shape: the whole shape, with None for sizes that are free.
        ndim: the rank.
        max_ndim: the highest rank.
        min_ndim: the lowest rank.
        axes: sizes by axis, a dict.
    """

    def __init__(self, dtype=None, shape=None, ndim=None, max_ndim=None, min_ndim=None, axes=None):
        self.dtype = None if dtype is None else tf.as_dtype(dtype).name
        self.shape = shape
        self.ndim = len(shape) if shape is not None else ndim
        self.max_ndim = max_ndim
        self.min_ndim = min_ndim
        self.axes = {int(axis): size for axis, size in (axes or {}).items()}

    def check(self, tensor, layer):
        """Raise a `ValueError` where a tensor is not what a layer of this name demands."""
        sizes = None if tensor.shape.rank is None else tensor.shape.as_list()
        rank = tensor.shape.rank
        demands = []
        if rank is not None:
            demands = [
                (f"ndim={self.ndim}", self.ndim is None or rank == self.ndim),
                (f"min_ndim={self.min_ndim}", self.min_ndim is None or rank >= self.min_ndim),
                (f"max_ndim={self.max_ndim}", self.max_ndim is None or rank <= self.max_ndim),
            ]
            axes = self.axes if self.shape is None else dict(enumerate(self.shape))
            if all(holds for _, holds in demands):
                demands += [
                    (f"size {size} of axis {axis}", size is None or sizes[axis] in (None, size))
                    for axis, size in axes.items()
                ]
        demands.append((f"dtype={self.dtype}", self.dtype in (None, tensor.dtype.name)))
        for demand, holds in demands:
            if not holds:
                raise ValueError(
                    f"Input of layer {layer} is incompatible with the layer: "
                    f"expected {demand}, found {tensor.dtype.name} of shape {tensor.shape}"
                )


class Layer:
    """A layer to be subclassed: `build` makes its variables, `call` its ops.

    The first call makes the variables; every later call reuses them.

    Args:
        trainable: whether the variables go to `TRAINABLE_VARIABLES`.
        name: the layer's name; by default the class's, `my_layer`, made unique.
        dtype: type of the variables; None is the first input's.
        activity_regularizer: function of the outputs that returns a loss.

    Attributes:
        built: whether the variables exist.
        input_spec: `InputSpec` of the inputs, or a list of them; None checks nothing.
        updates: ops that move the layer's moving averages.
        losses: the layer's losses.
    """

    # Keras sets it for the layers that one of its models holds.
    _use_resource_variables = False

    def __init__(
        self,
        trainable=True,
        name=None,
        dtype=None,
        activity_regularizer=None,
        _scope=None,
        _reuse=None,
        **_,
    ):
        self.trainable = trainable
        self.dtype = None if dtype is None else tf.as_dtype(dtype).name
        self.built = False
        self.input_spec = None
        self._activity_regularizer = activity_regularizer
        name = name.name if isinstance(name, tf.VariableScope) else name
        self._base_name = name or snake_case(type(self).__name__)
        self._reuse = _reuse
        self._scope = capture_scope(_scope, self._base_name) if _scope else None
        self._made = []
        self._losses = []
        self._updates = []

    def build(self, input_shape):
        """Make the variables, given the shape of the inputs."""
        self.built = True

    def call(self, inputs, *args, **kwargs):
        """Return the outputs."""
        return inputs

    def __call__(self, inputs, *args, scope=None, **kwargs):
        """Build the layer on `inputs`; other arguments are for `call`.

        Args:
            inputs: a tensor, or a structure of tensors.
            *args: for `call`.
            scope: variable scope, in the place of the layer's own.
            **kwargs: for `call`.
        """
        self._capture_scope(scope)
        known = len(self.updates)
        with self._opened() as current:
            inputs = tf.nest.map_structure(_tensor, inputs)
            self._check(inputs)
            if not self.built:
                self._take_dtype(inputs)
                self.build(_shapes(inputs))
                self.built = True
            if "scope" in inspect.signature(self.call).parameters:
                kwargs["scope"] = current
            outputs = self.call(inputs, *args, **kwargs)
            add_activity_loss(self._activity_regularizer, outputs)
        _collect(tf.GraphKeys.UPDATE_OPS, self.updates[known:])
        return outputs

    apply = __call__

    def _capture_scope(self, scope=None):
        """Keep the layer's variable scope, if this is its first use."""
        if self._scope is None:
            self._scope = capture_scope(scope, self._base_name, self._reuse)
        if self._use_resource_variables:
            self._scope.scope.set_use_resource(True)

    def _opened(self):
        """Open the layer's variable scope and its name scope."""
        return _opened(self._scope.scope, True if self.built else self._reuse)

    def _check(self, inputs):
        if self.input_spec is not None:
            for spec, tensor in zip(
                tf.nest.flatten(self.input_spec), tf.nest.flatten(inputs), strict=False
            ):
                spec.check(tensor, self.name)

    def _take_dtype(self, inputs):
        flat = tf.nest.flatten(inputs)
        if self.dtype is None and flat:
            self.dtype = flat[0].dtype.base_dtype.name

    def add_weight(
        self,
        name,
        shape=None,
        dtype=None,
        initializer=None,
        regularizer=None,
        trainable=True,
        constraint=None,
        partitioner=None,
        **_,
    ):
        """Make one of the layer's variables, or get it where the layer is reused.

        Args:
            name: the variable's name inside the layer.
            shape: list of sizes; a scalar by default.
            dtype: type; None is the layer's.
            initializer: None takes the variable scope's.
            regularizer: function of the variable; its loss goes to `REGULARIZATION_LOSSES`.
            trainable: False for statistics such as a moving mean; None is True.
            constraint: projection that optimizers apply after an update.
            partitioner: as `tf.get_variable` takes it.
        """
        self._capture_scope()
        with self._opened() as current:
            layer_scope = LayerScope(
                current, tf.as_dtype(dtype or self.dtype or tf.float32), self.trainable
            )
            variable = layer_scope.variable(
                name,
                () if shape is None else shape,
                initializer,
                regularizer,
                constraint,
                trainable is None or trainable,
                partitioner,
            )
        if not any(variable is item for item in self._made):
            self._made.append(variable)
        return variable

    add_variable = add_weight

    def add_loss(self, losses, inputs=None):
        """Add a loss, or a list of them, to the layer's and to `REGULARIZATION_LOSSES`."""
        losses = [loss() if callable(loss) else loss for loss in tf.nest.flatten(losses)]
        losses = [tf.convert_to_tensor(loss) for loss in losses if loss is not None]
        self._losses += losses
        _collect(tf.GraphKeys.REGULARIZATION_LOSSES, losses)

    def add_update(self, updates, inputs=None):
        """Add an op, or a list of them, to the layer's updates and to `UPDATE_OPS`."""
        updates = tf.nest.flatten(updates)
        self._updates += [item.op if isinstance(item, tf.Tensor) else item for item in updates]

    @property
    def losses(self):
        """The losses that `add_loss` was given, those of layers inside included."""
        return [*self._losses, *(loss for layer in self._layers() for loss in layer.losses)]

    @property
    def updates(self):
        """The ops that `add_update` was given, those of layers inside included.

        A layer that is not trainable has none.
        """
        if not self.trainable:
            return []
        return [*self._updates, *(op for layer in self._layers() for op in layer.updates)]

    def get_losses_for(self, inputs=None):
        """Return the losses; they are not told apart by inputs."""
        return self.losses

    def get_updates_for(self, inputs=None):
        """Return the updates; they are not told apart by inputs."""
        return self.updates

    def _layers(self):
        """Return the layers that are this one's attributes, alone or in lists."""
        held = {}
        for value in vars(self).values():
            for item in value if isinstance(value, (list, tuple)) else [value]:
                if isinstance(item, Layer):
                    held[id(item)] = item
        return list(held.values())

    def compute_output_shape(self, input_shape):
        """Return the shape of the outputs for inputs of a shape."""
        raise NotImplementedError(f"{type(self).__name__} has to define compute_output_shape")

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
    def variables(self):
        """All variables, the trainable ones first."""
        return self.trainable_variables + self.non_trainable_variables

    @property
    def trainable_variables(self):
        """The variables that training changes."""
        return [item for item in self._all_made() if _is_trainable(item)]

    @property
    def non_trainable_variables(self):
        """The other variables, such as moving averages."""
        return [item for item in self._all_made() if not _is_trainable(item)]

    weights = property(lambda self: self.variables)
    trainable_weights = property(lambda self: self.trainable_variables)
    non_trainable_weights = property(lambda self: self.non_trainable_variables)

    def _all_made(self):
        made = [*self._made, *(item for layer in self._layers() for item in layer._all_made())]
        return list({id(variable): variable for variable in made}.values())

    def count_params(self):
        """Return the number of numbers in the variables."""
        return int(sum(np.prod(variable.shape.as_list()) for variable in self.variables))


@contextlib.contextmanager
def _opened(variable_scope, reuse):
    with (
        tf.variable_scope(variable_scope, reuse=reuse, auxiliary_name_scope=False) as current,
        tf.name_scope(current.original_name_scope),
    ):
        yield current


def snake_case(name):
    """Return `BatchNormalization` as `batch_normalization`, `Conv2D` as `conv2d`."""
    name = re.sub("(.)([A-Z][a-z0-9]+)", r"\1_\2", name)
    name = re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()
    return f"private{name}" if name.startswith("_") else name


def _tensor(value):
    return tf.convert_to_tensor(value) if isinstance(value, (np.ndarray, float, int)) else value


def _shapes(inputs):
    return tf.nest.map_structure(lambda tensor: tensor.shape, inputs)


def _collect(collection, items):
    there = tf.get_collection(collection)
    for item in items:
        if not any(item is other for other in there):
            tf.add_to_collection(collection, item)


def _is_trainable(variable):
    return any(variable is item for item in tf.trainable_variables())
