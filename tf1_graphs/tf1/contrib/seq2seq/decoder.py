"""Decodes step by step until all sequences have ended: `dynamic_decode`.

References:
    TensorFlow 1.15.5, `contrib/seq2seq/python/ops/decoder.py`.
"""

import contextlib

from tf1_graphs import tf1 as tf
from tf1_graphs.tensorflow1 import in_while_loop
from tf1_graphs.tf1.rnn.cell import transpose_batch_time, zero_state_tensors


class Decoder:
    """What `dynamic_decode` takes, to be subclassed."""

    @property
    def batch_size(self):
        """Number of sequences, an integer or a scalar tensor."""
        raise NotImplementedError

    @property
    def output_size(self):
        """A structure of the outputs' sizes."""
        raise NotImplementedError

    @property
    def output_dtype(self):
        """A structure of the outputs' types."""
        raise NotImplementedError

    def initialize(self, name=None):
        """Return what has finished [batch], the first inputs and the first state."""
        raise NotImplementedError

    def step(self, time, inputs, state, name=None):
        """Return outputs, the next state, the next inputs, and what has finished [batch]."""
        raise NotImplementedError

    def finalize(self, outputs, final_state, sequence_lengths):
        """Return all outputs, time first, and the last state as they are wanted."""
        raise NotImplementedError

    @property
    def tracks_own_finished(self):
        """Whether a sequence may go on after it had finished."""
        return False


_transpose_batch_time = transpose_batch_time


def dynamic_decode(
    decoder,
    output_time_major=False,
    impute_finished=False,
    maximum_iterations=None,
    parallel_iterations=32,
    swap_memory=False,
    scope=None,
    **_,
):
    """Build a loop over a decoder's steps.

    Args:
        decoder: `Decoder`.
        output_time_major: whether the outputs' first axis is time, else the batch.
        impute_finished: whether a sequence that has finished keeps its state and gives zeros.
        maximum_iterations: number of steps at most, a scalar; None is no limit.
        parallel_iterations: as `tf.while_loop`.
        swap_memory: as `tf.while_loop`.
        scope: name of the variable scope; by default `decoder`.

    Returns:
        The outputs, the last state, and the sequences' lengths [batch].

    Raises:
        TypeError: the decoder is none.
        ValueError: `maximum_iterations` is no scalar.
    """
    if not isinstance(decoder, Decoder):
        raise TypeError(f"Expected decoder to be type Decoder, but saw: {type(decoder)}")
    nest = tf.nest
    with tf.variable_scope(scope, "decoder") as variable_scope:
        if variable_scope.caching_device is None and not in_while_loop():
            variable_scope.set_caching_device(lambda op: op.device)
        if maximum_iterations is not None:
            maximum_iterations = tf.convert_to_tensor(
                maximum_iterations, dtype=tf.int32, name="maximum_iterations"
            )
            if maximum_iterations.shape.rank != 0:
                raise ValueError("maximum_iterations must be a scalar")
        finished, inputs, state = decoder.initialize()
        zero_outputs = nest.map_structure(
            lambda size, dtype: zero_state_tensors(size, decoder.batch_size, dtype),
            decoder.output_size,
            decoder.output_dtype,
        )
        if maximum_iterations is not None:
            finished = tf.logical_or(finished, maximum_iterations <= 0)
        lengths = tf.zeros_like(finished, dtype=tf.int32)
        first_time = tf.constant(0, dtype=tf.int32)

        def outputs_array(size, dtype):
            return tf.TensorArray(
                dtype=dtype,
                size=0,
                dynamic_size=True,
                element_shape=_element_shape(decoder.batch_size, size),
            )

        outputs = nest.map_structure(outputs_array, decoder.output_size, decoder.output_dtype)

        def goes_on(time, outputs, state, inputs, finished, lengths):
            return tf.logical_not(tf.reduce_all(finished))

        def step(time, outputs, state, inputs, finished, lengths):
            given, next_state, next_inputs, next_finished = decoder.step(time, inputs, state)
            if not decoder.tracks_own_finished:
                next_finished = tf.logical_or(next_finished, finished)
            next_lengths = tf.where(
                tf.logical_not(finished), tf.fill(tf.shape(lengths), time + 1), lengths
            )
            nest.assert_same_structure(state, next_state)
            nest.assert_same_structure(outputs, given)
            nest.assert_same_structure(inputs, next_inputs)

            def kept(new, old):
                if isinstance(old, tf.TensorArray):
                    return new
                new.set_shape(old.shape)
                return new if new.shape.rank == 0 else tf.where(finished, old, new)

            if impute_finished:
                given = nest.map_structure(
                    lambda out, zero: tf.where(finished, zero, out), given, zero_outputs
                )
                next_state = nest.map_structure(kept, next_state, state)
            outputs = nest.map_structure(lambda array, out: array.write(time, out), outputs, given)
            return time + 1, outputs, next_state, next_inputs, next_finished, next_lengths

        _, outputs, state, _, _, lengths = tf.while_loop(
            goes_on,
            step,
            loop_vars=(first_time, outputs, state, inputs, finished, lengths),
            parallel_iterations=parallel_iterations,
            maximum_iterations=maximum_iterations,
            swap_memory=swap_memory,
        )
        outputs = nest.map_structure(lambda array: array.stack(), outputs)
        with contextlib.suppress(NotImplementedError):
            outputs, state = decoder.finalize(outputs, state, lengths)
        if not output_time_major:
            outputs = nest.map_structure(transpose_batch_time, outputs)
    return outputs, state, lengths


def _element_shape(batch_size, size):
    if not isinstance(size, tf.TensorShape) or size.rank == 0:
        return None
    batch_size = tf.get_static_value(tf.convert_to_tensor(batch_size, name="batch_size"))
    return tf.TensorShape([batch_size]).concatenate(size)
