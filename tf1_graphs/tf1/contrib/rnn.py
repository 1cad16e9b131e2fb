"""`tf.contrib.rnn`."""

from tf1_graphs import tensorflow1
from tf1_graphs.tf1.namespace import namespace
from tf1_graphs.tf1.nn.rnn_cell import (
    BasicLSTMCell,
    BasicRNNCell,
    DeviceWrapper,
    DropoutWrapper,
    GRUCell,
    LSTMCell,
    LSTMStateTuple,
    MultiRNNCell,
    ResidualWrapper,
    RNNCell,
)
from tf1_graphs.tf1.rnn.wrappers import InputProjectionWrapper, OutputProjectionWrapper

static_rnn = tensorflow1.tf.nn.static_rnn
static_bidirectional_rnn = tensorflow1.tf.nn.static_bidirectional_rnn
static_state_saving_rnn = tensorflow1.tf.nn.static_state_saving_rnn

__all__ = [
    "BasicLSTMCell",
    "BasicRNNCell",
    "DeviceWrapper",
    "DropoutWrapper",
    "GRUCell",
    "InputProjectionWrapper",
    "LSTMCell",
    "LSTMStateTuple",
    "MultiRNNCell",
    "OutputProjectionWrapper",
    "RNNCell",
    "ResidualWrapper",
    "static_bidirectional_rnn",
    "static_rnn",
    "static_state_saving_rnn",
]

__getattr__, __dir__ = namespace(__name__)
