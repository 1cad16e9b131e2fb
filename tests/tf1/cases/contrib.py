"""Layers, regularizers and initializers of `tf.contrib`."""


def _x(tf):
    return tf.placeholder_with_default([[1.0, 2.0, 3.0], [0.5, -2.0, 1.0]], [None, 3], name="X")


def _image(tf):
    return tf.placeholder_with_default(
        [[[[0.1], [0.2], [0.3], [0.4]]] * 4], [None, 4, 4, 1], name="image"
    )


def fully_connected(tf):
    return tf.contrib.layers.fully_connected(_x(tf), 4)


def fully_connected_named(tf):
    return tf.contrib.layers.fully_connected(_x(tf), 4, activation_fn=None, scope="outputs")


def fully_connected_three(tf):
    fully = tf.contrib.layers.fully_connected
    with tf.name_scope("dnn"):
        hidden1 = fully(_x(tf), 4, scope="hidden1")
        hidden2 = fully(hidden1, 3, scope="hidden2")
        return fully(hidden2, 2, scope="outputs", activation_fn=None)


def fully_connected_regularized(tf):
    return tf.contrib.layers.fully_connected(
        _x(tf),
        4,
        activation_fn=tf.nn.elu,
        weights_initializer=tf.contrib.layers.variance_scaling_initializer(),
        weights_regularizer=tf.contrib.layers.l2_regularizer(0.1),
        biases_initializer=None,
    )


def fully_connected_collections(tf):
    return tf.contrib.layers.fully_connected(
        _x(tf), 4, variables_collections=["mine"], outputs_collections="outs"
    )


def fully_connected_reused(tf):
    fully = tf.contrib.layers.fully_connected
    return [fully(_x(tf), 4, scope="f"), fully(_x(tf), 4, scope="f", reuse=True)]


def fully_connected_normalized(tf):
    return tf.contrib.layers.fully_connected(
        _x(tf),
        4,
        normalizer_fn=tf.contrib.layers.batch_norm,
        normalizer_params={"is_training": True, "decay": 0.9},
    )


def arg_scope(tf):
    fully = tf.contrib.layers.fully_connected
    with tf.contrib.framework.arg_scope(
        [fully],
        activation_fn=tf.nn.elu,
        weights_initializer=tf.contrib.layers.variance_scaling_initializer(),
        weights_regularizer=tf.contrib.layers.l1_regularizer(0.01),
    ):
        hidden = fully(_x(tf), 4, scope="hidden1")
        with tf.contrib.framework.arg_scope([fully], activation_fn=None):
            return fully(hidden, 2, scope="outputs")


def arg_scope_batch_norm(tf):
    training = tf.placeholder_with_default(True, shape=(), name="training")
    params = {"is_training": training, "decay": 0.9, "updates_collections": None, "scale": True}
    with tf.contrib.framework.arg_scope(
        [tf.contrib.layers.fully_connected],
        normalizer_fn=tf.contrib.layers.batch_norm,
        normalizer_params=params,
    ):
        return tf.contrib.layers.fully_connected(_x(tf), 4, scope="hidden1")


def batch_norm_two_dimensions(tf):
    return tf.contrib.layers.batch_norm(_x(tf), is_training=True)


def batch_norm_inference(tf):
    return tf.contrib.layers.batch_norm(_x(tf), is_training=False, scale=True)


def batch_norm_placeholder(tf):
    training = tf.placeholder_with_default(False, shape=(), name="training")
    return tf.contrib.layers.batch_norm(_x(tf), is_training=training, activation_fn=tf.nn.relu)


def batch_norm_image(tf):
    return tf.contrib.layers.batch_norm(_image(tf), decay=0.9, scope="bn")


def batch_norm_image_in_place(tf):
    return tf.contrib.layers.batch_norm(_image(tf), updates_collections=None)


def dropout(tf):
    return tf.contrib.layers.dropout(_x(tf), keep_prob=0.5, is_training=True)


def dropout_placeholder(tf):
    training = tf.placeholder_with_default(False, shape=(), name="training")
    return tf.contrib.layers.dropout(_x(tf), 0.8, is_training=training)


def convolutions(tf):
    h = tf.contrib.layers.conv2d(_image(tf), 3, [3, 3])
    h = tf.contrib.layers.max_pool2d(h, 2)
    h = tf.contrib.layers.conv2d(h, 2, 1, stride=1, padding="VALID", activation_fn=None, scope="c")
    return tf.contrib.layers.flatten(tf.contrib.layers.avg_pool2d(h, [1, 1], 1))


def linear_and_relu(tf):
    return [tf.contrib.layers.linear(_x(tf), 2), tf.contrib.layers.relu(_x(tf), 2)]


def stack(tf):
    return tf.contrib.layers.stack(_x(tf), tf.contrib.layers.fully_connected, [4, 2], scope="fc")


def regularizers(tf):
    w = tf.get_variable("w", [2, 2])
    layers = tf.contrib.layers
    both = layers.sum_regularizer([layers.l1_regularizer(0.1), layers.l2_regularizer(0.2)])
    return [
        layers.l1_regularizer(0.1)(w),
        layers.l2_regularizer(0.1)(w),
        layers.l1_l2_regularizer(0.1, 0.2)(w),
        both(w),
        layers.apply_regularization(layers.l2_regularizer(0.1), [w, w]),
    ]


def variable_scope_regularizer(tf):
    with tf.variable_scope("s", regularizer=tf.contrib.layers.l2_regularizer(0.1)):
        tf.get_variable("w", [2, 2])
    return tf.losses.get_regularization_losses()


def xavier(tf):
    tf.get_variable("w", [3, 2], initializer=tf.contrib.layers.xavier_initializer())


def xavier_normal(tf):
    tf.get_variable("w", [3, 2], initializer=tf.contrib.layers.xavier_initializer(uniform=False))


def xavier_conv2d(tf):
    tf.get_variable("w", [2, 2, 3, 2], initializer=tf.contrib.layers.xavier_initializer_conv2d())


def variance_scaling(tf):
    init = tf.contrib.layers.variance_scaling_initializer()
    tf.get_variable("w", [3, 2], initializer=init)
    return tf.Variable(init([3, 2]), name="v").initialized_value()


def variance_scaling_modes(tf):
    for mode in ("FAN_IN", "FAN_OUT", "FAN_AVG"):
        init = tf.contrib.layers.variance_scaling_initializer(mode=mode, uniform=True, seed=1)
        tf.get_variable(mode, [3, 2], initializer=init)


def he_init_in_layers(tf):
    he_init = tf.contrib.layers.variance_scaling_initializer()
    return tf.layers.dense(_x(tf), 4, activation=tf.nn.relu, kernel_initializer=he_init, name="h")


def one_hot_and_softmax(tf):
    one_hot = tf.contrib.layers.one_hot_encoding([1, 0], 3)
    return [one_hot, tf.contrib.layers.softmax(_x(tf))]


def framework_variables(tf):
    framework = tf.contrib.framework
    v = framework.variable("v", shape=[2], initializer=tf.zeros_initializer())
    m = framework.model_variable("m", shape=[2], initializer=tf.ones_initializer())
    step = framework.get_or_create_global_step()
    assert framework.get_model_variables() == [m]
    return [v + m, tf.cast(step, tf.float32)]
