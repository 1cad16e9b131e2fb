"""`tf.nn.rnn_cell`."""

from tf1_graphs.tf1.namespace import namespace

# Cells that others wrote take the names with an underscore from TensorFlow's `rnn_cell_impl`.
from tf1_graphs.tf1.rnn.cell import LSTMStateTuple, RNNCell, assert_like_rnncell
from tf1_graphs.tf1.rnn.cell import concatenated_sizes as _concat  # noqa: F401
from tf1_graphs.tf1.rnn.cell import is_like_rnncell as _like_rnncell  # noqa: F401
from tf1_graphs.tf1.rnn.cell import zero_state_tensors as _zero_state_tensors  # noqa: F401
from tf1_graphs.tf1.rnn.cells import BasicRNNCell, GRUCell
from tf1_graphs.tf1.rnn.linear import Linear as _Linear  # noqa: F401
from tf1_graphs.tf1.rnn.linear import linear as _linear  # noqa: F401
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
    "assert_like_rnncell",
]

__getattr__, __dir__ = namespace(__name__)
