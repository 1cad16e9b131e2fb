"""Weighs an encoder's outputs for a decoder: the attention mechanisms.

References:
    TensorFlow 1.15.5, `contrib/seq2seq/python/ops/attention_wrapper.py`; Bahdanau et al.,
    arXiv:1409.0473; Luong et al., arXiv:1508.04025; Raffel et al., arXiv:1704.00784.
"""

import math

import numpy as np

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.base_layer import Layer
from tf1_graphs.tf1.layer_classes import Dense
from tf1_graphs.tf1.rnn.cell import static_or_dynamic_size, zero_state_tensors


class AttentionMechanism:
    """What an `AttentionWrapper` takes: a function of a query and a state.

    It returns the alignments [batch, time] and the next state.
    """

    @property
    def alignments_size(self):
        """Number of the memory's steps."""
        raise NotImplementedError

    @property
    def state_size(self):
        """Size of the state."""
        raise NotImplementedError


class _BaseAttentionMechanism(AttentionMechanism):
    """A mechanism that scores the steps of a memory and makes probabilities of the scores.

    Args:
        query_layer: layer for the query, or None.
        memory: float tensor [batch, time, ...], such as an encoder's outputs.
        probability_fn: function of the scores [batch, time] and of the state.
        memory_sequence_length: number of steps that count, of each example.
        memory_layer: layer for the memory.
        check_inner_dims_defined: whether the memory's other sizes have to be known.
        score_mask_value: score of the steps that do not count; None is minus infinity.
        custom_key_value_fn: function of keys and values that returns both anew.
        name: name of the ops.
    """

    def __init__(
        self,
        query_layer,
        memory,
        probability_fn,
        memory_sequence_length=None,
        memory_layer=None,
        check_inner_dims_defined=True,
        score_mask_value=None,
        custom_key_value_fn=None,
        name=None,
    ):
        for argument, layer in (("query_layer", query_layer), ("memory_layer", memory_layer)):
            if layer is not None and not isinstance(layer, Layer):
                raise TypeError(f"{argument} is not a Layer: {type(layer).__name__}")
        if not callable(probability_fn):
            raise TypeError(
                f"probability_fn must be callable, saw type: {type(probability_fn).__name__}"
            )
        self._query_layer = query_layer
        self._memory_layer = memory_layer
        self.dtype = memory_layer.dtype
        if score_mask_value is None:
            score_mask_value = tf.as_dtype(self.dtype).as_numpy_dtype(-np.inf)
        self._probability_fn = lambda score, state: probability_fn(
            _maybe_mask_score(
                score,
                memory_sequence_length=memory_sequence_length,
                score_mask_value=score_mask_value,
            ),
            state,
        )
        with tf.name_scope(name, "BaseAttentionMechanismInit", tf.nest.flatten(memory)):
            self._values = _prepare_memory(
                memory,
                memory_sequence_length=memory_sequence_length,
                check_inner_dims_defined=check_inner_dims_defined,
            )
            self._keys = memory_layer(self._values) if memory_layer else self._values
            if custom_key_value_fn is not None:
                self._keys, self._values = custom_key_value_fn(self._keys, self._values)
            self._batch_size = static_or_dynamic_size(self._keys)
            self._alignments_size = static_or_dynamic_size(self._keys, 1)

    memory_layer = property(lambda self: self._memory_layer, doc="The memory's layer.")
    query_layer = property(lambda self: self._query_layer, doc="The query's layer.")
    values = property(lambda self: self._values, doc="The memory, masked.")
    keys = property(lambda self: self._keys, doc="The memory through its layer.")
    batch_size = property(lambda self: self._batch_size, doc="Number of examples.")
    alignments_size = property(lambda self: self._alignments_size, doc="Number of steps.")
    state_size = property(lambda self: self._alignments_size, doc="Number of steps.")

    def initial_alignments(self, batch_size, dtype):
        """Return alignments of zeros [batch, time]."""
        return zero_state_tensors(self._alignments_size, batch_size, dtype)

    def initial_state(self, batch_size, dtype):
        """Return the first state: the alignments."""
        return self.initial_alignments(batch_size, dtype)

    def _aligned(self, score, state):
        alignments = self._probability_fn(score, state)
        return alignments, alignments


def _luong_score(query, keys, scale):
    """Score by the products of the query and the keys, times `scale` where there is one."""
    depth, units = query.shape[-1], keys.shape[-1]
    if depth != units:
        raise ValueError(
            "Incompatible or unknown inner dimensions between query and keys. "
            f"Query ({query}) has units: {depth}. Keys ({keys}) have units: {units}. "
            f"Perhaps you need to set num_units to the keys' dimension ({units})?"
        )
    score = tf.squeeze(tf.matmul(tf.expand_dims(query, 1), keys, transpose_b=True), [1])
    return score if scale is None else scale * score


def _bahdanau_score(processed_query, keys, attention_v, attention_g=None, attention_b=None):
    """Score by `v · tanh(keys + query)`, with `v` normalized where there are `g` and `b`."""
    query = tf.expand_dims(processed_query, 1)
    if attention_g is None or attention_b is None:
        return tf.reduce_sum(attention_v * tf.tanh(keys + query), [2])
    normed_v = attention_g * attention_v * tf.rsqrt(tf.reduce_sum(tf.square(attention_v)))
    return tf.reduce_sum(normed_v * tf.tanh(keys + query + attention_b), [2])


def _layer(units, name, dtype):
    return Dense(units, name=name, use_bias=False, dtype=dtype or tf.float32)


class _Luong(_BaseAttentionMechanism):
    """The score of `LuongAttention` and `LuongMonotonicAttention`."""

    def _scored(self, query):
        scale = None
        if self._scale:
            scale = tf.get_variable(
                "attention_g", dtype=query.dtype, initializer=tf.ones_initializer, shape=()
            )
        return _luong_score(query, self._keys, scale), query


class _Bahdanau(_BaseAttentionMechanism):
    """The score of `BahdanauAttention` and `BahdanauMonotonicAttention`."""

    def _scored(self, query):
        processed = self.query_layer(query) if self.query_layer else query
        v = tf.get_variable("attention_v", [self._num_units], dtype=query.dtype)
        g = b = None
        if self._normalize:
            first = tf.constant_initializer(math.sqrt(1.0 / self._num_units))
            g = tf.get_variable("attention_g", dtype=query.dtype, initializer=first, shape=())
            b = tf.get_variable(
                "attention_b",
                [self._num_units],
                dtype=query.dtype,
                initializer=tf.zeros_initializer(),
            )
        return _bahdanau_score(processed, self._keys, v, attention_g=g, attention_b=b), processed


class LuongAttention(_Luong):
    """Attention by products of the query and the keys.

    Args:
        num_units: size of the keys, and of the query.
        memory: float tensor [batch, time, n].
        memory_sequence_length: number of steps that count, of each example.
        scale: whether the scores are multiplied by a variable.
        probability_fn: function of the scores; None is `tf.nn.softmax`.
        score_mask_value: score of the steps that do not count; None is minus infinity.
        dtype: type of the layers; None is float32.
        custom_key_value_fn: function of keys and values that returns both anew.
        name: name of the ops.
    """

    def __init__(
        self,
        num_units,
        memory,
        memory_sequence_length=None,
        scale=False,
        probability_fn=None,
        score_mask_value=None,
        dtype=None,
        custom_key_value_fn=None,
        name="LuongAttention",
    ):
        probability_fn = probability_fn or tf.nn.softmax
        super().__init__(
            query_layer=None,
            memory_layer=_layer(num_units, "memory_layer", dtype),
            memory=memory,
            probability_fn=lambda score, _: probability_fn(score),
            memory_sequence_length=memory_sequence_length,
            score_mask_value=score_mask_value,
            custom_key_value_fn=custom_key_value_fn,
            name=name,
        )
        self._num_units = num_units
        self._scale = scale
        self._name = name

    def __call__(self, query, state):
        """Return the alignments, twice: they are the next state, too."""
        with tf.variable_scope(None, "luong_attention", [query]):
            score, _ = self._scored(query)
        return self._aligned(score, state)


class BahdanauAttention(_Bahdanau):
    """Attention by a network of one hidden layer.

    Args:
        num_units: number of its neurons.
        memory: float tensor [batch, time, n].
        memory_sequence_length: number of steps that count, of each example.
        normalize: whether the output's weights are normalized.
        probability_fn: function of the scores; None is `tf.nn.softmax`.
        score_mask_value: score of the steps that do not count; None is minus infinity.
        dtype: type of the layers; None is float32.
        custom_key_value_fn: function of keys and values that returns both anew.
        name: name of the ops.
    """

    def __init__(
        self,
        num_units,
        memory,
        memory_sequence_length=None,
        normalize=False,
        probability_fn=None,
        score_mask_value=None,
        dtype=None,
        custom_key_value_fn=None,
        name="BahdanauAttention",
    ):
        probability_fn = probability_fn or tf.nn.softmax
        super().__init__(
            query_layer=_layer(num_units, "query_layer", dtype),
            memory_layer=_layer(num_units, "memory_layer", dtype),
            memory=memory,
            probability_fn=lambda score, _: probability_fn(score),
            memory_sequence_length=memory_sequence_length,
            score_mask_value=score_mask_value,
            custom_key_value_fn=custom_key_value_fn,
            name=name,
        )
        self._num_units = num_units
        self._normalize = normalize
        self._name = name

    def __call__(self, query, state):
        """Return the alignments, twice: they are the next state, too."""
        with tf.variable_scope(None, "bahdanau_attention", [query]):
            score, _ = self._scored(query)
        return self._aligned(score, state)


def _prepare_memory(
    memory, memory_sequence_length=None, memory_mask=None, check_inner_dims_defined=True
):
    """Return a memory whose steps that do not count are zeros."""
    memory = tf.nest.map_structure(lambda m: tf.convert_to_tensor(m, name="memory"), memory)
    _at_most_one(memory_sequence_length, memory_mask)
    flat = tf.nest.flatten(memory)
    if memory_sequence_length is not None:
        memory_sequence_length = tf.convert_to_tensor(
            memory_sequence_length, name="memory_sequence_length"
        )
    if check_inner_dims_defined:
        for item in flat:
            if not item.shape[2:].is_fully_defined():
                raise ValueError(
                    f"Expected memory {item.name} to have fully defined inner dims, "
                    f"but saw shape: {item.shape}"
                )
    if memory_sequence_length is not None:
        steps = tf.shape(flat[0])[1]
        mask = tf.sequence_mask(memory_sequence_length, maxlen=steps, dtype=flat[0].dtype)
    elif memory_mask is not None:
        mask = tf.cast(memory_mask, dtype=flat[0].dtype)
    else:
        return memory

    def masked(item):
        rank = item.shape.rank if item.shape.rank is not None else tf.rank(item)
        ones = tf.ones(rank - 2, dtype=tf.int32)
        return item * tf.reshape(mask, tf.concat((tf.shape(mask), ones), 0))

    return tf.nest.map_structure(masked, memory)


def _maybe_mask_score(score, memory_sequence_length=None, memory_mask=None, score_mask_value=None):
    """Return scores in which the steps that do not count have the mask's value."""
    _at_most_one(memory_sequence_length, memory_mask)
    if memory_sequence_length is not None:
        message = "All values in memory_sequence_length must be greater than zero."
        positive = tf.debugging.assert_positive(memory_sequence_length, message=message)
        with tf.control_dependencies([positive]):
            memory_mask = tf.sequence_mask(memory_sequence_length, maxlen=tf.shape(score)[1])
    if memory_mask is None:
        return score
    return tf.where(memory_mask, score, score_mask_value * tf.ones_like(score))


def _at_most_one(memory_sequence_length, memory_mask):
    if memory_sequence_length is not None and memory_mask is not None:
        raise ValueError("memory_sequence_length and memory_mask can't be provided at same time.")


def hardmax(logits, name=None):
    """Build rows that are 1 at the largest logit and 0 elsewhere."""
    with tf.name_scope(name, "Hardmax", [logits]):
        logits = tf.convert_to_tensor(logits, name="logits")
        depth = static_or_dynamic_size(logits, -1)
        return tf.one_hot(tf.argmax(logits, -1), depth, dtype=logits.dtype)


__all__ = [
    "AttentionMechanism",
    "BahdanauAttention",
    "LuongAttention",
    "hardmax",
]
