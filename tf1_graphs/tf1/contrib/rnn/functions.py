"""Runs cells in both directions, and over all steps at once.

References:
    TensorFlow 1.15.5, `contrib/rnn/python/ops/rnn.py` and `fused_rnn_cell.py`.
"""

from tf1_graphs import tf1 as tf


def _check(cells_fw, cells_bw, initial_states_fw, initial_states_bw):
    for direction, cells in (("fw", cells_fw), ("bw", cells_bw)):
        if not cells:
            raise ValueError(f"Must specify at least one {direction} cell for BidirectionalRNN.")
        if not isinstance(cells, list):
            raise ValueError(f"cells_{direction} must be a list of RNNCells (one per layer).")
    if len(cells_fw) != len(cells_bw):
        raise ValueError("Forward and Backward cells must have the same depth.")
    for direction, states in (("fw", initial_states_fw), ("bw", initial_states_bw)):
        if states is not None and (not isinstance(states, list) or len(states) != len(cells_fw)):
            raise ValueError(
                f"initial_states_{direction} must be a list of state tensors (one per layer)."
            )


def _stacked(cells_fw, cells_bw, inputs, states_fw, states_bw, scope, build):
    _check(cells_fw, cells_bw, states_fw, states_bw)
    nothing = [None] * len(cells_fw)
    layers = zip(cells_fw, cells_bw, states_fw or nothing, states_bw or nothing, strict=True)
    last_fw, last_bw = [], []
    with tf.variable_scope(scope or "stack_bidirectional_rnn"):
        for number, layer in enumerate(layers):
            with tf.variable_scope(f"cell_{number}") as cell_scope:
                inputs, state_fw, state_bw = build(cell_scope, inputs, *layer)
            last_fw.append(state_fw)
            last_bw.append(state_bw)
    return inputs, tuple(last_fw), tuple(last_bw)


def stack_bidirectional_rnn(
    cells_fw,
    cells_bw,
    inputs,
    initial_states_fw=None,
    initial_states_bw=None,
    dtype=None,
    sequence_length=None,
    scope=None,
):
    """Build layers of `tf.nn.static_bidirectional_rnn`, one above the other.

    Args:
        cells_fw: list of the layers' cells forward.
        cells_bw: list of the layers' cells backward.
        inputs: list of tensors [batch, n].
        initial_states_fw: list of the first states forward; None is zeros.
        initial_states_bw: list of the first states backward; None is zeros.
        dtype: type of the states.
        sequence_length: the sequences' lengths [batch].
        scope: name of the variable scope; by default `stack_bidirectional_rnn`.

    Returns:
        The outputs, and tuples of the last states forward and backward.

    Raises:
        ValueError: no cells, or lists of another length.
    """

    def build(cell_scope, inputs, cell_fw, cell_bw, state_fw, state_bw):
        return tf.nn.static_bidirectional_rnn(
            cell_fw,
            cell_bw,
            inputs,
            initial_state_fw=state_fw,
            initial_state_bw=state_bw,
            sequence_length=sequence_length,
            dtype=dtype,
            scope=cell_scope,
        )

    return _stacked(cells_fw, cells_bw, inputs, initial_states_fw, initial_states_bw, scope, build)


def stack_bidirectional_dynamic_rnn(
    cells_fw,
    cells_bw,
    inputs,
    initial_states_fw=None,
    initial_states_bw=None,
    dtype=None,
    sequence_length=None,
    parallel_iterations=None,
    time_major=False,
    scope=None,
    swap_memory=False,
):
    """Build layers of `tf.nn.bidirectional_dynamic_rnn`, one above the other.

    Args:
        cells_fw: as `stack_bidirectional_rnn`.
        cells_bw: as `stack_bidirectional_rnn`.
        inputs: tensor [batch, time, n].
        initial_states_fw: as `stack_bidirectional_rnn`.
        initial_states_bw: as `stack_bidirectional_rnn`.
        dtype: type of the states.
        sequence_length: the sequences' lengths [batch].
        parallel_iterations: as `tf.while_loop`.
        time_major: whether the inputs' first axis is time.
        scope: name of the variable scope; by default `stack_bidirectional_rnn`.
        swap_memory: as `tf.while_loop`.

    Returns:
        The outputs, and tuples of the last states forward and backward.

    Raises:
        ValueError: no cells, or lists of another length.
    """

    def build(_, inputs, cell_fw, cell_bw, state_fw, state_bw):
        outputs, states = tf.nn.bidirectional_dynamic_rnn(
            cell_fw,
            cell_bw,
            inputs,
            initial_state_fw=state_fw,
            initial_state_bw=state_bw,
            sequence_length=sequence_length,
            parallel_iterations=parallel_iterations,
            dtype=dtype,
            swap_memory=swap_memory,
            time_major=time_major,
        )
        return tf.concat(outputs, 2), *states

    return _stacked(cells_fw, cells_bw, inputs, initial_states_fw, initial_states_bw, scope, build)


class FusedRNNCell:
    """A function of all steps' inputs [time, batch, n], to be subclassed."""

    def __call__(self, inputs, initial_state=None, dtype=None, sequence_length=None, scope=None):
        """Return the outputs and the last state."""
        raise NotImplementedError


class FusedRNNCellAdaptor(FusedRNNCell):
    """A cell as a `FusedRNNCell`, by `tf.nn.dynamic_rnn` or `tf.nn.static_rnn`."""

    def __init__(self, cell, use_dynamic_rnn=False):
        self._cell = cell
        self._use_dynamic_rnn = use_dynamic_rnn

    def __call__(self, inputs, initial_state=None, dtype=None, sequence_length=None, scope=None):
        """Return the outputs and the last state."""
        is_list, dynamic = isinstance(inputs, list), self._use_dynamic_rnn
        if dynamic and is_list:
            inputs = tf.stack(inputs)
        elif not dynamic and not is_list:
            inputs = tf.unstack(inputs)
        build, options = (
            (tf.nn.dynamic_rnn, {"time_major": True}) if dynamic else (tf.nn.static_rnn, {})
        )
        outputs, state = build(
            self._cell,
            inputs,
            initial_state=initial_state,
            dtype=dtype,
            sequence_length=sequence_length,
            scope=scope,
            **options,
        )
        if dynamic and is_list:
            outputs = tf.unstack(outputs)
        elif not dynamic and not is_list:
            outputs = tf.stack(outputs)
        return outputs, state


class TimeReversedFusedRNN(FusedRNNCell):
    """A `FusedRNNCell` from the last step to the first."""

    def __init__(self, cell):
        self._cell = cell

    def __call__(self, inputs, initial_state=None, dtype=None, sequence_length=None, scope=None):
        """Return the outputs and the last state."""

        def reverse(steps):
            if isinstance(steps, list):
                return steps[::-1]
            if sequence_length is None:
                return tf.reverse_v2(steps, [0])
            return tf.reverse_sequence(steps, sequence_length, 0, 1)

        outputs, state = self._cell(
            reverse(inputs),
            initial_state=initial_state,
            dtype=dtype,
            sequence_length=sequence_length,
            scope=scope,
        )
        return reverse(outputs), state
