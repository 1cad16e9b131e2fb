"""Activations, convolutions, pooling and normalization."""


def _x(tf):
    return tf.placeholder_with_default([[1.0, 2.0, 3.0], [0.5, -2.0, 1.0]], [None, 3], name="X")


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
