"""`tf.contrib.cudnn_rnn`: the cells that compute on any device what cuDNN's layers do.

References:
    TensorFlow 1.15.5, `contrib/cudnn_rnn/python/ops/cudnn_rnn_ops.py`.
"""

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.contrib.rnn.block_cells import LSTMBlockCell
from tf1_graphs.tf1.namespace import namespace
from tf1_graphs.tf1.nn.rnn_cell import GRUCell
from tf1_graphs.tf1.rnn.cell import known_depth

__all__ = ["CudnnCompatibleGRUCell", "CudnnCompatibleLSTMCell"]


class CudnnCompatibleLSTMCell(LSTMBlockCell):
    """The LSTM of cuDNN: a forget bias of 0, no peepholes."""

    def __init__(self, num_units, reuse=None):
        super().__init__(num_units, forget_bias=0, reuse=reuse, name="cudnn_compatible_lstm_cell")


class CudnnCompatibleGRUCell(GRUCell):
    """The gated recurrent unit of cuDNN: the reset gate works on the state's product."""

    def __init__(self, num_units, reuse=None, kernel_initializer=None):
        super().__init__(num_units, reuse=reuse, kernel_initializer=kernel_initializer)

    def build(self, inputs_shape):
        """Make kernel and bias of the gates, and of the candidate's two products."""
        units, depth = self._num_units, known_depth(inputs_shape)
        one = tf.constant_initializer(1.0, dtype=self.dtype)
        zero = tf.zeros_initializer(dtype=self.dtype)
        parts = {"input": "candidate/input_projection", "hidden": "candidate/hidden_projection"}
        depths = {"input": depth, "hidden": units}
        kernels = {"gates": self._weight("gates/kernel", [depth + units, 2 * units])}
        biases = {"gates": self.add_weight("gates/bias", [2 * units], initializer=one)}
        for part, name in parts.items():
            kernels[part] = self._weight(f"{name}/kernel", [depths[part], units])
        for part, name in parts.items():
            biases[part] = self.add_weight(f"{name}/bias", [units], initializer=zero)
        self._parts = {part: (kernels[part], biases[part]) for part in kernels}

    def _weight(self, name, shape):
        return self.add_weight(name, shape, initializer=self._kernel_initializer)

    def _product(self, part, inputs):
        kernel, bias = self._parts[part]
        return tf.nn.bias_add(tf.matmul(inputs, kernel), bias)

    def call(self, inputs, state):
        """Return the output twice: it is the next state, too."""
        gates = tf.sigmoid(self._product("gates", tf.concat([inputs, state], 1)))
        reset, update = tf.split(value=gates, num_or_size_splits=2, axis=1)
        candidate = self._product("input", inputs)
        candidate += reset * self._product("hidden", state)
        candidate = self._activation(candidate)
        output = (1 - update) * candidate + update * state
        return output, output


__getattr__, __dir__ = namespace(__name__)
