"""`tf.contrib.rnn`."""

from tf1_graphs import tensorflow1
from tf1_graphs.tf1.contrib.rnn.block_cells import (
    GRUBlockCell,
    GRUBlockCellV2,
    LSTMBlockCell,
    LSTMBlockFusedCell,
    LSTMBlockWrapper,
)
from tf1_graphs.tf1.contrib.rnn.cells import (
    IntersectionRNNCell,
    LayerNormBasicLSTMCell,
    NASCell,
    SRUCell,
    UGRNNCell,
)
from tf1_graphs.tf1.contrib.rnn.functions import (
    FusedRNNCell,
    FusedRNNCellAdaptor,
    TimeReversedFusedRNN,
    stack_bidirectional_dynamic_rnn,
    stack_bidirectional_rnn,
)
from tf1_graphs.tf1.contrib.rnn.wrappers import (
    AttentionCellWrapper,
    Conv1DLSTMCell,
    Conv2DLSTMCell,
    Conv3DLSTMCell,
    ConvLSTMCell,
    HighwayWrapper,
)
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
from tf1_graphs.tf1.rnn.cell import LayerCell as LayerRNNCell
from tf1_graphs.tf1.rnn.cell import static_or_dynamic_size, transpose_batch_time
from tf1_graphs.tf1.rnn.linear import Linear, linear
from tf1_graphs.tf1.rnn.wrappers import (
    EmbeddingWrapper,
    InputProjectionWrapper,
    OutputProjectionWrapper,
)

static_rnn = tensorflow1.tf.nn.static_rnn
static_bidirectional_rnn = tensorflow1.tf.nn.static_bidirectional_rnn
static_state_saving_rnn = tensorflow1.tf.nn.static_state_saving_rnn
# What public code imports from `tf.contrib.rnn.python.ops.core_rnn_cell`.
_Linear = Linear
_linear = linear


def best_effort_input_batch_size(flat_input):
    """Return the batch size of inputs [time, batch, ...], as an integer where one knows it."""
    known = [x.shape.as_list()[1] for x in flat_input if (x.shape.rank or 0) >= 2]
    known = [size for size in known if size is not None]
    return known[0] if known else static_or_dynamic_size(flat_input[0], 1)


__all__ = [
    "AttentionCellWrapper",
    "BasicLSTMCell",
    "BasicRNNCell",
    "Conv1DLSTMCell",
    "Conv2DLSTMCell",
    "Conv3DLSTMCell",
    "ConvLSTMCell",
    "DeviceWrapper",
    "DropoutWrapper",
    "EmbeddingWrapper",
    "FusedRNNCell",
    "FusedRNNCellAdaptor",
    "GRUBlockCell",
    "GRUBlockCellV2",
    "GRUCell",
    "HighwayWrapper",
    "InputProjectionWrapper",
    "IntersectionRNNCell",
    "LSTMBlockCell",
    "LSTMBlockFusedCell",
    "LSTMBlockWrapper",
    "LSTMCell",
    "LSTMStateTuple",
    "LayerNormBasicLSTMCell",
    "LayerRNNCell",
    "MultiRNNCell",
    "NASCell",
    "OutputProjectionWrapper",
    "RNNCell",
    "ResidualWrapper",
    "SRUCell",
    "TimeReversedFusedRNN",
    "UGRNNCell",
    "best_effort_input_batch_size",
    "stack_bidirectional_dynamic_rnn",
    "stack_bidirectional_rnn",
    "static_bidirectional_rnn",
    "static_rnn",
    "static_state_saving_rnn",
    "transpose_batch_time",
]

__getattr__, __dir__ = namespace(__name__)
