"""Compares a small graph with TensorFlow 1.15.5's where today's version is untested.

Its nodes are compared when TensorFlow is loaded; its first values when the first session of ours is
opened, with that session's configuration, because a process's first session decides its threads.
"""

import functools
import json
import logging
from importlib import resources

import numpy as np

from tf1_graphs.tensorflow1 import canary_graph
from tf1_graphs.tensorflow1.graphs import new_graph, without_advice
from tf1_graphs.tensorflow1.loading import compat_v1 as tf
from tf1_graphs.tensorflow1.operations import RENAMED_OPS

TESTED = ("2.21.0",)
"""The versions of TensorFlow that all tests passed with; `setup.cfg` admits no others' series."""

_state = {"values": False}  # whether they are compared, or need not be


def is_tested():
    """Tell whether this process's TensorFlow is one of `TESTED`."""
    return tf.__version__ in TESTED


@functools.cache
def golden():
    """Return the recording of 1.15.5: `nodes`, `values`, and the `command` that makes it."""
    return json.loads(resources.files(__package__).joinpath("canary.json").read_text())


def check_nodes():
    """Return what is different about the graph's nodes, the first op in one line, or None."""
    try:
        graph, _ = _build()
    except Exception as error:  # whatever another version raises is the finding
        return f"the graph cannot be built: {type(error).__name__}: {str(error).splitlines()[0]}"
    found = [_entry(node) for node in graph.as_graph_def().node]
    # 1.15.5 builds some additions under today's name.
    expected = [node | {"op": _old_name(node["op"])} for node in golden()["nodes"]]
    for number, (here, there) in enumerate(zip(found, expected, strict=False)):
        for key in ("name", "op", "input", "seed", "seed2"):
            if here.get(key) != there.get(key):
                return (
                    f"op {number}, {there['name']}: {key} {here.get(key)} here, "
                    f"{there.get(key)} in TensorFlow 1"
                )
    if len(found) != len(expected):
        longer = max(found, expected, key=len)[min(len(found), len(expected))]
        place = "here" if len(found) > len(expected) else "in TensorFlow 1"
        return f"op {longer['name']} is there only {place}"
    return None


def check_values(config):
    """Return what is different about the first values, in one line, or None.

    Args:
        config: the `tf.ConfigProto` to compute with.
    """
    try:
        graph, tensors = _build()
        with tf.Session(graph=graph, config=config) as session:
            session.run([variable.initializer for variable in graph.get_collection("variables")])
            found = session.run(tensors)
    except Exception as error:  # whatever another version raises is the finding
        return f"the graph cannot be run: {type(error).__name__}: {str(error).splitlines()[0]}"
    for name, numbers in golden()["values"].items():
        here, there = found[name].ravel(), np.array(numbers, np.float32)
        if here.tobytes() != there.tobytes():
            first = int(np.argmax(here.view(np.int32) != there.view(np.int32)))
            return (
                f"op {tensors[name].op.name}: value {first} is {here[first]} here, "
                f"{there[first]} in TensorFlow 1"
            )
    return None


def at_loading():
    """Compare the nodes if TensorFlow is untested; warn of a difference."""
    if not is_tested():
        _state["values"] = _warned(check_nodes())


def at_first_session(config):
    """Compare the values, once, if TensorFlow is untested and the nodes were equal; warn."""
    if not is_tested() and not _state["values"]:
        _state["values"] = True
        _warned(check_values(config))


def _warned(difference):
    """Print the warning about a difference, if there is one, and tell whether there is."""
    if difference:
        logging.getLogger("tf1_graphs").warning(
            "Warning: TensorFlow %s is untested here and differs from TensorFlow 1 (%s): graphs "
            "and digits may be others; install %s, or see what `tf1-graphs doctor` says",
            tf.__version__,
            difference,
            " or ".join(f"tensorflow=={version}" for version in TESTED),
        )
    return difference is not None


def _build():
    with new_graph() as graph, without_advice():
        return graph, canary_graph.build(tf)


def _entry(node):
    """Return a node as the recording has it, its op by TensorFlow 1's name."""
    seeds = {key: node.attr[key].i for key in ("seed", "seed2") if key in node.attr}
    inputs = {"input": list(node.input)} if node.input else {}
    return {"name": node.name, "op": _old_name(node.op), **inputs, **seeds}


def _old_name(op_type):
    return RENAMED_OPS.get(op_type, op_type)
