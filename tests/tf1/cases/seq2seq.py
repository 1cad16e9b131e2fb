"""Decoders with and without attention."""

import numpy as np

BATCH, TIME, DEPTH, WORDS = 2, 3, 4, 5


def _memory(tf):
    values = np.linspace(-1.0, 1.0, BATCH * 4 * DEPTH).reshape([BATCH, 4, DEPTH])
    return tf.placeholder_with_default(values.astype(np.float32), [None, None, DEPTH])


def _inputs(tf):
    values = np.linspace(-0.5, 0.5, BATCH * TIME * 2).reshape([BATCH, TIME, 2])
    return tf.placeholder_with_default(values.astype(np.float32), [None, None, 2])


def _cell(tf, units=DEPTH):
    return tf.nn.rnn_cell.GRUCell(units)


def _decoded(tf, cell, state, helper=None, layer=None, **options):
    seq2seq = tf.contrib.seq2seq
    helper = helper or seq2seq.TrainingHelper(_inputs(tf), [2, 3])
    decoder = seq2seq.BasicDecoder(cell, helper, state, layer)
    outputs, _, lengths = seq2seq.dynamic_decode(decoder, **options)
    return [outputs.rnn_output, outputs.sample_id, lengths]


def training_helper(tf):
    cell = _cell(tf)
    layer = tf.layers.Dense(WORDS, name="projection")
    return _decoded(tf, cell, cell.zero_state(BATCH, tf.float32), layer=layer)


def training_helper_options(tf):
    cell = tf.nn.rnn_cell.BasicLSTMCell(3)
    state = cell.zero_state(BATCH, tf.float32)
    return _decoded(
        tf, cell, state, impute_finished=True, maximum_iterations=2, output_time_major=True
    )


def _attended(tf, mechanism, **options):
    cell = tf.contrib.seq2seq.AttentionWrapper(_cell(tf), mechanism, **options)
    return _decoded(tf, cell, cell.zero_state(BATCH, tf.float32))


def luong(tf):
    return _attended(tf, tf.contrib.seq2seq.LuongAttention(DEPTH, _memory(tf)))


def luong_scaled(tf):
    mechanism = tf.contrib.seq2seq.LuongAttention(
        DEPTH, _memory(tf), memory_sequence_length=[3, 4], scale=True
    )
    return _attended(tf, mechanism, attention_layer_size=3)


def bahdanau(tf):
    mechanism = tf.contrib.seq2seq.BahdanauAttention(3, _memory(tf), memory_sequence_length=[3, 4])
    return _attended(tf, mechanism, attention_layer_size=3, alignment_history=True)


def bahdanau_normalized(tf):
    mechanism = tf.contrib.seq2seq.BahdanauAttention(3, _memory(tf), normalize=True)
    return _attended(tf, mechanism, output_attention=False)


def monotonic(tf):
    seq2seq = tf.contrib.seq2seq
    return [
        *_attended(tf, seq2seq.BahdanauMonotonicAttention(3, _memory(tf), score_bias_init=0.1)),
        *_attended(
            tf, seq2seq.LuongMonotonicAttention(DEPTH, _memory(tf), mode="hard", scale=True)
        ),
    ]


def monotonic_recursive(tf):
    mechanism = tf.contrib.seq2seq.BahdanauMonotonicAttention(
        3, _memory(tf), normalize=True, sigmoid_noise=1.0, mode="recursive"
    )
    return _attended(tf, mechanism)


def two_mechanisms(tf):
    seq2seq = tf.contrib.seq2seq
    mechanisms = [
        seq2seq.LuongAttention(DEPTH, _memory(tf)),
        seq2seq.BahdanauAttention(3, _memory(tf)),
    ]
    return _attended(tf, mechanisms, attention_layer_size=[2, 3])


def initial_cell_state(tf):
    cell = _cell(tf)
    state = tf.ones([BATCH, DEPTH])
    mechanism = tf.contrib.seq2seq.LuongAttention(DEPTH, _memory(tf))
    wrapper = tf.contrib.seq2seq.AttentionWrapper(cell, mechanism, initial_cell_state=state)
    first = wrapper.zero_state(BATCH, tf.float32)
    return _decoded(tf, wrapper, first.clone(cell_state=state * 2.0))


def greedy(tf):
    cell = _cell(tf)
    embedding = tf.get_variable("embedding", [WORDS, 2])
    helper = tf.contrib.seq2seq.GreedyEmbeddingHelper(embedding, tf.fill([BATCH], 1), 0)
    state = cell.zero_state(BATCH, tf.float32)
    layer = tf.layers.Dense(WORDS)
    return _decoded(tf, cell, state, helper, layer, maximum_iterations=4)


def sampled(tf):
    cell = _cell(tf)
    embedding = tf.get_variable("embedding", [WORDS, 2])
    helper = tf.contrib.seq2seq.SampleEmbeddingHelper(
        embedding, tf.fill([BATCH], 1), 0, softmax_temperature=0.5
    )
    state = cell.zero_state(BATCH, tf.float32)
    return _decoded(tf, cell, state, helper, tf.layers.Dense(WORDS), maximum_iterations=4)


def scheduled_embeddings(tf):
    cell = _cell(tf)
    embedding = tf.get_variable("embedding", [WORDS, 2])
    helper = tf.contrib.seq2seq.ScheduledEmbeddingTrainingHelper(
        _inputs(tf), [2, 3], embedding, 0.5
    )
    state = cell.zero_state(BATCH, tf.float32)
    return _decoded(tf, cell, state, helper, tf.layers.Dense(WORDS))


def scheduled_outputs(tf):
    cell = _cell(tf, 2)
    helper = tf.contrib.seq2seq.ScheduledOutputTrainingHelper(_inputs(tf), [2, 3], 0.5, seed=3)
    return _decoded(tf, cell, cell.zero_state(BATCH, tf.float32), helper)


def scheduled_outputs_function(tf):
    cell = _cell(tf, 3)
    helper = tf.contrib.seq2seq.ScheduledOutputTrainingHelper(
        _inputs(tf),
        [2, 3],
        0.5,
        next_inputs_fn=lambda outputs: outputs[:, :2],
        auxiliary_inputs=_inputs(tf),
    )
    return _decoded(tf, cell, cell.zero_state(BATCH, tf.float32), helper)


def inference_helper(tf):
    cell = _cell(tf, 2)
    helper = tf.contrib.seq2seq.InferenceHelper(
        lambda outputs: outputs, [2], tf.float32, tf.ones([BATCH, 2]), lambda x: x[:, 0] > 9.0
    )
    state = cell.zero_state(BATCH, tf.float32)
    return _decoded(tf, cell, state, helper, maximum_iterations=3)[0]


def custom_helper(tf):
    cell = _cell(tf, 2)
    helper = tf.contrib.seq2seq.CustomHelper(
        lambda: (tf.tile([False], [BATCH]), tf.ones([BATCH, 2])),
        lambda time, outputs, state: tf.cast(tf.argmax(outputs, -1), tf.int32),
        lambda time, outputs, state, sample_ids: (tf.tile([time > 1], [BATCH]), outputs, state),
    )
    return _decoded(tf, cell, cell.zero_state(BATCH, tf.float32), helper)


def beam_search(tf):
    seq2seq = tf.contrib.seq2seq
    embedding = tf.get_variable("embedding", [WORDS, 2])
    memory = seq2seq.tile_batch(_memory(tf), 3)
    mechanism = seq2seq.LuongAttention(DEPTH, memory)
    cell = seq2seq.AttentionWrapper(_cell(tf), mechanism, 4)
    decoder = seq2seq.BeamSearchDecoder(
        cell,
        embedding,
        tf.fill([BATCH], 1),
        0,
        cell.zero_state(BATCH * 3, tf.float32),
        3,
        output_layer=tf.layers.Dense(WORDS, use_bias=False),
        length_penalty_weight=0.5,
        coverage_penalty_weight=0.1,
    )
    outputs, _, lengths = seq2seq.dynamic_decode(decoder, maximum_iterations=4)
    return [outputs.predicted_ids, outputs.beam_search_decoder_output.scores, lengths]


def beam_search_history(tf):
    seq2seq = tf.contrib.seq2seq
    embedding = tf.get_variable("embedding", [WORDS, 2])
    mechanism = seq2seq.BahdanauAttention(3, seq2seq.tile_batch(_memory(tf), 2))
    cell = seq2seq.AttentionWrapper(_cell(tf), mechanism, 4, alignment_history=True)
    decoder = seq2seq.BeamSearchDecoder(
        cell,
        embedding,
        tf.fill([BATCH], 1),
        0,
        cell.zero_state(BATCH * 2, tf.float32),
        2,
        output_layer=tf.layers.Dense(WORDS),
    )
    outputs, state, _ = seq2seq.dynamic_decode(decoder, maximum_iterations=4)
    return [outputs.predicted_ids, state.cell_state.alignment_history]


def gather_tree(tf):
    steps = [[[1, 2, 3]], [[4, 5, 6]], [[7, 0, 9]], [[1, 2, 3]]]
    parents = [[[0, 0, 0]], [[0, 1, 1]], [[2, 1, 2]], [[1, 0, 2]]]
    return tf.contrib.seq2seq.gather_tree(
        tf.constant(steps), tf.constant(parents), tf.constant([3]), 0
    )


def losses(tf):
    loss = tf.contrib.seq2seq.sequence_loss
    logits = tf.reshape(tf.range(12.0), [2, 2, 3]) / 12.0
    targets, weights = tf.constant([[0, 1], [2, 0]]), tf.constant([[1.0, 0.5], [1.0, 0.0]])
    return [
        loss(logits, targets, weights),
        loss(logits, targets, weights, average_across_batch=False),
        loss(logits, targets, weights, average_across_timesteps=False),
        loss(
            logits,
            targets,
            weights,
            average_across_timesteps=False,
            average_across_batch=False,
        ),
        loss(
            logits,
            targets,
            weights,
            average_across_timesteps=False,
            average_across_batch=False,
            sum_over_timesteps=True,
            sum_over_batch=True,
        ),
    ]


def hardmax(tf):
    return tf.contrib.seq2seq.hardmax(tf.constant([[1.0, 3.0, 2.0]]))


def translation_gradients(tf):
    mechanism = tf.contrib.seq2seq.BahdanauAttention(3, _memory(tf), [3, 4])
    logits, _, _ = _attended(tf, mechanism, attention_layer_size=WORDS)
    targets = tf.constant([[1, 2, 0], [3, 2, 1]])
    weights = tf.sequence_mask([2, 3], dtype=tf.float32)
    loss = tf.contrib.seq2seq.sequence_loss(logits, targets, weights)
    step = tf.train.AdamOptimizer(0.01).minimize(loss)
    return [loss, step]
