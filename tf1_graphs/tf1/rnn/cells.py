"""Defines cells without a memory of their own, and gated ones: `BasicRNNCell`, `GRUCell`.

References:
    TensorFlow 1.15.5, `python/ops/rnn_cell_impl.py`; Cho et al., arXiv:1406.1078.
"""

from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tensorflow1.ops import array_ops
from tf1_graphs.tf1.rnn.cell import LayerCell, known_depth


class UnitsCell(LayerCell):
    """A cell whose state and output are its neurons'.

    Args:
        num_units: number of neurons.
        activation: function of a tensor; None is `tf.tanh`.
        reuse: True takes the variables of an earlier cell of this name.
        name: the cell's name; by default the class's, `basic_rnn_cell`.
        dtype: type of the variables; None is the inputs'.
    """

    def __init__(self, num_units, activation=None, reuse=None, name=None, dtype=None, **kwargs):
        super().__init__(_reuse=reuse, name=name, dtype=dtype, **kwargs)
        self._num_units = num_units
        self._activation = activation or tf.tanh

    @property
    def state_size(self):
        """The number of neurons."""
        return self._num_units

    @property
    def output_size(self):
        """The number of neurons."""
        return self._num_units


class BasicRNNCell(UnitsCell):
    """The simplest cell: `activation([inputs, state] · kernel + bias)`; see `UnitsCell`."""

    def build(self, inputs_shape):
        """Make `kernel` [n + units, units] and `bias` [units]."""
        depth = known_depth(inputs_shape) + self._num_units
        self._kernel = self.add_variable("kernel", [depth, self._num_units])
        self._bias = self.add_variable(
            "bias", [self._num_units], initializer=tf.zeros_initializer(dtype=self.dtype)
        )

    def call(self, inputs, state):
        """Return the output twice: it is the next state, too."""
        gates = tf.matmul(tf.concat([inputs, state], 1), self._kernel)
        output = self._activation(tf.nn.bias_add(gates, self._bias))
        return output, output


class GRUCell(UnitsCell):
    """The gated recurrent unit: `u · state + (1 - u) · candidate`; see `UnitsCell`.

    Args:
        num_units: number of neurons.
        activation: function of a tensor, of the candidate; None is `tf.tanh`.
        reuse: True takes the variables of an earlier cell of this name.
        kernel_initializer: of both kernels; None is the variable scope's.
        bias_initializer: of both biases; None is 1 for the gates and 0 for the candidate.
        name: the cell's name; by default `gru_cell`.
        dtype: type of the variables; None is the inputs'.
    """

    def __init__(
        self,
        num_units,
        activation=None,
        reuse=None,
        kernel_initializer=None,
        bias_initializer=None,
        name=None,
        dtype=None,
        **kwargs,
    ):
        super().__init__(num_units, activation, reuse, name, dtype, **kwargs)
        self._kernel_initializer = kernel_initializer
        self._bias_initializer = bias_initializer

    def build(self, inputs_shape):
        """Make kernel and bias of the gates and of the candidate."""
        depth = known_depth(inputs_shape) + self._num_units
        parts = {"gates": (2 * self._num_units, 1.0), "candidate": (self._num_units, 0.0)}
        self._parts = {}
        for part, (width, bias) in parts.items():
            initializer = self._bias_initializer or (
                tf.constant_initializer(bias, dtype=self.dtype)
                if bias
                else tf.zeros_initializer(dtype=self.dtype)
            )
            self._parts[part] = (
                self.add_variable(
                    f"{part}/kernel", [depth, width], initializer=self._kernel_initializer
                ),
                self.add_variable(f"{part}/bias", [width], initializer=initializer),
            )

    def _linear(self, part, tensors):
        kernel, bias = self._parts[part]
        return tf.nn.bias_add(tf.matmul(tf.concat(tensors, 1), kernel), bias)

    def call(self, inputs, state):
        """Return the output twice: it is the next state, too."""
        gates = tf.sigmoid(self._linear("gates", [inputs, state]))
        reset, update = array_ops.split(value=gates, num_or_size_splits=2, axis=1)
        candidate = self._activation(self._linear("candidate", [inputs, reset * state]))
        output = update * state + (1 - update) * candidate
        return output, output
