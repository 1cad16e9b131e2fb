"""Losses and metrics."""


def _x(tf):
    return tf.placeholder_with_default([[1.0, 2.0, 3.0], [0.5, -2.0, 1.0]], [None, 3], name="X")


def _y(tf):
    return tf.placeholder_with_default([1, 0], [None], name="y")


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


def ctc(tf):
    labels = tf.SparseTensor([[0, 0], [0, 1]], [0, 1], [1, 2])
    return tf.nn.ctc_loss(labels, tf.ones([3, 1, 3]), [3])
