"""A graph as few boxes and arrows: what `dot` and `svg` draw."""

import collections
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tf1_graphs.compat import tf
from tf1_graphs.inspection.facts import sizes
from tf1_graphs.inspection.subject import is_auxiliary, is_gradient
from tf1_graphs.inspection.variables import TYPES
from tf1_graphs.inspection.words import shape_text

MANY = 3  # so many boxes that the same arrows lead to and from are drawn as one
SHOWN_LINES = 8


@dataclass(frozen=True)
class Box:
    """A scope, or an op in no scope.

    Attributes:
        name: full name; of several drawn as one, how many, and the first.
        kind: `input`, `variables`, `ops` or `training`.
        lines: what it says below its name.
    """

    name: str
    kind: str
    lines: Sequence[str]


@dataclass(frozen=True)
class Picture:
    """What is drawn.

    Attributes:
        title: one line.
        boxes: in order of creation.
        arrows: shapes of the tensors, as text, by (name of the box that they come from, and of the
            one that they go to).
        auxiliary: number of ops by what they do: saving, initializing, summaries; they are told,
            but not drawn.
    """

    title: str
    boxes: Sequence[Box]
    arrows: Mapping[tuple[str, str], Sequence[str]]
    auxiliary: Mapping[str, int]


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
    arrows = _without_what_follows(_arrows(boxes, home), kinds)
    drawn = [Box(name, kinds[name], _lines(boxes[name], kinds[name])) for name in boxes]
    drawn, arrows = _variables_where_used(drawn, arrows)
    return _together(Picture(title, drawn, arrows, +auxiliary))


def _boxes(graph, depth):
    """Return the ops by the box that they are drawn in."""
    operations = graph.get_operations()
    scopes = {
        "/".join(parts[:end])
        for parts in (op.name.split("/") for op in operations)
        for end in range(1, len(parts))
    }
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


def _without_what_follows(arrows, kinds):
    """Leave out arrows to the training where the boxes between lead there too."""
    targets = collections.defaultdict(list)
    for start, end in arrows:
        targets[start].append(end)
    reach = {name: _reached(name, targets) for name in kinds}

    def follows(source, target):
        return kinds[target] == "training" and any(
            end == target
            and between in reach[source]
            # In a cycle, one would be left out because of the other.
            and source not in reach[between]
            and between not in reach[target]
            for between, end in arrows
        )

    return {pair: shapes for pair, shapes in arrows.items() if not follows(*pair)}


def _reached(name, targets):
    reached, waiting = set(), [name]
    while waiting:
        found = set(targets[waiting.pop()]) - reached
        reached |= found
        waiting += found
    return reached


def _variables_where_used(boxes, arrows):
    """Write variables that one box alone uses into that box: TensorFlow 1 has scopes for both."""
    users = {box.name: [end for start, end in arrows if start == box.name] for box in boxes}
    inside = {
        box.name: users[box.name][0]
        for box in boxes
        if box.kind == "variables" and len(users[box.name]) == 1
    }
    kept = []
    for box in boxes:
        used = [other for other in boxes if inside.get(other.name) == box.name]
        texts = _cut([f"{other.name}: {', '.join(other.lines)}" for other in used])
        if box.name not in inside:
            kept.append(Box(box.name, box.kind, [*box.lines, *texts]))
    return kept, {pair: shapes for pair, shapes in arrows.items() if pair[0] not in inside}


def _cut(lines):
    """Leave lines out in the middle, if they are many."""
    if len(lines) > SHOWN_LINES:
        lines[SHOWN_LINES - 2 : -1] = [f"… {len(lines) - SHOWN_LINES + 1} more …"]
    return lines


def _together(drawn):
    """Draw boxes of one kind as one that the same arrows lead to and from, if they are many."""
    groups = {}
    for box in drawn.boxes:
        sources = frozenset(start for start, end in drawn.arrows if end == box.name)
        targets = frozenset(end for start, end in drawn.arrows if start == box.name)
        alone = None if sources or targets else box.name
        groups.setdefault((box.kind, sources, targets, alone), []).append(box)
    names, boxes = {}, []
    for group in groups.values():
        if len(group) >= MANY and group[0].kind != "input":
            group_box = _one_of(group)
            boxes.append(group_box)
            names |= {box.name: group_box.name for box in group}
        else:
            boxes += group
            names |= {box.name: box.name for box in group}
    arrows = {}
    for (start, end), shapes in drawn.arrows.items():
        arrows.setdefault((names[start], names[end]), []).extend(shapes)
    return Picture(drawn.title, boxes, arrows, drawn.auxiliary)


def _one_of(group):
    lines = _cut([f"{box.name}: {', '.join(box.lines)}" for box in group])
    return Box(f"{len(group)} scopes: {group[0].name} …", group[0].kind, lines)
