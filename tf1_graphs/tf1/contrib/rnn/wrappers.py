"""Defines contrib's own wrappers of cells, and its cells over images.

References:
    TensorFlow 1.15.5, `contrib/rnn/python/ops/rnn_cell.py`; Srivastava et al., arXiv:1505.00387
    (highways); Shi et al., arXiv:1506.04214 (convolutions).
"""

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.rnn.cell import LSTMStateTuple, RNNCell
from tf1_graphs.tf1.rnn.linear import Linear
from tf1_graphs.tf1.rnn.wrappers import WrapperCell


class HighwayWrapper(WrapperCell):
    """Mix a cell's inputs and its outputs by a gate.

    Args:
        cell: the cell; its outputs have the inputs' size.
        couple_carry_transform_gates: whether the outputs' gate is 1 - the inputs'.
        carry_bias_init: initial value of the inputs' gate's bias.
    """

    def __init__(self, cell, couple_carry_transform_gates=True, carry_bias_init=1.0):
        super().__init__(cell)
        self._couple_carry_transform_gates = couple_carry_transform_gates
        self._carry_bias_init = carry_bias_init

    def _gate(self, name, inputs, bias):
        size = inputs.shape.as_list()[1]
        weights = tf.get_variable(f"{name}_w", [size, size])
        biases = tf.get_variable(f"{name}_b", [size], initializer=tf.constant_initializer(bias))
        return tf.sigmoid(tf.nn.xw_plus_b(inputs, weights, biases))

    def _highway(self, inputs, outputs):
        inputs.shape.assert_is_compatible_with(outputs.shape)
        carry = self._gate("carry", inputs, self._carry_bias_init)
        if self._couple_carry_transform_gates:
            transform = 1 - carry
        else:
            transform = self._gate("transform", inputs, -self._carry_bias_init)
        return inputs * carry + outputs * transform

    def __call__(self, inputs, state, scope=None):
        """Build one step of the cell, and the mixture."""
        outputs, state = self.cell(inputs, state, scope=scope)
        return tf.nest.map_structure(self._highway, inputs, outputs), state


class AttentionCellWrapper(RNNCell):
    """A cell that attends to its own last outputs.

    Args:
        cell: the cell.
        attn_length: number of outputs that are attended to, 1 or more.
        attn_size: size of the outputs; None is the cell's.
        attn_vec_size: size of the attention's hidden layer; None is `attn_size`.
        input_size: size of the cell's inputs; None is the given inputs'.
        state_is_tuple: whether the state is a tuple, else one tensor.
        reuse: True takes the variables of an earlier cell.

    Raises:
        ValueError: no outputs, or a tuple of states in one tensor.
    """

    def __init__(
        self,
        cell,
        attn_length,
        attn_size=None,
        attn_vec_size=None,
        input_size=None,
        state_is_tuple=True,
        reuse=None,
    ):
        super().__init__(_reuse=reuse)
        if isinstance(cell.state_size, (list, tuple)) and not state_is_tuple:
            raise ValueError(
                "Cell returns tuple of states, but the flag state_is_tuple is not set. "
                f"State size is: {cell.state_size}"
            )
        if attn_length <= 0:
            raise ValueError(f"attn_length should be greater than zero, got {attn_length}")
        self._cell = cell
        self._attn_size = cell.output_size if attn_size is None else attn_size
        self._attn_vec_size = self._attn_size if attn_vec_size is None else attn_vec_size
        self._input_size = input_size
        self._attn_length = attn_length
        self._state_is_tuple = state_is_tuple
        self._linears = {}

    @property
    def state_size(self):
        """The sizes of the cell's state, of the attention and of the last outputs."""
        size = (self._cell.state_size, self._attn_size, self._attn_size * self._attn_length)
        return size if self._state_is_tuple else sum(size)

    output_size = property(lambda self: self._attn_size, doc="Size of the outputs.")

    def _linear(self, name, args, size):
        if name not in self._linears:
            self._linears[name] = Linear(args, size, True)
        return self._linears[name](args)

    def call(self, inputs, state):
        """Return the output and the next state."""
        size, length = self._attn_size, self._attn_length
        if self._state_is_tuple:
            state, attention, outputs = state
        else:
            states, of_cell = state, self._cell.state_size
            state = tf.slice(states, [0, 0], [-1, of_cell])
            attention = tf.slice(states, [0, of_cell], [-1, size])
            outputs = tf.slice(states, [0, of_cell + size], [-1, size * length])
        outputs = tf.reshape(outputs, [-1, length, size])
        input_size = self._input_size or inputs.shape.as_list()[1]
        inputs = self._linear("inputs", [inputs, attention], input_size)
        output, new_state = self._cell(inputs, state)
        query = new_state
        if self._state_is_tuple:
            query = tf.concat(tf.nest.flatten(new_state), 1)
        attention, outputs = self._attend(query, outputs)
        with tf.variable_scope("attn_output_projection"):
            output = self._linear("outputs", [output, attention], size)
        outputs = tf.concat([outputs, tf.expand_dims(output, 1)], 1)
        outputs = tf.reshape(outputs, [-1, length * size])
        new_state = (new_state, attention, outputs)
        return output, new_state if self._state_is_tuple else tf.concat(list(new_state), 1)

    def _attend(self, query, outputs):
        size, length, hidden_size = self._attn_size, self._attn_length, self._attn_vec_size
        with tf.variable_scope("attention"):
            kernel = tf.get_variable("attn_w", [1, 1, size, hidden_size])
            v = tf.get_variable("attn_v", [hidden_size])
            hidden = tf.reshape(outputs, [-1, length, 1, size])
            features = tf.nn.conv2d(hidden, kernel, [1, 1, 1, 1], "SAME")
            y = tf.reshape(self._linear("query", query, hidden_size), [-1, 1, 1, hidden_size])
            weights = tf.nn.softmax(tf.reduce_sum(v * tf.tanh(features + y), [2, 3]))
            context = tf.reduce_sum(tf.reshape(weights, [-1, length, 1, 1]) * hidden, [1, 2])
            context = tf.reshape(context, [-1, size])
            return context, tf.slice(outputs, [0, 1, 0], [-1, -1, -1])


class ConvLSTMCell(RNNCell):
    """An LSTM whose products are convolutions.

    Args:
        conv_ndims: number of spatial axes, 1 to 3.
        input_shape: shape of an input, channels last.
        output_channels: number of channels of the output.
        kernel_shape: size of the filters along each spatial axis.
        use_bias: whether there are biases.
        skip_connection: whether the inputs are joined to the output.
        forget_bias: added to the forget gate.
        initializers: has no effect.
        name: the cell's name.

    Raises:
        ValueError: an input shape of another rank.
    """

    def __init__(
        self,
        conv_ndims,
        input_shape,
        output_channels,
        kernel_shape,
        use_bias=True,
        skip_connection=False,
        forget_bias=1.0,
        initializers=None,
        name="conv_lstm_cell",
    ):
        super().__init__(name=name)
        if conv_ndims != len(input_shape) - 1:
            raise ValueError(f"Invalid input_shape {input_shape} for conv_ndims={conv_ndims}.")
        self._conv_ndims = conv_ndims
        self._output_channels = output_channels
        self._kernel_shape = list(kernel_shape)
        self._use_bias = use_bias
        self._forget_bias = forget_bias
        self._skip_connection = skip_connection
        *sizes, channels = input_shape
        self._state = tf.TensorShape([*sizes, output_channels])
        total = output_channels + (channels if skip_connection else 0)
        self._output = tf.TensorShape([*sizes, total])

    state_size = property(lambda self: LSTMStateTuple(self._state, self._state), doc="Two images.")
    output_size = property(lambda self: self._output, doc="An image.")

    def call(self, inputs, state, scope=None):
        """Return the output and the next state."""
        cell, hidden = state
        gates = self._convolved([inputs, hidden], 4 * self._output_channels)
        gates = tf.split(value=gates, num_or_size_splits=4, axis=self._conv_ndims + 1)
        input_gate, new_input, forget_gate, output_gate = gates
        new_cell = tf.sigmoid(forget_gate + self._forget_bias) * cell
        new_cell += tf.sigmoid(input_gate) * tf.tanh(new_input)
        output = tf.tanh(new_cell) * tf.sigmoid(output_gate)
        if self._skip_connection:
            output = tf.concat([output, inputs], axis=-1)
        return output, LSTMStateTuple(new_cell, output)

    def _convolved(self, args, channels):
        rank = self._conv_ndims + 2
        convolve = {3: tf.nn.conv1d, 4: tf.nn.conv2d, 5: tf.nn.conv3d}[rank]
        strides = 1 if rank == 3 else rank * [1]
        depth = sum(arg.shape.as_list()[-1] for arg in args)
        dtype = args[0].dtype
        shape = [*self._kernel_shape, depth, channels]
        kernel = tf.get_variable("kernel", shape, dtype=dtype)
        joined = tf.concat(axis=rank - 1, values=args)
        outputs = convolve(joined, kernel, strides, padding="SAME")
        if not self._use_bias:
            return outputs
        zero = tf.constant_initializer(0.0, dtype=dtype)
        return outputs + tf.get_variable("biases", [channels], dtype=dtype, initializer=zero)


class Conv1DLSTMCell(ConvLSTMCell):
    """A `ConvLSTMCell` over series."""

    def __init__(self, name="conv_1d_lstm_cell", **kwargs):
        super().__init__(conv_ndims=1, name=name, **kwargs)


class Conv2DLSTMCell(ConvLSTMCell):
    """A `ConvLSTMCell` over images."""

    def __init__(self, name="conv_2d_lstm_cell", **kwargs):
        super().__init__(conv_ndims=2, name=name, **kwargs)


class Conv3DLSTMCell(ConvLSTMCell):
    """A `ConvLSTMCell` over volumes."""

    def __init__(self, name="conv_3d_lstm_cell", **kwargs):
        super().__init__(conv_ndims=3, name=name, **kwargs)
