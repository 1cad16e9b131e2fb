"""Defines gated cells that only contrib had.

References:
    TensorFlow 1.15.5, `contrib/rnn/python/ops/rnn_cell.py`; Ba et al., arXiv:1607.06450 (layer
    normalization); Zoph and Le, arXiv:1611.01578 (NAS); Collins et al., arXiv:1611.09913 (UGRNN,
    intersection); Lei et al., arXiv:1709.02755 (SRU).
"""

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.rnn.cell import LayerCell, LSTMStateTuple, RNNCell, known_depth
from tf1_graphs.tf1.rnn.linear import Linear


class LayerNormBasicLSTMCell(RNNCell):
    """An LSTM whose gates and memory are normalized over the neurons.

    Args:
        num_units: number of neurons.
        forget_bias: added to the forget gate.
        input_size: has no effect.
        activation: function of a tensor.
        layer_norm: whether there is the normalization, else biases.
        norm_gain: initial value of the normalizations' gain.
        norm_shift: initial value of the normalizations' shift.
        dropout_keep_prob: probability that what a step adds to the memory is kept.
        dropout_prob_seed: op seed of that dropout.
        reuse: True takes the variables of an earlier cell.
    """

    def __init__(
        self,
        num_units,
        forget_bias=1.0,
        input_size=None,
        activation=tf.tanh,
        layer_norm=True,
        norm_gain=1.0,
        norm_shift=0.0,
        dropout_keep_prob=1.0,
        dropout_prob_seed=None,
        reuse=None,
    ):
        super().__init__(_reuse=reuse)
        self._num_units = num_units
        self._activation = activation
        self._forget_bias = forget_bias
        self._keep_prob = dropout_keep_prob
        self._seed = dropout_prob_seed
        self._layer_norm = layer_norm
        self._norm_gain = norm_gain
        self._norm_shift = norm_shift

    state_size = property(
        lambda self: LSTMStateTuple(self._num_units, self._num_units), doc="Of `c` and `h`."
    )
    output_size = property(lambda self: self._num_units, doc="The number of neurons.")

    def _norm(self, inputs, scope, dtype=tf.float32):
        if not self._layer_norm:
            return inputs
        initial = {"gamma": self._norm_gain, "beta": self._norm_shift}
        initial = {name: tf.constant_initializer(value) for name, value in initial.items()}
        with tf.variable_scope(scope):
            for name, initializer in initial.items():
                tf.get_variable(name, shape=inputs.shape[-1:], initializer=initializer, dtype=dtype)
        return tf.contrib.layers.layer_norm(inputs, reuse=True, scope=scope)

    def call(self, inputs, state):
        """Return the output `h` and the next state."""
        c, h = state
        args = tf.concat([inputs, h], 1)
        width = 4 * self._num_units
        kernel = tf.get_variable("kernel", [args.shape[-1], width], dtype=args.dtype)
        gates = tf.matmul(args, kernel)
        if not self._layer_norm:
            bias = tf.get_variable("bias", [width], dtype=args.dtype)
            gates = tf.nn.bias_add(gates, bias)
        gates = tf.split(value=gates, num_or_size_splits=4, axis=1)
        names = ("input", "transform", "forget", "output")
        i, j, f, o = (
            self._norm(gate, name, args.dtype) for gate, name in zip(gates, names, strict=True)
        )
        added = self._activation(j)
        if not isinstance(self._keep_prob, float) or self._keep_prob < 1:
            added = tf.nn.dropout(added, self._keep_prob, seed=self._seed)
        new_c = c * tf.sigmoid(f + self._forget_bias) + tf.sigmoid(i) * added
        new_c = self._norm(new_c, "state", args.dtype)
        new_h = self._activation(new_c) * tf.sigmoid(o)
        return new_h, LSTMStateTuple(new_c, new_h)


class NASCell(LayerCell):
    """The cell that a search over architectures found.

    Args:
        num_units: number of neurons.
        num_proj: size of the projection of the output, or None.
        use_bias: whether there is a bias.
        reuse: True takes the variables of an earlier cell.
    """

    def __init__(self, num_units, num_proj=None, use_bias=False, reuse=None, **kwargs):
        super().__init__(_reuse=reuse, **kwargs)
        self._num_units = num_units
        self._num_proj = num_proj
        self._use_bias = use_bias

    state_size = property(
        lambda self: LSTMStateTuple(self._num_units, self.output_size), doc="Of `c` and `h`."
    )
    output_size = property(
        lambda self: self._num_units if self._num_proj is None else self._num_proj,
        doc="The number of neurons, or the size of the projection.",
    )

    def build(self, inputs_shape):
        """Make both kernels, the bias and the projection."""
        width = 8 * self._num_units
        self.recurrent_kernel = self.add_weight("recurrent_kernel", [self.output_size, width])
        self.kernel = self.add_weight("kernel", [known_depth(inputs_shape), width])
        if self._use_bias:
            self.bias = self.add_weight("bias", [width], initializer=tf.zeros_initializer)
        if self._num_proj is not None:
            shape = [self._num_units, self._num_proj]
            self.projection_weights = self.add_weight("projection_weights", shape)

    def call(self, inputs, state):
        """Return the output and the next state."""
        c_prev, m_prev = state
        of_state = tf.matmul(m_prev, self.recurrent_kernel)
        of_inputs = tf.matmul(inputs, self.kernel)
        if self._use_bias:
            of_state = tf.nn.bias_add(of_state, self.bias)
        m = tf.split(axis=1, num_or_size_splits=8, value=of_state)
        x = tf.split(axis=1, num_or_size_splits=8, value=of_inputs)
        sigmoid, tanh, relu = tf.sigmoid, tf.tanh, tf.nn.relu
        functions = (sigmoid, relu, sigmoid, relu, tanh, sigmoid, tanh, sigmoid)
        first = [
            function(x[n] * m[n] if n == 3 else x[n] + m[n]) for n, function in enumerate(functions)
        ]
        second = [
            tanh(first[0] * first[1]),
            tanh(first[2] + first[3]),
            tanh(first[4] * first[5]),
            sigmoid(first[6] + first[7]),
        ]
        new_c = tanh(second[0] + c_prev) * second[1]
        new_m = tanh(new_c * tanh(second[2] + second[3]))
        if self._num_proj is not None:
            new_m = tf.matmul(new_m, self.projection_weights)
        return new_m, LSTMStateTuple(new_c, new_m)


class _Units(RNNCell):
    """A cell whose state and output are its neurons'."""

    def __init__(self, num_units, initializer=None, reuse=None):
        super().__init__(_reuse=reuse)
        self._num_units = num_units
        self._initializer = initializer
        self._linears = {}

    state_size = property(lambda self: self._num_units, doc="The number of neurons.")
    output_size = property(lambda self: self._num_units, doc="The number of neurons.")

    def _linear(self, name, args, size):
        if name not in self._linears:
            self._linears[name] = Linear(args, size, True)
        return self._linears[name](args)


class UGRNNCell(_Units):
    """A cell with one gate, the update gate.

    Args:
        num_units: number of neurons.
        initializer: of the variables; None is the variable scope's.
        forget_bias: added to the gate.
        activation: function of a tensor.
        reuse: True takes the variables of an earlier cell.
    """

    def __init__(
        self, num_units, initializer=None, forget_bias=1.0, activation=tf.tanh, reuse=None
    ):
        super().__init__(num_units, initializer, reuse)
        self._forget_bias = forget_bias
        self._activation = activation

    def call(self, inputs, state):
        """Return the output twice: it is the next state, too."""
        known_depth(inputs.shape)
        with tf.variable_scope(tf.get_variable_scope(), initializer=self._initializer):
            both = self._linear("gates", tf.concat([inputs, state], 1), 2 * self._num_units)
            gate, candidate = tf.split(axis=1, num_or_size_splits=2, value=both)
            candidate = self._activation(candidate)
            gate = tf.sigmoid(gate + self._forget_bias)
            output = gate * state + (1.0 - gate) * candidate
        return output, output


class IntersectionRNNCell(_Units):
    """A cell with one gate for the state and one for the output.

    Args:
        num_units: number of neurons; the inputs have as many, or are projected.
        num_in_proj: set to project the inputs.
        initializer: of the variables; None is the variable scope's.
        forget_bias: added to the gates.
        y_activation: function of the output's candidate.
        reuse: True takes the variables of an earlier cell.
    """

    def __init__(
        self,
        num_units,
        num_in_proj=None,
        initializer=None,
        forget_bias=1.0,
        y_activation=tf.nn.relu,
        reuse=None,
    ):
        super().__init__(num_units, initializer, reuse)
        self._forget_bias = forget_bias
        self._num_input_proj = num_in_proj
        self._y_activation = y_activation

    def call(self, inputs, state):
        """Return the output and the next state."""
        units = self._num_units
        with tf.variable_scope(tf.get_variable_scope(), initializer=self._initializer):
            if known_depth(inputs.shape) != units:
                if not self._num_input_proj:
                    raise ValueError(
                        "Must have input size == output size for Intersection RNN. To fix, "
                        "num_in_proj should be set to num_units at cell init."
                    )
                with tf.variable_scope("in_projection"):
                    inputs = self._linear("inputs", inputs, units)
            gates = self._linear("gates", tf.concat([inputs, state], 1), 4 * units)
            h_gate = gates[:, :units]
            h = gates[:, units : 2 * units]
            y_gate = gates[:, 2 * units : 3 * units]
            y = gates[:, 3 * units : 4 * units]
            h, y = tf.tanh(h), self._y_activation(y)
            h_gate = tf.sigmoid(h_gate + self._forget_bias)
            y_gate = tf.sigmoid(y_gate + self._forget_bias)
            new_state = h_gate * state + (1.0 - h_gate) * h
            return y_gate * inputs + (1.0 - y_gate) * y, new_state


class SRUCell(LayerCell):
    """The simple recurrent unit.

    Args:
        num_units: number of neurons.
        activation: function of a tensor; None is `tf.tanh`.
        reuse: True takes the variables of an earlier cell.
        name: the cell's name.
    """

    def __init__(self, num_units, activation=None, reuse=None, name=None, **kwargs):
        super().__init__(_reuse=reuse, name=name, **kwargs)
        self._num_units = num_units
        self._activation = activation or tf.tanh

    state_size = property(lambda self: self._num_units, doc="The number of neurons.")
    output_size = property(lambda self: self._num_units, doc="The number of neurons.")

    def build(self, inputs_shape):
        """Make `kernel` and `bias`."""
        units = self._num_units
        self._kernel = self.add_weight("kernel", [known_depth(inputs_shape), 4 * units])
        self._bias = self.add_weight("bias", [2 * units], initializer=tf.zeros_initializer)

    def call(self, inputs, state):
        """Return the output and the next state."""
        parts = tf.matmul(inputs, self._kernel)
        x_bar, f, r, x = tf.split(value=parts, num_or_size_splits=4, axis=1)
        gates = tf.sigmoid(tf.nn.bias_add(tf.concat([f, r], 1), self._bias))
        f, r = tf.split(value=gates, num_or_size_splits=2, axis=1)
        c = f * state + (1.0 - f) * x_bar
        return r * self._activation(c) + (1.0 - r) * x, c
