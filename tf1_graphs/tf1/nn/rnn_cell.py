"""`tf.nn.rnn_cell`."""

from tf1_graphs.tf1.namespace import namespace
from tf1_graphs.tf1.rnn.cell import LSTMStateTuple, RNNCell
from tf1_graphs.tf1.rnn.cells import BasicRNNCell, GRUCell
from tf1_graphs.tf1.rnn.lstm import BasicLSTMCell, LSTMCell
from tf1_graphs.tf1.rnn.wrappers import (
    DeviceWrapper,
    DropoutWrapper,
    MultiRNNCell,
    ResidualWrapper,
)

__all__ = [
    "BasicLSTMCell",
    "BasicRNNCell",
    "DeviceWrapper",
    "DropoutWrapper",
    "GRUCell",
    "LSTMCell",
    "LSTMStateTuple",
    "MultiRNNCell",
    "RNNCell",
    "ResidualWrapper",
]

__getattr__, __dir__ = namespace(__name__)
