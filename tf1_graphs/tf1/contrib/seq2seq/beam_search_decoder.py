"""Decodes by beam search, which follows the best few sequences at once.

References:
    TensorFlow 1.15.5, `contrib/seq2seq/python/ops/beam_search_decoder.py`.
"""

import collections

import numpy as np

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.contrib.seq2seq.basic_decoder import checked_layer, rnn_output_size
from tf1_graphs.tf1.contrib.seq2seq.beam_search_ops import (
    gather_tree,
    gather_tree_from_array,
    tile_batch,
)
from tf1_graphs.tf1.contrib.seq2seq.beam_search_step import (
    BeamSearchDecoderOutput,
    BeamSearchDecoderState,
    attention_probs,
    beam_search_step,
)
from tf1_graphs.tf1.contrib.seq2seq.decoder import Decoder
from tf1_graphs.tf1.contrib.seq2seq.helper import embedding_function
from tf1_graphs.tf1.rnn.cell import assert_like_rnncell

FinalBeamSearchDecoderOutput = collections.namedtuple(
    "FinalBeamDecoderOutput", ["predicted_ids", "beam_search_decoder_output"]
)
FinalBeamSearchDecoderOutput.__doc__ = (
    "The sequences `predicted_ids` [batch, time, beams], and the steps' own outputs."
)

__all__ = [
    "BeamSearchDecoder",
    "BeamSearchDecoderOutput",
    "BeamSearchDecoderState",
    "FinalBeamSearchDecoderOutput",
    "tile_batch",
]


class BeamSearchDecoder(Decoder):
    """A decoder that follows the `beam_width` best sequences of each example.

    Args:
        cell: the cell.
        embedding: embeddings [n, size], or a function of ids.
        start_tokens: the first ids [batch].
        end_token: the id after which a sequence has finished.
        initial_state: the cell's first state, for batch · beams examples, see `tile_batch`.
        beam_width: number of beams.
        output_layer: layer for the cell's outputs; it gives the logits.
        length_penalty_weight: weight of the length penalty; 0 leaves it out.
        coverage_penalty_weight: weight of the coverage penalty; 0 leaves it out.
        reorder_tensor_arrays: whether arrays in the last state, such as an alignment history, are
            put in the order of the sequences.

    Raises:
        TypeError: the cell or the layer is none.
        ValueError: the first ids are no vector, or the last one is no scalar.
    """

    def __init__(
        self,
        cell,
        embedding,
        start_tokens,
        end_token,
        initial_state,
        beam_width,
        output_layer=None,
        length_penalty_weight=0.0,
        coverage_penalty_weight=0.0,
        reorder_tensor_arrays=True,
    ):
        assert_like_rnncell("cell", cell)
        self._cell = cell
        self._output_layer = checked_layer(output_layer)
        self._reorder_tensor_arrays = reorder_tensor_arrays
        self._beam_width = beam_width
        self._length_penalty_weight = length_penalty_weight
        self._coverage_penalty_weight = coverage_penalty_weight
        self._embedding_fn = embedding_function(embedding)
        first = tf.convert_to_tensor(start_tokens, dtype=tf.int32, name="start_tokens")
        if first.shape.rank != 1:
            raise ValueError("start_tokens must be a vector")
        self._end_token = tf.convert_to_tensor(end_token, dtype=tf.int32, name="end_token")
        if self._end_token.shape.rank != 0:
            raise ValueError("end_token must be a scalar")
        self._batch_size = tf.size(start_tokens)
        self._initial_cell_state = tf.nest.map_structure(
            self._maybe_split_batch_beams, initial_state, self._cell.state_size
        )
        self._start_tokens = tf.tile(tf.expand_dims(first, 1), [1, self._beam_width])
        self._start_inputs = self._embedding_fn(self._start_tokens)
        self._finished = tf.one_hot(
            tf.zeros([self._batch_size], dtype=tf.int32),
            depth=self._beam_width,
            on_value=False,
            off_value=True,
            dtype=tf.bool,
        )

    batch_size = property(lambda self: self._batch_size, doc="Number of examples.")
    tracks_own_finished = property(lambda self: True, doc="Beams that go on change places.")

    @property
    def output_size(self):
        """The sizes of a `BeamSearchDecoderOutput`."""
        beams = tf.TensorShape([self._beam_width])
        return BeamSearchDecoderOutput(scores=beams, predicted_ids=beams, parent_ids=beams)

    @property
    def output_dtype(self):
        """The types of a `BeamSearchDecoderOutput`."""
        dtype = tf.nest.flatten(self._initial_cell_state)[0].dtype
        sizes = rnn_output_size(self._cell, self._output_layer)
        scores = tf.nest.map_structure(lambda _: dtype, sizes)
        return BeamSearchDecoderOutput(scores=scores, predicted_ids=tf.int32, parent_ids=tf.int32)

    def initialize(self, name=None):
        """Return what has finished, the first inputs and the first state."""
        dtype = tf.nest.flatten(self._initial_cell_state)[0].dtype
        first = tf.zeros([self._batch_size], dtype=tf.int32)
        log_probs = tf.one_hot(
            first,
            depth=self._beam_width,
            on_value=tf.convert_to_tensor(0.0, dtype=dtype),
            off_value=tf.convert_to_tensor(-np.inf, dtype=dtype),
            dtype=dtype,
        )
        probs = attention_probs(self._initial_cell_state, self._coverage_penalty_weight)
        state = BeamSearchDecoderState(
            cell_state=self._initial_cell_state,
            log_probs=log_probs,
            finished=self._finished,
            lengths=tf.zeros([self._batch_size, self._beam_width], dtype=tf.int64),
            accumulated_attention_probs=() if probs is None else probs,
        )
        return self._finished, self._start_inputs, state

    def step(self, time, inputs, state, name=None):
        """Return outputs, the next state, the next inputs, and what has finished."""
        nest = tf.nest
        with tf.name_scope(name, "BeamSearchDecoderStep", (time, inputs, state)):
            inputs = nest.map_structure(lambda x: self._merge(x, x.shape[2:]), inputs)
            cell_state = nest.map_structure(
                self._maybe_merge_batch_beams, state.cell_state, self._cell.state_size
            )
            outputs, next_cell_state = self._cell(inputs, cell_state)
            outputs = nest.map_structure(lambda x: self._split(x, x.shape[1:]), outputs)
            next_cell_state = nest.map_structure(
                self._maybe_split_batch_beams, next_cell_state, self._cell.state_size
            )
            if self._output_layer is not None:
                outputs = self._output_layer(outputs)
            output, next_state = beam_search_step(
                time=time,
                logits=outputs,
                next_cell_state=next_cell_state,
                beam_state=state,
                batch_size=self._batch_size,
                beam_width=self._beam_width,
                end_token=self._end_token,
                length_penalty_weight=self._length_penalty_weight,
                coverage_penalty_weight=self._coverage_penalty_weight,
            )
            next_inputs = tf.cond(
                tf.reduce_all(next_state.finished),
                lambda: self._start_inputs,
                lambda: self._embedding_fn(output.predicted_ids),
            )
        return output, next_state, next_inputs, next_state.finished

    def finalize(self, outputs, final_state, sequence_lengths):
        """Return the full sequences, and the last state."""
        longest = tf.cast(tf.reduce_max(final_state.lengths, axis=1), tf.int32)
        predicted_ids = gather_tree(
            outputs.predicted_ids,
            outputs.parent_ids,
            max_sequence_lengths=longest,
            end_token=self._end_token,
        )
        if self._reorder_tensor_arrays:
            cell_state = tf.nest.map_structure(
                lambda t: self._maybe_sort_array_beams(t, outputs.parent_ids, final_state.lengths),
                final_state.cell_state,
            )
            final_state = final_state._replace(cell_state=cell_state)
        final = FinalBeamSearchDecoderOutput(
            predicted_ids=predicted_ids, beam_search_decoder_output=outputs
        )
        return final, final_state

    def _known_batch_size(self):
        known = tf.get_static_value(self._batch_size)
        return None if known is None else int(known)

    def _merge(self, t, size):
        """Return [batch, beams, ...] as [batch · beams, ...]."""
        shape, batch = tf.shape(t), self._known_batch_size()
        merged = tf.reshape(t, tf.concat(([self._batch_size * self._beam_width], shape[2:]), 0))
        both = tf.TensorShape([None if batch is None else batch * self._beam_width])
        merged.set_shape(both.concatenate(_shape(size)))
        return merged

    def _split(self, t, size):
        """Return [batch · beams, ...] as [batch, beams, ...]."""
        shape = tf.shape(t)
        split = tf.reshape(t, tf.concat(([self._batch_size, self._beam_width], shape[1:]), 0))
        expected = tf.TensorShape([self._known_batch_size(), self._beam_width])
        expected = expected.concatenate(_shape(size))
        if not split.shape.is_compatible_with(expected):
            raise ValueError(
                "Unexpected behavior when reshaping between beam width and batch size. "
                f"The reshaped tensor has shape: {split.shape}. We expected it to have shape "
                f"(batch_size, beam_width, depth) == {expected}. Perhaps you forgot to create a "
                "zero_state with batch_size=encoder_batch_size * beam_width?"
            )
        split.set_shape(expected)
        return split

    def _maybe_split_batch_beams(self, t, size):
        return self._split(t, size) if _has_rank(t, 1) else t

    def _maybe_merge_batch_beams(self, t, size):
        return self._merge(t, size) if _has_rank(t, 2) else t

    def _maybe_sort_array_beams(self, t, parent_ids, sequence_length):
        if not isinstance(t, tf.TensorArray) or not t.element_shape.rank:
            return t
        batch, beams, shape = self._known_batch_size(), self._beam_width, t.element_shape
        sizes = shape.as_list()
        if batch is not None and sizes[0] is not None and sizes[0] != batch * beams:
            known = shape.rank >= 2 and sizes[1] is not None
            if known and (sizes[0] != batch or sizes[1] != beams):
                return t
        t = t.stack()
        shape = tf.shape(t)
        fits = tf.equal(shape[1], self._batch_size * beams)
        if t.shape.rank != 2:
            apart = tf.logical_and(tf.equal(shape[1], self._batch_size), tf.equal(shape[2], beams))
            fits = tf.logical_or(fits, apart)
        message = (
            "TensorArray reordering expects elements to be reshapable to [batch_size, beam_size, "
            f"-1] which is incompatible with the dynamic shape of {t.name} elements. Consider "
            "setting reorder_tensor_arrays to False to disable TensorArray reordering."
        )
        with tf.control_dependencies([tf.Assert(fits, [message])]):
            return gather_tree_from_array(t, parent_ids, sequence_length)


def _shape(size):
    return tf.TensorShape(tf.get_static_value(size) if isinstance(size, tf.Tensor) else size)


def _has_rank(t, rank):
    if isinstance(t, tf.TensorArray):
        return False
    if t.shape.rank is None:
        raise ValueError(f"Expected tensor ({t}) to have known rank, but ndims == None.")
    return t.shape.rank >= rank
