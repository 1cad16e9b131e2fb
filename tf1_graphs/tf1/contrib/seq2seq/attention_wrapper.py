"""Wraps a cell with attention: `AttentionWrapper`.

References:
    TensorFlow 1.15.5, `contrib/seq2seq/python/ops/attention_wrapper.py`.
"""

import collections

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.contrib.framework.tensor_util import with_same_shape
from tf1_graphs.tf1.contrib.seq2seq.attention_mechanisms import (
    AttentionMechanism,
    BahdanauAttention,
    LuongAttention,
    _bahdanau_score,
    _BaseAttentionMechanism,
    _luong_score,
    _maybe_mask_score,
    _prepare_memory,
    hardmax,
)
from tf1_graphs.tf1.contrib.seq2seq.monotonic_attention import (
    BahdanauMonotonicAttention,
    LuongMonotonicAttention,
    _monotonic_probability_fn,
    monotonic_attention,
    safe_cumprod,
)
from tf1_graphs.tf1.layer_classes import Dense
from tf1_graphs.tf1.rnn.cell import (
    RNNCell,
    assert_like_rnncell,
    static_or_dynamic_size,
    zero_state_tensors,
)

# All names of the file in TensorFlow 1, which public code imports from it; private ones too.
__all__ = [
    "AttentionMechanism",
    "AttentionWrapper",
    "AttentionWrapperState",
    "BahdanauAttention",
    "BahdanauMonotonicAttention",
    "LuongAttention",
    "LuongMonotonicAttention",
    "_BaseAttentionMechanism",
    "_bahdanau_score",
    "_compute_attention",
    "_luong_score",
    "_maybe_mask_score",
    "_monotonic_probability_fn",
    "_prepare_memory",
    "hardmax",
    "monotonic_attention",
    "safe_cumprod",
]

_FIELDS = (
    "cell_state",
    "attention",
    "time",
    "alignments",
    "alignment_history",
    "attention_state",
)


class AttentionWrapperState(collections.namedtuple("AttentionWrapperState", _FIELDS)):
    """The state of an `AttentionWrapper`.

    Attributes:
        cell_state: the wrapped cell's state.
        attention: the last attention [batch, n].
        time: number of steps done.
        alignments: the last alignments [batch, time], one tensor a mechanism.
        alignment_history: `TensorArray` of all alignments, one a mechanism; empty tuples if none.
        attention_state: the mechanisms' states.
    """

    def clone(self, **kwargs):
        """Return the state with other values of some fields; tensors keep their shapes."""

        def same_shape(old, new):
            both = isinstance(old, tf.Tensor) and isinstance(new, tf.Tensor)
            return with_same_shape(old, new) if both else new

        return tf.nest.map_structure(same_shape, self, self._replace(**kwargs))


def _compute_attention(attention_mechanism, cell_output, attention_state, attention_layer):
    """Return a mechanism's attention [batch, n], alignments and next state."""
    alignments, next_state = attention_mechanism(cell_output, state=attention_state)
    context = tf.matmul(tf.expand_dims(alignments, 1), attention_mechanism.values)
    attention = tf.squeeze(context, [1])
    if attention_layer is not None:
        attention = attention_layer(tf.concat([cell_output, attention], 1))
    return attention, alignments, next_state


class AttentionWrapper(RNNCell):
    """A cell that takes the last attention beside its inputs, and attends by its output.

    Args:
        cell: the cell.
        attention_mechanism: a mechanism, or a list of them.
        attention_layer_size: size of the layer [cell output, context] → attention, or a list of
            them; None leaves the layer out, and the attention is the context.
        alignment_history: whether all steps' alignments are kept.
        cell_input_fn: function of inputs and attention; None concatenates them.
        output_attention: whether the output is the attention, else the cell's output.
        initial_cell_state: the wrapped cell's first state.
        name: name of the cell and its ops.
        attention_layer: that layer, or a list of them, in the place of a size.
        attention_fn: function that computes the attention, see `_compute_attention`.
        dtype: type of the variables.

    Raises:
        TypeError: a mechanism is none, or `cell_input_fn` is no function.
        ValueError: both a layer and a size, or another number of them than of mechanisms.
    """

    def __init__(
        self,
        cell,
        attention_mechanism,
        attention_layer_size=None,
        alignment_history=False,
        cell_input_fn=None,
        output_attention=True,
        initial_cell_state=None,
        name=None,
        attention_layer=None,
        attention_fn=None,
        dtype=None,
    ):
        super().__init__(name=name, dtype=dtype)
        assert_like_rnncell("cell", cell)
        self._is_multi = isinstance(attention_mechanism, (list, tuple))
        mechanisms = attention_mechanism if self._is_multi else (attention_mechanism,)
        for mechanism in mechanisms:
            if not isinstance(mechanism, AttentionMechanism):
                raise TypeError(
                    "attention_mechanism must be an AttentionMechanism or list of multiple "
                    f"AttentionMechanism instances, saw type: {type(mechanism).__name__}"
                )
        if cell_input_fn is not None and not callable(cell_input_fn):
            raise TypeError(
                f"cell_input_fn must be callable, saw type: {type(cell_input_fn).__name__}"
            )
        if attention_layer_size is not None and attention_layer is not None:
            raise ValueError("Only one of attention_layer_size and attention_layer should be set")
        self._cell = cell
        self._attention_mechanisms = mechanisms
        self._attention_layers, self._attention_layer_size = _attention_layers(
            cell, mechanisms, attention_layer_size, attention_layer
        )
        self._attention_fn = attention_fn or _compute_attention
        self._cell_input_fn = cell_input_fn or (
            lambda inputs, attention: tf.concat([inputs, attention], -1)
        )
        self._output_attention = output_attention
        self._alignment_history = alignment_history
        self._initial_cell_state = None
        with tf.name_scope(name, "AttentionWrapperInit"):
            if initial_cell_state is not None:
                batch_size = static_or_dynamic_size(tf.nest.flatten(initial_cell_state)[-1])
                self._initial_cell_state = self._checked(
                    f"When constructing AttentionWrapper {self._base_name}: Non-matching batch "
                    "sizes between the memory (encoder output) and initial_cell_state. Are you "
                    "using the BeamSearchDecoder? You may need to tile your initial state via "
                    "tf.contrib.seq2seq.tile_batch with argument multiple=beam_width.",
                    batch_size,
                    initial_cell_state,
                    "check_initial_cell_state",
                )

    def _checked(self, message, batch_size, structure, name):
        """Return a structure of tensors, after a check that the memories have its batch size."""
        checks = [
            tf.debugging.assert_equal(batch_size, mechanism.batch_size, message=message)
            for mechanism in self._attention_mechanisms
        ]
        with tf.control_dependencies(checks):
            return tf.nest.map_structure(lambda item: tf.identity(item, name=name), structure)

    def _item_or_tuple(self, items):
        items = tuple(items)
        return items if self._is_multi else items[0]

    @property
    def output_size(self):
        """Size of the attention, or of the cell's output."""
        return self._attention_layer_size if self._output_attention else self._cell.output_size

    @property
    def state_size(self):
        """The sizes of the state's fields."""
        mechanisms = self._attention_mechanisms
        history = self._alignment_history
        return AttentionWrapperState(
            cell_state=self._cell.state_size,
            time=tf.TensorShape([]),
            attention=self._attention_layer_size,
            alignments=self._item_or_tuple(each.alignments_size for each in mechanisms),
            attention_state=self._item_or_tuple(each.state_size for each in mechanisms),
            alignment_history=self._item_or_tuple(
                each.alignments_size if history else () for each in mechanisms
            ),
        )

    def zero_state(self, batch_size, dtype):
        """Return the first state.

        Args:
            batch_size: integer or scalar tensor: the memories' own.
            dtype: float type.
        """
        with tf.name_scope(type(self).__name__ + "ZeroState", values=[batch_size]):
            cell_state = self._initial_cell_state
            if cell_state is None:
                cell_state = self._cell.get_initial_state(batch_size=batch_size, dtype=dtype)
            cell_state = self._checked(
                f"When calling zero_state of AttentionWrapper {self._base_name}: Non-matching "
                "batch sizes between the memory (encoder output) and the requested batch size. "
                "Are you using the BeamSearchDecoder? If so, make sure your encoder output has "
                "been tiled to beam_width via tf.contrib.seq2seq.tile_batch, and the batch_size= "
                "argument passed to zero_state is batch_size * beam_width.",
                batch_size,
                cell_state,
                "checked_cell_state",
            )
            alignments = [
                each.initial_alignments(batch_size, dtype) for each in self._attention_mechanisms
            ]
            return AttentionWrapperState(
                cell_state=cell_state,
                time=tf.zeros([], dtype=tf.int32),
                attention=zero_state_tensors(self._attention_layer_size, batch_size, dtype),
                alignments=self._item_or_tuple(alignments),
                attention_state=self._item_or_tuple(
                    each.initial_state(batch_size, dtype) for each in self._attention_mechanisms
                ),
                alignment_history=self._item_or_tuple(
                    tf.TensorArray(dtype, size=0, dynamic_size=True, element_shape=each.shape)
                    if self._alignment_history
                    else ()
                    for each in alignments
                ),
            )

    def call(self, inputs, state):
        """Return the attention, or the cell's output, and the next state."""
        if not isinstance(state, AttentionWrapperState):
            raise TypeError(
                "Expected state to be instance of AttentionWrapperState. "
                f"Received type {type(state)} instead."
            )
        cell_inputs = self._cell_input_fn(inputs, state.attention)
        cell_output, cell_state = self._cell(cell_inputs, state.cell_state)
        cell_output = self._checked(
            f"When applying AttentionWrapper {self.name}: Non-matching batch sizes between the "
            "memory (encoder output) and the query (decoder output). Are you using the "
            "BeamSearchDecoder? You may need to tile your memory input via "
            "tf.contrib.seq2seq.tile_batch with argument multiple=beam_width.",
            static_or_dynamic_size(cell_output),
            cell_output,
            "checked_cell_output",
        )
        states, histories = state.attention_state, state.alignment_history
        if not self._is_multi:
            states, histories = [states], [histories]
        attentions, alignments, next_states, next_histories = [], [], [], []
        for number, mechanism in enumerate(self._attention_mechanisms):
            layer = self._attention_layers[number] if self._attention_layers else None
            attention, aligned, next_state = self._attention_fn(
                mechanism, cell_output, states[number], layer
            )
            history = ()
            if self._alignment_history:
                history = histories[number].write(state.time, aligned)
            attentions.append(attention)
            alignments.append(aligned)
            next_states.append(next_state)
            next_histories.append(history)
        attention = tf.concat(attentions, 1)
        next_state = AttentionWrapperState(
            time=state.time + 1,
            cell_state=cell_state,
            attention=attention,
            attention_state=self._item_or_tuple(next_states),
            alignments=self._item_or_tuple(alignments),
            alignment_history=self._item_or_tuple(next_histories),
        )
        return (attention if self._output_attention else cell_output), next_state


def _attention_layers(cell, mechanisms, sizes, layers):
    """Return a layer for each mechanism, or None, and the size of all attentions together."""
    depths = [mechanism.values.shape.as_list()[-1] for mechanism in mechanisms]
    if sizes is None and layers is None:
        return None, sum(depths)
    argument = "attention_layer" if sizes is None else "attention_layer_size"
    given = layers if sizes is None else sizes
    given = tuple(given) if isinstance(given, (list, tuple)) else (given,)
    if len(given) != len(mechanisms):
        what = "layer" if sizes is None else "integer"
        raise ValueError(
            f"If provided, {argument} must contain exactly one {what} per attention_mechanism, "
            f"saw: {len(given)} vs {len(mechanisms)}"
        )
    if sizes is not None:
        made = tuple(
            Dense(size, name="attention_layer", use_bias=False, dtype=mechanism.dtype)
            for size, mechanism in zip(given, mechanisms, strict=True)
        )
        return made, sum(given)
    shapes = [
        layer.compute_output_shape([None, cell.output_size + depth])
        for layer, depth in zip(given, depths, strict=True)
    ]
    return given, sum(tf.TensorShape(shape).as_list()[-1] for shape in shapes)
