"""`tf.contrib.slim`: layers in scopes, training, and its networks."""


def _images(tf, size=4, channels=1):
    values = tf.reshape(tf.range(2.0 * size * size * channels), [2, size, size, channels])
    return values / float(2 * size * size * channels)


def _arg_scope(slim, tf, is_training):
    with slim.arg_scope(
        [slim.conv2d, slim.fully_connected],
        weights_initializer=tf.truncated_normal_initializer(stddev=0.1),
        weights_regularizer=slim.l2_regularizer(0.0005),
        normalizer_fn=slim.batch_norm,
        normalizer_params={"is_training": is_training, "decay": 0.9},
    ) as scope:
        return scope


def convolutional_network(tf):
    slim = tf.contrib.slim
    with slim.arg_scope(_arg_scope(slim, tf, True)):
        net = slim.conv2d(_images(tf, 8), 4, [3, 3], scope="conv1")
        net = slim.max_pool2d(net, [2, 2], scope="pool1")
        net = slim.repeat(net, 2, slim.conv2d, 3, [3, 3], scope="conv2")
        net = slim.flatten(net)
        net = slim.dropout(net, 0.5, scope="dropout")
        return slim.fully_connected(net, 2, activation_fn=None, normalizer_fn=None, scope="logits")


def convolutions(tf):
    slim = tf.contrib.slim
    net = slim.separable_conv2d(_images(tf), 2, 3, 1, normalizer_fn=slim.batch_norm)
    net = slim.conv2d_transpose(net, 2, [2, 2], 2)
    net = slim.avg_pool2d(net, 2)
    return slim.stack(slim.flatten(net), slim.fully_connected, [3, 2], scope="fc")


def train_op(tf):
    slim = tf.contrib.slim
    with slim.arg_scope(_arg_scope(slim, tf, True)):
        logits = slim.fully_connected(slim.flatten(_images(tf)), 2, scope="logits")
    slim.losses.softmax_cross_entropy(logits, tf.constant([[1.0, 0.0], [0.0, 1.0]]))
    loss = slim.losses.get_total_loss()
    return slim.learning.create_train_op(
        loss, tf.train.GradientDescentOptimizer(0.1), clip_gradient_norm=1.0
    )


def train_op_options(tf):
    slim = tf.contrib.slim
    y = slim.fully_connected(slim.flatten(_images(tf)), 1, scope="y")
    loss = tf.losses.mean_squared_error([[1.0], [0.0]], y)
    return slim.learning.create_train_op(
        loss,
        tf.train.MomentumOptimizer(0.1, 0.9),
        summarize_gradients=True,
        gradient_multipliers={"y/biases": 2.0},
    )


def exponential_averages(tf):
    slim = tf.contrib.slim
    slim.fully_connected(slim.flatten(_images(tf)), 1, scope="y")
    averages = tf.train.ExponentialMovingAverage(0.9, tf.train.get_or_create_global_step())
    return averages.apply(slim.get_model_variables())


def variables(tf):
    slim = tf.contrib.slim
    slim.model_variable("w", shape=[2], initializer=tf.zeros_initializer())
    slim.variable("v", shape=[2], initializer=tf.ones_initializer())
    assert [v.op.name for v in slim.get_variables_to_restore(exclude=["v"])] == ["w"]
    assert [v.op.name for v in slim.get_model_variables()] == ["w"]
    assert [v.op.name for v in slim.get_variables_by_suffix("v")] == ["v"]


def evaluation_metrics(tf):
    slim = tf.contrib.slim
    _, updates = slim.metrics.aggregate_metric_map(
        {"accuracy": slim.metrics.streaming_accuracy([1, 0], [1, 1])}
    )
    return list(updates.values())


def _nets(tf):
    import importlib

    try:
        return tf.contrib.slim.nets
    except AttributeError:
        return importlib.import_module("tensorflow.contrib.slim.nets")


def resnet_v1_of_one_block(tf):
    resnet = _nets(tf).resnet_v1
    with tf.contrib.slim.arg_scope(_nets(tf).resnet_utils.resnet_arg_scope()):
        blocks = [resnet.resnet_v1_block("block1", base_depth=2, num_units=2, stride=2)]
        return resnet.resnet_v1(_images(tf, 16, 3), blocks, num_classes=3)[0]


def resnet_v2_of_one_block(tf):
    resnet = _nets(tf).resnet_v2
    with tf.contrib.slim.arg_scope(_nets(tf).resnet_utils.resnet_arg_scope()):
        blocks = [resnet.resnet_v2_block("block1", base_depth=2, num_units=2, stride=2)]
        return resnet.resnet_v2(_images(tf, 16, 3), blocks, num_classes=3, output_stride=8)[0]


def inception_v1_first_layers(tf):
    inception = _nets(tf).inception
    with tf.contrib.slim.arg_scope(inception.inception_v1_arg_scope()):
        return inception.inception_v1_base(_images(tf, 16, 3), final_endpoint="Mixed_3b")[0]


def inception_v3_first_layers(tf):
    inception = _nets(tf).inception
    with tf.contrib.slim.arg_scope(inception.inception_v3_arg_scope()):
        # Not run: today's kernels, without ours, round the batch normalizations otherwise.
        inception.inception_v3_base(
            _images(tf, 64, 3), final_endpoint="Mixed_5b", depth_multiplier=0.1
        )
