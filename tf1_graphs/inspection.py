"""A graph in words, and its node-for-node comparison with a recorded one."""

import collections
import json
import re
from dataclasses import dataclass

import numpy as np

from tf1_graphs.compat import tf
from tf1_graphs.errors import InputError

RENAMED_OPS = {"AddV2": "Add", "BatchMatMulV2": "BatchMatMul"}
"""TensorFlow's own renamings since 1.x: the same op under today's name and the old one."""

COLLECTIONS = {
    "trainable": tf.GraphKeys.TRAINABLE_VARIABLES,
    "variables": tf.GraphKeys.GLOBAL_VARIABLES,
    "update_ops": tf.GraphKeys.UPDATE_OPS,
    "summaries": tf.GraphKeys.SUMMARIES,
}

# What optimizers build, which differs between TensorFlow's versions: gradients under `train`, and
# the slots that stand beside each variable.
_OPTIMIZER = re.compile(r"^train/|/(Adam|Momentum|RMSProp|Adagrad)(_\d+)?(/|$)")


def nodes(graph):
    """List a graph's nodes in order of creation.

    Args:
        graph: `tf.Graph`.

    Returns:
        List of {`name`, `op`, `input` (with `^` for control), `seed`, `seed2`}; absent where a
        node has none.
    """
    listed = []
    for node in graph.as_graph_def().node:
        entry = {"name": node.name, "op": node.op}
        if node.input:
            entry["input"] = list(node.input)
        entry |= {key: node.attr[key].i for key in ("seed", "seed2") if key in node.attr}
        listed.append(entry)
    return listed


def recorded(path, name):
    """Return the recording of an experiment's graph.

    Args:
        path: JSON file with `articles`, by name: `nodes` and, optionally, the collections and
            `initial` values.
        name: the experiment.

    Raises:
        InputError: the file cannot be read or does not hold that experiment.
    """
    try:
        with open(path) as file:
            articles = json.load(file)["articles"]
        names = ", ".join(articles.keys())
        if name in articles:
            return articles[name] | {"nodes": [dict(node) for node in articles[name]["nodes"]]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path} is not a recording of graphs: {error}") from None
    raise InputError(f"{path} has no graph of {name}; it has {names or 'none'}")


def differences(graph, recording):
    """Compare a graph with a recorded one, up to what optimizers build.

    A recording may end before the graph does: nodes that come after its last one change nothing of
    what it holds.

    Args:
        graph: `tf.Graph`, the default graph.
        recording: what `recorded` returns.

    Returns:
        (lines, compared): a line for each difference, and in words what was compared.
    """
    here, there = _comparable(nodes(graph)), _comparable(recording["nodes"])
    lines = [
        f"node {index}: {json.dumps(node)} here, {json.dumps(other)} there"
        for index, (node, other) in enumerate(zip(here, there, strict=False))
        if node != other
    ]
    if len(here) < len(there):
        lines.append(f"{len(here)} nodes here, {len(there)} there")
    for key, collection in COLLECTIONS.items():
        names = [item.name for item in tf.get_collection(collection)]
        if key in recording and names != recording[key]:
            lines.append(f"collection {key}: {names} here, {recording[key]} there")
    initial = recording.get("initial", {})
    compared = f"{len(there)} nodes, {len(initial)} initial values, {len(COLLECTIONS)} collections"
    if len(here) > len(there):
        compared += f"; {len(here) - len(there)} nodes after the recording's last one"
    return lines + _initial_differences(initial), compared


def _comparable(listed):
    return [
        {**node, "op": RENAMED_OPS.get(node["op"], node["op"])}
        for node in listed
        if not _OPTIMIZER.search(node["name"])
    ]


def _initial_differences(initial):
    """Compare the first numbers of each variable's initial value, bit by bit."""
    if not initial:
        return []
    config = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    with tf.Session(config=config) as session:
        session.run(tf.global_variables_initializer())
        values = session.run({variable.op.name: variable for variable in tf.global_variables()})
    lines = []
    for name, numbers in initial.items():
        if name not in values:
            lines.append(f"initial value of {name}: the variable is not here")
            continue
        expected = np.array(numbers, values[name].dtype)
        if values[name].ravel()[: len(numbers)].tobytes() != expected.tobytes():
            lines.append(f"initial value of {name}: other bits")
    return lines


@dataclass(frozen=True)
class Scope:
    """A name scope and what is in it: its ops by type, and the scopes inside."""

    name: str
    ops: collections.Counter
    children: dict


def scopes(graph):
    """Return the graph's name scopes as a tree of `Scope`; the root has no name."""
    root = Scope("", collections.Counter(), {})
    for operation in graph.get_operations():
        scope = root
        for part in operation.name.split("/")[:-1]:
            scope = scope.children.setdefault(part, Scope(part, collections.Counter(), {}))
        scope.ops[operation.type] += 1
    return root


def describe(graph, depth=2):
    """Describe a graph: scopes, variables, parameters, collections, inputs.

    Args:
        graph: `tf.Graph`, the default graph.
        depth: levels of name scopes to list.

    Returns:
        List of lines.
    """
    operations = graph.get_operations()
    lines = [f"{len(operations)} ops, seed {graph.seed}", "", "name scopes (ops in all)"]
    lines += _scope_lines(scopes(graph), depth)
    lines += ["", "inputs"]
    for operation in operations:
        if operation.type.startswith("Placeholder"):
            output = operation.outputs[0]
            lines.append(f"  {operation.name}  {output.dtype.name}  {output.shape}")
    trainable = {variable.name for variable in tf.trainable_variables()}
    lines += ["", "variables"]
    for variable in tf.global_variables():
        kind = "trainable" if variable.name in trainable else ""
        count = variable.shape.num_elements()
        lines.append(f"  {variable.op.name}  {variable.shape}  {count}  {kind}".rstrip())
    parameters = sum(variable.shape.num_elements() for variable in tf.trainable_variables())
    lines += ["", f"{parameters} trainable parameters", "", "collections"]
    for key in graph.get_all_collection_keys():
        if isinstance(key, str) and not key.startswith("__"):
            names = [getattr(item, "name", str(item)) for item in graph.get_collection(key)]
            shown = ", ".join([*names[:4], "…"] if len(names) > 4 else names)
            lines.append(f"  {key} ({len(names)}): {shown}")
    return lines


def _scope_lines(scope, depth, indent=1):
    lines = []
    for child in scope.children.values() if depth else ():
        lines.append(f"{'  ' * indent}{child.name}  {_total(child)}")
        lines += _scope_lines(child, depth - 1, indent + 1)
    return lines


def _total(scope):
    return scope.ops.total() + sum(_total(child) for child in scope.children.values())
