"""What every recurrent cell is: `RNNCell`, to be subclassed.

References:
    TensorFlow 1.15.5, `python/ops/rnn_cell_impl.py` and `python/layers/base.py`.
"""

import collections
import re

from tf1_graphs.layers.variables import LayerScope, capture_scope
from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tensorflow1.ops import array_ops

LSTMStateTuple = collections.namedtuple("LSTMStateTuple", ("c", "h"))
LSTMStateTuple.__doc__ = "An LSTM's state: `c` and `h`, float tensors [batch, units]."


class LayerCell:
    """A cell's variables, and the scopes that it builds in.

    A subclass has `state_size`, `output_size`, `call(inputs, state)`, and `build(inputs_shape)`
    where it makes variables before its first call.
    """

    def __init__(self, trainable=True, name=None, dtype=None, _reuse=None, **_):
        self.trainable = trainable
        self.dtype = dtype
        self.built = False
        self._base_name = name or re.sub("([a-z])([A-Z])", r"\1_\2", _spaced(type(self))).lower()
        self._reuse = _reuse
        self._scope = None
        self._made = []

    @property
    def state_size(self):
        """Size of the state: an integer, a `TensorShape`, or a tuple of these."""
        raise NotImplementedError(f"{type(self).__name__} has to define state_size")

    @property
    def output_size(self):
        """Size of the output: an integer or a `TensorShape`."""
        raise NotImplementedError(f"{type(self).__name__} has to define output_size")

    def build(self, inputs_shape):
        """Make the variables, given the shape of the inputs."""

    def call(self, inputs, state):
        """Return the output and the next state."""
        raise NotImplementedError(f"{type(self).__name__} has to define call(inputs, state)")

    def __call__(self, inputs, state, scope=None):
        """Build one step.

        Args:
            inputs: float tensor [batch, n].
            state: tensor or tuple of tensors, as `state_size` says.
            scope: variable scope, in the place of the cell's own.

        Returns:
            The output [batch, `output_size`] and the next state.
        """
        if self._scope is None:
            self._scope = capture_scope(scope, self._base_name, self._reuse)
        reuse = True if self.built else self._reuse
        variable_scope = self._scope.scope
        with (
            tf.variable_scope(variable_scope, reuse=reuse, auxiliary_name_scope=False) as current,
            tf.name_scope(current.original_name_scope),
        ):
            if not self.built:
                self.dtype = self.dtype or tf.nest.flatten(inputs)[0].dtype.base_dtype
                self._opened = LayerScope(current, tf.as_dtype(self.dtype), self.trainable)
                self.build(_first_shape(inputs))
                self.built = True
            return self.call(inputs, state)

    def add_variable(self, name, shape, initializer=None, trainable=True, **_):
        """Make one of the cell's variables; None initializes as the variable scope says."""
        variable = self._opened.variable(name, shape, initializer, trainable=trainable)
        self._made.append(variable)
        return variable

    add_weight = add_variable

    def zero_state(self, batch_size, dtype):
        """Return a state of zeros.

        Args:
            batch_size: integer or scalar tensor.
            dtype: float type.
        """
        with tf.name_scope(type(self).__name__ + "ZeroState", values=[batch_size]):
            return tf.nest.map_structure(
                lambda size: _zeros(batch_size, size, dtype), self.state_size
            )

    def get_initial_state(self, inputs=None, batch_size=None, dtype=None):
        """Return a state of zeros for the inputs, or for the batch size and type."""
        if inputs is not None:
            inputs = tf.convert_to_tensor(inputs, name="inputs")
            batch_size = inputs.shape.as_list()[0] or tf.shape(inputs)[0]
            dtype = inputs.dtype
        return self.zero_state(batch_size, dtype)

    @property
    def name(self):
        """The cell's name: the last part of its scope's, once it was called."""
        return self._scope.scope.name.rpartition("/")[2] if self._scope else self._base_name

    @property
    def scope_name(self):
        """The name of the cell's variable scope."""
        return self._scope.scope.name

    @property
    def variables(self):
        """The variables that the cell made, and those of the cells that it wraps."""
        return list(self._made)

    @property
    def trainable_variables(self):
        """The variables that training changes."""
        trainable = tf.trainable_variables()
        return [item for item in self.variables if any(item is other for other in trainable)]

    weights = variables
    trainable_weights = trainable_variables


class RNNCell(LayerCell):
    """A cell to be subclassed: `call` makes its variables by `tf.get_variable`."""

    def __call__(self, inputs, state, scope=None):
        """Build one step, see `LayerCell`."""
        if scope is not None:
            with tf.variable_scope(scope, custom_getter=self._get) as scope:
                return super().__call__(inputs, state, scope)
        if not hasattr(self, "_enclosing_scope"):
            self._enclosing_scope = tf.variable_scope(
                tf.get_variable_scope(), custom_getter=self._get
            )
        with self._enclosing_scope:
            return super().__call__(inputs, state)

    def _get(self, getter, *args, **kwargs):
        variable = getter(*args, **kwargs)
        if not any(variable is item for item in self._made):
            self._made.append(variable)
        return variable


def assert_like_rnncell(argument, cell):
    """Raise a `TypeError` where an argument is no recurrent cell."""
    lacks = [
        name for name in ("output_size", "state_size", "zero_state") if not hasattr(cell, name)
    ]
    if lacks or not callable(cell):
        raise TypeError(f"The argument {argument!r} ({cell!r}) is not an RNNCell: no {lacks}")


def known_depth(inputs_shape):
    """Return the number of inputs, which must be known when the graph is built."""
    depth = inputs_shape.as_list()[-1]
    if depth is None:
        raise ValueError(f"Expected inputs.shape[-1] to be known, saw shape: {inputs_shape}")
    return depth


def _spaced(cell_class):
    return re.sub("(.)([A-Z][a-z0-9]+)", r"\1_\2", cell_class.__name__)


def _first_shape(inputs):
    return tf.nest.flatten(inputs)[0].shape


def _zeros(batch_size, size, dtype):
    """Build zeros [batch, size]."""
    sizes = [size] if isinstance(size, int) else tf.TensorShape(size).as_list()

    def parts():
        if not isinstance(batch_size, tf.Tensor):
            batch = tf.constant([batch_size], dtype=tf.int32)
        elif batch_size.shape.rank == 0:
            batch = tf.expand_dims(batch_size, 0)
        else:
            batch = batch_size
        return batch, tf.constant(sizes, dtype=tf.int32)

    zeros = array_ops.zeros(tf.concat(parts(), 0), dtype=dtype)
    # TensorFlow 1 built them again, to learn the static shape.
    parts()
    known = tf.get_static_value(batch_size) if isinstance(batch_size, tf.Tensor) else batch_size
    zeros.set_shape([None if known is None else int(known), *sizes])
    return zeros
