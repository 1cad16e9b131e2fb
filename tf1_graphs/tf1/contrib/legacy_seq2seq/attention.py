"""Builds decoders over lists of steps, with attention.

References:
    TensorFlow 1.15.5, `contrib/legacy_seq2seq/python/ops/seq2seq.py`; Vinyals et al.,
    arXiv:1412.7449.
"""

import copy

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.contrib.legacy_seq2seq.decoders import (
    _extract_argmax_and_embed,
    decoded,
)
from tf1_graphs.tf1.rnn.cell import static_or_dynamic_size
from tf1_graphs.tf1.rnn.linear import Linear
from tf1_graphs.tf1.rnn.wrappers import EmbeddingWrapper, OutputProjectionWrapper


def attention_decoder(
    decoder_inputs,
    initial_state,
    attention_states,
    cell,
    output_size=None,
    num_heads=1,
    loop_function=None,
    dtype=None,
    scope=None,
    initial_state_attention=False,
):
    """Build a cell's steps over inputs, each beside what the state before attended to.

    Args:
        decoder_inputs: list of float tensors [batch, n].
        initial_state: the cell's first state.
        attention_states: what is attended to [batch, time, m], such as an encoder's outputs.
        cell: the cell.
        output_size: size of the outputs; None is the cell's.
        num_heads: number of attentions.
        loop_function: see `rnn_decoder`.
        dtype: type of the variables.
        scope: name of the variable scope; by default `attention_decoder`.
        initial_state_attention: whether the first state attends, too; else its attention is 0.

    Returns:
        The list of outputs, and the last state.

    Raises:
        ValueError: no inputs, no heads, or an unknown size.
    """
    if not decoder_inputs:
        raise ValueError("Must provide at least 1 input to attention decoder.")
    if num_heads < 1:
        raise ValueError("With less than 1 heads, use a non-attention decoder.")
    size = attention_states.shape.as_list()[2]
    if size is None:
        raise ValueError(f"Shape[2] of attention_states must be known: {attention_states.shape}")
    output_size = cell.output_size if output_size is None else output_size
    with tf.variable_scope(scope or "attention_decoder", dtype=dtype) as scope:
        dtype = scope.dtype
        batch = tf.shape(decoder_inputs[0])[0]
        length = static_or_dynamic_size(attention_states, 1)
        hidden = tf.reshape(attention_states, [-1, length, 1, size])
        features, v = [], []
        for head in range(num_heads):
            kernel = tf.get_variable(f"AttnW_{head}", [1, 1, size, size], dtype=dtype)
            features.append(tf.nn.conv2d(hidden, kernel, [1, 1, 1, 1], "SAME"))
            v.append(tf.get_variable(f"AttnV_{head}", [size], dtype=dtype))

        def attend(query):
            if isinstance(query, (list, tuple)):
                query = tf.concat(tf.nest.flatten(query), 1)
            contexts = []
            for head in range(num_heads):
                with tf.variable_scope(f"Attention_{head}"):
                    y = Linear(query, size, True)(query)
                    y = tf.cast(tf.reshape(y, [-1, 1, 1, size]), dtype)
                    score = tf.reduce_sum(v[head] * tf.tanh(features[head] + y), [2, 3])
                    weights = tf.nn.softmax(tf.cast(score, dtype=tf.float32))
                    weights = tf.reshape(tf.cast(weights, dtype), [-1, length, 1, 1])
                    context = tf.reduce_sum(weights * hidden, [1, 2])
                    contexts.append(tf.reshape(context, [-1, size]))
            return contexts

        shape = tf.stack([batch, size])
        attentions = [tf.zeros(shape, dtype=dtype) for _ in range(num_heads)]
        for attention in attentions:
            attention.set_shape([None, size])
        if initial_state_attention:
            attentions = attend(initial_state)
        state, outputs = initial_state, []
        for number, step in enumerate(decoder_inputs):
            if number > 0:
                tf.get_variable_scope().reuse_variables()
            if loop_function is not None and outputs:
                with tf.variable_scope("loop_function", reuse=True):
                    step = loop_function(outputs[-1], number)
            input_size = step.shape.with_rank(2).as_list()[1]
            if input_size is None:
                raise ValueError(f"Could not infer input size from input: {step.name}")
            inputs = [tf.cast(item, dtype) for item in (step, *attentions)]
            output, state = cell(Linear(inputs, input_size, True)(inputs), state)
            if number == 0 and initial_state_attention:
                with tf.variable_scope(tf.get_variable_scope(), reuse=True):
                    attentions = attend(state)
            else:
                attentions = attend(state)
            with tf.variable_scope("AttnOutputProjection"):
                inputs = [tf.cast(output, dtype), *attentions]
                outputs.append(Linear(inputs, output_size, True)(inputs))
    return outputs, state


def embedding_attention_decoder(
    decoder_inputs,
    initial_state,
    attention_states,
    cell,
    num_symbols,
    embedding_size,
    num_heads=1,
    output_size=None,
    output_projection=None,
    feed_previous=False,
    update_embedding_for_previous=True,
    dtype=None,
    scope=None,
    initial_state_attention=False,
):
    """Build a decoder over symbols, with attention.

    See `embedding_rnn_decoder` and `attention_decoder`, whose arguments it has.
    """
    output_size = cell.output_size if output_size is None else output_size
    if output_projection is not None:
        biases = tf.convert_to_tensor(output_projection[1], dtype=dtype)
        biases.shape.assert_is_compatible_with([num_symbols])
    with tf.variable_scope(scope or "embedding_attention_decoder", dtype=dtype):
        embedding = tf.get_variable("embedding", [num_symbols, embedding_size])
        loop_function = None
        if feed_previous:
            loop_function = _extract_argmax_and_embed(
                embedding, output_projection, update_embedding_for_previous
            )
        return attention_decoder(
            [tf.nn.embedding_lookup(embedding, step) for step in decoder_inputs],
            initial_state,
            attention_states,
            cell,
            output_size=output_size,
            num_heads=num_heads,
            loop_function=loop_function,
            initial_state_attention=initial_state_attention,
        )


def embedding_attention_seq2seq(
    encoder_inputs,
    decoder_inputs,
    cell,
    num_encoder_symbols,
    num_decoder_symbols,
    embedding_size,
    num_heads=1,
    output_projection=None,
    feed_previous=False,
    dtype=None,
    scope=None,
    initial_state_attention=False,
):
    """Build an encoder and a decoder over symbols, with attention to the encoder's outputs.

    See `embedding_rnn_seq2seq` and `attention_decoder`, whose arguments it has.
    """
    with tf.variable_scope(scope or "embedding_attention_seq2seq", dtype=dtype) as scope:
        encoder_cell = EmbeddingWrapper(copy.deepcopy(cell), num_encoder_symbols, embedding_size)
        outputs, state = tf.nn.static_rnn(encoder_cell, encoder_inputs, dtype=scope.dtype)
        steps = [tf.reshape(step, [-1, 1, cell.output_size]) for step in outputs]
        attention_states = tf.concat(steps, 1)
        output_size = None
        if output_projection is None:
            cell = OutputProjectionWrapper(cell, num_decoder_symbols)
            output_size = num_decoder_symbols

        def decode(feeds, update_embedding=False):
            return embedding_attention_decoder(
                decoder_inputs,
                state,
                attention_states,
                cell,
                num_decoder_symbols,
                embedding_size,
                num_heads=num_heads,
                output_size=output_size,
                output_projection=output_projection,
                feed_previous=feeds,
                update_embedding_for_previous=update_embedding,
                initial_state_attention=initial_state_attention,
            )

        if isinstance(feed_previous, bool):
            return decode(feed_previous, update_embedding=True)
        return decoded(feed_previous, decode, len(decoder_inputs), lambda: state)
