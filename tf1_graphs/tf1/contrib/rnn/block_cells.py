"""Defines cells whose step is one op.

References:
    TensorFlow 1.15.5, `contrib/rnn/python/ops/lstm_ops.py` and `gru_ops.py`.
"""

from tf1_graphs import tensorflow1
from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.base_layer import Layer
from tf1_graphs.tf1.rnn.cell import (
    LayerCell,
    LSTMStateTuple,
    known_depth,
    static_or_dynamic_size,
)

DIAGONALS = {"wci": "w_i_diag", "wcf": "w_f_diag", "wco": "w_o_diag"}


def _make_lstm_variables(cell, depth):
    """Make an LSTM's kernel, bias and the peepholes' weights."""
    units = cell._num_units
    cell._kernel = cell.add_weight("kernel", [depth + units, units * 4])
    zero = tf.constant_initializer(0.0)
    cell._bias = cell.add_weight("bias", [units * 4], initializer=zero)
    cell._diagonals = None
    if cell._use_peephole:
        cell._diagonals = {
            argument: cell.add_weight(name, [units]) for argument, name in DIAGONALS.items()
        }


def _diagonals(cell, dtype):
    if cell._diagonals is not None:
        return cell._diagonals
    return dict.fromkeys(DIAGONALS, tf.zeros([cell._num_units], dtype=dtype))


class LSTMBlockCell(LayerCell):
    """An LSTM whose step is one op.

    Args:
        num_units: number of neurons.
        forget_bias: added to the forget gate.
        cell_clip: limit of the memory's magnitude; None is none.
        use_peephole: whether the gates see the memory.
        dtype: type of the variables.
        reuse: True takes the variables of an earlier cell.
        name: the cell's name.
    """

    def __init__(
        self,
        num_units,
        forget_bias=1.0,
        cell_clip=None,
        use_peephole=False,
        dtype=None,
        reuse=None,
        name="lstm_cell",
    ):
        super().__init__(_reuse=reuse, dtype=dtype, name=name)
        self._num_units = num_units
        self._forget_bias = forget_bias
        self._use_peephole = use_peephole
        self._cell_clip = -1 if cell_clip is None else cell_clip

    state_size = property(
        lambda self: LSTMStateTuple(self._num_units, self._num_units), doc="Of `c` and `h`."
    )
    output_size = property(lambda self: self._num_units, doc="The number of neurons.")

    def build(self, inputs_shape):
        """Make `kernel`, `bias` and the peepholes' weights."""
        _make_lstm_variables(self, known_depth(inputs_shape))

    def call(self, inputs, state):
        """Return the output `h` and the next state."""
        if len(state) != 2:
            raise ValueError("Expecting state to be a tuple with length 2.")
        step = tensorflow1.tf.raw_ops.LSTMBlockCell(
            x=inputs,
            cs_prev=state[0],
            h_prev=state[1],
            w=self._kernel,
            b=self._bias,
            forget_bias=self._forget_bias,
            cell_clip=self._cell_clip,
            use_peephole=self._use_peephole,
            **_diagonals(self, self.dtype),
        )
        return step.h, LSTMStateTuple(step.cs, step.h)


class GRUBlockCell(LayerCell):
    """A gated recurrent unit whose step is one op.

    Args:
        num_units: number of neurons.
        cell_size: the same, under its old name.
        reuse: True takes the variables of an earlier cell.
        name: the cell's name.

    Raises:
        ValueError: both numbers, or none.
    """

    _names = ("w_ru", "b_ru", "w_c", "b_c")

    def __init__(self, num_units=None, cell_size=None, reuse=None, name="gru_cell"):
        super().__init__(_reuse=reuse, name=name)
        if (cell_size is None) == (num_units is None):
            raise ValueError("Exactly one of num_units or cell_size must be provided.")
        self._cell_size = cell_size if num_units is None else num_units

    state_size = property(lambda self: self._cell_size, doc="The number of neurons.")
    output_size = property(lambda self: self._cell_size, doc="The number of neurons.")

    def build(self, inputs_shape):
        """Make kernel and bias of the gates and of the candidate."""
        units = self._cell_size
        depth = known_depth(inputs_shape) + units
        gate_kernel, gate_bias, kernel, bias = self._names
        one, zero = tf.constant_initializer(1.0), tf.constant_initializer(0.0)
        self._variables = {
            "w_ru": self.add_weight(gate_kernel, [depth, units * 2]),
            "b_ru": self.add_weight(gate_bias, [units * 2], initializer=one),
            "w_c": self.add_weight(kernel, [depth, units]),
            "b_c": self.add_weight(bias, [units], initializer=zero),
        }

    def call(self, inputs, h_prev):
        """Return the output twice: it is the next state, too."""
        step = tensorflow1.tf.raw_ops.GRUBlockCell(x=inputs, h_prev=h_prev, **self._variables)
        return step.h, step.h


class GRUBlockCellV2(GRUBlockCell):
    """A `GRUBlockCell` whose variables have the names of a `GRUCell`."""

    _names = ("gates/kernel", "gates/bias", "candidate/kernel", "candidate/bias")


class LSTMBlockWrapper(Layer):
    """A layer over all steps at once, to be subclassed: `num_units` and `_call_cell`."""

    def call(self, inputs, initial_state=None, dtype=None, sequence_length=None):
        """Return the outputs and the last state.

        Args:
            inputs: float tensor [time, batch, n], or a list of the steps.
            initial_state: `c` and `h` before the first step; None is zeros.
            dtype: type of these zeros.
            sequence_length: the sequences' lengths [batch]; None is the whole time.
        """
        is_list = isinstance(inputs, list)
        if is_list:
            inputs = tf.stack(inputs)
        batch, time = static_or_dynamic_size(inputs, 1), static_or_dynamic_size(inputs, 0)
        if initial_state is None:
            if dtype is None:
                raise ValueError("Either initial_state or dtype needs to be specified")
            zeros = tf.zeros(tf.stack([batch, self.num_units]), dtype=dtype)
            initial_state = (zeros, zeros)
        elif len(initial_state) != 2:
            raise ValueError("Expecting initial_state to be a tuple with length 2 or None")
        dtype = dtype or initial_state[0].dtype
        first_c, first_h = initial_state
        if sequence_length is None:
            cells, outputs = self._call_cell(inputs, first_c, first_h, dtype, None)
            last_c, last_h = cells[-1], outputs[-1]
        else:
            lengths = tf.convert_to_tensor(sequence_length)
            cells, outputs = self._call_cell(inputs, first_c, first_h, dtype, lengths)
            mask = tf.transpose(tf.sequence_mask(lengths, time, dtype=dtype), [1, 0])
            mask = tf.tile(tf.expand_dims(mask, [-1]), [1, 1, self.num_units])
            outputs *= mask
            all_c = tf.concat([tf.expand_dims(first_c, [0]), cells], 0)
            all_h = tf.concat([tf.expand_dims(first_h, [0]), outputs], 0)
            last_c, last_h = (_at(states, lengths, batch) for states in (all_c, all_h))
        if is_list:
            outputs = tf.unstack(outputs)
        return outputs, LSTMStateTuple(last_c, last_h)


def _at(states, lengths, batch):
    return tf.gather_nd(states, tf.stack([lengths, tf.range(batch)], axis=1))


class LSTMBlockFusedCell(LSTMBlockWrapper):
    """An LSTM over all steps in one op.

    Args:
        num_units: number of neurons.
        forget_bias: added to the forget gate.
        cell_clip: limit of the memory's magnitude; None is none.
        use_peephole: whether the gates see the memory.
        reuse: True takes the variables of an earlier cell.
        dtype: type of the variables.
        name: the layer's name.
    """

    def __init__(
        self,
        num_units,
        forget_bias=1.0,
        cell_clip=None,
        use_peephole=False,
        reuse=None,
        dtype=None,
        name="lstm_fused_cell",
    ):
        super().__init__(_reuse=reuse, name=name, dtype=dtype)
        self._num_units = num_units
        self._forget_bias = forget_bias
        self._cell_clip = -1 if cell_clip is None else cell_clip
        self._use_peephole = use_peephole

    num_units = property(lambda self: self._num_units, doc="The number of neurons.")

    def build(self, input_shape):
        """Make `kernel`, `bias` and the peepholes' weights."""
        _make_lstm_variables(self, input_shape.as_list()[2])

    def _call_cell(self, inputs, first_c, first_h, dtype, sequence_length):
        time = static_or_dynamic_size(inputs, 0)
        diagonals = _diagonals(self, dtype)
        if sequence_length is not None:
            time = tf.reduce_max(sequence_length)
        step = tensorflow1.tf.raw_ops.BlockLSTM(
            seq_len_max=tf.cast(time, tf.int64),
            x=inputs,
            cs_prev=first_c,
            h_prev=first_h,
            w=self._kernel,
            b=self._bias,
            forget_bias=self._forget_bias,
            cell_clip=self._cell_clip,
            use_peephole=self._use_peephole,
            **diagonals,
        )
        return step.cs, step.h


def _lstm_block_cell_grad(op, *grads):
    x, cs_prev, h_prev, w, wci, wcf, wco, b = op.inputs
    i, cs, f, o, ci, co, _ = op.outputs
    batch, depth = x.shape.as_list()
    batch = -1 if batch is None else batch
    units = cs_prev.shape.as_list()[1]
    step = tensorflow1.tf.raw_ops.LSTMBlockCellGrad(
        x=x, cs_prev=cs_prev, h_prev=h_prev, w=w, wci=wci, wcf=wcf, wco=wco, b=b,
        i=i, cs=cs, f=f, o=o, ci=ci, co=co, cs_grad=grads[1], h_grad=grads[6],
        use_peephole=op.get_attr("use_peephole"),
    )  # fmt: skip
    xh_grad = tf.matmul(step.dicfo, w, transpose_b=True)
    x_grad = tf.slice(xh_grad, (0, 0), (batch, depth))
    h_grad = tf.slice(xh_grad, (0, depth), (batch, units))
    w_grad = tf.matmul(tf.concat([x, h_prev], 1), step.dicfo, transpose_a=True)
    b_grad = tensorflow1.tf.raw_ops.BiasAddGrad(out_backprop=step.dicfo)
    diagonals = (step.wci_grad, step.wcf_grad, step.wco_grad)
    return x_grad, step.cs_prev_grad, h_grad, w_grad, *diagonals, b_grad


def _gru_block_cell_grad(op, *grads):
    x, h_prev, w_ru, w_c, b_ru, b_c = op.inputs
    r, u, c, _ = op.outputs
    step = tensorflow1.tf.raw_ops.GRUBlockCellGrad(
        x=x, h_prev=h_prev, w_ru=w_ru, w_c=w_c, b_ru=b_ru, b_c=b_c, r=r, u=u, c=c, d_h=grads[3]
    )
    gates = step.d_r_bar_u_bar
    w_ru_grad = tf.matmul(tf.concat([x, h_prev], 1), gates, transpose_a=True)
    b_ru_grad = tensorflow1.tf.raw_ops.BiasAddGrad(out_backprop=gates)
    w_c_grad = tf.matmul(tf.concat([x, h_prev * r], 1), step.d_c_bar, transpose_a=True)
    b_c_grad = tensorflow1.tf.raw_ops.BiasAddGrad(out_backprop=step.d_c_bar)
    return step.d_x, step.d_h_prev, w_ru_grad, w_c_grad, b_ru_grad, b_c_grad


# Contrib registered them; today's TensorFlow has the ops, and no gradients of them.
tf.RegisterGradient("LSTMBlockCell")(_lstm_block_cell_grad)
tf.RegisterGradient("GRUBlockCell")(_gru_block_cell_grad)
