"""Times ops one by one, with today's kernels and with TensorFlow 1's, each in processes of its own.

    python -m tf1_graphs.bench.ops THREADS [TYPE...]

is such a process: it prints, as JSON, the microseconds of each op with the arithmetic in force.
"""

import itertools
import json
import os
import subprocess
import sys

import numpy as np

from tf1_graphs.errors import InputError
from tf1_graphs.tensorflow1 import new_graph, session_config, tf
from tf1_graphs.tensorflow1.kernels.choice import ENVIRONMENT_VARIABLE

_STEPS = 30
_VECTOR, _IMAGES = (100_000,), (100, 28, 28, 1)
_MAPS, _POOLED = (100, 24, 24, 30), (100, 12, 12, 30)
_CONVOLUTION = {"strides": [1, 1, 1, 1], "padding": "VALID"}
_WINDOWS = {"ksize": [1, 2, 2, 1], "strides": [1, 2, 2, 1], "padding": "VALID"}
_RESPONSE = {"depth_radius": 4, "bias": 1.0, "alpha": 0.001 / 9, "beta": 0.75}
_UNARY = ("Tanh", "Sigmoid", "Exp", "Log", "Log1p", "Sqrt", "Rsqrt", "Erf", "Square")
_ACTIVATIONS = ("Relu", "Elu", "Selu", "Softplus")

OPS = (
    *((kind, {"x": _VECTOR}) for kind in _UNARY),
    *((kind, {"features": _VECTOR}) for kind in _ACTIVATIONS),
    *((kind, {"y": _VECTOR, "dy": _VECTOR}) for kind in ("TanhGrad", "SigmoidGrad")),
    ("EluGrad", {"gradients": _VECTOR, "outputs": _VECTOR}),
    ("ReluGrad", {"gradients": _VECTOR, "features": _VECTOR}),
    ("Mul", {"x": _VECTOR, "y": _VECTOR}),
    ("Pow", {"x": _VECTOR, "y": _VECTOR}),
    ("Sum", {"input": (200, 300), "axis": 0}),
    ("Sum", {"input": (200, 300), "axis": 1}),
    ("Mean", {"input": _MAPS, "axis": [0, 1, 2]}),
    ("L2Loss", {"t": _VECTOR}),
    ("Softmax", {"logits": (100, 1000)}),
    ("LogSoftmax", {"logits": (100, 1000)}),
    ("SparseSoftmaxCrossEntropyWithLogits", {"features": (100, 10), "labels": [0] * 100}),
    ("MatMul", {"a": (200, 784), "b": (784, 300)}),
    ("MatMul", {"a": (100, 4320), "b": (4320, 100)}),
    ("MatMul", {"a": (1000, 784), "b": (784, 1)}),
    ("Conv2D", {"input": _IMAGES, "filter": (5, 5, 1, 30), **_CONVOLUTION}),
    ("Conv2D", {"input": (16, 14, 14, 32), "filter": (3, 3, 32, 64), **_CONVOLUTION}),
    ("Conv2DBackpropFilter", {"input": _IMAGES, "filter_sizes": [5, 5, 1, 30],
                              "out_backprop": _MAPS, **_CONVOLUTION}),
    ("Conv2DBackpropInput", {"input_sizes": [16, 14, 14, 32], "filter": (3, 3, 32, 64),
                             "out_backprop": (16, 12, 12, 64), **_CONVOLUTION}),
    ("BiasAdd", {"value": _MAPS, "bias": (30,)}),
    ("BiasAddGrad", {"out_backprop": _MAPS}),
    ("MaxPool", {"input": _MAPS, **_WINDOWS}),
    ("MaxPoolGrad", {"orig_input": _MAPS, "orig_output": "MaxPool", "grad": _POOLED, **_WINDOWS}),
    ("AvgPool", {"value": _MAPS, **_WINDOWS}),
    ("AvgPoolGrad", {"orig_input_shape": list(_MAPS), "grad": _POOLED, **_WINDOWS}),
    ("FusedBatchNorm", {"x": _MAPS, "scale": (30,), "offset": (30,), "mean": [], "variance": []}),
    ("LRN", {"input": _MAPS, **_RESPONSE}),
    ("LRNGrad", {"input_grads": _MAPS, "input_image": _MAPS, "output_image": _MAPS, **_RESPONSE}),
    ("ApplyAdam", {"var": (4320, 100), "m": (4320, 100), "v": (4320, 100), "beta1_power": 0.9,
                   "beta2_power": 0.999, "lr": 1e-3, "beta1": 0.9, "beta2": 0.999,
                   "epsilon": 1e-8, "grad": (4320, 100)}),
)  # fmt: skip
"""Types of ops, and their arguments: a tuple is the shape of a float32 variable, and "MaxPool" the
pooled first argument, without which oneDNN has no gradient of it."""


def compare(types=(), threads=1, repeats=3):
    """Time each op with today's kernels and with TensorFlow 1's, in turns.

    Args:
        types: types of ops; none of them means all of `OPS`.
        threads: threads of TensorFlow.
        repeats: number of processes of each arithmetic.

    Returns:
        List of dicts: `op`, `shapes` of its inputs, and microseconds by `native` and by `tf1`, the
        shortest of all; `ratio` is the second in terms of the first.

    Raises:
        InputError: there is no such type; or no kernels here.
    """
    unknown = set(types) - {kind for kind, _ in OPS}
    if unknown:
        known = ", ".join(sorted({kind for kind, _ in OPS}))
        raise InputError(f"{unknown.pop()} is not among the ops that are timed: {known}")
    found = {"native": [], "tf1": []}
    for _, (arithmetic, turns) in itertools.product(range(repeats), found.items()):
        turns.append(_in_a_process(arithmetic, threads, types))
    native, tf1 = ([min(times) for times in zip(*turns, strict=True)] for turns in found.values())
    return [
        {"op": kind, "shapes": shapes(arguments), "native": a, "tf1": b, "ratio": round(b / a, 2)}
        for (kind, arguments), a, b in zip(_chosen(types), native, tf1, strict=True)
    ]


def shapes(arguments):
    """Return the shapes of an op's variables: `100x28x28x1, 5x5x1x30`."""
    found = (value for value in arguments.values() if isinstance(value, tuple))
    return ", ".join("x".join(map(str, shape)) for shape in found)


def _chosen(types):
    return [(kind, arguments) for kind, arguments in OPS if not types or kind in types]


def _in_a_process(arithmetic, threads, types):
    environment = os.environ | {ENVIRONMENT_VARIABLE: arithmetic}
    environment.pop("TF_ENABLE_ONEDNN_OPTS", None)
    done = subprocess.run(
        [sys.executable, "-m", __name__, str(threads), *types],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    if done.returncode:
        raise InputError(f"{arithmetic}: {(done.stderr.splitlines() or ['it ended'])[-1]}")
    return json.loads(done.stdout.splitlines()[-1])


def timed(types, threads):
    """Return the microseconds of each op in this process, the shortest of 30 traced steps."""
    return [_microseconds(kind, arguments, threads) for kind, arguments in _chosen(types)]


def _microseconds(kind, arguments, threads):
    rng = np.random.RandomState(0)
    with new_graph():
        made = dict(arguments)
        for name, value in arguments.items():
            if isinstance(value, tuple):
                numbers = rng.uniform(0.1, 1, value).astype("f")
                made[name] = tf.Variable(numbers, use_resource=False)
            elif value == "MaxPool":
                made[name] = tf.raw_ops.MaxPool(input=made["orig_input"], **_WINDOWS)
        results = getattr(tf.raw_ops, kind)(**made)
        op = (results[0] if isinstance(results, tuple) else results).op
        options = tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE)
        with tf.Session(config=session_config(threads)) as session:
            session.run(tf.global_variables_initializer())
            return min(_step(session, op, options) for _ in range(_STEPS))


def _step(session, op, options):
    metadata = tf.RunMetadata()
    session.run(op, options=options, run_metadata=metadata)
    nodes = itertools.chain(*(device.node_stats for device in metadata.step_stats.dev_stats))
    took = (x.op_end_rel_nanos - x.op_start_rel_nanos for x in nodes if x.node_name == op.name)
    return round(sum(took) / 1e3, 2)


HEADING = f"{'op':38}{'inputs':48}{'native µs':>10}{'tf1 µs':>10}{'ratio':>7}"


def line(found):
    """Return the table's line for an item of what `compare` returned."""
    return (
        f"{found['op']:38}{found['shapes']:48}{found['native']:10.1f}{found['tf1']:10.1f}"
        f"{found['ratio']:7.2f}"
    )


if __name__ == "__main__":
    print(json.dumps(timed(sys.argv[2:], int(sys.argv[1]))))
