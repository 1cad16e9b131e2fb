"""Decoders over lists of steps."""

import numpy as np


def _cell(tf):
    return tf.nn.rnn_cell.GRUCell(3)


def _steps(tf, count=2):
    return [tf.constant(np.full([2, 2], 0.1 * step, np.float32)) for step in range(count)]


def _ids(tf, count=2):
    return [tf.constant([step, step + 1]) for step in range(count)]


def _all(built):
    outputs, state = built
    return [*outputs, *(state if isinstance(state, (list, tuple)) else [state])]


def basic(tf):
    return _all(tf.contrib.legacy_seq2seq.basic_rnn_seq2seq(_steps(tf), _steps(tf), _cell(tf)))


def tied(tf):
    return _all(tf.contrib.legacy_seq2seq.tied_rnn_seq2seq(_steps(tf), _steps(tf), _cell(tf)))


def rnn_decoder(tf):
    return _all(
        tf.contrib.legacy_seq2seq.rnn_decoder(
            _steps(tf, 3),
            tf.zeros([2, 3]),
            _cell(tf),
            loop_function=lambda previous, number: previous[:, :2] * float(number),
        )
    )


def embedding(tf):
    build = tf.contrib.legacy_seq2seq.embedding_rnn_seq2seq
    return _all(build(_ids(tf), _ids(tf), _cell(tf), 4, 5, 2))


def embedding_fed(tf):
    feeds = tf.placeholder_with_default(True, [])
    build = tf.contrib.legacy_seq2seq.embedding_rnn_seq2seq
    return _all(build(_ids(tf), _ids(tf, 3), _cell(tf), 4, 5, 2, feed_previous=feeds))


def embedding_tied(tf):
    build = tf.contrib.legacy_seq2seq.embedding_tied_rnn_seq2seq
    return _all(build(_ids(tf), _ids(tf, 3), _cell(tf), 5, 2, feed_previous=True))


def embedding_tied_fed(tf):
    feeds = tf.placeholder_with_default(False, [])
    build = tf.contrib.legacy_seq2seq.embedding_tied_rnn_seq2seq
    return _all(build(_ids(tf), _ids(tf, 3), _cell(tf), 5, 2, feed_previous=feeds))


def attention(tf):
    build = tf.contrib.legacy_seq2seq.embedding_attention_seq2seq
    return _all(build(_ids(tf, 3), _ids(tf), _cell(tf), 4, 5, 2))


def attention_heads(tf):
    build = tf.contrib.legacy_seq2seq.attention_decoder
    states = tf.reshape(tf.range(12.0), [2, 2, 3]) / 12.0
    cell = tf.nn.rnn_cell.BasicLSTMCell(3)
    zeros = cell.zero_state(2, tf.float32)
    outputs, _ = build(
        _steps(tf), zeros, states, cell, output_size=4, num_heads=2, initial_state_attention=True
    )
    return outputs


def attention_fed(tf):
    weights = tf.get_variable("w", [3, 5])
    biases = tf.get_variable("b", [5])
    return _all(
        tf.contrib.legacy_seq2seq.embedding_attention_seq2seq(
            _ids(tf),
            _ids(tf, 3),
            _cell(tf),
            4,
            5,
            2,
            output_projection=(weights, biases),
            feed_previous=tf.placeholder_with_default(True, []),
        )
    )


def one2many(tf):
    outputs, _ = tf.contrib.legacy_seq2seq.one2many_rnn_seq2seq(
        _ids(tf),
        {"a": _ids(tf), "b": _ids(tf)},
        _cell(tf),
        {"a": _cell(tf), "b": _cell(tf)},
        4,
        {"a": 5, "b": 4},
        2,
    )
    return [*outputs["a"], *outputs["b"]]


def losses(tf):
    legacy = tf.contrib.legacy_seq2seq
    logits = [tf.constant([[0.1, 0.2], [0.3, -0.1]]), tf.constant([[0.5, 0.2], [0.0, 0.1]])]
    targets = [tf.constant([0, 1]), tf.constant([1, 1])]
    weights = [tf.constant([1.0, 0.5]), tf.constant([1.0, 0.0])]
    return [
        legacy.sequence_loss_by_example(logits, targets, weights),
        legacy.sequence_loss(logits, targets, weights),
        legacy.sequence_loss(logits, targets, weights, average_across_batch=False),
    ]


def buckets(tf):
    legacy = tf.contrib.legacy_seq2seq
    weights = [tf.ones([2]) for _ in range(3)]
    _, losses = legacy.model_with_buckets(
        _ids(tf, 3),
        _ids(tf, 3),
        _ids(tf, 3),
        weights,
        [(2, 2), (3, 3)],
        lambda x, y: legacy.embedding_attention_seq2seq(x, y, _cell(tf), 5, 5, 2),
    )
    return [*losses, *tf.gradients(losses[1], tf.trainable_variables())]
