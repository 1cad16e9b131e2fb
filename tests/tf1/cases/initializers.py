"""Variables and the initializers that book code gives them."""


def _variable(tf, initializer, shape=(4, 3)):
    tf.get_variable("w", shape=shape, initializer=initializer)


def default(tf):
    _variable(tf, None)


def default_int(tf):
    tf.get_variable("n", shape=[2], dtype=tf.int32)


def zeros(tf):
    _variable(tf, tf.zeros_initializer())


def ones(tf):
    _variable(tf, tf.ones_initializer())


def constant(tf):
    _variable(tf, tf.constant_initializer(0.1))


def random_uniform(tf):
    _variable(tf, tf.random_uniform_initializer(-0.1, 0.1))


def random_uniform_default(tf):
    _variable(tf, tf.random_uniform_initializer())


def random_uniform_unit(tf):
    _variable(tf, tf.random_uniform_initializer(0, 1))


def random_uniform_seeded(tf):
    _variable(tf, tf.random_uniform_initializer(-1, 1, seed=3))


def random_normal(tf):
    _variable(tf, tf.random_normal_initializer(stddev=0.1))


def truncated_normal(tf):
    _variable(tf, tf.truncated_normal_initializer(stddev=0.1))


def uniform_unit_scaling(tf):
    _variable(tf, tf.uniform_unit_scaling_initializer())


def variance_scaling(tf):
    _variable(tf, tf.variance_scaling_initializer())


def variance_scaling_uniform(tf):
    _variable(
        tf, tf.variance_scaling_initializer(scale=2.0, mode="fan_avg", distribution="uniform")
    )


def variance_scaling_untruncated(tf):
    _variable(tf, tf.variance_scaling_initializer(distribution="untruncated_normal"))


def glorot_uniform(tf):
    _variable(tf, tf.glorot_uniform_initializer())


def glorot_normal(tf):
    _variable(tf, tf.glorot_normal_initializer())


def he_normal(tf):
    _variable(tf, tf.initializers.he_normal())


def he_uniform(tf):
    _variable(tf, tf.initializers.he_uniform())


def lecun_normal(tf):
    _variable(tf, tf.initializers.lecun_normal())


def lecun_uniform(tf):
    _variable(tf, tf.initializers.lecun_uniform())


def keras_he_normal(tf):
    _variable(tf, tf.keras.initializers.he_normal())


def orthogonal(tf):
    _variable(tf, tf.orthogonal_initializer())


def identity(tf):
    _variable(tf, tf.initializers.identity(), (3, 3))


def nn_layer_from_raw_variables(tf):
    x = tf.placeholder_with_default([[1.0, 2.0, 3.0]], [None, 3], name="X")
    with tf.name_scope("hidden1"):
        stddev = 2 / 3.0
        init = tf.truncated_normal((3, 4), stddev=stddev)
        w = tf.Variable(init, name="kernel")
        b = tf.Variable(tf.zeros([4]), name="bias")
        return tf.nn.relu(tf.matmul(x, w) + b)


def variable_from_constant(tf):
    return tf.Variable(3, name="x") + 1


def variable_from_numpy_and_dtype(tf):
    return tf.Variable([1, 2], dtype=tf.float32, trainable=False).initialized_value()


def variable_from_function(tf):
    tf.Variable(lambda: tf.random_uniform([2]), name="f")


def variable_in_scope(tf):
    with tf.variable_scope("relu"):
        threshold = tf.get_variable("threshold", shape=(), initializer=tf.constant_initializer(0.0))
    with tf.variable_scope("relu", reuse=True):
        again = tf.get_variable("threshold")
    with tf.variable_scope("relu") as scope:
        scope.reuse_variables()
        third = tf.get_variable("threshold")
    return threshold + again + third


def variable_scope_defaults(tf):
    with tf.variable_scope("s", initializer=tf.random_normal_initializer()):
        return tf.get_variable("a", [2]) + tf.get_variable("b", [2])


def variable_scope_auto_reuse(tf):
    for _ in range(2):
        with tf.variable_scope("s", reuse=tf.AUTO_REUSE):
            tf.get_variable("a", [2], initializer=tf.zeros_initializer)


def variable_initial_value_tensor(tf):
    tf.get_variable("w", initializer=tf.truncated_normal([3, 2], stddev=0.1))


def variable_regularizer(tf):
    tf.get_variable("w", [2, 2], regularizer=lambda w: 0.1 * tf.reduce_sum(tf.abs(w)))


def make_template(tf):
    net = tf.make_template("net", lambda x: x * tf.get_variable("w", [2]))
    return net(tf.ones([3, 2])) + net(tf.zeros([3, 2]))


def initializers_run(tf):
    x = tf.Variable(tf.random_normal([2]), name="x")
    y = tf.Variable(x.initialized_value() * 2, name="y")
    return [tf.variables_initializer([x]), tf.global_variables_initializer(), y.initializer]


def assign(tf):
    x = tf.Variable([1.0, 2.0], name="x")
    return [tf.assign(x, [3.0, 4.0]), x.assign_add([1.0, 1.0]), tf.assign_sub(x, [1.0, 1.0])]


def scatter_update(tf):
    x = tf.Variable([1.0, 2.0, 3.0], name="x")
    return tf.scatter_update(x, [0, 2], [9.0, 8.0])


def uninitialized_report(tf):
    tf.Variable(1.0, name="x")
    return tf.report_uninitialized_variables()


def global_step(tf):
    step = tf.train.get_or_create_global_step()
    return tf.assign_add(step, 1)


def resource_variable(tf):
    with tf.variable_scope("s", use_resource=True):
        return tf.get_variable("w", [2]) * 2.0


def local_variable(tf):
    tf.get_local_variable("n", initializer=0.0)
    return tf.local_variables_initializer()
