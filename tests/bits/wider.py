"""More ops that public programs use: products, normalizations, segments, images, recurrent cells.

Each with its gradients where it has some. Runs on TensorFlow 1.15.5 too; see `cases.py`.
"""

# ruff: noqa: B008, UP031 - Python 3.7 runs it too; `getattr` is of now, not of a later turn

import numpy as np


def cases(tf):
    """Return the cases: {name: (function of tensors, [shape or maker of an array, ...])}."""
    found = {}
    for family in (products, convolutions, normalizations, segments, losses, images, cells, others):
        for name, (function, *arguments) in family(tf).items():
            found[name] = function, arguments
            found["gradients of %s" % name] = gradients(tf, function), arguments
    return found


def gradients(tf, function):
    def of(*tensors):
        found = tf.gradients(tf.square(function(*tensors)), list(tensors))
        return [tf.reshape(tf.convert_to_tensor(x), [-1]) for x in found if x is not None]

    return lambda *tensors: tf.concat(of(*tensors), 0)


def positive(*shape):
    return lambda rng: rng.uniform(0.05, 3, shape).astype("f")


def products(tf):
    found = {}
    for m, k, n in ((1, 5, 1), (1, 129, 1), (1, 784, 1), (13, 5, 1), (8, 9, 1), (200, 17, 1),
                    (1, 300, 20), (64, 100, 33), (128, 784, 100)):  # fmt: skip
        for transposed in (False, True):
            found["matmul %s %s" % ((m, k, n), transposed)] = (
                lambda a, b, t=transposed: tf.matmul(a, b, transpose_b=t),
                (m, k),
                (n, k) if transposed else (k, n),
            )
    for stack, m, k, n in ((1, 5, 6, 7), (4, 17, 23, 9), (3, 16, 32, 33), (3, 100, 120, 110),
                           (2, 2, 200, 300), (5, 1, 64, 100)):  # fmt: skip
        for transposed in (False, True):
            found["stack %s %s" % ((stack, m, k, n), transposed)] = (
                lambda a, b, t=transposed: tf.matmul(a, b, transpose_b=t),
                (stack, m, k),
                (stack, n, k) if transposed else (stack, k, n),
            )
    for equation, *shapes in (
        ("ij,jk->ik", (17, 23), (23, 9)), ("bhid,bhjd->bhij", (2, 3, 11, 8), (2, 3, 13, 8)),
        ("bij->b", (4, 17, 23)), ("i,j->ij", (17,), (9,)),
    ):  # fmt: skip
        found["einsum %s" % equation] = (lambda *x, e=equation: tf.einsum(e, *x), *shapes)
    places = np.stack([np.arange(60) // 5, np.arange(60)], 1)
    found["sparse by dense"] = (
        lambda w, x: tf.sparse_tensor_dense_matmul(tf.SparseTensor(places, w, [12, 60]), x),
        (60,), (60, 13),
    )  # fmt: skip
    found["tensordot"] = lambda a, b: tf.tensordot(a, b, [[1, 2], [0, 2]]), (5, 7, 9), (7, 4, 9)
    return found


def convolutions(tf):
    nn, image, found = tf.nn, (2, 13, 12, 4), {}
    for stride in (1, 2):
        for padding in ("SAME", "VALID"):
            along = [1, stride, stride, 1]
            window = dict(ksize=[1, 3, 3, 1], strides=along, padding=padding)  # noqa: C408
            for name, function, *shapes in (
                ("convolution", lambda x, w, s=along, p=padding: nn.conv2d(
                    x, w, strides=s, padding=p), image, (3, 3, 4, 5)),
                ("depthwise", lambda x, w, s=along, p=padding: nn.depthwise_conv2d(
                    x, w, s, p), image, (3, 3, 4, 2)),
                ("convolution along one axis", lambda x, w, s=stride, p=padding: nn.conv1d(
                    x, w, s, p), (3, 29, 4), (3, 4, 5)),
                ("convolution of volumes", lambda x, w, s=stride, p=padding: nn.conv3d(
                    x, w, [1, s, s, s, 1], p), (2, 6, 7, 8, 3), (3, 3, 3, 3, 4)),
                ("mean of windows", lambda x, w=window: nn.avg_pool(x, **w), image),
                ("largest of windows", lambda x, w=window: nn.max_pool(x, **w), image),
            ):  # fmt: skip
                found["%s %d %s" % (name, stride, padding)] = (function, *shapes)
    found["dilated"] = (
        lambda x, w: nn.convolution(x, w, "SAME", dilation_rate=[2, 2]), image, (3, 3, 4, 5)
    )  # fmt: skip
    found["transposed"] = (
        lambda x, w: nn.conv2d_transpose(x, w, [2, 26, 24, 5], [1, 2, 2, 1], "SAME"),
        image, (3, 3, 5, 4),
    )  # fmt: skip
    found["separable"] = (
        lambda x, w, p: nn.separable_conv2d(x, w, p, [1, 1, 1, 1], "SAME"),
        image, (3, 3, 4, 2), (1, 1, 8, 6),
    )  # fmt: skip
    return found


def normalizations(tf):
    nn, found = tf.nn, {}
    for channels in (4, 8, 13, 32):
        for places in ((16, 14, 14), (2, 3, 5)):
            shapes = (*places, channels), (channels,), (channels,)
            for part, name in enumerate(("normalized", "mean", "variance")):
                found["batch norm %s %s" % (shapes[0], name)] = (
                    lambda x, s, o, i=part: nn.fused_batch_norm(x, s, o)[i], *shapes
                )  # fmt: skip
            found["batch norm %s, inference" % (shapes[0],)] = (
                lambda x, s, o: nn.fused_batch_norm(
                    x, s, o, mean=o, variance=tf.square(s), is_training=False)[0],
                *shapes,
            )  # fmt: skip
    for beta in (0.5, 0.75, 1.0):
        found["local response, beta %s" % beta] = (
            lambda x, b=beta: nn.local_response_normalization(x, 2, 1.0, 1e-3, b), (2, 6, 7, 9)
        )  # fmt: skip
    found["local response"] = (
        lambda x: nn.lrn(x, 4, bias=1.0, alpha=0.001 / 9, beta=0.75), (2, 12, 12, 64)
    )  # fmt: skip
    found["moments"] = lambda x: nn.moments(x, [0, 1])[1], (9, 37, 13)
    found["normalized rows"] = lambda x: nn.l2_normalize(x, 1), (37, 53)
    found["by constant columns"] = (
        lambda x: x / (tf.constant(np.arange(100).reshape(100, 1), tf.float32) + 0.5), (100, 13)
    )  # fmt: skip
    return found


def segments(tf):
    rows = np.random.RandomState(0).randint(0, 100, 160)
    of = np.sort(np.random.RandomState(1).randint(0, 20, 160))
    of[:40] = 0
    mixed, found = np.random.RandomState(2).permutation(of), {}
    for name in ("sum", "mean", "prod", "max", "min"):
        if name != "prod":  # 1.15.5 had no gradient of it
            found["segment %s" % name] = (
                lambda x, f=getattr(tf, "segment_" + name): f(x, of), (160, 13)
            )  # fmt: skip
        found["unsorted segment %s" % name] = (
            lambda x, f=getattr(tf, "unsorted_segment_" + name): f(x, mixed, 20), (160, 13)
        )  # fmt: skip
    for name in ("sum", "mean", "sqrt_n"):
        found["sparse segment %s" % name] = (
            lambda x, f=getattr(tf, "sparse_segment_" + name): f(x, rows, of), (100, 13)
        )  # fmt: skip
    found["gather"] = lambda x: tf.gather(x, rows), (100, 13)
    found["scatter"] = lambda x: tf.scatter_nd(mixed[:, None], x, [20, 13]), (160, 13)
    found["cumulated"] = lambda x: tf.cumsum(x, 1, exclusive=True, reverse=True), (9, 37, 13)
    found["cumulated product"] = lambda x: tf.cumprod(x, 1), (9, 37)
    return found


def losses(tf):
    found = {}
    for name in ("absolute_difference", "huber_loss", "log_loss", "mean_squared_error",
                 "hinge_loss", "sigmoid_cross_entropy", "softmax_cross_entropy"):  # fmt: skip
        found[name] = (
            lambda x, y, f=getattr(tf.losses, name): f(tf.sigmoid(y), tf.sigmoid(x)),
            (37, 10), (37, 10),
        )  # fmt: skip
    found["weighted cross entropy"] = (
        lambda x, y: tf.nn.weighted_cross_entropy_with_logits(labels=y, logits=x, pos_weight=2.0),
        (37, 53), positive(37, 53),
    )  # fmt: skip
    return found


def images(tf):
    image, found = (2, 13, 12, 3), {}
    for kind in ("bilinear", "bicubic", "nearest_neighbor"):
        for corners in (False, True):
            for size in ((26, 24), (7, 5), (17, 31)):
                found["resize %s %s %s" % (kind, size, corners)] = (
                    lambda x, f=getattr(tf.image, "resize_" + kind), s=size, c=corners: f(
                        x, s, align_corners=c),
                    image,
                )  # fmt: skip
    found["grey"] = lambda x: tf.image.rgb_to_grayscale(x), image
    found["total variation"] = lambda x: tf.image.total_variation(x), image
    found["similarity"] = (
        lambda x, y: tf.image.ssim(tf.sigmoid(x), tf.sigmoid(y), 1.0),
        (2, 30, 30, 3), (2, 30, 30, 3),
    )  # fmt: skip
    return found


def cells(tf):
    kinds, found = tf.nn.rnn_cell, {}
    for name, cell in {
        "basic": lambda: kinds.BasicRNNCell(11),
        "lstm": lambda: kinds.BasicLSTMCell(11),
        "lstm with peepholes": lambda: kinds.LSTMCell(11, use_peepholes=True, num_proj=7),
        "gru": lambda: kinds.GRUCell(11),
    }.items():
        found["cell %s" % name] = (lambda x, c=cell: _unrolled(tf, c, x), (5, 9, 6))
    return found


def _unrolled(tf, cell, x):
    weights = tf.random_uniform_initializer(-0.3, 0.3, seed=5)
    with tf.variable_scope("cell", initializer=weights):
        return tf.nn.dynamic_rnn(cell(), x, dtype=tf.float32)[0]


def others(tf):
    return {
        "digamma": (tf.math.digamma, (1003,)),
        "lgamma": (tf.math.lgamma, (1003,)),
        "polygamma": (lambda x: tf.polygamma(2.0, x), positive(1003)),
        "range": (lambda x: x * tf.range(0.0, 10.3, 0.1), (103,)),
        "linspace": (lambda x: x * tf.linspace(0.0, 1.7, 103), (103,)),
        "clipped": (lambda x, y: tf.concat(
            [tf.reshape(t, [-1]) for t in tf.clip_by_global_norm([x, y], 2.0)[0]], 0),
            (37, 53), (1003,)),
        "log of sums": (lambda x: tf.reduce_logsumexp(x, 1), (9, 37, 13)),
        "deviation": (lambda x: tf.math.reduce_std(x, 1), (9, 37, 13)),
        "dropout": (lambda x: tf.nn.dropout(x, 0.5, seed=3), (37, 53)),
    }  # fmt: skip
