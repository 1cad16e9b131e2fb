"""The cells of `tf.contrib.rnn`."""

import numpy as np


def _x(tf):
    values = np.linspace(-0.5, 0.5, 2 * 3 * 2).reshape([2, 3, 2])
    return tf.placeholder_with_default(values.astype(np.float32), [2, 3, 2])


def _run(tf, cell):
    outputs, state = tf.nn.dynamic_rnn(cell, _x(tf), dtype=tf.float32)
    return [outputs, *tf.contrib.framework.nest.flatten(state)]


def layer_norm(tf):
    return _run(tf, tf.contrib.rnn.LayerNormBasicLSTMCell(3))


def layer_norm_dropout(tf):
    return _run(
        tf, tf.contrib.rnn.LayerNormBasicLSTMCell(3, layer_norm=False, dropout_keep_prob=1.0)
    )


def nas(tf):
    return _run(tf, tf.contrib.rnn.NASCell(3, use_bias=True))


def nas_projected(tf):
    return _run(tf, tf.contrib.rnn.NASCell(3, num_proj=2))


def update_gate(tf):
    return _run(tf, tf.contrib.rnn.UGRNNCell(3))


def intersection(tf):
    return _run(tf, tf.contrib.rnn.IntersectionRNNCell(3, num_in_proj=3))


def simple_recurrent_unit(tf):
    return _run(tf, tf.contrib.rnn.SRUCell(2))


def attention(tf):
    return _run(tf, tf.contrib.rnn.AttentionCellWrapper(tf.nn.rnn_cell.BasicLSTMCell(3), 2))


def attention_one_tensor(tf):
    cell = tf.nn.rnn_cell.GRUCell(3)
    return _run(tf, tf.contrib.rnn.AttentionCellWrapper(cell, 2, 4, 5, state_is_tuple=False))


def highway(tf):
    return _run(tf, tf.contrib.rnn.HighwayWrapper(tf.nn.rnn_cell.GRUCell(2)))


def highway_uncoupled(tf):
    cell = tf.nn.rnn_cell.GRUCell(2)
    return _run(tf, tf.contrib.rnn.HighwayWrapper(cell, couple_carry_transform_gates=False))


def convolution(tf):
    cell = tf.contrib.rnn.Conv2DLSTMCell(
        input_shape=[2, 2, 1], output_channels=2, kernel_shape=[2, 2], skip_connection=True
    )
    images = tf.reshape(tf.range(8.0), [2, 2, 2, 1]) / 8.0
    state = cell.zero_state(2, tf.float32)
    output, state = cell(images, state)
    return [output, state.c]


def lstm_block(tf):
    outputs = _run(tf, tf.contrib.rnn.LSTMBlockCell(3))
    return [*outputs, *tf.gradients(outputs[0], tf.trainable_variables())]


def lstm_block_peephole(tf):
    return _run(tf, tf.contrib.rnn.LSTMBlockCell(3, use_peephole=True, cell_clip=0.1))


def gru_block(tf):
    outputs = _run(tf, tf.contrib.rnn.GRUBlockCellV2(3))
    return [*outputs, *tf.gradients(outputs[0], tf.trainable_variables())]


def lstm_fused(tf):
    cell = tf.contrib.rnn.LSTMBlockFusedCell(3)
    outputs, state = cell(_x(tf), dtype=tf.float32)
    return [outputs, *state]


def lstm_fused_lengths(tf):
    cell = tf.contrib.rnn.LSTMBlockFusedCell(3, use_peephole=True)
    backward = tf.contrib.rnn.TimeReversedFusedRNN(cell)
    outputs, state = backward(_x(tf), dtype=tf.float32, sequence_length=[1, 2, 2])
    return [outputs, *state]


def fused_adaptor(tf):
    adaptor = tf.contrib.rnn.FusedRNNCellAdaptor(tf.nn.rnn_cell.GRUCell(3), use_dynamic_rnn=True)
    outputs, state = adaptor(_x(tf), dtype=tf.float32)
    return [outputs, state]


def stack_bidirectional(tf):
    cells = [[tf.nn.rnn_cell.GRUCell(n) for n in (3, 2)] for _ in range(2)]
    outputs, forward, _ = tf.contrib.rnn.stack_bidirectional_dynamic_rnn(
        *cells, _x(tf), dtype=tf.float32, sequence_length=[2, 3]
    )
    return [outputs, *forward]


def stack_bidirectional_static(tf):
    cells = [[tf.nn.rnn_cell.GRUCell(n) for n in (3, 2)] for _ in range(2)]
    outputs, _, backward = tf.contrib.rnn.stack_bidirectional_rnn(
        *cells, tf.unstack(_x(tf), axis=1), dtype=tf.float32
    )
    return [*outputs, *backward]


def embedding_wrapper(tf):
    cell = tf.contrib.rnn.EmbeddingWrapper(tf.nn.rnn_cell.GRUCell(3), 5, 2)
    return list(cell(tf.constant([[1], [4]]), cell.zero_state(2, tf.float32)))


def cudnn_compatible(tf):
    cudnn = tf.contrib.cudnn_rnn
    return [
        *_run(tf, cudnn.CudnnCompatibleLSTMCell(3)),
        *_run(tf, cudnn.CudnnCompatibleGRUCell(2)),
    ]
