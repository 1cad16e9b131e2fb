"""Record what TensorFlow 1.15.5 builds and computes for every layer case.

usage: python record.py layer_cases.json layer_cases.tf1155.json   (needs TensorFlow 1.15.5)

Per case: the graph's nodes in order of creation, the collections, the first eight numbers of every
variable's initial value, the first sixteen numbers of the last tensor (first with `training` unset,
then with `training` True where the case has that tensor), the moving averages after one run of
UPDATE_OPS, and the regularisation losses. All runs of a case share one single-threaded session, in
that order, so stateful random ops advance from one to the next. A case with `"only_graph": true`
has no kernels on CPUs: what follows the initial values is left out.
"""

import json
import os
import sys

import numpy as np

SEED = 42
BATCH = 4
COLLECTIONS = ("trainable_variables", "variables", "update_ops", "regularization_losses")


def nodes(graph):
    """List the graph's nodes in order of creation: name, op, inputs, random seeds."""
    listed = []
    for node in graph.as_graph_def().node:
        entry = {"name": node.name, "op": node.op}
        if node.input:
            entry["input"] = list(node.input)
        for attr in ("seed", "seed2"):
            if attr in node.attr:
                entry[attr] = node.attr[attr].i
        listed.append(entry)
    return listed


def record(case, tensors, tf):
    """Return what `case` built into the default graph as `tensors`, and what running it gave."""
    recorded = {
        "id": case["id"],
        "nodes": nodes(tf.get_default_graph()),
        "collections": {k: [x.name for x in tf.get_collection(k)] for k in COLLECTIONS},
    }
    last = list(tensors.values())[-1]
    rng = np.random.RandomState(0)
    feed = {
        t: rng.uniform(-1, 1, [BATCH if d is None else d for d in t.shape.as_list()]).astype(
            t.dtype.as_numpy_dtype
        )
        for t in tensors.values()
        if t.op.type == "Placeholder"
    }
    train_feed = dict(feed)
    if "training" in tensors:
        train_feed[tensors["training"]] = True
    init = tf.global_variables_initializer()
    config = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    with tf.Session(config=config) as session:

        def head(tensor, n, feed_dict=None):
            return session.run(tensor, feed_dict).ravel()[:n].tolist()

        session.run(init)
        recorded["initial"] = {v.op.name: head(v, 8) for v in tf.global_variables()}
        if case.get("only_graph"):
            return recorded
        recorded["output_inference"] = head(last, 16, feed)
        if "training" in tensors:
            recorded["output_training"] = head(last, 16, train_feed)
        update_ops = tf.get_collection("update_ops")
        if update_ops:
            session.run(update_ops, train_feed)
            recorded["after_update"] = {
                v.op.name: head(v, 8) for v in tf.global_variables() if "moving" in v.op.name
            }
        losses = tf.get_collection("regularization_losses")
        if losses:
            recorded["regularization_losses"] = [float(x) for x in session.run(losses, feed)]
    return recorded


def main(source, target):
    """Build and record all cases of a file with TensorFlow 1.15.5."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    import tensorflow as tf
    from cases import build
    from tensorflow.contrib import layers as contrib_layers

    regularizers = {
        "l1": contrib_layers.l1_regularizer,
        "l2": contrib_layers.l2_regularizer,
        "l1_l2": contrib_layers.l1_l2_regularizer,
    }
    with open(source) as file:
        cases = json.load(file)
    recordings = []
    for case in cases:
        tf.reset_default_graph()
        tf.set_random_seed(SEED)
        recordings.append(record(case, build(case, tf, tf.layers, regularizers), tf))
    result = {
        "tensorflow": tf.__version__,
        "graph_seed": SEED,
        "input": "numpy RandomState(0).uniform(-1, 1) per placeholder in order of creation, "
        "batch 4, float32",
        "cases": recordings,
    }
    with open(target, "w") as file:
        json.dump(result, file, separators=(",", ":"))
    print(len(cases), "cases recorded")


if __name__ == "__main__":
    main(*sys.argv[1:])
