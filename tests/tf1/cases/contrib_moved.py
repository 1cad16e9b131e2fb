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


def image_rotate(tf):
    images = tf.reshape(tf.range(32.0), [1, 4, 4, 2])
    turned = tf.contrib.image.rotate(images, 0.3, interpolation="BILINEAR")
    return [turned, tf.contrib.image.rotate(images[0, :, :, 0], 1.0)]


def image_translate(tf):
    images = tf.placeholder_with_default(tf.reshape(tf.range(16.0), [4, 4, 1]), [None, None, 1])
    return tf.contrib.image.translate(images, [1.0, 2.0])


def image_compose(tf):
    image = tf.contrib.image
    turn = image.angles_to_projective_transforms([0.1, 0.2], 4.0, 4.0)
    shift = image.translations_to_projective_transforms([[1.0, 0.0], [0.0, 1.0]])
    both = image.compose_transforms(turn, shift)
    images = tf.reshape(tf.range(32.0), [2, 4, 4, 1])
    return [both, image.transform(images, both, output_shape=[3, 3])]


def alpha_dropout(tf):
    return tf.contrib.nn.alpha_dropout(tf.ones([4, 3]), 0.7)


def moved(tf):
    framework = tf.contrib.framework
    with tf.name_scope("outer"):
        scope = framework.get_name_scope()
    placeholder = tf.placeholder(tf.float32, [])
    dataset = tf.data.Dataset.range(3)
    with tf.variable_scope("stage"):
        area = tf.contrib.staging.StagingArea([tf.float32], shapes=[[2]])
        area.put([tf.ones([2])])
        area.get()
    return [
        tf.constant(scope == "outer"),
        tf.constant(framework.get_placeholders(tf.get_default_graph()) == [placeholder]),
        framework.smart_cond(True, lambda: tf.constant(1), lambda: tf.constant(2)),
        tf.constant(framework.nest.is_sequence((1, 2))),
        dataset.make_one_shot_iterator().get_next(),
    ]


def summaries_without_a_writer(tf):
    summary = tf.contrib.summary
    tf.train.get_or_create_global_step()
    with summary.always_record_summaries():
        summary.scalar("loss", tf.constant(1.0))
    return tf.constant(len(summary.all_summary_ops()))
