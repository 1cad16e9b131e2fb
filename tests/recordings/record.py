"""Record the training graph that TensorFlow 1.15.5 builds from each listing.

    python -m tests.recordings.record [RECORDING...]     (with TensorFlow 1.15.5, Python 3.7)

writes `tests/recordings/RECORDING.tf1155.json`, of all if none is named. A file has one graph:

- `format`, `tensorflow`, `command`, `graph_seed` (NumPy's generator is seeded with it too);
- `articles`: by the experiment's name the `settings` that are not the default ones, and
- `nodes` in order of creation, one a line: name, op, `input` (`^` for control), seeds, and in
  `attr` as text every attribute that has not its op's default value;
- `collections`: the names in each;
- `initial`: the first 16 numbers of each variable's initial value, on one thread.

No code of ours builds or describes these graphs.
"""

# ruff: noqa: UP031, PTH100, PTH118, PTH120 - Python 3.7 runs it

import hashlib
import itertools
import json
import os
import sys

SEED = 42
FIRST = 16
SHOWN_VALUES = 8
ERRATA = {
    "moons": [1],
    "mnist_mlp_double_softmax": [1, 2],
    "mnist_batch_norm_first_listing": [1],
    "housing_wide_deep": [2],
    "housing_wide_deep_subclass": [2],
}
"""The errata whose repair changes a graph, by experiment; every set of them is recorded."""

LISTINGS = {
    "moons": ["moons"],
    "mnist_mlp": ["mnist_mlp", "mnist_mlp_double_softmax"],
    "mnist_batch_norm": ["mnist_batch_norm", "mnist_batch_norm_first_listing"],
    "fashion": [
        "fashion_mlp",
        "fashion_mlp_scaled",
        "fashion_callbacks",
        "fashion_deep",
        "fashion_deep_bn_after",
        "fashion_deep_bn_before",
        "fashion_deep_selu",
        "fashion_deep_alpha_dropout",
        "fashion_deep_dropout",
    ],
    "housing": [
        "housing_mlp",
        "housing_wide_deep",
        "housing_wide_deep_subclass",
        "housing_multi_input",
        "housing_multi_output",
        "housing_learning_rates",
        "housing_random_search",
    ],
    "mnist_cnn": ["mnist_cnn"],
}
"""The experiments by the module of `listings` that has a function for each."""


def recordings():
    """Return (module, experiment, settings) by the recording's name."""
    listed = {}
    for module, experiments in LISTINGS.items():
        for experiment in experiments:
            errata = ERRATA.get(experiment, [])
            for size in range(len(errata) + 1):
                for repaired in itertools.combinations(errata, size):
                    settings = {"corrected": list(repaired)} if repaired else {}
                    listed[name_of(experiment, repaired)] = (module, experiment, settings)
    return listed


def name_of(experiment, repaired):
    """Return the name of the recording of an experiment whose errata are repaired."""
    numbers = [str(number) for number in repaired if number in ERRATA.get(experiment, [])]
    return experiment + (".corrected-" + "-".join(numbers) if numbers else "")


def describe(tf, graph):
    """Describe a graph: its nodes, its collections, and the values that its variables start with.

    Args:
        tf: a TensorFlow with the names of TensorFlow 1.
        graph: the `tf.Graph`.

    Returns:
        Dictionary of `nodes`, `collections` and `initial`.
    """
    nodes = [
        node(tf, definition, graph.get_operation_by_name(definition.name).op_def)
        for definition in graph.as_graph_def().node
    ]
    collections = {
        key: [getattr(item, "name", str(item)) for item in graph.get_collection(key)]
        for key in sorted(key for key in graph.get_all_collection_keys() if isinstance(key, str))
        if graph.get_collection(key) and not key.startswith("__")
    }
    config = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    with graph.as_default(), tf.Session(config=config) as session:
        session.run(tf.global_variables_initializer())
        variables = tf.global_variables()
        # All at once: each set of fetches is compiled for itself.
        values = session.run(variables)
    initial = {
        variable.op.name: numbers(value)
        for variable, value in zip(variables, values)  # noqa: B905 - Python 3.7 runs it too
    }
    return {"nodes": nodes, "collections": collections, "initial": initial}


def node(tf, definition, op_def):
    """Describe a node."""
    described = {"name": definition.name, "op": definition.op}
    if definition.input:
        described["input"] = list(definition.input)
    for key in ("seed", "seed2"):
        if key in definition.attr:
            described[key] = definition.attr[key].i
    defaults = {
        attribute.name: attribute.default_value
        for attribute in op_def.attr
        if attribute.HasField("default_value")
    }
    attributes = {
        key: text(tf, value)
        for key, value in sorted(definition.attr.items())
        if key not in described
        and (key == "_class" or not key.startswith("_"))
        and value != defaults.get(key)
    }
    if definition.device:
        attributes["device"] = definition.device
    if attributes:
        described["attr"] = attributes
    return described


def text(tf, attribute):
    """Return an attribute as text, other text for another value; a large tensor is hashed."""
    kind = attribute.WhichOneof("value")
    if kind == "list":
        fields = attribute.list.ListFields()
        items = [single(tf, field.name, value) for field, values in fields for value in values]
        return "[%s]" % ", ".join(items)
    return single(tf, kind, getattr(attribute, kind) if kind else "")


def single(tf, kind, value):
    """Return one value as text."""
    if kind == "s":
        return value.decode(errors="backslashreplace")
    if kind == "type":
        return tf.as_dtype(value).name
    if kind == "shape":
        sizes = ["?" if dim.size < 0 else str(dim.size) for dim in value.dim]
        return "unknown" if value.unknown_rank else "[%s]" % ", ".join(sizes)
    if kind == "tensor":
        return tensor(tf.make_ndarray(value))
    return value.name if kind == "func" else str(value)


def tensor(array):
    """Return an array as text: type, shape and values, or their hash."""
    described = "%s %s" % (array.dtype.name, list(array.shape))
    if array.size > SHOWN_VALUES:
        content = repr(array.tolist()).encode() if array.dtype.kind == "O" else array.tobytes()
        digest = hashlib.sha256(content).hexdigest()[:8]
        return "%s, values with SHA-256 %s…" % (described, digest)
    items = [repr(item) if array.dtype.kind == "O" else str(item) for item in array.flat]
    return "%s [%s]" % (described, ", ".join(items)) if array.ndim else items[0]


def numbers(array):
    """Return the first numbers of an array, in the fewest digits that stand for them."""
    kind = int if array.dtype.kind in "iu" else float
    return [kind(str(number)) for number in array.ravel()[:FIRST]]


def lines(value, depth):
    """Write JSON with a line for each entry down to a depth, and compactly below it."""
    if not depth or not value or not isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        entries = [json.dumps(key) + ": " + lines(item, depth - 1) for key, item in value.items()]
        return "{\n" + ",\n".join(entries) + "\n}"
    return "[\n" + ",\n".join(lines(item, depth - 1) for item in value) + "\n]"


def main(*names):
    """Record with the TensorFlow of this process."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    import importlib

    import numpy as np
    import tensorflow as tf

    tf.logging.set_verbosity(tf.logging.ERROR)
    folder = os.path.dirname(os.path.abspath(__file__))
    for name in names or recordings():
        module, experiment, settings = recordings()[name]
        listing = getattr(
            importlib.import_module("tests.recordings.listings." + module), experiment
        )
        tf.reset_default_graph()
        tf.set_random_seed(SEED)
        np.random.seed(SEED)
        listing(**settings)
        recorded = describe(tf, tf.get_default_graph())
        content = {
            "format": 1,
            "tensorflow": tf.__version__,
            "command": "python -m tests.recordings.record " + name,
            "graph_seed": SEED,
            "articles": {experiment: dict(settings=settings, **recorded)},
        }
        path = os.path.join(folder, name + ".tf1155.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write(lines(content, 4) + "\n")
        print(len(recorded["nodes"]), "nodes", name)


if __name__ == "__main__":
    main(*sys.argv[1:])
