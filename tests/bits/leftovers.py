"""Products and convolutions that leave a single row or column beside whole blocks.

    python -m tests.bits.leftovers [OUT.json]      (with TensorFlow 1.15.5, Python 3.7)

records their hashes. They depend on the widest vectors of the processor, and some on its first
cache, by whose size a product is cut along the inner dimension; the recording names both. Where the
first cache is another, what it changes is added to the recording.
"""

# ruff: noqa: PTH100, PTH110, PTH118, PTH120, UP031 - Python 3.7 runs it too

import json
import os
import sys
import zlib

import numpy as np

VECTORS = "AVX-512"
SHAPES = [  # of products: rows, inner dimension, columns
    (2, 7, 49), (33, 300, 97), (64, 1000, 145), (25, 500, 10), (49, 3000, 49), (73, 640, 16),
    (1, 50, 49), (25, 1, 49), (2, 400, 1), (97, 700, 1),
]  # fmt: skip
CONVOLUTIONS = [  # images, size, filter, stride, channels, outputs, padding
    (8, 14, 5, 1, 32, 1, "SAME"), (1, 28, 3, 1, 16, 1, "SAME"), (16, 4, 4, 1, 64, 1, "VALID"),
    (32, 1, 1, 1, 64, 1, "VALID"), (1, 1, 3, 1, 32, 1, "SAME"), (3, 9, 3, 2, 4, 49, "VALID"),
    (16, 28, 5, 1, 1, 8, "SAME"), (4, 28, 7, 2, 1, 3, "SAME"), (2, 6, 1, 1, 1, 5, "SAME"),
    (5, 5, 4, 1, 8, 97, "SAME"), (8, 2, 3, 1, 16, 8, "SAME"), (25, 1, 5, 2, 512, 7, "SAME"),
    (1, 7, 1, 1, 49, 512, "SAME"), (32, 1, 7, 2, 64, 64, "SAME"), (4, 5, 3, 2, 49, 300, "VALID"),
    (32, 28, 3, 1, 64, 1, "VALID"), (33, 26, 5, 1, 49, 3, "SAME"), (1, 3, 3, 1, 65, 97, "SAME"),
    (3, 7, 2, 2, 5, 1, "SAME"), (50, 3, 2, 1, 9, 300, "VALID"),
]  # fmt: skip


def first_cache():
    """Return the size of the processor's first cache for data, as the system writes it: `48K`."""
    try:
        with open("/sys/devices/system/cpu/cpu0/cache/index0/size") as file:
            return file.read().strip()
    except OSError:
        return None


def compute(tf):
    """Run all cases on one thread: yields each one's name and its result."""
    config = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    for name, function, shapes in _products(tf) + _convolutions(tf):
        rng = np.random.RandomState(zlib.crc32(name.encode()) % 2**31)
        tf.reset_default_graph()
        fed = {tf.placeholder("float32", s): rng.uniform(-2, 2, s).astype("f") for s in shapes}
        found = function(*fed)
        with tf.Session(config=config) as session:
            for what, value in session.run(found, fed).items():
                yield "%s of %s" % (what, name), value


def _products(tf):
    found = []
    for rows, inner, columns in SHAPES:
        for first in (False, True):
            for second in (False, True):

                def function(a, b, bias, first=first, second=second):
                    product = tf.matmul(a, b, transpose_a=first, transpose_b=second)
                    with_bias = tf.nn.bias_add(
                        tf.matmul(a * 1.5, b, transpose_a=first, transpose_b=second), bias
                    )
                    return {"product": product, "product with bias": with_bias}

                shapes = [(rows, inner)[:: -1 if first else 1]]
                shapes += [(inner, columns)[:: -1 if second else 1], (columns,)]
                name = "%d x %d x %d %s %s" % (rows, inner, columns, first, second)
                found.append((name, function, shapes))
    return found


def _convolutions(tf):
    found = []
    for case in CONVOLUTIONS:
        images, size, side, stride, channels, outputs, padding = case
        count = -(-size // stride) if padding == "SAME" else -(-(size - side + 1) // stride)

        def function(x, w, dy, stride=stride, padding=padding):
            strides = [1, stride, stride, 1]
            y = tf.nn.conv2d(x, w, strides=strides, padding=padding)
            by_filter, by_image = tf.gradients(y, [w, x], dy)
            return {"convolution": y, "by filter": by_filter, "by image": by_image}

        shapes = [(images, size, size, channels), (side, side, channels, outputs)]
        shapes.append((images, count, count, outputs))
        found.append((str(case), function, shapes))
    for count, outputs in [(6, 1), (5, 49), (3, 1)]:

        def of_volumes(x, w):
            y = tf.nn.conv3d(x, w, [1, 1, 1, 1, 1], "VALID")
            by_image, by_filter = tf.gradients(tf.square(y), [x, w])
            return {"convolution": y, "by filter": by_filter, "by image": by_image}

        shapes = [(1, count, count, count, 3), (3, 3, 3, 3, outputs)]
        found.append(("volumes of %d, %d" % (count, outputs), of_volumes, shapes))
    return found


def main():
    """Write the hashes, one a line."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import tensorflow as tf

    from tests.bits.record import digest

    tf.logging.set_verbosity(tf.logging.ERROR)
    here = os.path.dirname(os.path.abspath(__file__))
    path = sys.argv[1] if len(sys.argv) > 1 else os.path.join(here, "leftovers.tf1155.json")
    out = {
        "tensorflow": tf.__version__,
        "command": "python -m tests.bits.leftovers",
        "vectors": VECTORS,
        "first cache": first_cache(),
        "cases": {name: digest(value) for name, value in compute(tf)},
        "others": {},
    }
    if os.path.exists(path):
        with open(path) as file:
            recorded = json.load(file)
        if recorded["first cache"] != first_cache():
            others = dict(out["cases"].items() - recorded["cases"].items())
            recorded["others"][first_cache()] = {x: others[x] for x in out["cases"] if x in others}
            out = recorded
    with open(path, "w") as file:
        json.dump(out, file, indent=0)
        file.write("\n")


if __name__ == "__main__":
    main()
