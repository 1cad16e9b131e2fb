"""Data sets and their iterators: the order of shuffled examples, and what is built before them."""


def _range(tf, count=6):
    return tf.data.Dataset.range(count)


def _next(data, times=18):
    return [data.make_one_shot_iterator().get_next()] * times


def shuffle_repeat(tf):
    return _next(_range(tf).shuffle(6, seed=3).repeat())


def shuffle_repeat_default_seed(tf):
    return _next(_range(tf).shuffle(6).repeat())


def shuffle_repeat_small_buffer(tf):
    return _next(_range(tf).shuffle(2, seed=3).repeat(4))


def shuffle_repeat_large_buffer(tf):
    return _next(_range(tf).shuffle(20, seed=3).repeat(3))


def shuffle_repeat_same_order(tf):
    return _next(_range(tf).shuffle(6, seed=3, reshuffle_each_iteration=False).repeat())


def shuffle_batch_repeat(tf):
    return _next(_range(tf).shuffle(6, seed=3).batch(4).repeat(), 8)


def repeat_shuffle(tf):
    return _next(_range(tf).repeat().shuffle(6, seed=3))


def shuffle_map_repeat(tf):
    return _next(_range(tf).shuffle(6, seed=3).map(lambda x: x + 1).repeat())


def shuffle_repeat_batch_prefetch(tf):
    return _next(_range(tf).shuffle(6, seed=3).repeat().batch(4).prefetch(1), 6)


def shuffle_repeat_initializable(tf):
    data = _range(tf).shuffle(6, seed=3).repeat().batch(4)
    iterator = data.make_initializable_iterator()
    return [iterator.initializer, *[iterator.get_next()] * 6]


def initialized_twice(tf):
    iterator = _range(tf).shuffle(6, seed=3).make_initializable_iterator()
    element = iterator.get_next()
    return [iterator.initializer, element, element, iterator.initializer, element, element]


def initializable_then_variable(tf):
    x = tf.placeholder_with_default([[1.0], [2.0]], [None, 1])
    iterator = tf.data.Dataset.from_tensor_slices(x).batch(2).make_initializable_iterator()
    product = tf.matmul(iterator.get_next(), tf.Variable(tf.random_normal([1, 2])))
    return [iterator.initializer, product]


def reinitializable(tf):
    training = _range(tf).shuffle(6, seed=3).repeat()
    validation = _range(tf, 4)
    iterator = tf.data.Iterator.from_structure(training.output_types, training.output_shapes)
    element = iterator.get_next()
    to_training = iterator.make_initializer(training)
    to_validation = iterator.make_initializer(validation)
    return [to_training, element, element, to_validation, element, to_training, element]


def feedable(tf):
    training, validation = _range(tf).shuffle(6, seed=3).repeat(), _range(tf, 4)
    iterators = [data.make_one_shot_iterator() for data in (training, validation)]
    handles = [iterator.string_handle() for iterator in iterators]
    chosen = tf.data.Iterator.from_string_handle(
        handles[0], training.output_types, training.output_shapes
    )
    return [chosen.get_next()] * 3


def feedable_between_two(tf):
    data = [_range(tf).shuffle(6, seed=3).repeat(), _range(tf, 4)]
    handles = [d.make_one_shot_iterator().string_handle() for d in data]
    handle = tf.placeholder_with_default(handles[1], [])
    iterator = tf.data.Iterator.from_string_handle(handle, data[0].output_types)
    return [iterator.get_next()] * 3


def with_options(tf):
    options = tf.data.Options()
    options.experimental_optimization.apply_default_optimizations = False
    data = _range(tf).shuffle(6, seed=3).repeat().with_options(options)
    return [data.make_initializable_iterator().initializer]


def map_that_reads_a_variable(tf):
    v = tf.get_variable("v", initializer=tf.constant(2, tf.int64))
    iterator = _range(tf).map(lambda x: x * v).make_initializable_iterator()
    return [iterator.initializer, *[iterator.get_next()] * 3]


def zipped(tf):
    images = tf.data.Dataset.from_tensor_slices([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    labels = tf.data.Dataset.from_tensor_slices([0, 1, 2])
    data = tf.data.Dataset.zip((images, labels)).shuffle(3).repeat().batch(2)
    image, label = data.make_one_shot_iterator().get_next()
    return [image, label] * 3


def random_map(tf):
    data = _range(tf).map(lambda x: tf.random_uniform([2]))
    return _next(data, 4)


def shuffle_and_repeat(tf):
    data = _range(tf).apply(tf.data.experimental.shuffle_and_repeat(6, seed=3))
    return _next(data)


def parsed_examples(tf):
    feature = tf.train.Feature(int64_list=tf.train.Int64List(value=[3]))
    example = tf.train.Example(features=tf.train.Features(feature={"label": feature}))
    serialized = tf.constant(example.SerializeToString())
    features = {
        "label": tf.FixedLenFeature([], tf.int64),
        "size": tf.FixedLenFeature([2], tf.int64, default_value=[1, 2]),
        "words": tf.VarLenFeature(tf.string),
        "lengths": tf.FixedLenSequenceFeature([], tf.float32, allow_missing=True),
    }
    single = tf.parse_single_example(serialized, features)
    several = tf.parse_example([serialized, serialized], features, name="several")
    return [
        single["label"],
        single["size"],
        single["words"].dense_shape,
        several["label"],
        several["lengths"],
    ]
