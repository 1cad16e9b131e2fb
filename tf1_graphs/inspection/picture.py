"""Reduces a graph to few boxes and arrows, which `dot` and `svg` draw."""

import collections
import math

from tf1_graphs.inspection.boxes import (
    Box,
    Picture,
    together,
    variables_where_used,
    without_what_follows,
)
from tf1_graphs.inspection.description import shape_text
from tf1_graphs.inspection.subject import is_auxiliary, is_gradient, sizes
from tf1_graphs.inspection.variables import TYPES
from tf1_graphs.tensorflow1 import tf


def picture(graph, depth=1, title=""):
    """Reduce a graph to its scopes.

    Left out are control inputs, single constants, what only saves, initializes or merges summaries,
    and arrows to the training that follow from others: every layer leads to its gradients.

    Args:
        graph: `tf.Graph`.
        depth: levels of name scopes that are kept apart.
        title: one line.

    Returns:
        `Picture`.
    """
    boxes, auxiliary = {}, collections.Counter()
    for name, operations in _boxes(graph, depth).items():
        if is_auxiliary(name):
            auxiliary["saving" if name.startswith("save") else "initializing"] += len(operations)
        elif all(_summarizes(op) for op in operations):
            auxiliary["summaries"] += sum(op.type != "Const" for op in operations)
        else:
            boxes[name] = operations
    home = {op.name: name for name, operations in boxes.items() for op in operations}
    kinds = {name: _kind(operations) for name, operations in boxes.items()}
    arrows = without_what_follows(_arrows(boxes, home), kinds)
    drawn = [Box(name, kinds[name], _lines(boxes[name], kinds[name])) for name in boxes]
    drawn, arrows = variables_where_used(drawn, arrows)
    return together(Picture(title, drawn, arrows, +auxiliary))


def _boxes(graph, depth):
    """Return the ops by the box that they are drawn in."""
    operations = graph.get_operations()
    scopes = set()
    for operation in operations:
        scope = operation.name.rpartition("/")[0]
        while scope and scope not in scopes:
            scopes.add(scope)
            scope = scope.rpartition("/")[0]
    variables = {op.name for op in operations if op.type in TYPES}
    boxes = {}
    for operation in operations:
        parts = operation.name.split("/")
        # A variable `kernel` stands in the scope `kernel`, beside its `read`.
        levels = len(parts) if operation.name in scopes else len(parts) - 1
        name = "/".join(parts[:depth]) if levels >= depth else operation.name
        outer = ("/".join(parts[:end]) for end in range(1, depth))
        name = next((scope for scope in outer if scope in variables), name)
        boxes.setdefault(name, []).append(operation)
    return boxes


def _summarizes(operation):
    return operation.type in ("Const", "MergeSummary") or operation.type.endswith("Summary")


def _kind(operations):
    if any(is_gradient(op.name) or "Apply" in op.type for op in operations):
        return "training"
    types = {op.type for op in operations} - {"Const"}
    if all(kind.startswith("Placeholder") for kind in types):
        return "input"
    if types & set(TYPES) and not any(op.type == "Placeholder" for op in operations):
        outside = {tensor.op for op in operations for tensor in op.inputs} - set(operations)
        return "ops" if outside else "variables"
    return "ops"


def _lines(operations, kind):
    """Say what is in a box."""
    if kind == "input":
        inputs = [op for op in operations if op.type.startswith("Placeholder")]
        single = len(operations) == len(inputs) == 1
        shapes = [shape_text(sizes(op.outputs[0].shape)) for op in inputs]
        names = ["" if single else f"{op.name.split('/')[-1]} " for op in inputs]
        return [name + shape for name, shape in zip(names, shapes, strict=True)]
    count = len(operations)
    lines = [f"{count} ops" if count > 1 else operations[0].type]
    if kind == "variables":
        variable = next(op for op in operations if op.type in TYPES)
        lines = [f"{variable.get_attr('dtype').base_dtype.name} {shape_text(_declared(variable))}"]
    parameters = sum(math.prod(_declared(op) or [0]) for op in _weights(operations))
    if parameters:
        lines.append(f"{parameters} parameters")
    return lines[-1:] if kind == "variables" else lines


def _declared(variable):
    return sizes(tf.TensorShape(variable.get_attr("shape")))


def _weights(operations):
    """Return variables that are no optimizer's: its slots stand in a variable's own scope."""
    found = [op for op in operations if op.type in TYPES and _declared(op)]
    names = {op.name for op in found}
    return [op for op in found if op.name.rpartition("/")[0] not in names]


def _arrows(boxes, home):
    arrows = {}
    for name, operations in boxes.items():
        for operation in operations:
            for tensor in operation.inputs:
                source = home.get(tensor.op.name, name)
                if source != name and tensor.op.type != "Const":
                    shapes = arrows.setdefault((source, name), {})
                    shapes[tensor.name] = shape_text(sizes(tensor.shape))
    return {pair: list(shapes.values()) for pair, shapes in arrows.items()}
