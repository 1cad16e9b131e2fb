"""Activations, losses, convolutions and metrics."""


def _x(tf):
    return tf.placeholder_with_default([[1.0, 2.0, 3.0], [0.5, -2.0, 1.0]], [None, 3], name="X")


def _y(tf):
    return tf.placeholder_with_default([1, 0], [None], name="y")


def _image(tf):
    return tf.placeholder_with_default(
        [[[[0.1], [0.2], [0.3], [0.4]]] * 4], [None, 4, 4, 1], name="image"
    )


def activations(tf):
    x = _x(tf)
    return [
        tf.nn.relu(x),
        tf.nn.relu6(x),
        tf.nn.elu(x),
        tf.nn.selu(x),
        tf.nn.crelu(x),
        tf.nn.softplus(x),
        tf.nn.softsign(x),
        tf.nn.sigmoid(x),
        tf.nn.tanh(x),
        tf.nn.softmax(x),
        tf.nn.log_softmax(x),
        tf.nn.swish(x),
    ]


def leaky_relu(tf):
    return tf.nn.leaky_relu(_x(tf))


def leaky_relu_named(tf):
    return tf.nn.leaky_relu(_x(tf), alpha=0.1, name="leak")


def leaky_relu_by_maximum(tf):
    z = _x(tf)
    return tf.maximum(0.01 * z, z, name="leaky_relu")


def selu_by_where(tf):
    z = _x(tf)
    return 1.05 * tf.where(z >= 0.0, z, 1.67 * tf.nn.elu(z))


def linear_helpers(tf):
    x = _x(tf)
    w, b = tf.ones([3, 2]), tf.ones([2])
    return [tf.nn.bias_add(tf.matmul(x, w), b), tf.nn.xw_plus_b(x, w, b), tf.nn.relu_layer(x, w, b)]


def sparse_softmax_cross_entropy(tf):
    y = tf.placeholder_with_default([1, 0], shape=(None), name="y")
    x = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=_x(tf))
    return tf.reduce_mean(x, name="loss")


def sparse_softmax_cross_entropy_known_rank(tf):
    return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=_y(tf), logits=_x(tf))


def softmax_cross_entropy(tf):
    return tf.nn.softmax_cross_entropy_with_logits(labels=tf.one_hot(_y(tf), 3), logits=_x(tf))


def softmax_cross_entropy_v2(tf):
    return tf.nn.softmax_cross_entropy_with_logits_v2(labels=tf.one_hot(_y(tf), 3), logits=_x(tf))


def sigmoid_cross_entropy(tf):
    return tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.one_hot(_y(tf), 3), logits=_x(tf))


def weighted_cross_entropy(tf):
    return tf.nn.weighted_cross_entropy_with_logits(tf.one_hot(_y(tf), 3), _x(tf), 2.0)


def losses_mean_squared_error(tf):
    return tf.losses.mean_squared_error(tf.ones([2, 3]), _x(tf))


def losses_sparse_softmax(tf):
    return tf.losses.sparse_softmax_cross_entropy(_y(tf), _x(tf))


def losses_softmax(tf):
    return tf.losses.softmax_cross_entropy(tf.one_hot(_y(tf), 3), _x(tf))


def losses_sigmoid(tf):
    return tf.losses.sigmoid_cross_entropy(tf.one_hot(_y(tf), 3), _x(tf))


def losses_others(tf):
    x = _x(tf)
    return [
        tf.losses.absolute_difference(tf.ones([2, 3]), x),
        tf.losses.huber_loss(tf.ones([2, 3]), x),
        tf.losses.log_loss(tf.ones([2, 3]), tf.sigmoid(x)),
        tf.losses.hinge_loss(tf.ones([2, 3]), x),
        tf.losses.cosine_distance(tf.ones([2, 3]), x, axis=1),
        tf.losses.get_total_loss(),
    ]


def losses_compute_weighted(tf):
    return tf.losses.compute_weighted_loss(_x(tf), weights=0.5)


def losses_collection(tf):
    tf.add_to_collection(tf.GraphKeys.REGULARIZATION_LOSSES, tf.constant(0.5))
    tf.losses.mean_squared_error([1.0], [2.0])
    return [tf.losses.get_regularization_loss(), tf.losses.get_total_loss()]


def metrics_accuracy(tf):
    return list(tf.metrics.accuracy([0, 1, 1], [0, 1, 0]))


def metrics_others(tf):
    labels, predicted = tf.constant([0, 1, 1]), tf.constant([0, 1, 0])
    ones, twos = tf.constant([1.0]), tf.constant([2.0])
    return [
        tf.metrics.mean(twos)[1],
        tf.metrics.precision(labels, predicted)[1],
        tf.metrics.recall(labels, predicted)[1],
        tf.metrics.auc(labels, tf.constant([0.1, 0.9, 0.3]))[1],
        tf.metrics.mean_squared_error(ones, twos)[1],
        tf.metrics.mean_absolute_error(ones, twos)[1],
        tf.metrics.root_mean_squared_error(ones, twos)[1],
    ]


def conv2d(tf):
    w = tf.Variable(tf.truncated_normal([3, 3, 1, 2], stddev=0.1))
    b = tf.Variable(tf.constant(0.1, shape=[2]))
    return tf.nn.relu(tf.nn.conv2d(_image(tf), w, strides=[1, 1, 1, 1], padding="SAME") + b)


def conv2d_filter_keyword(tf):
    return tf.nn.conv2d(
        _image(tf), filter=tf.ones([2, 2, 1, 1]), strides=[1, 2, 2, 1], padding="VALID"
    )


def conv_others(tf):
    x = _image(tf)
    return [
        tf.nn.conv1d(x[:, 0], tf.ones([2, 1, 1]), 1, "SAME"),
        tf.nn.depthwise_conv2d(x, tf.ones([2, 2, 1, 2]), [1, 1, 1, 1], "SAME"),
        tf.nn.separable_conv2d(
            x, tf.ones([2, 2, 1, 2]), tf.ones([1, 1, 2, 3]), [1, 1, 1, 1], "SAME"
        ),
        tf.nn.conv2d_transpose(x, tf.ones([2, 2, 3, 1]), [1, 8, 8, 3], [1, 2, 2, 1]),
        tf.nn.atrous_conv2d(x, tf.ones([2, 2, 1, 1]), 2, "SAME"),
        tf.nn.convolution(x, tf.ones([2, 2, 1, 1]), "SAME"),
        tf.nn.conv3d(tf.ones([1, 2, 2, 2, 1]), tf.ones([1, 1, 1, 1, 1]), [1] * 5, "SAME"),
    ]


def pools(tf):
    x = _image(tf)
    return [
        tf.nn.max_pool(x, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="VALID"),
        tf.nn.avg_pool(x, [1, 2, 2, 1], [1, 2, 2, 1], "SAME", name="avg"),
        tf.nn.max_pool2d(x, 2, 2, "SAME"),
        tf.nn.pool(x, [2, 2], "MAX", "SAME"),
    ]


def local_response_normalization(tf):
    return [tf.nn.local_response_normalization(_image(tf)), tf.nn.lrn(_image(tf), 4)]


def batch_normalization(tf):
    x = _x(tf)
    mean, variance = tf.nn.moments(x, [0])
    return tf.nn.batch_normalization(x, mean, variance, tf.zeros([3]), tf.ones([3]), 0.001)


def moments_keep_dims(tf):
    return list(tf.nn.moments(_image(tf), [0, 1, 2], keep_dims=True))


def fused_batch_norm(tf):
    return tf.nn.fused_batch_norm(_image(tf), tf.ones([1]), tf.zeros([1]))[0]


def ctc(tf):
    labels = tf.SparseTensor([[0, 0], [0, 1]], [0, 1], [1, 2])
    return tf.nn.ctc_loss(labels, tf.ones([3, 1, 3]), [3])


def images(tf):
    x = _image(tf)
    return [
        tf.image.resize_images(x, [2, 2]),
        tf.image.resize_bilinear(x, [2, 2]),
        tf.image.resize_nearest_neighbor(x, [8, 8]),
        tf.image.flip_left_right(x[0]),
        tf.image.rgb_to_grayscale(tf.ones([2, 2, 3])),
        tf.image.convert_image_dtype(tf.constant([[[1]]], tf.uint8), tf.float32),
        tf.image.adjust_brightness(x, 0.1),
    ]


def images_cropped(tf):
    x = _image(tf)
    return [
        tf.image.crop_to_bounding_box(x, 0, 0, 2, 2),
        tf.image.central_crop(x[0], 0.5),
        tf.image.resize_image_with_crop_or_pad(x, 2, 6),
    ]


def images_standardized(tf):
    x = _image(tf)
    return [tf.image.per_image_standardization(x[0]), tf.image.adjust_contrast(x, 0.5)]


def image_random(tf):
    x = tf.ones([4, 4, 3])
    return [
        tf.image.random_flip_left_right(x),
        tf.image.random_flip_up_down(x),
        tf.image.random_brightness(x, 0.2),
        tf.image.random_contrast(x, 0.2, 1.8),
        tf.image.random_saturation(x, 0.5, 1.5),
        tf.image.random_hue(x, 0.1),
    ]


def summaries(tf):
    x = _x(tf)
    loss = tf.reduce_mean(x)
    tf.summary.scalar("MSE", loss)
    tf.summary.histogram("weights", x)
    tf.summary.image("input", _image(tf), 3)
    return tf.summary.merge_all()


def summaries_in_scope(tf):
    with tf.name_scope("loss"):
        a = tf.summary.scalar("log loss", tf.constant(1.0))
        b = tf.summary.scalar("loss", tf.constant(1.0), collections=["mine"], family="f")
    return tf.summary.merge([a, b])


def saver(tf):
    tf.Variable([1.0, 2.0], name="a")
    tf.Variable(1, name="b", trainable=False)
    tf.train.Saver()


def saver_of_some(tf):
    a = tf.Variable([1.0, 2.0], name="a")
    tf.Variable(1.0, name="b")
    tf.train.Saver({"renamed": a}, max_to_keep=2)


def saver_then_seed(tf):
    tf.Variable([1.0, 2.0], name="a")
    tf.train.Saver()
    tf.Variable(tf.random_normal([2]), name="b")
