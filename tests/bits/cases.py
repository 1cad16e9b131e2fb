"""Ops whose results TensorFlow 1.15.5 and this package are compared in, bit by bit.

Runs on both: the `tf` that is given is `tensorflow` of 1.15.5, or the drop-in. Inputs are the same
numbers on both, from a seed of each case's own.
"""

# ruff: noqa: B905, C408, UP031 - Python 3.7 runs it too

import zlib

import numpy as np

from tests.bits import pooling, quantization, rewriting, signals, wider

SPECIAL = [np.nan, np.inf, -np.inf, 0.0, -0.0, 1e-45, -1e-45, 1e-39, 1.17549435e-38, 3.4e38]
SPECIAL += [-3.4e38, 88.5, -88.5, 90, -104, 9, -9, 18, -18, 20, -20, 1e10, 2.0**24, 0.5, -0.5]


def cases(tf):
    """Return the cases: {name: (function of tensors, its arguments as NumPy arrays)}."""
    found = {}
    for family in (elementwise, sums, softmaxes, broadcasts, gradients, products):
        for name, (function, shapes) in family(tf).items():
            rng = np.random.RandomState(zlib.crc32(name.encode()) % 2**31)
            found[name] = function, [shape(rng) for shape in shapes]
    more = {}
    for module in (wider, pooling, quantization, signals):
        more.update(module.cases(tf))
    for name, (function, shapes) in more.items():
        rng = np.random.RandomState(zlib.crc32(name.encode()) % 2**31)
        makers = [uniform(*x) if isinstance(x, tuple) else x for x in shapes]
        found[name] = function, [make(rng) for make in makers]
    return found


def uniform(*shape, dtype=np.float32, least=-2):
    return lambda rng: rng.uniform(least, 2, shape).astype(dtype)


def wide(dtype, count=1003):
    """Numbers of all sizes and signs, and the special ones."""

    def make(rng):
        # Python's own power: NumPy's depends on the processor.
        sizes = np.array([10.0**size for size in rng.uniform(-10, 3, count - len(SPECIAL))])
        return np.concatenate([SPECIAL, rng.normal(0, 1, len(sizes)) * sizes]).astype(dtype)

    return make


def elementwise(tf):
    functions = dict(
        tanh=tf.tanh, sigmoid=tf.sigmoid, exp=tf.exp, expm1=tf.math.expm1, log=tf.log,
        log1p=tf.log1p, erf=tf.erf, erfc=tf.erfc, sqrt=tf.sqrt, rsqrt=tf.rsqrt,
        reciprocal=tf.reciprocal, square=tf.square, negative=tf.negative, asin=tf.asin,
        acos=tf.acos, atan=tf.atan, atanh=tf.atanh, sin=tf.sin, cos=tf.cos, sign=tf.sign,
        round=tf.round, softplus=tf.nn.softplus, elu=tf.nn.elu, selu=tf.nn.selu,
        relu=tf.nn.relu, relu6=tf.nn.relu6, softsign=tf.nn.softsign,
    )  # fmt: skip
    found = {}
    for name, function in functions.items():
        for dtype in ("float32", "float64"):
            found["%s %s" % (name, dtype)] = function, [wide(dtype)]
        for length in (0, 1, 7, 8, 9, 31):
            found["%s of %d" % (name, length)] = function, [uniform(length)]
        found["%s of a slice" % name] = lambda x, f=function: f(x[3:]), [uniform(50)]
    return found


def sums(tf):
    found = {}
    reductions = dict(
        sum=tf.reduce_sum, mean=tf.reduce_mean, prod=tf.reduce_prod,
        norm=tf.math.reduce_euclidean_norm, max=tf.reduce_max,
    )  # fmt: skip
    shapes = [((1003,), None), ((37, 53), 0), ((37, 53), 1), ((37, 53), None), ((3, 20000), 1)]
    shapes += [((5, 6, 7, 3), (0, 2)), ((5, 6, 7, 3), (1, 3)), ((5, 6, 7, 9), (1,)), ((0, 3), 0)]
    shapes += [((64, 1, 9), (0, 2)), ((8, 8, 8, 4), (0, 1, 2)), ((50000,), None), ((1,), None)]
    for name, function in reductions.items():
        for shape, axes in shapes:
            for dtype in ("float32", "float64"):
                found["%s %s %s %s" % (name, shape, axes, dtype)] = (
                    lambda x, f=function, axes=axes: f(x, axes),
                    [uniform(*shape, dtype=dtype)],
                )
    found["sums of all lengths"] = (
        lambda x: tf.stack([tf.reduce_sum(x[:n]) for n in range(0, 4097, 61)]),
        [uniform(4096)],
    )
    found["l2_loss"] = tf.nn.l2_loss, [uniform(10007)]
    segments = np.repeat(np.arange(12), np.arange(12) ** 2)
    for name, function in (("sum", tf.segment_sum), ("prod", tf.segment_prod)):
        for columns in (1, 8, 13):
            for dtype in ("float32", "float64"):
                found["segments' %s of %d columns %s" % (name, columns, dtype)] = (
                    lambda x, f=function: f(x, segments),
                    [uniform(len(segments), columns, dtype=dtype)],
                )
    return found


def softmaxes(tf):
    found = {}
    for dtype in ("float32", "float64"):
        for rows, classes in [(70, 1), (70, 3), (70, 8), (70, 14), (1, 10), (900, 37), (3, 9000)]:
            arguments = [uniform(rows, classes, dtype=dtype)]
            where = "[%d, %d] %s" % (rows, classes, dtype)
            labels = np.arange(rows) % classes
            dense = np.eye(classes, dtype=dtype)[labels] * np.array(0.7, dtype)

            def sparse_loss(x, labels=labels):
                return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=x)

            def dense_loss(x, labels=dense):
                return tf.nn.softmax_cross_entropy_with_logits_v2(labels=labels, logits=x)

            losses = dict(softmax=tf.nn.softmax, log_softmax=tf.nn.log_softmax)
            losses.update(sparse=sparse_loss, dense=dense_loss)
            for name, function in losses.items():
                found["%s %s" % (name, where)] = function, arguments
                found["gradient of %s %s" % (name, where)] = gradient(tf, function), arguments
    return found


def broadcasts(tf):
    functions = dict(
        pow=tf.pow, atan2=tf.atan2, maximum=tf.maximum, minimum=tf.minimum,
        difference=tf.squared_difference, division=tf.divide,
    )  # fmt: skip
    found = {}
    for name, function in functions.items():
        found[name] = function, [wide("float32"), wide("float32")]
        found["%s, broadcast" % name] = function, [uniform(20, 1, 3), uniform(7, 1)]
    for power in (2.0, 3.0, 0.5, -0.5, -1.0, 1.5):
        found["power %s" % power] = lambda x, p=power: tf.pow(x * 1.5, p), [uniform(1003)]
    return found


def gradients(tf):
    def sigmoid_loss(x):
        return tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.nn.relu(x), logits=x)

    def dense_elu(x):
        return tf.nn.elu(tf.nn.bias_add(tf.matmul(x, x, transpose_b=True), tf.reduce_max(x, 1)))

    def batch_norm(x):
        mean, variance = tf.nn.moments(x, [0])
        return tf.nn.batch_normalization(x, mean, variance, mean, variance, 1e-3)

    functions = dict(
        tanh=tf.tanh, sigmoid=tf.sigmoid, log_sigmoid=tf.log_sigmoid, sqrt=tf.sqrt,
        rsqrt=tf.rsqrt, reciprocal=tf.reciprocal, erf=tf.erf, elu=tf.nn.elu, selu=tf.nn.selu,
        softplus=tf.nn.softplus, sigmoid_loss=sigmoid_loss, dense_elu=dense_elu,
        batch_norm=batch_norm, l2_normalize=lambda x: tf.nn.l2_normalize(x, 1),
        quotient_by_root=lambda x: x / tf.sqrt(tf.abs(x) + 1.0),
        chain=lambda x: tf.log1p(tf.exp(-tf.abs(x))),
    )  # fmt: skip
    found = {}
    for name, function in functions.items():
        found["%s [67, 13]" % name] = function, [uniform(67, 13, least=0.01)]
        found["gradient of %s" % name] = gradient(tf, function), [uniform(67, 13, least=0.01)]
    return found


def products(tf):
    def convolution(x, w):
        return tf.nn.conv2d(x, w, strides=[1, 1, 1, 1], padding="SAME")

    arguments = [uniform(4, 12, 12, 3), uniform(3, 3, 3, 8)]
    pooled = lambda x: tf.nn.max_pool(x, [1, 2, 2, 1], [1, 2, 2, 1], "VALID")  # noqa: E731
    return {
        "matmul": (tf.matmul, [uniform(64, 53), uniform(53, 31)]),
        "conv2d": (convolution, arguments),
        "gradient of conv2d": (
            lambda x, w: tf.gradients(convolution(x, w), w)[0],
            arguments,
        ),
        "gradient of max_pool": (gradient(tf, pooled), [uniform(4, 12, 12, 3)]),
    }


def gradient(tf, function):
    return lambda x: tf.gradients(tf.square(function(x)), x)[0]


def optimizers(tf):
    """Return optimizers by name, each as a function without arguments."""
    train = tf.train
    return {
        "sgd": lambda: train.GradientDescentOptimizer(0.01),
        "momentum": lambda: train.MomentumOptimizer(0.01, 0.9),
        "adam": lambda: train.AdamOptimizer(0.01),
        "rmsprop": lambda: train.RMSPropOptimizer(0.01, momentum=0.9),
        "rmsprop, centered": lambda: train.RMSPropOptimizer(0.01, centered=True),
        "adagrad": lambda: train.AdagradOptimizer(0.01),
        "adadelta": lambda: train.AdadeltaOptimizer(1.0),
        "ftrl": lambda: train.FtrlOptimizer(
            0.01, l1_regularization_strength=0.01, l2_regularization_strength=0.02
        ),
        "ftrl, shrinking": lambda: train.FtrlOptimizer(
            0.01, l2_shrinkage_regularization_strength=0.03
        ),
        "ftrl, another power": lambda: train.FtrlOptimizer(0.01, learning_rate_power=-0.7),
        "proximal adagrad": lambda: train.ProximalAdagradOptimizer(0.01, 0.1, 0.01, 0.02),
    }


def compute(tf, names=(), graphs=None):
    """Run all cases, or those of some names, on one thread: yields each one's name and result.

    Args:
        tf: the TensorFlow.
        names: of the cases; by default all.
        graphs: what `build` returned for them.
    """
    config = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    for name, graph, fed, result, step in graphs or build(tf, names):
        with graph.as_default(), tf.Session(config=config) as session:
            if tf.global_variables():
                session.run(tf.global_variables_initializer())
            for _ in range(20 if step is not None else 0):
                session.run(step)
            yield name, session.run(result, fed)
    if not names:
        yield from every_length(tf, config)
        yield from rewriting.compute(tf, config)


def build(tf, names=()):
    """Build the graphs of the cases: each one's name, graph, arrays to feed, result and step."""
    built = []
    for name, (function, arguments) in cases(tf).items():
        if names and name not in names:
            continue
        with tf.Graph().as_default() as graph:
            fed = [tf.placeholder(x.dtype, x.shape) for x in arguments]
            built.append((name, graph, dict(zip(fed, arguments)), function(*fed), None))
    for name, make in optimizers(tf).items():
        for kind in ("reference", "resource"):
            for width in (1, 11, 1003):
                case = "%s, %s, %d" % (name, kind, width)
                if names and case not in names:
                    continue
                with tf.Graph().as_default() as graph:
                    step, weights = _training(tf, make, kind == "resource", width)
                built.append((case, graph, {}, weights, step))
    return built


def every_length(tf, config):
    """Compute reductions of all lengths to 4096, and of matrices with every remainder of lanes."""
    reductions = (
        ("sum", tf.reduce_sum), ("mean", tf.reduce_mean), ("product", tf.reduce_prod),
        ("l2_loss", lambda x, axis: tf.nn.l2_loss(x)),
    )  # fmt: skip
    for dtype in ("float32", "float64"):
        values = np.random.RandomState(0).uniform(-2, 2, 4096).astype(dtype)
        for name, function in reductions:
            tf.reset_default_graph()
            x = tf.placeholder(dtype, [None])
            matrix = tf.placeholder(dtype, [None, None])
            of_all = function(x, None)
            of_rows, of_columns = (tf.reshape(function(matrix, axis), [-1]) for axis in (1, 0))
            with tf.Session(config=config) as session:
                found = [session.run(of_all, {x: values[:n]}) for n in range(4097)]
                yield "%s of every length, %s" % (name, dtype), np.array(found)
                found = []
                for rows in range(1, 34):
                    for columns in range(1, 34):
                        fed = {matrix: values[: rows * columns].reshape(rows, columns)}
                        found += session.run([of_rows, of_columns], fed)
                yield "%s of matrices, %s" % (name, dtype), np.concatenate(found)


def _training(tf, make, resource, width):
    """Build a step on a whole gradient (width 1003), or on rows of one."""
    rng = np.random.RandomState(width)
    shape = (width,) if width > 100 else (10, width)
    weights = tf.get_variable(
        "weights", initializer=rng.uniform(-2, 2, shape).astype("f"), use_resource=resource
    )
    read = weights if width > 100 else tf.nn.embedding_lookup(weights, [1, 5, 5, 0, 7])
    scale = np.linspace(0.1, 2, width).astype("f")
    return make().minimize(tf.reduce_sum(tf.square(read) * scale)), weights
