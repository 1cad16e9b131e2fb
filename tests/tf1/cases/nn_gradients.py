"""Gradients of activations, convolutions and losses."""


def _gradient(tf, function, shape=(2, 3)):
    w = tf.Variable(tf.random_uniform(shape, 0.1, 0.9), name="w")
    return tf.gradients(function(w), w)


def gradient_activations(tf):
    return _gradient(
        tf,
        lambda w: tf.add_n(
            [
                tf.nn.relu(w),
                tf.nn.elu(w),
                tf.nn.selu(w),
                tf.nn.softplus(w),
                tf.nn.softsign(w),
                tf.nn.relu6(w),
                tf.nn.leaky_relu(w),
                tf.nn.softmax(w),
                tf.nn.log_softmax(w),
            ]
        ),
    )


def gradient_embedding(tf):
    w = tf.Variable(tf.random_uniform([5, 3], -1.0, 1.0), name="embeddings")
    embed = tf.nn.embedding_lookup(w, [1, 1, 4])
    return tf.train.AdamOptimizer(0.1).minimize(tf.reduce_sum(tf.square(embed)))


def gradient_norms(tf):
    return _gradient(
        tf,
        lambda w: tf.nn.l2_loss(w) + tf.norm(w) + tf.reduce_sum(tf.nn.l2_normalize(w, 1)),
    )


def gradient_moments(tf):
    def normalized(w):
        mean, variance = tf.nn.moments(w, [0])
        return tf.nn.batch_normalization(w, mean, variance, tf.zeros([3]), tf.ones([3]), 0.001)

    return _gradient(tf, normalized)


def gradient_convolution(tf):
    def net(w):
        x = tf.ones([1, 4, 4, 1])
        y = tf.nn.relu(tf.nn.conv2d(x, w, [1, 1, 1, 1], "SAME"))
        return tf.nn.avg_pool(
            tf.nn.max_pool(y, [1, 2, 2, 1], [1, 2, 2, 1], "VALID"),
            [1, 2, 2, 1],
            [1, 1, 1, 1],
            "SAME",
        )

    return _gradient(tf, net, (2, 2, 1, 2))


def gradient_fused_batch_norm(tf):
    return _gradient(
        tf, lambda w: tf.nn.fused_batch_norm(w, tf.ones([2]), tf.zeros([2]))[0], (1, 3, 3, 2)
    )


def gradient_bias_add(tf):
    return _gradient(tf, lambda w: tf.nn.bias_add(tf.ones([2, 3]), w), (3,))


def gradient_softmax_cross_entropy(tf):
    return _gradient(
        tf, lambda w: tf.nn.softmax_cross_entropy_with_logits(labels=tf.ones([2, 3]), logits=w)
    )


def gradient_softmax_cross_entropy_v2(tf):
    return _gradient(
        tf, lambda w: tf.nn.softmax_cross_entropy_with_logits_v2(labels=tf.ones([2, 3]), logits=w)
    )


def gradient_sparse_softmax_cross_entropy(tf):
    return _gradient(
        tf, lambda w: tf.nn.sparse_softmax_cross_entropy_with_logits(labels=[0, 1], logits=w)
    )


def gradient_sigmoid_cross_entropy(tf):
    return _gradient(
        tf, lambda w: tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.ones([2, 3]), logits=w)
    )


def gradient_losses(tf):
    return _gradient(
        tf,
        lambda w: (
            tf.losses.mean_squared_error(tf.ones([2, 3]), w)
            + tf.losses.absolute_difference(tf.ones([2, 3]), w)
            + tf.losses.huber_loss(tf.ones([2, 3]), w)
        ),
    )


def kullback_leibler_sparsity(tf):
    # The sparse autoencoder's loss.
    w = tf.Variable(tf.random_normal([3, 4]), name="w")
    x = tf.placeholder_with_default([[1.0, 2.0, 3.0]], [None, 3])
    mean = tf.reduce_mean(tf.sigmoid(tf.matmul(x, w)), axis=0)
    p = 0.1
    loss = tf.reduce_sum(p * tf.log(p / mean) + (1 - p) * tf.log((1 - p) / (1 - mean)))
    return tf.gradients(loss, w)


def variational_autoencoder(tf):
    w = tf.Variable(tf.random_normal([3, 4]), name="w")
    x = tf.placeholder_with_default([[1.0, 2.0, 3.0]], [None, 3])
    mean, gamma = tf.split(tf.matmul(x, w), 2, axis=1)
    noise = tf.random_normal(tf.shape(gamma), dtype=tf.float32)
    hidden = mean + tf.exp(0.5 * gamma) * noise
    latent = 0.5 * tf.reduce_sum(tf.exp(gamma) + tf.square(mean) - 1 - gamma)
    return tf.gradients(tf.reduce_sum(hidden) + latent, w)


def _penalty(tf, function):
    """Build the gradient of a gradient's norm, as gradient penalties do."""
    x = tf.constant([[0.5, -1.0, 2.0], [0.1, 7.0, -0.3]])
    w = tf.get_variable("w", [3, 2])
    first = tf.gradients(function(tf.matmul(x, w)), x)[0]
    norm = tf.sqrt(tf.reduce_sum(tf.square(first), axis=1) + 0.1)
    return tf.gradients(tf.reduce_mean(tf.square(norm - 1.0)), w)


def penalty_relu(tf):
    return _penalty(tf, tf.nn.relu)


def penalty_relu_6(tf):
    return _penalty(tf, tf.nn.relu6)


def penalty_leaky_relu(tf):
    return _penalty(tf, tf.nn.leaky_relu)


def penalty_tanh(tf):
    return _penalty(tf, tf.tanh)


def penalty_sigmoid(tf):
    return _penalty(tf, tf.sigmoid)


def penalty_elu(tf):
    return _penalty(tf, tf.nn.elu)


def penalty_softplus(tf):
    return _penalty(tf, tf.nn.softplus)


def penalty_convolution(tf):
    x = tf.placeholder_with_default([[[[0.5], [1.0]], [[2.0], [0.25]]]], [None, 2, 2, 1])
    w = tf.get_variable("w", [2, 2, 1, 3])
    y = tf.nn.conv2d(x, w, [1, 1, 1, 1], "SAME")
    y = tf.nn.max_pool(tf.nn.relu(y), [1, 2, 2, 1], [1, 1, 1, 1], "SAME")
    y = tf.nn.avg_pool(y, [1, 2, 2, 1], [1, 2, 2, 1], "SAME")
    first = tf.gradients(tf.nn.bias_add(y, tf.get_variable("b", [3])), x)[0]
    return tf.gradients(tf.reduce_sum(tf.square(first)), [w])


def convolution_3d(tf):
    x = tf.reshape(tf.range(27, dtype=tf.float32), [1, 3, 3, 3, 1])
    w = tf.get_variable("w", [2, 2, 2, 1, 2])
    y = tf.nn.conv3d(x, w, [1, 1, 1, 1, 1], "VALID")
    return tf.gradients(tf.nn.max_pool3d(y, [1, 2, 2, 2, 1], [1, 1, 1, 1, 1], "VALID"), [x, w])
