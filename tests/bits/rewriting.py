"""Graphs that a session's optimizers write anew, or leave: sums in another order tell which.

Runs on TensorFlow 1.15.5 too; see `cases.py`.
"""

# ruff: noqa: B905, UP031 - Python 3.7 runs it too

import numpy as np

SIZE = 1100
# Of variables, last bits of these are others still, once their gradients are there.
OF_PLACEHOLDERS = ("x (y z) + x (y tanh z)", "2 (x sum)", "added up penalties")


def compute(tf, config):
    """Yield each case's name and its result."""
    value = np.random.RandomState(3).uniform(-2, 2, SIZE).astype("f")
    for kind, make in _fed(tf).items():
        for name, function in _sums(tf).items():
            tf.reset_default_graph()
            fed = make()
            result = function(fed)
            with tf.Session(config=config) as session:
                yield "%s of %s that is fed" % (name, kind), session.run(result, {fed: value})
    yield from _divisions(tf, config, value)
    yield from _factors(tf, config)


def _fed(tf):
    """Return makers of a tensor that is fed, though it need not be a placeholder."""
    return {
        "placeholder": lambda: tf.placeholder(tf.float32, [None]),
        "constant": lambda: tf.constant(np.zeros(SIZE, "f")),
        "zeros": lambda: tf.zeros([SIZE]),
        "read": lambda: tf.get_variable("v", [SIZE]).read_value(),
        "computed": lambda: tf.placeholder(tf.float32, [SIZE]) + 1.0,
        "part": lambda: tf.split(tf.zeros([2 * SIZE]), 2)[1],
    }


def _sums(tf):
    def terms(x):  # named so that their names' order is not that in which they are built
        return [tf.multiply(x, 0.1 * i + 0.7, name="term_%d" % (i * 7 % 13)) for i in range(13)]

    by = np.linspace(0.3, 7, SIZE)
    return {
        "sum of terms": lambda x: tf.add_n(terms(x)),
        "sums of terms": lambda x: sum(terms(x)[1:], terms(x)[0]),
        "division by constants": lambda x: tf.tanh(x) / tf.constant(by, tf.float32),
    }


def _divisions(tf, config, value):
    from tensorflow.core.protobuf import rewriter_config_pb2

    by = np.linspace(0.3, 7, SIZE).astype("f")
    off = tf.ConfigProto()
    off.CopyFrom(config)
    off.graph_options.rewrite_options.constant_folding = rewriter_config_pb2.RewriterConfig.OFF
    for name, options in (("", config), (", constants not folded", off)):
        for more in (False, True):
            tf.reset_default_graph()
            x = tf.placeholder(tf.float32, [SIZE])
            result = (tf.tanh(x) + 1.0 if more else x) / tf.constant(by)
            with tf.Session(config=options) as session:
                where = "division in a graph of %d nodes%s" % (6 if more else 3, name)
                yield where, session.run(result, {x: value})


def _factors(tf, config):
    """Compute sums of products and the like, of placeholders and of variables of known shapes.

    Each as it is fetched, and with an op after it: what is fetched is not written anew.
    """
    rng = np.random.RandomState(7)
    values = [rng.uniform(0.1, 2, SIZE).astype("f") for _ in range(3)]
    for name, function in _expressions(tf).items():
        for of in ("placeholders",) if name in OF_PLACEHOLDERS else ("placeholders", "variables"):
            tf.reset_default_graph()
            if of == "variables":
                xs = [tf.get_variable("xyz"[i], initializer=x) for i, x in enumerate(values)]
                fed = {}
            else:
                xs = [tf.placeholder(tf.float32, [SIZE]) for _ in values]
                fed = dict(zip(xs, values))
            result = function(*xs)
            tree = [result, tf.negative(result), tf.gradients(tf.square(result), xs[0])[0]]
            with tf.Session(config=config) as session:
                session.run(tf.global_variables_initializer())
                for part, fetched in zip(("", ", negated", ", gradient"), tree):
                    yield "%s of %s%s" % (name, of, part), session.run(fetched, fed)


def _expressions(tf):
    loss, total = tf.nn.l2_loss, tf.reduce_sum
    return {
        "x y + x z": lambda x, y, z: x * y + x * z,
        "x x + x y": lambda x, y, z: x * x + x * y,
        "x y + x z + x tanh y": lambda x, y, z: x * y + x * z + x * tf.tanh(y),
        "x (y z) + x (y tanh z)": lambda x, y, z: x * (y * z) + x * (y * tf.tanh(z)),
        "added up x y, x z, z x": lambda x, y, z: tf.add_n([x * y, x * z, z * x]),
        "added up x y + x z, y": lambda x, y, z: tf.add_n([x * y + x * z, y]),
        "x / y + z / y": lambda x, y, z: x / y + z / y,
        "x / 3 + y / 3": lambda x, y, z: x / 3.0 + y / 3.0,
        "x y - x z": lambda x, y, z: x * y - x * z,
        "2 (y x)": lambda x, y, z: 2.3 * (y * x),
        "2 (x sum)": lambda x, y, z: 2.3 * (x * total(y)),
        "x 0.9 + y 0.1": lambda x, y, z: x * 0.9 + y * 0.1,
        "x 0.9 + x 0.3": lambda x, y, z: x * 0.9 + x * 0.3,
        "x + y + z + tanh": lambda x, y, z: x + y + z + tf.tanh(y) + tf.tanh(x),
        "penalties": lambda x, y, z: total(z) + 1e-3 * loss(x) + 1e-3 * loss(y),
        "penalties first": lambda x, y, z: 1e-3 * loss(x) + 1e-3 * loss(y) + total(z),
        "added up penalties": lambda x, y, z: (
            total(x) + tf.add_n([1e-3 * loss(w) for w in (z, x, y)])
        ),
        "mean losses": lambda x, y, z: 0.5 * tf.reduce_mean(x) + 0.5 * tf.reduce_mean(y * z),
        "concatenated elu": lambda x, y, z: tf.concat([tf.nn.elu(-x), tf.nn.elu(y[:13] - 1.0)], 0),
        "split elu": lambda x, y, z: sum(tf.nn.elu(part - 1.0) for part in tf.split(x, 100)),
        "split sigmoid": lambda x, y, z: sum(tf.sigmoid(part) for part in tf.split(x, 100)),
        "concatenated softplus": lambda x, y, z: tf.concat(
            [tf.nn.softplus(x), tf.nn.softplus(y[:13])], 0
        ),
        "concatenated selu": lambda x, y, z: tf.concat([tf.nn.selu(-x), tf.nn.selu(y[:13])], 0),
        "mixed": lambda x, y, z: (1.0 - tf.sigmoid(x)) * y + tf.sigmoid(x) * z,
    }
