"""Counts what a graph's forward part costs, scope by scope: parameters, multiply-adds, memory.

| op | multiply-adds |
|---|---|
| `MatMul`, `BatchMatMul` | numbers of the result × length of the rows that are multiplied |
| `Conv2D`, `Conv3D` | numbers of the result × numbers of the kernel per output channel |
| `DepthwiseConv2dNative` | numbers of the result × height × width of the kernel |
| `Conv2DBackpropInput` (transposed) | numbers of its input × of the kernel per input channel |

An op in a loop is counted once, as if the loop had one step.
"""

import math

from tf1_graphs.errors import InputError
from tf1_graphs.inspection.subject import is_auxiliary, is_gradient
from tf1_graphs.inspection.variables import TYPES, WRITES
from tf1_graphs.tensorflow1 import import_graph, tf

MOST_NODES = 20_000
"""A larger graph is not built once more for its costs, unless shapes are given."""

_PRODUCTS = ("MatMul", "BatchMatMul", "BatchMatMulV2", "BatchMatMulV3")
_CONVOLUTIONS = ("Conv2D", "Conv3D")
_TRANSPOSED = ("Conv2DBackpropInput", "Conv3DBackpropInputV2")
# They hand on what there is already, or stand for it.
_NO_MEMORY = ("Const", "Identity", "Reshape", "Squeeze", "ExpandDims", "ReadVariableOp", "Shape")


def costs(subject, rows, shapes=None):
    """Return the costs of each scope of the first two levels, for a batch of given shapes.

    Args:
        subject: the `Subject`.
        rows: its variables.
        shapes: sizes of inputs by name; an unknown first size of the others is the first one
            that is given, or 1. Without any, costs of a graph of more than `MOST_NODES` are left
            out.

    Returns:
        {`shapes`: of the inputs, `in_loops`: ops counted once that a loop repeats, `scopes`: list
        of {`name`, `level`, `parameters`, `multiply_adds`, `activation_bytes`, `unknown`: ops whose
        shapes are not known}}; the first scope is the whole graph, `""`.

    Raises:
        InputError: an input of `shapes` is not there, or the shapes do not fit the graph.
    """
    table, loops = {}, 0
    if not shapes and len(subject.graph_def.node) > MOST_NODES:
        return {"shapes": {}, "in_loops": False, "scopes": []}
    graph, used = _shaped(subject, dict(shapes or {}))
    for row in rows:
        if row["role"] in ("weights", "moving average"):
            for scope in _scopes(row["name"]):
                _row(table, scope)["parameters"] += row["parameters"] or 0
    for operation in graph.get_operations():
        name = operation.name
        if is_gradient(name) or is_auxiliary(name) or operation.type in TYPES:
            continue
        if WRITES.match(operation.type) or "Initializer" in name.split("/"):
            continue
        adds, size = _multiply_adds(operation), _bytes(operation)
        loops += operation.type == "Enter"
        for scope in _scopes(name):
            found = _row(table, scope)
            found["multiply_adds"] += adds or 0
            found["activation_bytes"] += size or 0
            found["unknown"] += adds is None or size is None
    scopes = [row for row in table.values() if row["multiply_adds"] or row["parameters"]]
    return {"shapes": used, "in_loops": bool(loops), "scopes": scopes}


def _scopes(name):
    parts = name.split("/")
    return ["", *("/".join(parts[:end]) for end in range(1, min(len(parts), 3)))]


def _row(table, scope):
    return table.setdefault(
        scope,
        {
            "name": scope,
            "level": scope.count("/") + 1 if scope else 0,
            "parameters": 0,
            "multiply_adds": 0,
            "activation_bytes": 0,
            "unknown": 0,
        },
    )


def _shaped(subject, shapes):
    """Return the graph with inputs of these shapes, and the shapes of all of its inputs."""
    used, changed = {}, tf.GraphDef()
    batch_size = next((sizes[0] for sizes in shapes.values() if sizes), 1)
    changed.CopyFrom(subject.graph_def)
    for node in changed.node:
        if node.op not in ("Placeholder", "PlaceholderWithDefault") or is_auxiliary(node.name):
            continue
        known = subject.graph.get_operation_by_name(node.name).outputs[0].shape
        sizes = shapes.pop(node.name, None)
        if sizes is None and known.rank:
            sizes = known.as_list()
            sizes[0] = batch_size if sizes[0] is None else sizes[0]
        if sizes is None:
            continue
        used[node.name] = sizes
        shape = tf.TensorShape(sizes).as_proto()
        node.attr["shape"].shape.CopyFrom(shape)
    if shapes:
        inputs = ", ".join(used) or "none"
        raise InputError(f"--shape {next(iter(shapes))}: there is no such input; it has {inputs}")
    try:
        graph, _, _ = import_graph(changed)
    except ValueError as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"the graph cannot have inputs of these shapes: {reason}") from None
    return graph, used


def _multiply_adds(operation):
    """Return an op's multiply-adds, or None where a shape is unknown."""
    if operation.type in _PRODUCTS:
        first = operation.inputs[0].shape
        attribute = "transpose_a" if operation.type == "MatMul" else "adj_x"
        if first.rank is None:
            return None
        length = first.as_list()[-2 if operation.get_attr(attribute) else -1]
        return _times(operation.outputs[0].shape, length)
    if operation.type in _CONVOLUTIONS:
        return _times(operation.outputs[0].shape, _product(operation.inputs[1].shape[:-1]))
    if operation.type == "DepthwiseConv2dNative":
        return _times(operation.outputs[0].shape, _product(operation.inputs[1].shape[:2]))
    if operation.type in _TRANSPOSED:
        return _times(operation.inputs[2].shape, _product(operation.inputs[1].shape[:-1]))
    return 0


def _product(shape):
    return math.prod(shape.as_list()) if shape.is_fully_defined() else None


def _times(shape, count):
    numbers = _product(shape)
    return None if None in (numbers, count) else numbers * count


def _bytes(operation):
    if operation.type in _NO_MEMORY or operation.type.startswith("Placeholder"):
        return 0
    total = 0
    for tensor in operation.outputs:
        if tensor.dtype.base_dtype in (tf.resource, tf.string, tf.variant):
            continue
        numbers = _product(tensor.shape)
        if numbers is None:
            return None
        total += numbers * tensor.dtype.base_dtype.size
    return total
