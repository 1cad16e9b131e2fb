"""Wraps cells in other cells: several layers, dropout, residual connections, devices.

References:
    TensorFlow 1.15.5, `python/ops/rnn_cell_impl.py`, `python/ops/rnn_cell_wrapper_impl.py` and
    `contrib/rnn/python/ops/core_rnn_cell.py`.
"""

import contextlib
import hashlib
import math

from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tensorflow1.ops import nn_ops
from tf1_graphs.tf1.rnn.cell import LSTMStateTuple, RNNCell, assert_like_rnncell


class MultiRNNCell(RNNCell):
    """Cells one above the other: each takes the output of the one below.

    Args:
        cells: the cells, the lowest first.
        state_is_tuple: whether the state is the tuple of the cells', else all in one tensor.
    """

    def __init__(self, cells, state_is_tuple=True):
        super().__init__()
        if not cells:
            raise ValueError("Must specify at least one cell for MultiRNNCell.")
        if not isinstance(cells, (list, tuple)):
            raise TypeError(f"cells must be a list or tuple, but saw: {cells}.")
        self._cells = cells
        self._state_is_tuple = state_is_tuple

    @property
    def state_size(self):
        """The cells' sizes, or their sum."""
        sizes = tuple(cell.state_size for cell in self._cells)
        return sizes if self._state_is_tuple else sum(sizes)

    @property
    def output_size(self):
        """The highest cell's."""
        return self._cells[-1].output_size

    def zero_state(self, batch_size, dtype):
        """Return the cells' states of zeros."""
        if not self._state_is_tuple:
            return super().zero_state(batch_size, dtype)
        with tf.name_scope(type(self).__name__ + "ZeroState", values=[batch_size]):
            return tuple(cell.zero_state(batch_size, dtype) for cell in self._cells)

    def call(self, inputs, state):
        """Return the highest cell's output and the next states of all."""
        states, position = [], 0
        for number, cell in enumerate(self._cells):
            with tf.variable_scope(f"cell_{number}"):
                if self._state_is_tuple:
                    cell_state = state[number]
                else:
                    cell_state = tf.slice(state, [0, position], [-1, cell.state_size])
                    position += cell.state_size
                inputs, next_state = cell(inputs, cell_state)
                states.append(next_state)
        return inputs, tuple(states) if self._state_is_tuple else tf.concat(states, 1)


class WrapperCell(RNNCell):
    """A cell around another one, with its sizes."""

    def __init__(self, cell, **kwargs):
        super().__init__(**kwargs)
        assert_like_rnncell("cell", cell)
        self.cell = self._cell = cell

    @property
    def wrapped_cell(self):
        """The cell inside."""
        return self.cell

    @property
    def state_size(self):
        """The wrapped cell's."""
        return self.cell.state_size

    @property
    def output_size(self):
        """The wrapped cell's."""
        return self.cell.output_size

    def zero_state(self, batch_size, dtype):
        """Return the wrapped cell's state of zeros."""
        with tf.name_scope(type(self).__name__ + "ZeroState", values=[batch_size]):
            return self.cell.zero_state(batch_size, dtype)


class DropoutWrapper(WrapperCell):
    """Drop inputs, outputs or states of a cell with a probability, anew at each step.

    Args:
        cell: the cell.
        input_keep_prob: probability in [0, 1] that an input is kept; a float or a scalar tensor.
        output_keep_prob: the same of an output.
        state_keep_prob: the same of a state, but for the memory of an LSTM.
        variational_recurrent: whether all steps and examples share one mask, Gal and Ghahramani's.
        input_size: size of an input, or a structure of such, for that mask.
        dtype: type of that mask.
        seed: from which the masks' op seeds are made.

    Raises:
        ValueError: a probability outside [0, 1], or a mask for all steps without its size or type.
    """

    def __init__(
        self,
        cell,
        input_keep_prob=1.0,
        output_keep_prob=1.0,
        state_keep_prob=1.0,
        variational_recurrent=False,
        input_size=None,
        dtype=None,
        seed=None,
        **kwargs,
    ):
        super().__init__(cell, **kwargs)
        with tf.name_scope("DropoutWrapperInit"):
            self._input_keep_prob = _probability(input_keep_prob)
            self._state_keep_prob = _probability(state_keep_prob)
            self._output_keep_prob = _probability(output_keep_prob)
        self._seed = seed
        self._noise = self._noises(input_size, dtype) if variational_recurrent else {}

    def _noises(self, input_size, dtype):
        """Return what all steps' masks are made of, by what it is for, one tensor an element."""
        if dtype is None:
            raise ValueError("When variational_recurrent=True, dtype must be provided")
        sizes = {"state": self.cell.state_size, "output": self.cell.output_size}
        if not isinstance(self._input_keep_prob, float) or self._input_keep_prob < 1.0:
            if input_size is None:
                raise ValueError(
                    "When variational_recurrent=True and input_keep_prob < 1.0 or is unknown, "
                    "input_size must be provided"
                )
            sizes = {"input": input_size, **sizes}
        return {salt: self._noise_of(salt, size, dtype) for salt, size in sizes.items()}

    def _noise_of(self, salt, sizes, dtype):
        noise = []
        for index, size in enumerate(tf.nest.flatten(sizes)):
            shape = tf.concat(([1], tf.TensorShape(size).as_list()), 0)
            seed = self._op_seed(salt, index)
            noise.append(tf.random_uniform(shape, seed=seed, dtype=dtype))
        return noise

    def __call__(self, inputs, state, scope=None):
        """Build one step of the cell with its dropouts."""
        inputs = self._dropped(inputs, "input", self._input_keep_prob)
        output, state = self.cell(inputs, state, scope=scope)
        state = self._dropped(state, "state", self._state_keep_prob)
        return self._dropped(output, "output", self._output_keep_prob), state

    def _dropped(self, values, salt, keep_prob):
        if isinstance(keep_prob, float) and keep_prob == 1.0:
            return values
        counter = iter(range(len(tf.nest.flatten(values))))

        def drop(value, dropped=True):
            index = next(counter)
            if not dropped:
                return value
            if self._noise:
                kept = tf.floor(keep_prob + self._noise[salt][index])
                masked = tf.div(value, keep_prob) * kept
                masked.set_shape(value.get_shape())
                return masked
            return nn_ops.dropout(value, 1.0 - keep_prob, seed=self._op_seed(salt, index))

        def drop_structure(structure):
            if salt == "state" and isinstance(structure, LSTMStateTuple):
                # The memory is left alone: dropping it would lose what the cell has learnt.
                return LSTMStateTuple(drop(structure.c, dropped=False), drop(structure.h))
            if isinstance(structure, (list, tuple)):
                return type(structure)(drop_structure(item) for item in structure)
            return drop(structure)

        return drop_structure(values)

    def _op_seed(self, salt, index):
        if self._seed is None:
            return None
        digest = hashlib.md5(f"{self._seed}{salt}_{index}".encode()).hexdigest()
        return int(digest[:8], 16) & 0x7FFFFFFF


def _probability(value):
    """Return a probability as a float where it is known, else as a tensor."""
    tensor = tf.convert_to_tensor(value)
    known = tf.get_static_value(tensor)
    if known is None:
        return tensor
    if not 0 <= known <= 1:
        raise ValueError(f"DropoutWrapper: expected a probability in [0, 1], got {known}")
    return float(known)


class ResidualWrapper(WrapperCell):
    """Add the inputs to a cell's output; `residual_fn` joins them otherwise."""

    def __init__(self, cell, residual_fn=None, **kwargs):
        super().__init__(cell, **kwargs)
        self._residual_fn = residual_fn or (
            lambda inputs, output: tf.nest.map_structure(lambda i, o: i + o, inputs, output)
        )

    def __call__(self, inputs, state, scope=None):
        """Build one step of the cell, and the sum."""
        output, state = self.cell(inputs, state, scope=scope)
        return self._residual_fn(inputs, output), state


class DeviceWrapper(WrapperCell):
    """Build a cell's ops for a device."""

    def __init__(self, cell, device, **kwargs):
        super().__init__(cell, **kwargs)
        self._device = device

    def zero_state(self, batch_size, dtype):
        """Return the wrapped cell's state of zeros, on the device."""
        with (
            tf.name_scope(type(self).__name__ + "ZeroState", values=[batch_size]),
            tf.device(self._device),
        ):
            return self.cell.zero_state(batch_size, dtype)

    def __call__(self, inputs, state, scope=None):
        """Build one step of the cell on the device."""
        with tf.device(self._device) if self._device else contextlib.nullcontext():
            return self.cell(inputs, state, scope=scope)


class EmbeddingWrapper(WrapperCell):
    """Embed the inputs, integers, before a cell takes them.

    Args:
        cell: the cell.
        embedding_classes: number of symbols, 1 or more.
        embedding_size: size of an embedding, 1 or more.
        initializer: of the embeddings; None is the variable scope's, or uniform of variance 1.
        reuse: True takes the variables of an earlier cell.
    """

    def __init__(self, cell, embedding_classes, embedding_size, initializer=None, reuse=None):
        super().__init__(cell, _reuse=reuse)
        if embedding_classes <= 0 or embedding_size <= 0:
            raise ValueError(
                "Both embedding_classes and embedding_size must be > 0: "
                f"{embedding_classes}, {embedding_size}."
            )
        self._embedding_classes = embedding_classes
        self._embedding_size = embedding_size
        self._initializer = initializer

    def call(self, inputs, state):
        """Return the cell's output and next state."""
        with tf.device("/cpu:0"):
            unit_variance = tf.random_uniform_initializer(-math.sqrt(3), math.sqrt(3))
            embedding = tf.get_variable(
                "embedding",
                [self._embedding_classes, self._embedding_size],
                initializer=self._initializer
                or tf.get_variable_scope().initializer
                or unit_variance,
                dtype=tf.nest.flatten(state)[0].dtype,
            )
            embedded = tf.nn.embedding_lookup(embedding, tf.reshape(inputs, [-1]))
            return self.cell(embedded, state)


class ProjectionWrapper(WrapperCell):
    """A cell with a fully connected layer before or behind it."""

    def __init__(self, cell, size, activation=None, reuse=None):
        super().__init__(cell, _reuse=reuse)
        self._size = size
        self._activation = activation
        self._weights = None

    def _project(self, inputs):
        if self._weights is None:
            with tf.variable_scope(tf.get_variable_scope()) as outer:
                shape = [inputs.shape.as_list()[-1], self._size]
                kernel = tf.get_variable("kernel", shape, dtype=inputs.dtype)
                with tf.variable_scope(outer):
                    zeros = tf.constant_initializer(0.0, dtype=inputs.dtype)
                    bias = tf.get_variable("bias", [self._size], inputs.dtype, zeros)
            self._weights = kernel, bias
        kernel, bias = self._weights
        outputs = tf.nn.bias_add(tf.matmul(inputs, kernel), bias)
        return self._activation(outputs) if self._activation else outputs


class OutputProjectionWrapper(ProjectionWrapper):
    """Project a cell's output to another size.

    Args:
        cell: the cell.
        output_size: size of the output, 1 or more.
        activation: function of the projection; None is linear.
        reuse: True takes the variables of an earlier cell.
    """

    def __init__(self, cell, output_size, activation=None, reuse=None):
        super().__init__(cell, output_size, activation, reuse)
        if output_size < 1:
            raise ValueError(f"Parameter output_size must be > 0: {output_size}.")

    @property
    def output_size(self):
        """The size that the output is projected to."""
        return self._size

    def call(self, inputs, state):
        """Return the projected output and the next state."""
        output, state = self.cell(inputs, state)
        return self._project(output), state


class InputProjectionWrapper(ProjectionWrapper):
    """Project the inputs to another size before a cell takes them.

    Args:
        cell: the cell.
        num_proj: size of the cell's inputs.
        activation: function of the projection; None is linear.
        input_size: has no effect.
        reuse: True takes the variables of an earlier cell.
    """

    def __init__(self, cell, num_proj, activation=None, input_size=None, reuse=None):
        super().__init__(cell, num_proj, activation, reuse)

    def call(self, inputs, state):
        """Return the cell's output and next state."""
        return self.cell(self._project(inputs), state)
