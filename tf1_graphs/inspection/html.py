"""Writes a graph as one HTML file: its scopes as a diagram that opens and closes, without a server.

The diagram is drawn by cytoscape with the layout of dagre, which are in the file; their versions
and licences are in `page/LICENSES.txt`.
"""

import html as escaping
import json
import re
from pathlib import Path

from tf1_graphs.inspection.alignment import align
from tf1_graphs.inspection.changes import attribute_changes, input_changes
from tf1_graphs.inspection.description import shape_text
from tf1_graphs.inspection.node import of_graph_def
from tf1_graphs.inspection.subject import is_auxiliary, sizes
from tf1_graphs.inspection.weights import compare_values, lines

_PARTS = Path(__file__).parent / "page"


def html(subject, facts, other=None):
    """Return a page that shows a graph, and how another one differs from it.

    Args:
        subject: the `Subject`.
        facts: what `facts` returned of it.
        other: the `Subject` to compare with, or None.

    Returns:
        HTML text.
    """
    nodes = _nodes(subject)
    differences = {} if other is None else _differences(subject, other, nodes)
    variables = {row["name"]: _variable(row) for row in facts["variables"]}
    data = {
        "summary": _summary(subject, facts, other, differences),
        "nodes": nodes,
        "variables": variables,
        "costs": {row["name"]: row for row in facts["costs"]["scopes"]},
        "differences": differences,
    }
    # `<` could end the script that holds the data.
    text = json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")
    filled = {
        "title": escaping.escape(subject.title),
        "css": _part("page.css"),
        "data": text,
        "cytoscape": _part("cytoscape.min.js"),
        "dagre": _part("cytoscape-dagre.min.js"),
        "script": _part("page.js"),
    }
    return re.sub(r"\{\{ (\w+) \}\}", lambda match: filled[match[1]], _part("page.html"))


def _part(name):
    return (_PARTS / name).read_text(encoding="utf-8")


def _nodes(subject):
    """Return [name, op, inputs as [node, output], shapes, status] of each node of the model.

    What saves and initializes is left out, as in the other pictures.
    """
    shown = [node for node in subject.graph_def.node if not is_auxiliary(node.name)]
    number = {node.name: index for index, node in enumerate(shown)}
    listed = []
    for node in shown:
        outputs = subject.graph.get_operation_by_name(node.name).outputs
        inputs = []
        for name in node.input:
            source, _, output = name.lstrip("^").partition(":")
            output = -1 if name.startswith("^") else int(output or 0)
            if source in number:
                inputs.append([number[source], output])
        shapes = [shape_text(sizes(tensor.shape)) for tensor in outputs]
        listed.append([node.name, node.op, inputs, shapes, ""])
    return listed


def _differences(subject, other, nodes):
    """Mark the nodes that differ, add those that are missing here; return what differs by name."""
    here, there = of_graph_def(subject.graph_def), of_graph_def(other.graph_def)
    found = align(here, there)
    told, place = {}, {node[0]: node for node in nodes}
    for i in found.here_only:
        if here[i].name in place:
            place[here[i].name][4] = "added"
    for i, j in found.pairs:
        changes = list(input_changes(here[i], there[j], found.renamed, True))
        changes += attribute_changes(here[i], there[j], found.renamed)
        if here[i].name != there[j].name:
            changes.insert(0, f"named {there[j].name} there")
        if changes and here[i].name in place:
            place[here[i].name][4] = "changed"
            told[here[i].name] = changes
    if subject.values is not None and other.values is not None:
        for row in compare_values(subject.values, other.values):
            if row["name"] in place and row["how"] != "equal":
                place[row["name"]][4] = place[row["name"]][4] or "changed"
                told.setdefault(row["name"], []).extend(lines([row]))
    missing = [
        j
        for j, _ in found.there_only
        if there[j].name not in place and not is_auxiliary(there[j].name)
    ]
    number = {node[0]: index for index, node in enumerate(nodes)}
    number |= {there[j].name: len(nodes) + k for k, j in enumerate(missing)}
    for j in missing:
        inputs = []
        for name in there[j].inputs:
            source, _, output = name.lstrip("^").partition(":")
            source = found.renamed.get(source, source)
            if source in number and not name.startswith("^"):
                inputs.append([number[source], int(output or 0)])
        nodes.append([there[j].name, there[j].op, inputs, [], "missing"])
    return told


def _variable(row):
    count = "?" if row["parameters"] is None else row["parameters"]
    return {
        "role": row["role"],
        "parameters": row["parameters"],
        "text": f"{row['dtype']} {shape_text(row['shape'])}, {count} parameters",
        "initializer": row["initializer"] or "",
    }


def _summary(subject, facts, other, differences):
    parameters = sum(row["parameters"] or 0 for row in facts["variables"] if row["role"] != "slot")
    text = f"{facts['ops']} ops, {parameters} parameters"
    total = next((row for row in facts["costs"]["scopes"] if not row["name"]), None)
    if total and total["multiply_adds"]:
        text += f", {total['multiply_adds']} multiply-adds"
    if other is not None:
        text += f"; against {other.title}: green is only here, red is missing, orange differs"
    return "; ".join([text, *facts["notes"]])
