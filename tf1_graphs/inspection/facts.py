"""Collects the facts about a graph as plain data, which `describe` prints and `--json` writes."""

import dataclasses

from tf1_graphs.errors import InputError
from tf1_graphs.inspection.blocks import blocks
from tf1_graphs.inspection.costs import costs
from tf1_graphs.inspection.receptive import receptive
from tf1_graphs.inspection.scopes import as_json, scopes
from tf1_graphs.inspection.subject import elements, is_auxiliary, is_gradient, sizes
from tf1_graphs.inspection.values import statistics
from tf1_graphs.inspection.variables import TYPES, WRITES, variables
from tf1_graphs.tensorflow1 import tf

# Ops whose whole numbers or truth values are what a model says.
_PREDICTIONS = ("ArgMax", "ArgMin", "TopK", "TopKV2", "InTopK", "CTCGreedyDecoder")
_CROSS_ENTROPIES = ("SparseSoftmaxCrossEntropyWithLogits", "SoftmaxCrossEntropyWithLogits")


def facts(subject, comparison=None, shapes=None, measure=False):
    """Return the facts about a graph.

    Args:
        subject: the `Subject`.
        comparison: the `Comparison` with another graph, if there is one.
        shapes: sizes of inputs by name, which the costs are counted for.
        measure: whether the values of variables are read and described by statistics.

    Returns:
        Dictionary of what JSON can hold: `title`, `notes`, `ops`, `graph_seed`, `scopes` (a tree),
        `inputs`, `outputs`, `signatures`, `variables` (with `values`, their statistics, where they
        were asked for), `parameters`, `collections`, `receptive`, `costs`, `blocks`, `missing`
        (ops that cannot be run); and `against`, the comparison.

    Raises:
        InputError: `shapes` do not fit the graph, or there are no values to measure.
    """
    rows = variables(subject)
    if measure:
        rows = [_measured(row, subject) for row in rows]
    compared = {} if comparison is None else {"against": dataclasses.asdict(comparison)}
    return {
        "title": subject.title,
        "notes": list(subject.notes),
        "ops": len(subject.graph_def.node),
        "graph_seed": _graph_seed(subject),
        "scopes": as_json(scopes(subject.graph)),
        "inputs": _inputs(subject),
        "outputs": _outputs(subject),
        "signatures": dict(subject.signatures),
        "variables": rows,
        "parameters": _parameters(rows),
        "collections": {key: list(names) for key, names in subject.collections.items()},
        "receptive": receptive(subject),
        "costs": costs(subject, rows, shapes),
        "blocks": blocks(subject),
        "missing": {op: list(names) for op, names in subject.missing.items()},
        **compared,
    }


def _measured(row, subject):
    if subject.values is None:
        raise InputError(
            f"{subject.title} holds no values of variables: name a checkpoint (beside its .meta), "
            "a SavedModel or an .npz file"
        )
    held = row["name"] in subject.values.shapes
    return row | {"values": statistics(subject.values.read(row["name"])) if held else None}


def _graph_seed(subject):
    """Return the graph's seed: the one that its random ops share, where a file does not say."""
    if subject.graph.seed is not None:
        return subject.graph.seed
    seeds = {node.attr["seed"].i for node in subject.graph_def.node if "seed2" in node.attr}
    # An op that is given a seed in a graph without one gets this one (`random_seed.py`).
    seeds -= {0, 87654321}
    return seeds.pop() if len(seeds) == 1 else None


def _inputs(subject):
    rows = []
    for operation in subject.graph.get_operations():
        if operation.type.startswith("Placeholder") and not is_auxiliary(operation.name):
            output = operation.outputs[0]
            default = tf.get_static_value(operation.inputs[0]) if operation.inputs else None
            rows.append(
                {
                    "name": operation.name,
                    "dtype": output.dtype.name,
                    "shape": sizes(output.shape),
                    "default": None if default is None else _plain(default.tolist()),
                }
            )
    return rows


def _plain(value):
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def _outputs(subject):
    """List the logits, what the experiment names, and what the training op's collection holds."""
    found = [("logits", tensor) for tensor in logits(subject.graph)]
    found += subject.outputs.items()
    if not subject.outputs:
        for kind, key in (("training op", "train_op"), ("loss", tf.GraphKeys.LOSSES)):
            found += [(kind, element) for element in elements(subject, key)]
        found += [("read by no op", op.outputs[0]) for op in last_ops(subject.graph)]
    rows = []
    for kind, item in found:
        is_tensor = isinstance(item, tf.Tensor)
        rows.append(
            {
                "as": kind,
                "name": item.op.name if is_tensor else item.name,
                "dtype": item.dtype.base_dtype.name if is_tensor else None,
                "shape": sizes(item.shape) if is_tensor else None,
            }
        )
    return rows


def last_ops(graph):
    """Return the ops whose numbers nothing reads: what is fetched, or what was forgotten."""
    return [
        op
        for op in graph.get_operations()
        if not any(tensor.consumers() for tensor in op.outputs)
        and op.outputs
        and (op.outputs[0].dtype.is_floating or op.type in _PREDICTIONS)
        and not (is_auxiliary(op.name) or is_gradient(op.name) or _reads_a_variable(op))
        and op.type not in ("Const", "Merge", "Switch", "Exit")
        and not WRITES.match(op.type)
    ]


def _reads_a_variable(operation):
    reads = operation.type in ("Identity", "ReadVariableOp")
    return operation.type in TYPES or (reads and operation.inputs[0].op.type in TYPES)


def logits(graph):
    """Return what the cross-entropies are computed from, before TensorFlow reshapes it."""
    tensors = []
    for operation in graph.get_operations():
        if operation.type in _CROSS_ENTROPIES:
            tensor = operation.inputs[0]
            while tensor.op.type == "Reshape" and "_with_logits" in tensor.op.name:
                tensor = tensor.op.inputs[0]
            if all(tensor is not other for other in tensors):
                tensors.append(tensor)
    return tensors


def _parameters(rows):
    """Count parameters as the articles do: weights, and moving averages beside them."""
    totals = {"trainable": 0, "moving averages": 0, "slots": 0, "other": 0}
    kinds = {"weights": "trainable", "moving average": "moving averages", "slot": "slots"}
    for row in rows:
        totals[kinds.get(row["role"], "other")] += row["parameters"] or 0
    return totals
