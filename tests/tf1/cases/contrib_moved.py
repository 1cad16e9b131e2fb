"""Parts of contrib that have a public name today: distributions, signals, data sets."""

import inspect as _inspect


def distributions(tf):
    distributions = tf.contrib.distributions
    normal = distributions.Normal(loc=[0.0, 1.0], scale=2.0)
    bernoulli = distributions.Bernoulli(probs=[0.2, 0.7])
    return [
        normal.log_prob(0.5),
        normal.cdf(0.5),
        bernoulli.log_prob([1, 0]),
        distributions.kl_divergence(normal, distributions.Normal(0.0, 1.0)),
        distributions.Categorical(logits=[[0.1, 0.2]]).entropy(),
    ]


def signal(tf):
    signal = tf.contrib.signal
    samples = tf.range(16.0) / 16.0
    return [tf.abs(signal.stft(samples, 8, 4)), signal.frame(samples, 4, 2)]


def data(tf):
    data = tf.contrib.data
    dataset = tf.data.Dataset.range(5).apply(data.batch_and_drop_remainder(2))
    return dataset.make_one_shot_iterator().get_next()


def util(tf):
    message = tf.contrib.util.make_tensor_proto([1.0, 2.0])
    return tf.constant(tf.contrib.util.constant_value(tf.constant(3.0)) + message.dtype)


def sizes_of_a_state(tf):
    cells = tf.nn.rnn_cell
    rnn_cell_impl = cells if hasattr(cells, "_concat") else _inspect.getmodule(cells.RNNCell)

    batch = tf.shape(tf.placeholder_with_default([[1.0], [2.0]], [None, 1]))[0]
    assert rnn_cell_impl._concat(2, 3, static=True) == [2, 3]
    return [
        rnn_cell_impl._concat(batch, 3),
        rnn_cell_impl._concat(2, tf.TensorShape([3, 4])),
        rnn_cell_impl._zero_state_tensors([2, 3], batch, tf.float32)[1],
    ]
