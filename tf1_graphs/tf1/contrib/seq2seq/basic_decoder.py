"""Decodes with a cell and a helper that says each step's inputs: `BasicDecoder`.

References:
    TensorFlow 1.15.5, `contrib/seq2seq/python/ops/basic_decoder.py`.
"""

import collections

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.base_layer import Layer
from tf1_graphs.tf1.contrib.seq2seq.decoder import Decoder
from tf1_graphs.tf1.contrib.seq2seq.helper import Helper
from tf1_graphs.tf1.rnn.cell import assert_like_rnncell

BasicDecoderOutput = collections.namedtuple("BasicDecoderOutput", ("rnn_output", "sample_id"))
BasicDecoderOutput.__doc__ = "A step's outputs: `rnn_output` [batch, n] and `sample_id` [batch]."


def rnn_output_size(cell, output_layer):
    """Return the size of a cell's output, through a layer where there is one."""
    size = cell.output_size
    if output_layer is None:
        return size
    shape = tf.nest.map_structure(lambda s: tf.TensorShape([None]).concatenate(s), size)
    outputs = output_layer.compute_output_shape(shape)
    return tf.nest.map_structure(lambda s: s[1:], outputs)


def checked_layer(output_layer):
    """Return an output layer; anything but a layer or None is an error."""
    if output_layer is not None and not isinstance(output_layer, Layer):
        raise TypeError(f"output_layer must be a Layer, received: {type(output_layer)}")
    return output_layer


class BasicDecoder(Decoder):
    """A decoder that samples from a cell's outputs.

    Args:
        cell: the cell.
        helper: `Helper`: it samples, and says the next inputs.
        initial_state: the cell's first state.
        output_layer: layer for the cell's outputs, before they are sampled from.

    Raises:
        TypeError: an argument is none of these.
    """

    def __init__(self, cell, helper, initial_state, output_layer=None):
        assert_like_rnncell("cell", cell)
        if not isinstance(helper, Helper):
            raise TypeError(f"helper must be a Helper, received: {type(helper)}")
        self._cell = cell
        self._helper = helper
        self._initial_state = initial_state
        self._output_layer = checked_layer(output_layer)

    @property
    def batch_size(self):
        """The helper's."""
        return self._helper.batch_size

    @property
    def output_size(self):
        """The sizes of a `BasicDecoderOutput`."""
        return BasicDecoderOutput(
            rnn_output=rnn_output_size(self._cell, self._output_layer),
            sample_id=self._helper.sample_ids_shape,
        )

    @property
    def output_dtype(self):
        """The types of a `BasicDecoderOutput`; the output has the state's."""
        dtype = tf.nest.flatten(self._initial_state)[0].dtype
        sizes = rnn_output_size(self._cell, self._output_layer)
        return BasicDecoderOutput(
            tf.nest.map_structure(lambda _: dtype, sizes), self._helper.sample_ids_dtype
        )

    def initialize(self, name=None):
        """Return what has finished, the first inputs and the first state."""
        return (*self._helper.initialize(), self._initial_state)

    def step(self, time, inputs, state, name=None):
        """Return outputs, the next state, the next inputs, and what has finished."""
        with tf.name_scope(name, "BasicDecoderStep", (time, inputs, state)):
            outputs, state = self._cell(inputs, state)
            if self._output_layer is not None:
                outputs = self._output_layer(outputs)
            sample_ids = self._helper.sample(time=time, outputs=outputs, state=state)
            finished, next_inputs, state = self._helper.next_inputs(
                time=time, outputs=outputs, state=state, sample_ids=sample_ids
            )
        return BasicDecoderOutput(outputs, sample_ids), state, next_inputs, finished
