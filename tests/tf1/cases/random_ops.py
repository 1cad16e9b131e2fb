"""Random ops: what they are built from decides every later seed."""


def uniform_unit(tf):
    return tf.random_uniform([3, 2])


def uniform_scalar_shape(tf):
    return tf.random_uniform(shape=[])


def uniform_range(tf):
    return tf.random_uniform([3, 2], -1.0, 1.0)


def uniform_range_by_name(tf):
    return tf.random_uniform([4], minval=-0.5, maxval=0.5, name="theta")


def uniform_int(tf):
    return tf.random_uniform([5], maxval=10, dtype=tf.int32)


def uniform_seeded(tf):
    return tf.random_uniform([3, 2], seed=7)


def uniform_float64(tf):
    return tf.random_uniform([3], dtype=tf.float64)


def uniform_tensor_shape(tf):
    x = tf.placeholder_with_default([[1.0, 2.0]], [None, 2])
    return tf.random_uniform(tf.shape(x))


def uniform_by_new_name(tf):
    return tf.random.uniform([3, 2])


def normal(tf):
    return tf.random_normal([3, 2])


def normal_parameters(tf):
    return tf.random_normal([3], mean=1.0, stddev=0.1, seed=5, name="noise")


def normal_by_new_name(tf):
    return tf.random.normal([3, 2])


def normal_noise_on_input(tf):
    x = tf.placeholder_with_default([[1.0, 2.0]], [None, 2])
    return x + 0.3 * tf.random_normal(tf.shape(x))


def truncated(tf):
    return tf.truncated_normal([3, 2], stddev=0.1)


def truncated_by_new_name(tf):
    return tf.random.truncated_normal((3, 2), stddev=0.1)


def truncated_tuple_of_python_numbers(tf):
    return tf.truncated_normal((784, 3), stddev=2 / 28.0)


def shuffle(tf):
    return tf.random_shuffle(tf.range(6))


def shuffle_by_new_name(tf):
    return tf.random.shuffle([1, 2, 3, 4])


def multinomial(tf):
    return tf.multinomial(tf.log([[0.3, 0.7]]), num_samples=4)


def multinomial_int32(tf):
    return tf.multinomial([[0.3, 0.7]], 2, output_dtype=tf.int32)


def categorical(tf):
    return tf.random.categorical(tf.log([[0.3, 0.7]]), 4)


def gamma(tf):
    return tf.random_gamma([3], alpha=2.0)


def gamma_with_beta(tf):
    return tf.random_gamma([3], alpha=[0.5, 1.5], beta=3.0)


def poisson(tf):
    return tf.random_poisson(2.5, [3])


def crop(tf):
    return tf.random_crop(tf.reshape(tf.range(16), [4, 4]), [2, 2])


def two_in_a_row(tf):
    return [tf.random_uniform([2]), tf.random_uniform([2]), tf.truncated_normal([2])]


def seed_of_an_op_set_later(tf):
    a = tf.random_uniform([2])
    tf.set_random_seed(7)
    return [a, tf.random_uniform([2])]


def in_another_graph(tf):
    g = tf.Graph()
    with g.as_default():
        tf.random_uniform([2])
    return tf.random_uniform([2])


def dropout_keep_prob(tf):
    x = tf.placeholder_with_default([[1.0, 2.0]], [None, 2], name="x")
    return tf.nn.dropout(x, keep_prob=0.5)


def dropout_positional(tf):
    x = tf.placeholder_with_default([[1.0, 2.0]], [None, 2], name="x")
    return tf.nn.dropout(x, 0.7)


def dropout_rate(tf):
    x = tf.constant([[1.0, 2.0]])
    return tf.nn.dropout(x, rate=0.25)


def dropout_placeholder(tf):
    x = tf.constant([[1.0, 2.0]])
    keep = tf.placeholder_with_default(1.0, shape=())
    return tf.nn.dropout(x, keep)


def dropout_noise_shape(tf):
    x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    return tf.nn.dropout(x, keep_prob=0.5, noise_shape=[2, 1], seed=3, name="drop")


def dropout_keep_all(tf):
    return tf.nn.dropout(tf.constant([[1.0, 2.0]]), keep_prob=1.0)


def dropout_gradient(tf):
    w = tf.Variable(tf.ones([2, 3]))
    x = tf.constant([[1.0, 2.0]])
    y = tf.nn.dropout(tf.matmul(x, w), keep_prob=0.5)
    return tf.gradients(tf.reduce_sum(y), [w])


def candidate_sampler_nce(tf):
    w = tf.Variable(tf.random_uniform([20, 4], -1.0, 1.0))
    b = tf.Variable(tf.zeros([20]))
    return tf.nn.nce_loss(
        weights=w,
        biases=b,
        labels=tf.constant([[1], [3]], tf.int64),
        inputs=tf.ones([2, 4]),
        num_sampled=5,
        num_classes=20,
    )


def sampled_softmax(tf):
    w = tf.Variable(tf.random_uniform([20, 4], -1.0, 1.0))
    b = tf.Variable(tf.zeros([20]))
    return tf.nn.sampled_softmax_loss(
        w, b, tf.constant([[1], [3]], tf.int64), tf.ones([2, 4]), 5, 20
    )


def stateless(tf):
    random = tf.random
    return [
        random.stateless_uniform([3], seed=[1, 2]),
        random.stateless_uniform([2], [1, 2], minval=-5, maxval=tf.constant(7), dtype=tf.int32),
        random.stateless_normal([2, 2], tf.constant([3, 4]), mean=1.0, stddev=2.0, name="normal"),
        random.stateless_truncated_normal([3], seed=[1, 2], dtype=tf.float64),
    ]
