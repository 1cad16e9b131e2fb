"""Build the cases of `cases/` with one TensorFlow and write what it built and computed.

usage: python record.py OUTPUT_FOLDER [MODULE...]     (with TensorFlow 1.15.5: the recordings)

One JSON file for each module of `cases/`. For each case: every node in order of creation (name, op,
inputs, seeds), the collections, the initial values, and what the returned tensors gave. The tests
call `record_module` with the drop-in; nothing else differs. Runs on Python 3.7.
"""

# ruff: noqa: UP031, PTH118 - Python 3.7 runs it too

import importlib
import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

SEED = 42
MODULES = (
    "random_ops",
    "initializers",
    "math_ops",
    "array_ops",
    "nn",
    "losses",
    "images",
    "saving",
    "control_flow",
    "data_sets",
    "optimizers",
    "gradients",
    "nn_gradients",
    "layers",
    "layers_subclassed",
    "contrib",
    "contrib_layers",
    "contrib_rnn",
    "contrib_training",
    "opt",
    "seq2seq",
    "crf",
    "signal",
    "fourier",
    "legacy_seq2seq",
    "contrib_moved",
    "distributions",
    "feature_columns",
    "graph_editor",
    "lookup",
    "factorization",
    "slim",
    "rnn",
    "keras_layers",
)


def nodes(graph):
    """List the graph's nodes in order of creation, one line each: name, op, inputs, seeds."""
    lines = []
    for node in graph.as_graph_def().node:
        parts = [node.name, node.op, "(" + ", ".join(node.input) + ")"]
        for attr in ("seed", "seed2"):
            if attr in node.attr:
                parts.append("%s=%d" % (attr, node.attr[attr].i))
        lines.append(" ".join(parts))
    return lines


def head(value):
    """Return the first eight elements of an array as plain numbers or strings."""
    value = value.ravel()[:8].tolist() if hasattr(value, "ravel") else [value]
    return [repr(item) if isinstance(item, bytes) else item for item in value]


def record_case(tf, build):
    """Build one case in the default graph and run it on one thread."""
    tf.reset_default_graph()
    tf.set_random_seed(SEED)
    built = build(tf)
    graph = tf.get_default_graph()
    recorded = {"nodes": nodes(graph)}
    collections = {
        key: [item.name for item in graph.get_collection(key) if hasattr(item, "name")]
        for key in sorted(key for key in graph.get_all_collection_keys() if isinstance(key, str))
        if not key.endswith("_context")
    }
    recorded["collections"] = {key: names for key, names in collections.items() if names}
    fetches = [] if built is None else built if isinstance(built, (list, tuple)) else [built]
    variables = tf.global_variables() + tf.local_variables()
    config = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    with tf.Session(config=config) as sess:
        if variables:
            sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        # All at once: each set of fetches is compiled for itself.
        values = sess.run({v.op.name: v for v in variables})
        recorded["initial"] = {name: head(value) for name, value in values.items()}
        outputs = []
        for fetch in fetches:
            value = sess.run(fetch)
            if getattr(fetch, "dtype", None) != tf.string and value is not None:
                outputs.append(head(getattr(value, "values", value)))
        recorded["outputs"] = outputs
        values = sess.run({v.op.name: v for v in variables})
        after = {name: head(value) for name, value in values.items()}
        recorded["changed"] = {
            name: value for name, value in after.items() if value != recorded["initial"][name]
        }
    return recorded


def cases_of(module):
    """Return the cases of a module by name, in order."""
    return {
        name: function
        for name, function in vars(module).items()
        if callable(function) and not name.startswith("_")
    }


def record_module(tf, name, package="cases"):
    """Record every case of a module; a case that raises is recorded as its error."""
    recorded = {}
    for case, build in cases_of(importlib.import_module(package + "." + name)).items():
        try:
            recorded[case] = record_case(tf, build)
        except Exception as error:
            recorded[case] = {"error": "%s: %s" % (type(error).__name__, error)}
    return recorded


def main(folder, *modules):
    """Record with the `tensorflow` of this process."""
    import tensorflow as tf

    tf.logging.set_verbosity(tf.logging.ERROR)
    for name in modules or MODULES:
        recorded = record_module(tf, name)
        for case, found in recorded.items():
            if "error" in found:
                print(name, case, found["error"])
        with open(os.path.join(folder, name + ".json"), "w") as file:
            json.dump({"tensorflow": tf.__version__, "cases": recorded}, file, indent=1)
        print(name, len(recorded))


if __name__ == "__main__":
    main(*sys.argv[1:])
