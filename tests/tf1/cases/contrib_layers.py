"""The rest of `tf.contrib.layers`, `tf.contrib.losses`, `metrics` and `framework`."""

import numpy as np


def _x(tf):
    return tf.placeholder_with_default([[1.0, 2.0, 3.0], [0.5, -2.0, 1.0]], [None, 3], name="X")


def _image(tf):
    return tf.placeholder_with_default(
        [[[[0.1], [0.2], [0.3], [0.4]]] * 4], [None, 4, 4, 1], name="image"
    )


def _volume(tf):
    return tf.reshape(tf.range(64.0), [1, 4, 4, 4, 1])


def layer_norm(tf):
    return [tf.contrib.layers.layer_norm(_x(tf)), tf.contrib.layers.layer_norm(_image(tf))]


def layer_norm_options(tf):
    return tf.contrib.layers.layer_norm(
        _x(tf), center=False, activation_fn=tf.nn.relu, begin_norm_axis=-1, scope="ln"
    )


def instance_norm(tf):
    return tf.contrib.layers.instance_norm(_image(tf), epsilon=1e-5, scale=False)


def group_norm(tf):
    x = tf.reshape(tf.range(32.0), [1, 2, 4, 4])
    return tf.contrib.layers.group_norm(x, groups=2)


def batch_norm_zero_debias(tf):
    return tf.contrib.layers.batch_norm(
        _image(tf), zero_debias_moving_mean=True, updates_collections=None
    )


def batch_norm_weighted(tf):
    weights = tf.constant([1.0, 2.0])
    return tf.contrib.layers.batch_norm(_x(tf), batch_weights=weights, fused=False)


def batch_norm_unfused_in_place(tf):
    return tf.contrib.layers.batch_norm(
        _x(tf),
        fused=False,
        updates_collections=None,
        param_initializers={"beta": tf.ones_initializer()},
    )


def convolution_transpose(tf):
    return tf.contrib.layers.conv2d_transpose(_image(tf), 2, 3, stride=2, scope="up")


def convolution_separable(tf):
    return [
        tf.contrib.layers.separable_conv2d(_image(tf), 3, [2, 2], depth_multiplier=1),
        tf.contrib.layers.separable_conv2d(_image(tf), None, [2, 2], depth_multiplier=2),
    ]


def convolution_normalized(tf):
    return tf.contrib.layers.conv2d(
        _image(tf),
        3,
        3,
        rate=2,
        normalizer_fn=tf.contrib.layers.batch_norm,
        normalizer_params={"is_training": True, "scale": True},
        weights_regularizer=tf.contrib.layers.l2_regularizer(0.01),
    )


def convolution_in_plane(tf):
    return tf.contrib.layers.conv2d_in_plane(_image(tf), 2, stride=1)


def convolution_one_and_three(tf):
    series = tf.reshape(tf.range(8.0), [1, 4, 2])
    return [
        tf.contrib.layers.conv1d(series, 3, 2),
        tf.contrib.layers.conv3d(_volume(tf), 2, 2),
        tf.contrib.layers.conv3d_transpose(_volume(tf), 2, 2, stride=2),
    ]


def pools(tf):
    return [
        tf.contrib.layers.avg_pool3d(_volume(tf), 2),
        tf.contrib.layers.max_pool3d(_volume(tf), 2),
        tf.contrib.layers.max_pool2d(_image(tf), 2, padding="SAME", scope="pool"),
    ]


def variable_collections(tf):
    y = tf.contrib.layers.conv2d(
        _image(tf), 2, 3, variables_collections={"weights": ["w"], "biases": ["b"]}
    )
    return tf.contrib.layers.bias_add(y, regularizer=tf.contrib.layers.l1_regularizer(0.1))


def small_layers(tf):
    layers = tf.contrib.layers
    return [
        layers.unit_norm(_x(tf), 1),
        layers.maxout(tf.reshape(tf.range(8.0), [2, 4]), 2),
        layers.relu6(_x(tf), 2),
        layers.legacy_fully_connected(_x(tf), 2),
        layers.flatten(tf.ones([2, 3, 2])),
        layers.repeat(_x(tf), 2, layers.fully_connected, 3, scope="deep"),
    ]


def spatial_softmax(tf):
    return tf.contrib.layers.spatial_softmax(_image(tf))


def generalized_divisive_normalization(tf):
    return tf.contrib.layers.gdn(tf.reshape(tf.range(8.0), [1, 2, 2, 2]))


def embed_sequence(tf):
    ids = tf.constant([[1, 2, 1], [0, 3, 2]])
    embed = tf.contrib.layers.embed_sequence
    return [
        embed(ids, vocab_size=5, embed_dim=2, scope="words"),
        embed(ids, vocab_size=5, embed_dim=2, scope="words", reuse=True, unique=True),
    ]


def bow_encoder(tf):
    ids = tf.constant([[1, 2, 1], [0, 3, 0]])
    return tf.contrib.layers.bow_encoder(ids, 5, 2, sparse_lookup=False)


def bow_encoder_sparse(tf):
    return tf.contrib.layers.bow_encoder(tf.constant([[1, 2, 1], [0, 3, 0]]), 5, 2)


def _loss(tf):
    y = tf.contrib.layers.fully_connected(_x(tf), 1, activation_fn=None)
    return tf.losses.mean_squared_error([[1.0], [2.0]], y)


def optimize_loss(tf):
    return tf.contrib.layers.optimize_loss(
        _loss(tf), tf.train.get_or_create_global_step(), learning_rate=0.1, optimizer="SGD"
    )


def optimize_loss_options(tf):
    return tf.contrib.layers.optimize_loss(
        _loss(tf),
        tf.train.get_or_create_global_step(),
        0.1,
        tf.train.AdamOptimizer,
        gradient_noise_scale=0.1,
        gradient_multipliers={"fully_connected/biases": 2.0},
        clip_gradients=1.0,
        learning_rate_decay_fn=lambda rate, step: tf.train.exponential_decay(rate, step, 10, 0.5),
        summaries=["loss", "learning_rate", "gradients", "gradient_norm"],
    )


def summaries(tf):
    y = tf.contrib.layers.fully_connected(_x(tf), 2, outputs_collections=tf.GraphKeys.ACTIVATIONS)
    tf.contrib.layers.summarize_activation(y)
    tf.contrib.layers.summarize_activations()
    tf.contrib.layers.summarize_tensors([y])
    tf.contrib.layers.summarize_collection(tf.GraphKeys.TRAINABLE_VARIABLES)


def losses(tf):
    losses = tf.contrib.losses
    x, y = _x(tf), tf.constant([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    return [
        losses.absolute_difference(x, y),
        losses.mean_squared_error(x, y, weights=0.5),
        losses.softmax_cross_entropy(x, y, label_smoothing=0.1),
        losses.sparse_softmax_cross_entropy(x, tf.constant([0, 1])),
        losses.sigmoid_cross_entropy(x, y),
        losses.log_loss(tf.sigmoid(x), y),
        losses.hinge_loss(x, y),
        losses.mean_pairwise_squared_error(x, y),
        losses.cosine_distance(x, y, dim=1),
        losses.get_total_loss(),
    ]


def triplet_loss(tf):
    learning = tf.contrib.losses.metric_learning
    embeddings = tf.nn.l2_normalize(
        tf.constant([[1.0, 2.0], [2.0, 1.0], [0.5, 1.0], [3.0, 1.0]]), 1
    )
    labels = tf.constant([0, 1, 0, 1])
    return [
        learning.triplet_semihard_loss(labels, embeddings),
        learning.contrastive_loss([0, 1, 1, 0], embeddings, embeddings + 0.1),
        learning.npairs_loss(labels, embeddings, embeddings + 0.1),
        learning.lifted_struct_loss(labels, embeddings),
    ]


def metrics(tf):
    metrics = tf.contrib.metrics
    truth, guess = tf.constant([1, 0, 1, 1]), tf.constant([1, 1, 0, 1])
    values = {
        "accuracy": metrics.streaming_accuracy(guess, truth),
        "precision": metrics.streaming_precision(guess, truth),
        "recall": metrics.streaming_recall(guess, truth),
        "mean": metrics.streaming_mean(tf.constant([1.0, 2.0])),
    }
    _, updates = metrics.aggregate_metric_map(values)
    return [*updates.values(), metrics.accuracy(guess, truth)]


def metrics_others(tf):
    metrics = tf.contrib.metrics
    truth, guess = tf.constant([1.0, 0.0, 1.0, 1.0]), tf.constant([0.9, 0.6, 0.2, 0.7])
    return [
        metrics.streaming_pearson_correlation(guess, truth)[1],
        metrics.streaming_mean_squared_error(guess, truth)[1],
        metrics.streaming_auc(guess, tf.cast(truth, tf.bool))[1],
        metrics.cohen_kappa(tf.constant([1, 0, 1]), tf.constant([1, 1, 1]), 2)[1],
        metrics.f1_score(truth, guess)[1],
        metrics.count(guess)[1],
    ]


def streaming_concat(tf):
    return tf.contrib.metrics.streaming_concat(tf.constant([0.9, 0.6]))[1]


def framework(tf):
    framework = tf.contrib.framework
    x = tf.placeholder_with_default([1.0, 2.0], [None])
    v = framework.local_variable(0, name="v")
    w = framework.global_variable(1.0, name="w")
    assert framework.get_variables_by_name("w") == [w]
    assert framework.get_variables_to_restore(exclude=["w"]) == []
    assert framework.get_local_variables() == [v]
    framework.assert_or_get_global_step()
    return [
        framework.with_shape([2], x),
        framework.with_same_shape(x, tf.constant([3.0, 4.0])),
        framework.reduce_sum_n([x, 2.0 * x]),
        framework.remove_squeezable_dimensions(tf.ones([2, 1]), tf.ones([2]))[0],
    ]


def framework_assign(tf):
    tf.get_variable("v", [2], initializer=tf.zeros_initializer())
    _, feed = tf.contrib.framework.assign_from_values({"v": np.ones(2, np.float32)})
    assert [value.tolist() for value in feed.values()] == [[1.0, 1.0]]
