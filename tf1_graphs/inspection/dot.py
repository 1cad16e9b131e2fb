"""Writes a picture of a graph in the DOT language, for graphviz."""

import json

from tf1_graphs.inspection.picture import picture

_SHAPES = {"input": "box", "variables": "ellipse", "ops": "box", "training": "box"}


def dot(graph, depth=1, title="graph"):
    """Write a graph in the DOT language: scopes are clusters, what is deeper is one node.

    Args:
        graph: `tf.Graph`.
        depth: levels of name scopes that are kept apart.
        title: one line.

    Returns:
        DOT text, which `dot -Tsvg` draws.
    """
    drawn = picture(graph, depth, title)
    lines = [
        "digraph {",
        '  fontname="sans-serif" fontsize=12',
        f"  label={_quoted(title)}",
        '  node [fontname="sans-serif" fontsize=11]',
        '  edge [fontname="sans-serif" fontsize=9]',
        *_cluster(_tree(drawn.boxes), ""),
        *(
            f"  {_quoted(start)} -> {_quoted(end)} [label={_quoted(_label(shapes))}]"
            for (start, end), shapes in drawn.arrows.items()
        ),
        *_auxiliary(drawn.auxiliary),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _quoted(text):
    # DOT escapes quotes as JSON does, and a line break in a label is `\n` in both.
    return json.dumps(text, ensure_ascii=False)


def _label(shapes):
    return shapes[0] if len(shapes) == 1 else f"{len(shapes)} tensors"


def _tree(boxes):
    """Return the boxes by scope: {part: tree or Box}."""
    tree = {}
    for box in boxes:
        *scopes, leaf = box.name.split("/") if ":" not in box.name else [box.name]
        inner = tree
        for scope in scopes:
            inner = inner.setdefault(scope, {})
        inner[leaf] = box
    return tree


def _cluster(tree, prefix, indent="  "):
    for part, content in tree.items():
        name = f"{prefix}{part}"
        if isinstance(content, dict):
            yield f"{indent}subgraph {_quoted(f'cluster_{name}')} {{"
            yield f"{indent}  label={_quoted(part)}"
            yield from _cluster(content, f"{name}/", indent + "  ")
            yield f"{indent}}}"
        else:
            label = "\n".join([part, *content.lines])
            style = " style=dashed" if content.kind == "training" else ""
            yield (
                f"{indent}{_quoted(content.name)} "
                f"[label={_quoted(label)} shape={_SHAPES[content.kind]}{style}]"
            )


def _auxiliary(counts):
    if not counts:
        return
    yield '  subgraph "cluster_auxiliary" {'
    yield '    label="auxiliary" style=dashed'
    for name, count in counts.items():
        label = f"{name}\n{count} ops"
        yield f"    {_quoted(f'auxiliary/{name}')} [label={_quoted(label)}]"
    yield "  }"
