"""Attends monotonically: a decoder reads an encoder's outputs once, from left to right.

References:
    TensorFlow 1.15.5, `contrib/seq2seq/python/ops/attention_wrapper.py`; Raffel et al.,
    arXiv:1704.00784.
"""

import functools

import numpy as np

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.contrib.seq2seq.attention_mechanisms import (
    _Bahdanau,
    _layer,
    _Luong,
)
from tf1_graphs.tf1.rnn.cell import static_or_dynamic_size


def safe_cumprod(x, *args, **kwargs):
    """Build a cumulative product of values in [0, 1], through logarithms of at least the tiniest.

    Args:
        x: float tensor.
        *args: for `tf.cumsum`.
        **kwargs: for `tf.cumsum`.
    """
    with tf.name_scope(None, "SafeCumprod", [x]):
        x = tf.convert_to_tensor(x, name="x")
        tiny = np.finfo(x.dtype.as_numpy_dtype).tiny
        return tf.exp(tf.cumsum(tf.log(tf.clip_by_value(x, tiny, 1)), *args, **kwargs))


def monotonic_attention(p_choose_i, previous_attention, mode):
    """Build the attention of a step from that of the step before.

    Args:
        p_choose_i: probability that a memory's step is chosen [batch, time].
        previous_attention: attention of the step before [batch, time].
        mode: `recursive` (exact), `parallel` (faster) or `hard` (for probabilities 0 and 1).

    Raises:
        ValueError: another mode.
    """
    chosen = tf.convert_to_tensor(p_choose_i, name="p_choose_i")
    previous = tf.convert_to_tensor(previous_attention, name="previous_attention")
    if mode == "recursive":
        batch = static_or_dynamic_size(chosen)
        passed = tf.concat([tf.ones((batch, 1)), 1 - chosen[:, :-1]], 1)
        return chosen * tf.transpose(
            tf.scan(
                lambda x, yz: tf.reshape(yz[0] * x + yz[1], (batch,)),
                [tf.transpose(passed), tf.transpose(previous)],
                tf.zeros((batch,)),
            )
        )
    if mode == "parallel":
        passed = safe_cumprod(1 - chosen, axis=1, exclusive=True)
        return chosen * passed * tf.cumsum(previous / tf.clip_by_value(passed, 1e-10, 1.0), axis=1)
    if mode == "hard":
        chosen *= tf.cumsum(previous, axis=1)
        return chosen * tf.cumprod(1 - chosen, axis=1, exclusive=True)
    raise ValueError("mode must be 'recursive', 'parallel', or 'hard'.")


def _monotonic_probability_fn(score, previous_alignments, sigmoid_noise, mode, seed=None):
    if sigmoid_noise > 0:
        noise = tf.random_normal(tf.shape(score), dtype=score.dtype, seed=seed)
        score += sigmoid_noise * noise
    chosen = tf.cast(score > 0, score.dtype) if mode == "hard" else tf.sigmoid(score)
    return monotonic_attention(chosen, previous_alignments, mode)


class _Monotonic:
    """What both monotonic mechanisms have: the first alignments, and a bias of the score."""

    def initial_alignments(self, batch_size, dtype):
        """Return alignments that are 1 at the first step."""
        first = tf.zeros((batch_size,), dtype=tf.int32)
        return tf.one_hot(first, self._alignments_size, dtype=dtype)

    def __call__(self, query, state):
        """Return the alignments, twice: they are the next state, too."""
        with tf.variable_scope(None, self._scope_name, [query]):
            score, processed = self._scored(query)
            score += tf.get_variable(
                "attention_score_bias", dtype=processed.dtype, initializer=self._score_bias_init
            )
        return self._aligned(score, state)


class BahdanauMonotonicAttention(_Monotonic, _Bahdanau):
    """Monotonic attention with the score of `BahdanauAttention`.

    Args:
        num_units: number of the score's neurons.
        memory: float tensor [batch, time, n].
        memory_sequence_length: number of steps that count, of each example.
        normalize: whether the output's weights are normalized.
        score_mask_value: score of the steps that do not count; None is minus infinity.
        sigmoid_noise: standard deviation of noise that is added to the score.
        sigmoid_noise_seed: its op seed.
        score_bias_init: initial value of the score's bias.
        mode: see `monotonic_attention`.
        dtype: type of the layers; None is float32.
        name: name of the ops.
    """

    _scope_name = "bahdanau_monotonic_attention"

    def __init__(
        self,
        num_units,
        memory,
        memory_sequence_length=None,
        normalize=False,
        score_mask_value=None,
        sigmoid_noise=0.0,
        sigmoid_noise_seed=None,
        score_bias_init=0.0,
        mode="parallel",
        dtype=None,
        name="BahdanauMonotonicAttention",
    ):
        super().__init__(
            query_layer=_layer(num_units, "query_layer", dtype),
            memory_layer=_layer(num_units, "memory_layer", dtype),
            memory=memory,
            probability_fn=functools.partial(
                _monotonic_probability_fn,
                sigmoid_noise=sigmoid_noise,
                mode=mode,
                seed=sigmoid_noise_seed,
            ),
            memory_sequence_length=memory_sequence_length,
            score_mask_value=score_mask_value,
            name=name,
        )
        self._num_units = num_units
        self._normalize = normalize
        self._name = name
        self._score_bias_init = score_bias_init


class LuongMonotonicAttention(_Monotonic, _Luong):
    """Monotonic attention with the score of `LuongAttention`.

    Args:
        num_units: size of the keys, and of the query.
        memory: float tensor [batch, time, n].
        memory_sequence_length: number of steps that count, of each example.
        scale: whether the scores are multiplied by a variable.
        score_mask_value: score of the steps that do not count; None is minus infinity.
        sigmoid_noise: standard deviation of noise that is added to the score.
        sigmoid_noise_seed: its op seed.
        score_bias_init: initial value of the score's bias.
        mode: see `monotonic_attention`.
        dtype: type of the layer; None is float32.
        name: name of the ops.
    """

    _scope_name = "luong_monotonic_attention"

    def __init__(
        self,
        num_units,
        memory,
        memory_sequence_length=None,
        scale=False,
        score_mask_value=None,
        sigmoid_noise=0.0,
        sigmoid_noise_seed=None,
        score_bias_init=0.0,
        mode="parallel",
        dtype=None,
        name="LuongMonotonicAttention",
    ):
        super().__init__(
            query_layer=None,
            memory_layer=_layer(num_units, "memory_layer", dtype),
            memory=memory,
            probability_fn=functools.partial(
                _monotonic_probability_fn,
                sigmoid_noise=sigmoid_noise,
                mode=mode,
                seed=sigmoid_noise_seed,
            ),
            memory_sequence_length=memory_sequence_length,
            score_mask_value=score_mask_value,
            name=name,
        )
        self._num_units = num_units
        self._scale = scale
        self._score_bias_init = score_bias_init
        self._name = name
