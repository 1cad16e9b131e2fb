"""Defines cells with long short-term memory: `BasicLSTMCell`, `LSTMCell`.

References:
    TensorFlow 1.15.5, `python/ops/rnn_cell_impl.py`; Zaremba et al., arXiv:1409.2329; Sak et al.,
    INTERSPEECH 2014.
"""

from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tensorflow1.ops import array_ops
from tf1_graphs.tf1.rnn.cell import LayerCell, LSTMStateTuple, known_depth


class BasicLSTMCell(LayerCell):
    """The LSTM cell: `c = c · σ(f + forget_bias) + σ(i) · activation(j)`.

    Args:
        num_units: number of neurons.
        forget_bias: added to the forget gate, so that the memory is kept at the beginning.
        state_is_tuple: whether the state is an `LSTMStateTuple`, else both parts in one tensor.
        activation: function of a tensor; None is `tf.tanh`.
        reuse: True takes the variables of an earlier cell of this name.
        name: the cell's name; by default `basic_lstm_cell`.
        dtype: type of the variables; None is the inputs'.
    """

    def __init__(
        self,
        num_units,
        forget_bias=1.0,
        state_is_tuple=True,
        activation=None,
        reuse=None,
        name=None,
        dtype=None,
        **kwargs,
    ):
        super().__init__(_reuse=reuse, name=name, dtype=dtype, **kwargs)
        self._num_units = num_units
        self._forget_bias = forget_bias
        self._state_is_tuple = state_is_tuple
        self._activation = activation or tf.tanh

    @property
    def state_size(self):
        """The sizes of `c` and `h`, or their sum."""
        units = self._num_units
        return LSTMStateTuple(units, units) if self._state_is_tuple else 2 * units

    @property
    def output_size(self):
        """The number of neurons."""
        return self._num_units

    def build(self, inputs_shape):
        """Make `kernel` [n + units, 4 · units] and `bias` [4 · units]."""
        width = 4 * self._num_units
        self._kernel = self.add_variable(
            "kernel", [known_depth(inputs_shape) + self._num_units, width]
        )
        self._bias = self.add_variable(
            "bias", [width], initializer=tf.zeros_initializer(dtype=self.dtype)
        )

    def call(self, inputs, state):
        """Return the output `h` and the next state."""
        one = tf.constant(1, dtype=tf.int32)
        c, h = state if self._state_is_tuple else array_ops.split(state, 2, axis=one)
        gates = tf.matmul(tf.concat([inputs, h], 1), self._kernel)
        gates = tf.nn.bias_add(gates, self._bias)
        i, j, f, o = array_ops.split(gates, 4, axis=one)
        forget_bias = tf.constant(self._forget_bias, dtype=f.dtype)
        kept = tf.multiply(c, tf.sigmoid(tf.add(f, forget_bias)))
        c = tf.add(kept, tf.multiply(tf.sigmoid(i), self._activation(j)))
        h = tf.multiply(self._activation(c), tf.sigmoid(o))
        return h, LSTMStateTuple(c, h) if self._state_is_tuple else tf.concat([c, h], 1)


class LSTMCell(LayerCell):
    """The LSTM cell with peepholes, clipping and a projection of its output, where asked for.

    Args:
        num_units: number of neurons.
        use_peepholes: whether the gates see the memory.
        cell_clip: the memory is kept in [-cell_clip, cell_clip]; None does not clip.
        initializer: of the kernels; None is the variable scope's.
        num_proj: size of the projected output; None does not project.
        proj_clip: bound of the projected output; None does not clip.
        num_unit_shards: not supported.
        num_proj_shards: not supported.
        forget_bias: added to the forget gate.
        state_is_tuple: whether the state is an `LSTMStateTuple`, else both parts in one tensor.
        activation: function of a tensor; None is `tf.tanh`.
        reuse: True takes the variables of an earlier cell of this name.
        name: the cell's name; by default `lstm_cell`.
        dtype: type of the variables; None is the inputs'.

    Raises:
        ValueError: the number of shards is given.
    """

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        cell_clip=None,
        initializer=None,
        num_proj=None,
        proj_clip=None,
        num_unit_shards=None,
        num_proj_shards=None,
        forget_bias=1.0,
        state_is_tuple=True,
        activation=None,
        reuse=None,
        name=None,
        dtype=None,
        **kwargs,
    ):
        super().__init__(_reuse=reuse, name=name, dtype=dtype, **kwargs)
        if num_unit_shards is not None or num_proj_shards is not None:
            raise ValueError("LSTMCell: partitioned variables are not supported")
        self._num_units = num_units
        self._use_peepholes = use_peepholes
        self._cell_clip, self._proj_clip = cell_clip, proj_clip
        self._initializer = initializer
        self._num_proj = num_proj
        self._forget_bias = forget_bias
        self._state_is_tuple = state_is_tuple
        self._activation = activation or tf.tanh

    @property
    def state_size(self):
        """The sizes of `c` and of the output, or their sum."""
        sizes = LSTMStateTuple(self._num_units, self.output_size)
        return sizes if self._state_is_tuple else sum(sizes)

    @property
    def output_size(self):
        """The number of neurons, or the size of the projection."""
        return self._num_proj or self._num_units

    def build(self, inputs_shape):
        """Make `kernel`, `bias`, the peepholes' weights and the projection's kernel."""
        units = self._num_units
        depth = known_depth(inputs_shape) + self.output_size
        self._kernel = self.add_variable(
            "kernel", [depth, 4 * units], initializer=self._initializer
        )
        zeros = tf.zeros_initializer(dtype=self.dtype)
        self._bias = self.add_variable("bias", [4 * units], initializer=zeros)
        if self._use_peepholes:
            self._peepholes = {
                gate: self.add_variable(f"w_{gate}_diag", [units], initializer=self._initializer)
                for gate in "fio"
            }
        if self._num_proj is not None:
            self._projection = self.add_variable(
                "projection/kernel", [units, self._num_proj], initializer=self._initializer
            )

    def call(self, inputs, state):
        """Return the output and the next state."""
        if self._state_is_tuple:
            c_prev, m_prev = state
        else:
            c_prev = tf.slice(state, [0, 0], [-1, self._num_units])
            m_prev = tf.slice(state, [0, self._num_units], [-1, self.output_size])
        gates = tf.matmul(tf.concat([inputs, m_prev], 1), self._kernel)
        gates = tf.nn.bias_add(gates, self._bias)
        i, j, f, o = array_ops.split(gates, 4, axis=1)
        forget, add = f + self._forget_bias, i
        if self._use_peepholes:
            forget = forget + self._peepholes["f"] * c_prev
            kept = tf.sigmoid(forget) * c_prev
            add = i + self._peepholes["i"] * c_prev
        else:
            kept = tf.sigmoid(forget) * c_prev
        c = kept + tf.sigmoid(add) * self._activation(j)
        if self._cell_clip is not None:
            c = tf.clip_by_value(c, -self._cell_clip, self._cell_clip)
        output_gate = o + self._peepholes["o"] * c if self._use_peepholes else o
        m = tf.sigmoid(output_gate) * self._activation(c)
        if self._num_proj is not None:
            m = tf.matmul(m, self._projection)
            if self._proj_clip is not None:
                m = tf.clip_by_value(m, -self._proj_clip, self._proj_clip)
        return m, LSTMStateTuple(c, m) if self._state_is_tuple else tf.concat([c, m], 1)
