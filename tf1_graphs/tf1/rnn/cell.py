"""Defines what every recurrent cell is: `RNNCell`, to be subclassed.

References:
    TensorFlow 1.15.5, `python/ops/rnn_cell_impl.py` and `python/layers/base.py`.
"""

import collections

from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tensorflow1.ops import array_ops
from tf1_graphs.tf1.base_layer import Layer

LSTMStateTuple = collections.namedtuple("LSTMStateTuple", ("c", "h"))
LSTMStateTuple.__doc__ = "An LSTM's state: `c` and `h`, float tensors [batch, units]."


class LayerCell(Layer):
    """A cell's variables, and the scopes that it builds in.

    A subclass has `state_size`, `output_size`, `call(inputs, state)`, and `build(inputs_shape)`
    where it makes variables before its first call.
    """

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

    def __call__(self, inputs, state, scope=None, **kwargs):
        """Build one step.

        Args:
            inputs: float tensor [batch, n].
            state: tensor or tuple of tensors, as `state_size` says.
            scope: variable scope, in the place of the cell's own.
            **kwargs: for `call`.

        Returns:
            The output [batch, `output_size`] and the next state.
        """
        return super().__call__(inputs, state, scope=scope, **kwargs)

    def zero_state(self, batch_size, dtype):
        """Return a state of zeros.

        Args:
            batch_size: integer or scalar tensor.
            dtype: float type.
        """
        with tf.name_scope(type(self).__name__ + "ZeroState", values=[batch_size]):
            return zero_state_tensors(self.state_size, batch_size, dtype)

    def get_initial_state(self, inputs=None, batch_size=None, dtype=None):
        """Return a state of zeros for the inputs, or for the batch size and type."""
        if inputs is not None:
            inputs = tf.convert_to_tensor(inputs, name="inputs")
            batch_size = static_or_dynamic_size(inputs)
            dtype = inputs.dtype
        return self.zero_state(batch_size, dtype)


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


def is_like_rnncell(cell):
    """Tell whether an object can be called as a recurrent cell."""
    try:
        assert_like_rnncell("cell", cell)
    except TypeError:
        return False
    return True


def known_depth(inputs_shape):
    """Return the number of inputs, which must be known when the graph is built."""
    depth = inputs_shape.as_list()[-1]
    if depth is None:
        raise ValueError(f"Expected inputs.shape[-1] to be known, saw shape: {inputs_shape}")
    return depth


def zero_state_tensors(state_size, batch_size, dtype):
    """Build zeros [batch, size] for each size of a structure of sizes."""
    return tf.nest.map_structure(lambda size: _zeros(batch_size, size, dtype), state_size)


def static_or_dynamic_size(tensor, axis=0):
    """Return the size of an axis: an integer where it is known, else a scalar tensor."""
    return tensor.shape.as_list()[axis] or tf.shape(tensor)[axis]


def transpose_batch_time(x):
    """Return a tensor with its first two axes exchanged, if it has two."""
    if x.shape.rank is not None and x.shape.rank < 2:
        return x
    axes = tf.concat(([1, 0], tf.range(2, tf.rank(x))), axis=0)
    transposed = tf.transpose(x, axes)
    sizes = [None] * 2 if x.shape.rank is None else x.shape.as_list()
    rest = None if x.shape.rank is None else sizes[2:]
    if rest is not None:
        transposed.set_shape([sizes[1], sizes[0], *rest])
    return transposed


def _zeros(batch_size, size, dtype):
    """Build zeros [batch, size]."""
    batch = [batch_size] if isinstance(batch_size, int) else batch_size
    size = [size] if isinstance(size, int) else size
    zeros = array_ops.zeros(tf.concat((_sizes(batch), _sizes(size)), 0), dtype=dtype)
    # TensorFlow 1 built them again, to learn the static shape.
    _sizes(batch)
    _sizes(size)
    zeros.set_shape(_static(batch).concatenate(_static(size)))
    return zeros


def concatenated_sizes(prefix, suffix, static=False):
    """Return the shape [prefix, suffix] of two sizes, shapes or vectors.

    Args:
        prefix: an integer, a shape or a tensor, as `suffix`.
        suffix: the sizes after it.
        static: whether a list with None for what is unknown is returned, not a vector.

    Raises:
        ValueError: a vector is wanted, and a size is unknown.
    """
    vectors = [_sizes(size) if _is_known(size) else None for size in (prefix, suffix)]
    if not static:
        if any(vector is None for vector in vectors):
            raise ValueError(f"Provided a prefix or suffix of None: {prefix} and {suffix}")
        return tf.concat(vectors, 0)
    shape = _static(prefix).concatenate(_static(suffix))
    return shape.as_list() if shape.rank is not None else None


def _is_known(size):
    return isinstance(size, tf.Tensor) or tf.TensorShape(size).is_fully_defined()


def _sizes(size):
    """Return one size or a shape as a vector."""
    if isinstance(size, tf.Tensor):
        return tf.expand_dims(size, 0) if size.shape.rank == 0 else size
    return tf.constant(tf.TensorShape(size).as_list(), dtype=tf.int32)


def _static(size):
    """Return one size or a shape as a `TensorShape`."""
    if not isinstance(size, tf.Tensor):
        return tf.TensorShape(size)
    known = tf.get_static_value(size)
    if known is None:
        return tf.TensorShape([None] * (1 if size.shape.rank == 0 else size.shape.as_list()[0]))
    return tf.TensorShape(known.reshape([-1]).tolist())
