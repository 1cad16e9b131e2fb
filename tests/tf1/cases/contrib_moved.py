"""Parts of contrib that have a public name today: distributions, signals, data sets."""


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
