"""Builds decoders over lists of steps, without attention.

References:
    TensorFlow 1.15.5, `contrib/legacy_seq2seq/python/ops/seq2seq.py`; Sutskever et al.,
    arXiv:1409.3215.
"""

import copy

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.rnn.cell import LayerCell, static_or_dynamic_size
from tf1_graphs.tf1.rnn.wrappers import EmbeddingWrapper, OutputProjectionWrapper


def _extract_argmax_and_embed(embedding, output_projection=None, update_embedding=True):
    """Return a loop function: the embedding of the largest of the last step's outputs."""

    def loop_function(prev, _):
        if output_projection is not None:
            prev = tf.nn.xw_plus_b(prev, output_projection[0], output_projection[1])
        embedded = tf.nn.embedding_lookup(embedding, tf.argmax(prev, 1))
        return embedded if update_embedding else tf.stop_gradient(embedded)

    return loop_function


def check_projection(output_projection, num_symbols, dtype):
    """Refuse a projection that does not give as many outputs as there are symbols."""
    if output_projection is not None:
        weights = tf.convert_to_tensor(output_projection[0], dtype=dtype)
        weights.shape.assert_is_compatible_with([None, num_symbols])
        biases = tf.convert_to_tensor(output_projection[1], dtype=dtype)
        biases.shape.assert_is_compatible_with([num_symbols])


def decoded(feed_previous, decode, steps, state_like):
    """Decode with the given inputs or the decoder's own, as a scalar tensor says in a run.

    Args:
        feed_previous: scalar bool tensor.
        decode: function of a bool that returns outputs and state.
        steps: number of outputs.
        state_like: function that returns a structure such as the state's.
    """

    def branch(feeds):
        with tf.variable_scope(tf.get_variable_scope(), reuse=None if feeds else True):
            outputs, state = decode(feeds)
            return outputs + tf.nest.flatten(state)

    both = tf.cond(feed_previous, lambda: branch(True), lambda: branch(False))
    outputs, states = both[:steps], both[steps:]
    structure = state_like()
    if isinstance(structure, (list, tuple)):
        return outputs, tf.nest.pack_sequence_as(structure=structure, flat_sequence=states)
    return outputs, states[0]


def rnn_decoder(decoder_inputs, initial_state, cell, loop_function=None, scope=None):
    """Build a cell's steps over inputs.

    Args:
        decoder_inputs: list of float tensors [batch, n].
        initial_state: the cell's first state.
        cell: the cell.
        loop_function: function of the last output and the step's number that returns the next
            input; None takes the given inputs.
        scope: name of the variable scope; by default `rnn_decoder`.

    Returns:
        The list of outputs, and the last state.
    """
    with tf.variable_scope(scope or "rnn_decoder"):
        state, outputs = initial_state, []
        for number, inputs in enumerate(decoder_inputs):
            if loop_function is not None and outputs:
                with tf.variable_scope("loop_function", reuse=True):
                    inputs = loop_function(outputs[-1], number)
            if number > 0:
                tf.get_variable_scope().reuse_variables()
            output, state = cell(inputs, state)
            outputs.append(output)
    return outputs, state


def basic_rnn_seq2seq(encoder_inputs, decoder_inputs, cell, dtype=tf.float32, scope=None):
    """Build an encoder and a decoder of cells of one kind; see `rnn_decoder`."""
    with tf.variable_scope(scope or "basic_rnn_seq2seq"):
        _, state = tf.nn.static_rnn(copy.deepcopy(cell), encoder_inputs, dtype=dtype)
        return rnn_decoder(decoder_inputs, state, cell)


def tied_rnn_seq2seq(
    encoder_inputs, decoder_inputs, cell, loop_function=None, dtype=tf.float32, scope=None
):
    """Build an encoder and a decoder of one cell with the same variables; see `rnn_decoder`."""
    with tf.variable_scope("combined_tied_rnn_seq2seq"):
        scope = scope or "tied_rnn_seq2seq"
        _, state = tf.nn.static_rnn(cell, encoder_inputs, dtype=dtype, scope=scope)
        tf.get_variable_scope().reuse_variables()
        return rnn_decoder(decoder_inputs, state, cell, loop_function=loop_function, scope=scope)


def embedding_rnn_decoder(
    decoder_inputs,
    initial_state,
    cell,
    num_symbols,
    embedding_size,
    output_projection=None,
    feed_previous=False,
    update_embedding_for_previous=True,
    scope=None,
):
    """Build a decoder over symbols.

    Args:
        decoder_inputs: list of integer tensors [batch].
        initial_state: the cell's first state.
        cell: the cell.
        num_symbols: number of symbols.
        embedding_size: size of an embedding.
        output_projection: weights and biases that give the symbols' logits, or None.
        feed_previous: whether all inputs but the first are the decoder's own outputs.
        update_embedding_for_previous: whether such inputs' embeddings are trained.
        scope: name of the variable scope; by default `embedding_rnn_decoder`.

    Returns:
        The list of outputs, and the last state.
    """
    with tf.variable_scope(scope or "embedding_rnn_decoder") as scope:
        check_projection(output_projection, num_symbols, scope.dtype)
        embedding = tf.get_variable("embedding", [num_symbols, embedding_size])
        loop_function = None
        if feed_previous:
            loop_function = _extract_argmax_and_embed(
                embedding, output_projection, update_embedding_for_previous
            )
        embedded = (tf.nn.embedding_lookup(embedding, step) for step in decoder_inputs)
        return rnn_decoder(embedded, initial_state, cell, loop_function=loop_function)


def embedding_rnn_seq2seq(
    encoder_inputs,
    decoder_inputs,
    cell,
    num_encoder_symbols,
    num_decoder_symbols,
    embedding_size,
    output_projection=None,
    feed_previous=False,
    dtype=None,
    scope=None,
):
    """Build an encoder and a decoder over symbols.

    Args:
        encoder_inputs: list of integer tensors [batch].
        decoder_inputs: list of integer tensors [batch].
        cell: the cell, of which both have one.
        num_encoder_symbols: number of the encoder's symbols.
        num_decoder_symbols: number of the decoder's symbols.
        embedding_size: size of an embedding.
        output_projection: see `embedding_rnn_decoder`; None adds one to the cell.
        feed_previous: bool, or a scalar bool tensor; see `embedding_rnn_decoder`.
        dtype: type of the variables.
        scope: name of the variable scope; by default `embedding_rnn_seq2seq`.

    Returns:
        The list of outputs, and the last state.
    """
    with tf.variable_scope(scope or "embedding_rnn_seq2seq") as scope:
        if dtype is not None:
            scope.set_dtype(dtype)
        encoder_cell = EmbeddingWrapper(copy.deepcopy(cell), num_encoder_symbols, embedding_size)
        _, state = tf.nn.static_rnn(encoder_cell, encoder_inputs, dtype=dtype or scope.dtype)
        if output_projection is None:
            cell = OutputProjectionWrapper(cell, num_decoder_symbols)

        def decode(feeds, update_embedding=False):
            return embedding_rnn_decoder(
                decoder_inputs,
                state,
                cell,
                num_decoder_symbols,
                embedding_size,
                output_projection=output_projection,
                feed_previous=feeds,
                update_embedding_for_previous=update_embedding,
            )

        if isinstance(feed_previous, bool):
            return decode(feed_previous, update_embedding=True)
        return decoded(feed_previous, decode, len(decoder_inputs), lambda: state)


def embedding_tied_rnn_seq2seq(
    encoder_inputs,
    decoder_inputs,
    cell,
    num_symbols,
    embedding_size,
    num_decoder_symbols=None,
    output_projection=None,
    feed_previous=False,
    dtype=None,
    scope=None,
):
    """Build an encoder and a decoder over the same symbols, with the same variables.

    Args:
        encoder_inputs: list of integer tensors [batch].
        decoder_inputs: list of integer tensors [batch].
        cell: the cell of both.
        num_symbols: number of symbols.
        embedding_size: size of an embedding.
        num_decoder_symbols: number of outputs; None is `num_symbols`.
        output_projection: see `embedding_rnn_decoder`; None adds one to the cell.
        feed_previous: bool, or a scalar bool tensor; see `embedding_rnn_decoder`.
        dtype: type of the variables.
        scope: name of the variable scope; by default `embedding_tied_rnn_seq2seq`.

    Returns:
        The list of outputs, and the last state.
    """
    with tf.variable_scope(scope or "embedding_tied_rnn_seq2seq", dtype=dtype) as scope:
        dtype = scope.dtype
        check_projection(output_projection, num_symbols, dtype)
        embedding = tf.get_variable("embedding", [num_symbols, embedding_size], dtype=dtype)
        encoded = [tf.nn.embedding_lookup(embedding, step) for step in encoder_inputs]
        given = [tf.nn.embedding_lookup(embedding, step) for step in decoder_inputs]
        if output_projection is None:
            cell = OutputProjectionWrapper(cell, num_decoder_symbols or num_symbols)

        def decode(feeds, update_embedding=False):
            loop_function = None
            if feeds:
                loop_function = _extract_argmax_and_embed(
                    embedding, output_projection, update_embedding
                )
            return tied_rnn_seq2seq(encoded, given, cell, loop_function, dtype)

        if isinstance(feed_previous, bool):
            return decode(feed_previous, update_embedding=True)
        return decoded(
            feed_previous,
            decode,
            len(decoder_inputs),
            lambda: cell.zero_state(static_or_dynamic_size(encoder_inputs[0]), dtype),
        )


def one2many_rnn_seq2seq(
    encoder_inputs,
    decoder_inputs_dict,
    enc_cell,
    dec_cells_dict,
    num_encoder_symbols,
    num_decoder_symbols_dict,
    embedding_size,
    feed_previous=False,
    dtype=None,
    scope=None,
):
    """Build one encoder and several decoders, each by its name.

    Args:
        encoder_inputs: list of integer tensors [batch].
        decoder_inputs_dict: lists of integer tensors [batch], by name.
        enc_cell: the encoder's cell.
        dec_cells_dict: the decoders' cells, by name.
        num_encoder_symbols: number of the encoder's symbols.
        num_decoder_symbols_dict: numbers of the decoders' symbols, by name.
        embedding_size: size of an embedding.
        feed_previous: bool, or a scalar bool tensor; see `embedding_rnn_decoder`.
        dtype: type of the variables.
        scope: name of the variable scope; by default `one2many_rnn_seq2seq`.

    Returns:
        The lists of outputs, and the last states, by name.

    Raises:
        TypeError: a cell is none.
        ValueError: the decoders have not the same names.
    """
    for cell in (enc_cell, *dec_cells_dict.values()):
        if not isinstance(cell, LayerCell):
            raise TypeError(f"{cell} is not an RNNCell: {type(cell)}")
    if set(dec_cells_dict) != set(decoder_inputs_dict):
        raise ValueError("keys of dec_cells_dict != keys of decoder_inputs_dict")
    outputs, states = {}, {}
    with tf.variable_scope(scope or "one2many_rnn_seq2seq", dtype=dtype) as scope:
        encoder_cell = EmbeddingWrapper(enc_cell, num_encoder_symbols, embedding_size)
        _, state = tf.nn.static_rnn(encoder_cell, encoder_inputs, dtype=scope.dtype)
        for name, inputs in decoder_inputs_dict.items():
            symbols = num_decoder_symbols_dict[name]
            with tf.variable_scope(f"one2many_decoder_{name}"):
                cell = OutputProjectionWrapper(dec_cells_dict[name], symbols)

                def decode(feeds, inputs=inputs, cell=cell, symbols=symbols):
                    return embedding_rnn_decoder(
                        inputs, state, cell, symbols, embedding_size, feed_previous=feeds
                    )

                if isinstance(feed_previous, bool):
                    outputs[name], states[name] = decode(feed_previous)
                else:
                    outputs[name], states[name] = decoded(
                        feed_previous, decode, len(inputs), lambda: state
                    )
    return outputs, states
