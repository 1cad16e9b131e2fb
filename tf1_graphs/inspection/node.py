"""The nodes of a graph in a form that can be compared, and its attributes as text."""

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
    return [
        _node(
            node.name,
            node.op,
            node.input,
            _attributes(node),
        )
        for node in graph_def.node
    ]


def _attributes(node):
    # What begins with `_` are notes of TensorFlow's own, but for `_class`: colocation.
    attributes = {
        key: text(value)
        for key, value in node.attr.items()
        if key == "_class" or not key.startswith("_")
    }
    return attributes | {"device": node.device} if node.device else attributes


def of_recording(listed):
    """Return the nodes of a JSON recording as `Node`s; of attributes it holds the seeds alone."""
    seeds = ("seed", "seed2")
    return [
        _node(
            entry["name"],
            entry["op"],
            entry.get("input", ()),
            {key: str(entry[key]) for key in seeds if key in entry},
        )
        for entry in listed
    ]


def _node(name, op, inputs, attributes):
    return Node(name, RENAMED_OPS.get(op, op), tuple(inputs), attributes)


def nodes(graph):
    """List a graph's nodes in order of creation, as a JSON recording has them.

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
    if array.size <= SHOWN_VALUES:
        values = array.tolist() if array.dtype.kind in "OSU" else [str(item) for item in array.flat]
        shown = f"{values}" if array.dtype.kind in "OSU" else f"[{', '.join(values)}]"
        return f"{array.dtype.name} {list(array.shape)} {shown}" if array.ndim else shown[1:-1]
    content = repr(array.tolist()).encode() if array.dtype.kind == "O" else array.tobytes()
    digest = hashlib.sha256(content).hexdigest()[:8]
    return f"{array.dtype.name} {list(array.shape)}, values with SHA-256 {digest}…"
