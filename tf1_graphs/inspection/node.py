"""Holds a graph's nodes in a form that can be compared, and writes attributes as text."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from tf1_graphs.tensorflow1 import RENAMED_OPS, tf

SHOWN_VALUES = 8


@dataclass(frozen=True)
class Node:
    """A node, its op by TensorFlow 1's name.

    Attributes:
        name: unique in the graph.
        op: its type.
        inputs: names of tensors, `^` before those of control inputs.
        attributes: text by name, equal where the attributes are.
    """

    name: str
    op: str
    inputs: tuple
    attributes: Mapping[str, str]


def of_graph_def(graph_def):
    """Return the nodes of a `tf.GraphDef` as a list of `Node`."""
    return [_node(node.name, node.op, node.input, _attributes(node)) for node in graph_def.node]


def _attributes(node):
    # What begins with `_` are notes of TensorFlow's own, but for `_class`: colocation.
    attributes = {
        key: text(value)
        for key, value in node.attr.items()
        if key == "_class" or not key.startswith("_")
    }
    return attributes | {"device": node.device} if node.device else attributes


def of_recording(listed, graph):
    """Return the nodes of a JSON recording as `Node`s.

    Args:
        listed: the recording's `nodes`.
        graph: the `tf.Graph` to compare with, whose ops say what an attribute is that a recording
            leaves out: its default value.
    """
    defaults = {_old_name(op.type): _defaults(op.op_def) for op in graph.get_operations()}
    seeds = ("seed", "seed2")
    return [
        _node(
            entry["name"],
            entry["op"],
            entry.get("input", ()),
            defaults.get(_old_name(entry["op"]), {})
            | {key: str(entry[key]) for key in seeds if key in entry}
            | entry.get("attr", {}),
        )
        for entry in listed
    ]


def _defaults(op_def):
    return {
        attribute.name: text(attribute.default_value)
        for attribute in op_def.attr
        if attribute.HasField("default_value") and attribute.name not in ("seed", "seed2")
    }


def _old_name(op_type):
    return RENAMED_OPS.get(op_type, op_type)


def _node(name, op, inputs, attributes):
    return Node(name, _old_name(op), tuple(inputs), attributes)


def text(attribute):
    """Return a node's attribute as text: the same text means the same value, to the bit.

    Args:
        attribute: `tf.AttrValue`.
    """
    kind = attribute.WhichOneof("value")
    if kind == "list":
        return f"[{', '.join(_items(attribute.list))}]"
    return _single(kind, getattr(attribute, kind) if kind else "")


def _items(listed):
    for field, values in listed.ListFields():
        yield from (_single(field.name, value) for value in values)


def _single(kind, value):
    if kind == "s":
        return value.decode(errors="backslashreplace")
    if kind == "type":
        return tf.as_dtype(value).name
    if kind == "shape":
        if value.unknown_rank:
            return "unknown"
        return f"[{', '.join('?' if size.size < 0 else str(size.size) for size in value.dim)}]"
    if kind == "tensor":
        return _tensor(value)
    if kind == "func":
        return value.name
    return str(value)


def _tensor(value):
    array = tf.make_ndarray(value)
    described = f"{array.dtype.name} {list(array.shape)}"
    if array.size > SHOWN_VALUES:
        content = repr(array.tolist()).encode() if array.dtype.kind == "O" else array.tobytes()
        digest = hashlib.sha256(content).hexdigest()[:8]
        return f"{described}, values with SHA-256 {digest}…"
    items = [repr(item) if array.dtype.kind == "O" else str(item) for item in array.flat]
    return f"{described} [{', '.join(items)}]" if array.ndim else items[0]
