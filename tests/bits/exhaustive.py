"""Unary float32 functions on all 2^32 inputs, or on every STEP-th, against TensorFlow 1.15.5.

    python -m tests.bits.exhaustive PYTHON_OF_1_15_5 [--step STEP] [FUNCTION...]

runs itself with that Python and with this one, side by side, and prints for each function how many
results differ; a NaN is a NaN. Inputs come in their order as unsigned integers, whole lanes of
them. Of a block whose hashes differ, the values are compared one by one.
"""

# ruff: noqa: B905, PTH100, PTH108, PTH110, PTH120, UP031 - Python 3.7 runs it too

import argparse
import os
import subprocess
import sys
import zlib

import numpy as np

BLOCK = 2**22
NAMES = [
    "tanh", "sigmoid", "exp", "expm1", "log", "log1p", "erf", "erfc", "sqrt", "rsqrt",
    "reciprocal", "softplus", "elu", "selu", "relu", "relu6", "asin", "acos", "atan", "atanh",
    "sign", "round", "negative", "square", "sin", "cos", "softsign", "lgamma", "digamma",
]  # fmt: skip


def inputs(block, step):
    """Return one block of inputs: float32 [BLOCK]."""
    first = np.array(block * BLOCK * step % 2**32, np.uint32)
    return (np.arange(BLOCK, dtype=np.uint32) * np.uint32(step) + first).view(np.float32)


def functions(tf):
    """Return TensorFlow's functions by name."""
    found = {name: getattr(tf, name, None) or getattr(tf.math, name, None) for name in NAMES}
    for name in ("softplus", "elu", "selu", "relu", "relu6", "softsign"):
        found[name] = getattr(tf.nn, name)
    return found


def serve():
    """Answer lines `FUNCTION BLOCK STEP VALUES`: the hash of a block, or its bytes in a file."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    if sys.version_info < (3, 8):  # noqa: UP036
        import tensorflow as tf
    else:
        from tf1_graphs import tf1 as tf
    answers, sys.stdout = sys.stdout, sys.stderr
    tf.logging.set_verbosity(tf.logging.ERROR)
    x = tf.placeholder(tf.float32, [None])
    results = {name: function(x) for name, function in functions(tf).items()}
    config = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    with tf.Session(config=config) as session:
        for line in sys.stdin:
            name, block, step, path = line.split()
            y = session.run(results[name], {x: inputs(int(block), int(step))})
            y[np.isnan(y)] = np.nan
            if path != "-":
                y.tofile(path)
            answers.write("%d\n" % zlib.crc32(y.tobytes()))
            answers.flush()


class Server:
    """A process that computes blocks."""

    def __init__(self, python):
        root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        self.process = subprocess.Popen(
            [python, "-W", "ignore", "-m", "tests.bits.exhaustive", "--serve"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            universal_newlines=True, cwd=root,
        )  # fmt: skip

    def ask(self, *question):
        """Send a question."""
        self.process.stdin.write(" ".join(map(str, question)) + "\n")
        self.process.stdin.flush()

    def answer(self):
        """Wait for the answer."""
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("%s ended" % self.process.args[0])
        return int(line)


def mismatches(servers, name, block, step):
    """Count the results of a block that differ."""
    paths = ["/tmp/tf1_graphs_bits_%d.%d" % (os.getpid(), i) for i in range(2)]
    try:
        for server, path in zip(servers, paths):
            server.ask(name, block, step, path)
        hashes = [server.answer() for server in servers]
        if hashes[0] == hashes[1]:
            return 0
        a, b = (np.fromfile(path, np.uint32) for path in paths)
        return int((a != b).sum())
    finally:
        for path in paths:
            if os.path.exists(path):
                os.unlink(path)


def main():
    """Compare, and exit with 1 if anything differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("python")
    parser.add_argument("functions", nargs="*", default=NAMES)
    parser.add_argument("--step", type=int, default=1)
    options = parser.parse_intermixed_args()
    servers = [Server(options.python), Server(sys.executable)]
    blocks = 2**32 // (options.step * BLOCK)
    different = 0
    for name in options.functions:
        count = 0
        for block in range(blocks):
            for server in servers:
                server.ask(name, block, options.step, "-")
            hashes = [server.answer() for server in servers]
            if hashes[0] != hashes[1]:
                count += mismatches(servers, name, block, options.step)
        print("| %s | %d | %d |" % (name, blocks * BLOCK, count), flush=True)
        different += count
    return int(different > 0)


if __name__ == "__main__":
    if sys.argv[1:] == ["--serve"]:
        serve()
    else:
        sys.exit(main())
