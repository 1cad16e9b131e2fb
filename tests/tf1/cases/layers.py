"""Layers that the recorded layer cases leave out, and the layer classes."""


def _x(tf):
    return tf.placeholder_with_default([[1.0, 2.0, 3.0], [0.5, -2.0, 1.0]], [None, 3], name="X")


def _image(tf):
    return tf.placeholder_with_default(
        [[[[0.1], [0.2], [0.3], [0.4]]] * 4], [None, 4, 4, 1], name="image"
    )


def _series(tf):
    return tf.placeholder_with_default(
        [[[0.1, 0.5], [0.2, 0.6], [0.3, 0.7], [0.4, 0.8]]], [None, 4, 2], name="series"
    )


def conv1d(tf):
    return tf.layers.conv1d(_series(tf), filters=3, kernel_size=2)


def conv1d_same_strides(tf):
    return tf.layers.conv1d(
        _series(tf), 3, 2, strides=2, padding="same", activation=tf.nn.relu, name="c"
    )


def conv1d_no_bias(tf):
    return tf.layers.conv1d(_series(tf), 3, [2], use_bias=False)


def conv1d_dilated(tf):
    return tf.layers.conv1d(_series(tf), 3, 2, dilation_rate=2)


def conv2d_dilated(tf):
    return tf.layers.conv2d(_image(tf), 2, 2, dilation_rate=2)


def conv2d_two(tf):
    h = tf.layers.conv2d(_image(tf), 4, 3, 1, "SAME", activation=tf.nn.relu, name="conv1")
    return tf.layers.conv2d(h, 2, [3, 3], strides=2, padding="same", name="conv2")


def conv2d_transpose(tf):
    return tf.layers.conv2d_transpose(_image(tf), filters=2, kernel_size=3, strides=2)


def conv2d_transpose_same(tf):
    return tf.layers.conv2d_transpose(
        _image(tf), 2, [3, 3], strides=(2, 2), padding="same", activation=tf.nn.relu, name="up"
    )


def conv2d_transpose_no_bias_known_shape(tf):
    return tf.layers.conv2d_transpose(tf.ones([1, 2, 2, 1]), 1, 2, use_bias=False)


def separable_conv2d(tf):
    return tf.layers.separable_conv2d(_image(tf), 3, 2)


def separable_conv2d_options(tf):
    return tf.layers.separable_conv2d(
        _image(tf),
        3,
        [2, 2],
        padding="same",
        depth_multiplier=2,
        activation=tf.nn.elu,
        use_bias=False,
        depthwise_regularizer=tf.nn.l2_loss,
        name="sep",
    )


def max_pooling1d(tf):
    return tf.layers.max_pooling1d(_series(tf), pool_size=2, strides=2)


def average_pooling1d(tf):
    return tf.layers.average_pooling1d(_series(tf), 2, 1, padding="same", name="pool")


def network_then_seed(tf):
    y = tf.layers.conv2d_transpose(_image(tf), 2, 3, 2)
    y = tf.layers.flatten(tf.layers.max_pooling2d(y, 2, 2))
    y = tf.layers.dropout(tf.layers.dense(y, 5, activation=tf.nn.relu), 0.5, training=True)
    return tf.layers.dense(y, 2)


def dense_class(tf):
    layer = tf.layers.Dense(4, activation=tf.nn.relu)
    return layer(_x(tf))


def dense_class_shared(tf):
    layer = tf.layers.Dense(3, name="shared")
    h = layer(_x(tf))
    return [layer(h), layer.kernel, layer.bias]


def dense_class_two_of_a_name(tf):
    return tf.layers.Dense(2, name="d")(tf.layers.Dense(3, name="d")(_x(tf)))


def dense_class_regularized(tf):
    layer = tf.layers.Dense(2, kernel_regularizer=tf.nn.l2_loss, use_bias=False)
    layer(_x(tf))
    return list(layer.losses)


def dense_class_apply_in_scope(tf):
    with tf.variable_scope("net"):
        return tf.layers.Dense(2).apply(_x(tf))


def batch_normalization_class(tf):
    layer = tf.layers.BatchNormalization(momentum=0.9)
    y = layer(_x(tf), training=True)
    return [y, *layer.updates]


def batch_normalization_class_shared(tf):
    layer = tf.layers.BatchNormalization()
    return [layer(_x(tf), training=True), layer(_x(tf), training=False)]


def conv_classes(tf):
    h = tf.layers.Conv2D(3, 2, activation=tf.nn.relu)(_image(tf))
    h = tf.layers.MaxPooling2D(2, 1)(h)
    return tf.layers.Flatten()(tf.layers.Conv2DTranspose(2, 2)(h))


def dropout_class(tf):
    return tf.layers.Dropout(0.4)(_x(tf), training=True)


def average_pooling_class(tf):
    h = tf.layers.AveragePooling2D(2, 2)(_image(tf))
    return tf.layers.SeparableConv2D(2, 1)(h)


def series_classes(tf):
    h = tf.layers.MaxPooling1D(2, 1)(tf.layers.Conv1D(3, 2)(_series(tf)))
    return tf.layers.AveragePooling1D(1, 1)(h)
