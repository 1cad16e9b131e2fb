"""Conditions, loops and input pipelines."""


def cond(tf):
    flag = tf.placeholder_with_default(True, shape=())
    x = tf.constant(2.0)
    return tf.cond(flag, lambda: x * 2, lambda: tf.square(x) + 1)


def cond_of_comparison(tf):
    x = tf.Variable(2.0)
    return tf.cond(tf.greater(x, 1.0), true_fn=lambda: x, false_fn=lambda: tf.constant(0.0))


def cond_of_tuples(tf):
    flag = tf.placeholder_with_default(False, shape=())
    return list(tf.cond(flag, lambda: (1.0, 2.0), lambda: (3.0, 4.0)))


def cond_gradient(tf):
    flag = tf.placeholder_with_default(True, shape=())
    x = tf.Variable(2.0)
    y = tf.cond(flag, lambda: x * x, lambda: 3.0 * x)
    return tf.gradients(y, x)


def case(tf):
    x = tf.constant(1)
    return tf.case([(tf.less(x, 2), lambda: tf.constant(5))], default=lambda: tf.constant(6))


def while_loop(tf):
    return tf.while_loop(lambda i: i < 5, lambda i: i + 1, [0])


def while_loop_two(tf):
    i, total = tf.while_loop(
        lambda i, s: tf.less(i, 5), lambda i, s: [tf.add(i, 1), s + tf.to_float(i)], [0, 0.0]
    )
    return [i, total]


def while_loop_gradient(tf):
    x = tf.Variable(2.0)
    _, y = tf.while_loop(lambda i, y: i < 3, lambda i, y: (i + 1, y * x), (0, x))
    return tf.gradients(y, x)


def while_loop_random(tf):
    _, y = tf.while_loop(
        lambda i, y: i < 3, lambda i, y: (i + 1, y + tf.random_uniform([])), (0, 0.0)
    )
    return [y, tf.random_uniform([])]


def map_fn(tf):
    return tf.map_fn(lambda x: x * 2, tf.constant([1.0, 2.0]))


def map_fn_two(tf):
    return tf.map_fn(lambda x: x[0] + x[1], (tf.range(3), tf.range(3)), dtype=tf.int32)


def map_fn_gradient(tf):
    x = tf.Variable([1.0, 2.0])
    return tf.gradients(tf.map_fn(lambda v: v * v, x), x)


def scan(tf):
    return tf.scan(lambda a, x: a + x, tf.constant([1.0, 2.0, 3.0]))


def scan_initializer(tf):
    return tf.scan(lambda a, x: a * x, tf.constant([1.0, 2.0]), initializer=tf.constant(1.0))


def foldl(tf):
    return tf.foldl(lambda a, x: a + x, tf.constant([1.0, 2.0, 3.0]))


def tensor_array(tf):
    ta = tf.TensorArray(tf.float32, size=2)
    ta = ta.write(0, 1.0).write(1, 2.0)
    return ta.stack()


def stateful_loop(tf):
    n = tf.Variable(0, name="n")
    increment = tf.assign_add(n, 1)
    with tf.control_dependencies([increment]):
        return n.read_value()


def dataset_one_shot(tf):
    data = tf.data.Dataset.from_tensor_slices([1.0, 2.0, 3.0]).batch(2).repeat(2)
    return data.make_one_shot_iterator().get_next()


def dataset_range_map(tf):
    data = tf.data.Dataset.range(5).map(lambda i: i * 2).filter(lambda i: i > 0)
    return data.make_one_shot_iterator().get_next()


def dataset_shuffle(tf):
    data = tf.data.Dataset.from_tensor_slices(tf.range(10)).shuffle(10).batch(4)
    return data.make_one_shot_iterator().get_next()


def dataset_shuffle_seed(tf):
    data = tf.data.Dataset.range(10).shuffle(buffer_size=10, seed=3).repeat().batch(4).prefetch(1)
    return data.make_one_shot_iterator().get_next()


def dataset_initializable(tf):
    x = tf.placeholder_with_default([[1.0], [2.0]], [None, 1])
    iterator = tf.data.Dataset.from_tensor_slices((x, x)).batch(2).make_initializable_iterator()
    iterator.get_next()
    return iterator.initializer


def dataset_then_seed(tf):
    data = tf.data.Dataset.from_tensor_slices([[1.0], [2.0]]).shuffle(2).batch(2)
    x = data.make_one_shot_iterator().get_next()
    return tf.matmul(x, tf.Variable(tf.random_normal([1, 2])))


def queue(tf):
    q = tf.FIFOQueue(capacity=10, dtypes=[tf.float32], shapes=[()])
    return [q.enqueue(1.0), q.size()]


def random_shuffle_queue(tf):
    q = tf.RandomShuffleQueue(10, 2, [tf.float32], [()])
    return q.enqueue_many([[1.0, 2.0]])


def moving_average(tf):
    v = tf.Variable(1.0, name="v")
    ema = tf.train.ExponentialMovingAverage(0.9)
    with tf.control_dependencies([tf.assign(v, 3.0)]):
        update = ema.apply([v])
    ema.average(v)
    return update


def moving_average_with_step(tf):
    v = tf.Variable(1.0, name="v")
    step = tf.Variable(0, trainable=False)
    ema = tf.train.ExponentialMovingAverage(0.99, step)
    update = ema.apply(tf.trainable_variables())
    return [update, ema.average(v)]


def random_in_a_loop(tf):
    """Each iteration draws: in the order of the iterations."""
    drawn = tf.TensorArray(tf.float32, 5)
    _, drawn = tf.while_loop(
        lambda i, _: i < 5, lambda i, a: (i + 1, a.write(i, tf.random_uniform([2]))), [0, drawn]
    )
    return drawn.stack()


def dropout_of_a_dynamic_rnn(tf):
    """Each step of an RNN drops outputs of its own."""
    cell = tf.nn.rnn_cell.DropoutWrapper(tf.nn.rnn_cell.BasicRNNCell(2), output_keep_prob=0.5)
    return tf.nn.dynamic_rnn(cell, tf.ones([2, 4, 3]), dtype=tf.float32)[0]


def dropout_of_overlapping_iterations(tf):
    x = tf.placeholder_with_default([[[1.0], [2.0], [3.0], [4.0]]] * 2, [None, 4, 1])
    cell = tf.nn.rnn_cell.DropoutWrapper(tf.nn.rnn_cell.GRUCell(3), output_keep_prob=0.5)
    outputs, _ = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
    gradient = tf.gradients(outputs, x)[0]
    return [outputs, gradient, outputs]


def random_in_a_loop_gradient(tf):
    def body(i, x):
        return i + 1, x * tf.random_uniform([2])

    x = tf.constant([1.0, 2.0])
    result = tf.while_loop(lambda i, x: i < 5, body, [0, x])[1]
    return [result, tf.gradients(result, x)[0], result]
