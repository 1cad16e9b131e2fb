"""Recurrent networks."""

# ruff: noqa: RUF005 - Python 3.7 runs it too

N_STEPS, N_INPUTS, N_NEURONS = 2, 3, 5
BATCH = [
    [[0.0, 1.0, 2.0], [9.0, 8.0, 7.0]],
    [[3.0, 4.0, 5.0], [0.0, 0.0, 0.0]],
    [[6.0, 7.0, 8.0], [6.0, 5.0, 4.0]],
    [[9.0, 0.0, 1.0], [3.0, 2.0, 1.0]],
]


def _x(tf):
    return tf.placeholder_with_default(BATCH, [None, N_STEPS, N_INPUTS], name="X")


def _dynamic(tf, cell, **kwargs):
    outputs, states = tf.nn.dynamic_rnn(cell, _x(tf), dtype=tf.float32, **kwargs)
    return [outputs] + tf.contrib.framework.nest.flatten(states)


def by_hand(tf):
    x0 = tf.placeholder_with_default([[0.0, 1.0, 2.0]], [None, N_INPUTS])
    wx = tf.Variable(tf.random_normal(shape=[N_INPUTS, N_NEURONS], dtype=tf.float32))
    wy = tf.Variable(tf.random_normal(shape=[N_NEURONS, N_NEURONS], dtype=tf.float32))
    b = tf.Variable(tf.zeros([1, N_NEURONS], dtype=tf.float32))
    y0 = tf.tanh(tf.matmul(x0, wx) + b)
    return tf.tanh(tf.matmul(y0, wy) + tf.matmul(x0, wx) + b)


def static_of_two(tf):
    x0 = tf.placeholder_with_default([[0.0, 1.0, 2.0]], [None, N_INPUTS])
    x1 = tf.placeholder_with_default([[9.0, 8.0, 7.0]], [None, N_INPUTS])
    cell = tf.contrib.rnn.BasicRNNCell(num_units=N_NEURONS)
    outputs, states = tf.contrib.rnn.static_rnn(cell, [x0, x1], dtype=tf.float32)
    return [*outputs, states]


def static_unstacked(tf):
    x = tf.unstack(tf.transpose(_x(tf), perm=[1, 0, 2]))
    cell = tf.nn.rnn_cell.BasicRNNCell(N_NEURONS, activation=tf.nn.relu)
    outputs, states = tf.nn.static_rnn(cell, x, dtype=tf.float32)
    return [tf.transpose(tf.stack(outputs), perm=[1, 0, 2]), states]


def static_sequence_length(tf):
    x = tf.unstack(tf.transpose(_x(tf), perm=[1, 0, 2]))
    cell = tf.nn.rnn_cell.BasicRNNCell(N_NEURONS)
    length = tf.placeholder_with_default([2, 1, 2, 2], [None])
    outputs, states = tf.nn.static_rnn(cell, x, dtype=tf.float32, sequence_length=length)
    return [*outputs, states]


def dynamic(tf):
    return _dynamic(tf, tf.contrib.rnn.BasicRNNCell(num_units=N_NEURONS))


def dynamic_sequence_length(tf):
    length = tf.placeholder_with_default([2, 1, 2, 2], [None], name="length")
    cell = tf.contrib.rnn.BasicRNNCell(num_units=N_NEURONS)
    return _dynamic(tf, cell, sequence_length=length)


def dynamic_options(tf):
    cell = tf.nn.rnn_cell.BasicRNNCell(N_NEURONS, activation=tf.nn.relu)
    with tf.variable_scope("rnn", initializer=tf.variance_scaling_initializer()):
        return _dynamic(tf, cell, swap_memory=True)


def dynamic_initial_state(tf):
    cell = tf.nn.rnn_cell.BasicRNNCell(N_NEURONS)
    state = cell.zero_state(4, tf.float32)
    outputs, last = tf.nn.dynamic_rnn(cell, _x(tf), initial_state=state)
    return [outputs, last]


def dynamic_initial_state_of_batch(tf):
    x = _x(tf)
    cell = tf.nn.rnn_cell.BasicLSTMCell(N_NEURONS)
    state = cell.zero_state(tf.shape(x)[0], tf.float32)
    outputs, last = tf.nn.dynamic_rnn(cell, x, initial_state=state, scope="r")
    return [outputs, last.h]


def dynamic_time_major(tf):
    x = tf.transpose(_x(tf), [1, 0, 2])
    cell = tf.nn.rnn_cell.GRUCell(N_NEURONS)
    outputs, last = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32, time_major=True)
    return [outputs, last]


def basic_lstm(tf):
    return _dynamic(tf, tf.contrib.rnn.BasicLSTMCell(num_units=N_NEURONS))


def basic_lstm_forget_bias(tf):
    return _dynamic(tf, tf.nn.rnn_cell.BasicLSTMCell(N_NEURONS, forget_bias=0.5))


def basic_lstm_state_in_one(tf):
    return _dynamic(tf, tf.nn.rnn_cell.BasicLSTMCell(N_NEURONS, state_is_tuple=False))


def basic_lstm_static(tf):
    x = tf.unstack(_x(tf), axis=1)
    outputs, state = tf.nn.static_rnn(tf.nn.rnn_cell.BasicLSTMCell(4), x, dtype=tf.float32)
    return [outputs[-1], state.c]


def lstm(tf):
    return _dynamic(tf, tf.nn.rnn_cell.LSTMCell(N_NEURONS))


def lstm_peepholes(tf):
    return _dynamic(tf, tf.contrib.rnn.LSTMCell(num_units=N_NEURONS, use_peepholes=True))


def lstm_projection(tf):
    cell = tf.nn.rnn_cell.LSTMCell(N_NEURONS, num_proj=2, cell_clip=3.0, proj_clip=1.0)
    return _dynamic(tf, cell)


def gru(tf):
    return _dynamic(tf, tf.contrib.rnn.GRUCell(num_units=N_NEURONS))


def gru_activation(tf):
    return _dynamic(tf, tf.nn.rnn_cell.GRUCell(N_NEURONS, activation=tf.nn.relu))


def multi_layer(tf):
    layers = [tf.contrib.rnn.BasicRNNCell(num_units=N_NEURONS) for _ in range(3)]
    return _dynamic(tf, tf.contrib.rnn.MultiRNNCell(layers))


def multi_layer_lstm(tf):
    layers = [tf.contrib.rnn.BasicLSTMCell(num_units=4) for _ in range(2)]
    return _dynamic(tf, tf.contrib.rnn.MultiRNNCell(layers))


def multi_layer_static(tf):
    cell = tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.GRUCell(3), tf.nn.rnn_cell.GRUCell(2)])
    outputs, states = tf.nn.static_rnn(cell, tf.unstack(_x(tf), axis=1), dtype=tf.float32)
    return [outputs[-1], *states]


def multi_layer_zero_state(tf):
    cell = tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.BasicLSTMCell(3) for _ in range(2)])
    state = cell.zero_state(4, tf.float32)
    return tf.nn.dynamic_rnn(cell, _x(tf), initial_state=state)[0]


def dropout_wrapper(tf):
    keep_prob = tf.placeholder_with_default(0.5, shape=())
    cells = [tf.contrib.rnn.BasicRNNCell(num_units=N_NEURONS) for _ in range(3)]
    cells = [tf.contrib.rnn.DropoutWrapper(cell, input_keep_prob=keep_prob) for cell in cells]
    return _dynamic(tf, tf.contrib.rnn.MultiRNNCell(cells))


def dropout_wrapper_constant(tf):
    cell = tf.nn.rnn_cell.DropoutWrapper(
        tf.nn.rnn_cell.BasicLSTMCell(4), input_keep_prob=0.9, output_keep_prob=0.5
    )
    return _dynamic(tf, cell)


def dropout_wrapper_state_seed(tf):
    cell = tf.nn.rnn_cell.DropoutWrapper(
        tf.nn.rnn_cell.GRUCell(4), state_keep_prob=0.5, output_keep_prob=0.8, seed=42
    )
    # In a dynamic_rnn, the order in which the steps draw their masks is the executor's.
    return tf.nn.static_rnn(cell, tf.unstack(_x(tf), axis=1), dtype=tf.float32)[0]


def dropout_wrapper_state_of_lstm(tf):
    cell = tf.nn.rnn_cell.DropoutWrapper(tf.nn.rnn_cell.BasicLSTMCell(4), state_keep_prob=0.5)
    return tf.nn.static_rnn(cell, tf.unstack(_x(tf), axis=1), dtype=tf.float32)[0]


def output_projection_wrapper(tf):
    cell = tf.contrib.rnn.OutputProjectionWrapper(
        tf.contrib.rnn.BasicRNNCell(num_units=N_NEURONS, activation=tf.nn.relu), output_size=1
    )
    return _dynamic(tf, cell)


def input_projection_wrapper(tf):
    cell = tf.contrib.rnn.InputProjectionWrapper(tf.nn.rnn_cell.GRUCell(4), num_proj=2)
    return _dynamic(tf, cell)


def residual_wrapper(tf):
    return _dynamic(tf, tf.nn.rnn_cell.ResidualWrapper(tf.nn.rnn_cell.BasicRNNCell(N_INPUTS)))


def device_wrapper(tf):
    cell = tf.nn.rnn_cell.DeviceWrapper(tf.nn.rnn_cell.BasicRNNCell(N_NEURONS), "/cpu:0")
    return _dynamic(tf, cell)


def bidirectional_dynamic(tf):
    forward, backward = tf.nn.rnn_cell.BasicLSTMCell(3), tf.nn.rnn_cell.BasicLSTMCell(3)
    outputs, _ = tf.nn.bidirectional_dynamic_rnn(forward, backward, _x(tf), dtype=tf.float32)
    return tf.concat(outputs, 2)


def bidirectional_static(tf):
    forward, backward = tf.nn.rnn_cell.GRUCell(3), tf.nn.rnn_cell.GRUCell(3)
    x = tf.unstack(_x(tf), axis=1)
    outputs, _, _ = tf.nn.static_bidirectional_rnn(forward, backward, x, dtype=tf.float32)
    return outputs[0]


def cell_called_by_hand(tf):
    cell = tf.nn.rnn_cell.BasicRNNCell(N_NEURONS)
    state = cell.zero_state(4, tf.float32)
    x = tf.unstack(_x(tf), axis=1)
    with tf.variable_scope("loop"):
        for step in x:
            output, state = cell(step, state)
    return [output, *cell.trainable_variables]


def subclassed_cell(tf):
    class Averaging(tf.nn.rnn_cell.RNNCell):
        def __init__(self, units):
            super().__init__()
            self._units = units

        @property
        def state_size(self):
            return self._units

        @property
        def output_size(self):
            return self._units

        def call(self, inputs, state):
            w = tf.get_variable("w", [N_INPUTS, self._units])
            new = 0.5 * state + 0.5 * tf.matmul(inputs, w)
            return new, new

    return _dynamic(tf, Averaging(4))


def subclassed_cell_with_call(tf):
    class Adding(tf.contrib.rnn.RNNCell):
        state_size = output_size = 4

        def __call__(self, inputs, state, scope=None):
            with tf.variable_scope(scope or type(self).__name__):
                w = tf.get_variable("w", [N_INPUTS, 4], initializer=tf.ones_initializer())
                state = state + tf.matmul(inputs, w)
                return state, state

    return _dynamic(tf, Adding())


def classifier_trained(tf):
    y = tf.placeholder_with_default([0, 1, 0, 1], [None], name="y")
    _, states = tf.nn.dynamic_rnn(tf.nn.rnn_cell.BasicRNNCell(4), _x(tf), dtype=tf.float32)
    logits = tf.layers.dense(states, 2)
    xentropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
    optimizer = tf.train.AdamOptimizer(learning_rate=0.001)
    training_op = optimizer.minimize(tf.reduce_mean(xentropy))
    tf.Variable(tf.random_normal([2]), name="later")
    return training_op


def lstm_trained(tf):
    layers = [tf.nn.rnn_cell.BasicLSTMCell(3) for _ in range(2)]
    length = tf.placeholder_with_default([2, 1, 2, 2], [None])
    outputs, states = tf.nn.dynamic_rnn(
        tf.nn.rnn_cell.MultiRNNCell(layers), _x(tf), dtype=tf.float32, sequence_length=length
    )
    loss = tf.reduce_mean(tf.square(outputs)) + tf.reduce_mean(states[-1].h)
    return tf.train.GradientDescentOptimizer(0.1).minimize(loss)


def gru_static_trained(tf):
    x = tf.unstack(_x(tf), axis=1)
    outputs, _ = tf.nn.static_rnn(tf.nn.rnn_cell.GRUCell(3), x, dtype=tf.float32)
    loss = tf.reduce_mean(tf.square(outputs[-1]))
    return tf.train.MomentumOptimizer(0.1, 0.9).minimize(loss)


def stacked_outputs_projected(tf):
    cell = tf.nn.rnn_cell.BasicRNNCell(num_units=4, activation=tf.nn.relu)
    rnn_outputs, _ = tf.nn.dynamic_rnn(cell, _x(tf), dtype=tf.float32)
    stacked = tf.reshape(rnn_outputs, [-1, 4])
    outputs = tf.reshape(tf.layers.dense(stacked, 1), [-1, N_STEPS, 1])
    loss = tf.reduce_mean(tf.square(outputs - 1.0))
    return tf.train.AdamOptimizer(0.01).minimize(loss)


def dropout_variational(tf):
    cell = tf.nn.rnn_cell.DropoutWrapper(
        tf.nn.rnn_cell.LSTMCell(4),
        input_keep_prob=0.7,
        output_keep_prob=tf.placeholder_with_default(0.5, []),
        state_keep_prob=0.9,
        variational_recurrent=True,
        input_size=3,
        dtype=tf.float32,
        seed=1,
    )
    outputs, _ = tf.nn.dynamic_rnn(cell, tf.ones([2, 5, 3]), dtype=tf.float32)
    return [outputs, *tf.gradients(outputs, tf.trainable_variables())]
