"""Constants and shapes; what joins, splits and picks from tensors."""

# ruff: noqa: RUF005 - Python 3.7 runs it too


def _x(tf, shape=(None, 3)):
    return tf.placeholder_with_default([[1.0, 2.0, 3.0], [0.5, -2.0, 1.0]], shape, name="X")


def slicing(tf):
    x = _x(tf)
    return [x[0], x[:, 1], x[:, 1:], x[..., -1], x[:, tf.newaxis], x[0, 1]]


def casts(tf):
    x = _x(tf)
    return [tf.cast(x, tf.int32), tf.to_float(tf.constant(1)), tf.to_int32(x), tf.to_int64(x)]


def constants(tf):
    return [
        tf.constant(1.0),
        tf.constant([1, 2], dtype=tf.float32, name="c"),
        tf.constant(-1.0, shape=[2, 3]),
        tf.zeros([2, 3]),
        tf.ones((2, 3), name="o"),
        tf.fill([2, 2], 3.0),
        tf.zeros_like(tf.constant([1.0, 2.0])),
        tf.ones_like(tf.constant([1.0, 2.0])),
        tf.range(5),
        tf.range(1, 5, 2),
        tf.linspace(0.0, 1.0, 3),
        tf.eye(3),
        tf.zeros([2000]),
    ]


def like_unknown(tf):
    x = _x(tf)
    return [tf.zeros_like(x), tf.ones_like(x)]


def zeros_of_tensor_shape(tf):
    x = _x(tf)
    return [tf.zeros(tf.shape(x)), tf.ones([tf.shape(x)[0], 1])]


def shapes(tf):
    x = _x(tf)
    return [
        tf.shape(x),
        tf.size(x),
        tf.rank(x),
        tf.reshape(x, [-1, 1]),
        tf.reshape(x, shape=[3, -1], name="r"),
        tf.expand_dims(x, 0),
        tf.expand_dims(x, axis=-1),
        tf.squeeze(tf.expand_dims(x, 0), axis=[0]),
        tf.squeeze(tf.expand_dims(x, 0), [0]),
        tf.transpose(x),
        tf.transpose(x, perm=[1, 0]),
        tf.tile(x, [2, 1]),
        tf.pad(x, [[1, 1], [0, 0]]),
        tf.reverse(x, [1]),
        tf.broadcast_to(tf.constant([1.0, 2.0, 3.0]), [2, 3]),
    ]


def scalar_shapes(tf):
    x = tf.constant([2.0])
    return [
        tf.reshape(x, []),
        tf.reshape(x, ()),
        tf.fill([], 1.0),
        tf.zeros([]),
        tf.ones(()),
        tf.reduce_sum(tf.constant(1.0)),
        tf.tile(tf.constant(1.0), []),
        tf.constant(1.0, shape=[]),
        tf.broadcast_to(tf.constant(1.0), []),
        tf.random_normal([]),
        tf.truncated_normal(()),
        tf.reduce_sum(x, axis=[]),
    ]


def static_shapes(tf):
    x = tf.ones([2, 3])
    return [tf.shape(x), tf.size(x), tf.rank(x), tf.zeros_like(x), tf.transpose(x)]


def joins(tf):
    x = _x(tf)
    return [
        tf.concat([x, x], axis=1),
        tf.concat([x, x], 0),
        tf.stack([x, x]),
        tf.stack([x, x], axis=1, name="s"),
        tf.concat([x], axis=1),
        tf.stack([1.0, 2.0]),
    ] + tf.unstack(tf.constant([[1, 2], [3, 4]]))


def splits(tf):
    return tf.split(tf.ones([4, 6]), 3, axis=1) + tf.split(tf.ones([4, 6]), [2, 4], 1)


def unstack_transposed(tf):
    x = tf.placeholder_with_default([[[1.0], [2.0]]], [None, 2, 1])
    return tf.unstack(tf.transpose(x, perm=[1, 0, 2]))


def gathers(tf):
    x = _x(tf)
    return [
        tf.gather(x, [1, 0]),
        tf.gather(x, [0, 2], axis=1),
        tf.gather_nd(x, [[0, 1]]),
        tf.slice(x, [0, 0], [1, 2]),
        tf.strided_slice(x, [0, 0], [1, 2]),
        tf.boolean_mask(x, [True, False]),
        tf.nn.embedding_lookup(x, [1, 1]),
        tf.dynamic_partition(tf.constant([1, 2]), [0, 1], 2)[0],
    ]


def where(tf):
    x = _x(tf)
    return [tf.where(x > 0, x, -x), tf.where(x > 0)]


def one_hot(tf):
    y = tf.placeholder_with_default([1, 0], [None])
    return [
        tf.one_hot(y, 3),
        tf.one_hot(y, depth=3, on_value=0.9, off_value=0.1),
        tf.one_hot(y, 3, dtype=tf.int32),
    ]


def sequence_mask(tf):
    return tf.sequence_mask([1, 3], 4)


def reverse_sequence(tf):
    return tf.reverse_sequence(tf.ones([2, 3]), [1, 2], seq_dim=1, batch_dim=0)


def transposes(tf):
    known = tf.reshape(tf.range(6.0), [1, 2, 3])
    unknown = tf.placeholder_with_default(known, None)
    partly = tf.placeholder_with_default(known, [None, 2, None])
    return [
        tf.transpose(known),
        tf.transpose(unknown),
        tf.transpose(partly),
        tf.transpose(tf.constant(1.0)),
        tf.transpose([[1.0, 2.0]]),
        tf.transpose([[1.0, 2.0]], [1, 0], name="named"),
        tf.imag(tf.transpose(tf.complex(known, known), conjugate=True)),
        tf.constant(str(tf.transpose(partly).shape)),
    ]


def sizes_known_in_part(tf):
    x = tf.placeholder_with_default(tf.zeros([1, 4]), [1, None])
    row, _ = tf.unstack(tf.shape(x))
    size, ones = tf.shape(x)[0], tf.ones([1, 3])
    built = [
        tf.tile(ones, [size, 1]),
        tf.tile(ones, [row * 2, 1]),
        tf.zeros([size, 5]),
        tf.fill([size, tf.shape(x)[1]], 1.0),
        tf.range(size),
        tf.one_hot([0], size),
        tf.eye(size),
        ones[:size],
        tf.reshape(ones, [size, 3]),
        tf.reduce_sum(ones, size),
    ]
    gradients = tf.gradients(tf.reduce_sum(tf.tile(ones, [size, 1]) + tf.ones([1, 3])), ones)
    return [*built[:4], tf.constant([len(str(tensor.shape)) for tensor in built]), *gradients]


def slices_to_tensors(tf):
    x = tf.reshape(tf.range(24.0), [2, 3, 4])
    n, wide = tf.constant(1), tf.constant(2, tf.int64)
    variable = tf.get_variable("v", initializer=tf.range(6.0))
    return [
        x[:n],
        x[n:],
        x[:, n, ...],
        x[n:, ::n, tf.newaxis],
        x[0, :wide],
        x[wide - 1, :, :wide],
        x[:, :-1, n],
        x[n],
        variable[:n],
        variable[wide],
    ]


def sizes_of_parts_of_shapes(tf):
    shape = tf.shape(tf.placeholder(tf.float32, [4, None, 5]))
    parts = (shape[:1], shape[:-1], shape[0:2], shape[::2], tf.concat([shape[:-1], [3]], 0))
    parts += (tf.stack([shape[0], 3]), shape[tf.newaxis, 0])
    known = [tf.zeros(part).shape.as_list() for part in parts]
    return [tf.constant([size or -1 for size in sizes]) for sizes in known]


def matrices(tf):
    matrix = tf.constant([[2.0, 0.0], [1.0, 3.0]])
    return [
        tf.matrix_diag([1.0, 2.0]),
        tf.matrix_diag_part(matrix),
        tf.matrix_set_diag(matrix, [5.0, 6.0]),
        tf.matrix_triangular_solve(matrix, [[1.0], [2.0]]),
        tf.linalg.triangular_solve(matrix, [[1.0], [2.0]], adjoint=True, name="solved"),
        tf.cholesky_solve(tf.cholesky([[4.0, 1.0], [1.0, 2.0]]), [[1.0], [2.0]]),
    ]


def lists_of_tensors(tf):
    vector, anything = tf.placeholder(tf.float32, [None]), tf.placeholder(tf.float32)
    tf.rank([anything])
    tf.size([vector])
    tf.shape([vector])
    tf.reduce_mean([anything])
    tf.size([anything], name="named")
    return [tf.rank([vector]), tf.shape([1.0, 2.0]), tf.size([[1, 2]])]


def sparse_placeholders(tf):
    whole = tf.sparse_placeholder(tf.float32, shape=(2, 3))
    for shape in (None, [None, 3], tf.constant([3, 4], tf.int64)):
        tf.sparse_placeholder(tf.float32, shape, name="named" if shape is None else None)
    tf.rank(whole)
    kept = tf.sparse_retain(whole, tf.constant([True, False]))
    value = tf.SparseTensorValue([[0, 1], [1, 2]], [1.0, 2.0], [2, 3])
    with tf.Session() as session:
        dense = session.run(tf.sparse_tensor_to_dense(kept), {whole: value})
    return tf.constant(dense)
