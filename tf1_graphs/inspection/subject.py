"""Holds what is inspected: a graph, its nodes in order of creation, and what goes with them."""

import contextlib
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tf1_graphs.errors import InputError
from tf1_graphs.tensorflow1 import import_graph, tf, variable_name

MOST_BYTES = 2**31 - 1
MOST_SCOPES = 200
MOST_NUMBERS = 10**8
SHOWN_NODES = 3

_AUXILIARY = re.compile(
    r"^(save|init|init_all_tables|report_uninitialized_[a-z]+|group_deps)(_\d+)?(/|$)"
)
# How TensorFlow says which node failed, and why.
_NODE = re.compile(r"^Node: '([^']*)'\n(.+)", re.MULTILINE)


@dataclass(frozen=True)
class Subject:
    """A graph to look at.

    Attributes:
        title: what it is, in one line.
        graph: `tf.Graph`, from which shapes and types are read.
        graph_def: its nodes, in order of creation.
        collections: names of what is in each collection, by key; empty where a file has none.
        outputs: tensors and ops that an experiment names, by its name for them.
        notes: what was found on reading, one line each.
        values: `Values` of the variables, where there are any.
        signatures: of a SavedModel: {`method`, `inputs`, `outputs`} by name, tensors by key.
        missing: names of nodes by op that this TensorFlow does not have.
        meta: the file's `tf.MetaGraphDef`, which says how to restore and initialize; or None.
    """

    title: str
    graph: Any
    graph_def: Any
    collections: Mapping[str, Sequence[str]]
    outputs: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    values: Any = None
    signatures: Mapping[str, Any] = field(default_factory=dict)
    missing: Mapping[str, Sequence[str]] = field(default_factory=dict)
    meta: Any = None


def is_auxiliary(name):
    """Tell whether a node saves, restores or initializes, which is no part of the model."""
    return bool(_AUXILIARY.match(name))


def is_gradient(name):
    """Tell whether a tensor or op is in a scope that `tf.gradients` makes."""
    return "gradients" in name and any(
        part.partition("_")[0] == "gradients" for part in name.lstrip("^").split("/")[:-1]
    )


def sizes(shape):
    """Return a `tf.TensorShape` as a list, None for what is unknown; None if the rank is."""
    return None if shape.rank is None else shape.as_list()


def of_graph(graph, title="", book=None):
    """Return the `Subject` that a graph which was just built is.

    Args:
        graph: `tf.Graph`.
        title: one line.
        book: the `BookGraph`, which names outputs; or None.
    """
    keys = [key for key in graph.get_all_collection_keys() if isinstance(key, str)]
    collections = {
        key: [getattr(item, "name", str(item)) for item in graph.get_collection(key)]
        for key in sorted(keys)
        if not key.startswith("__")
    }
    graph_def = graph.as_graph_def(add_shapes=True)
    return Subject(title, graph, graph_def, collections, {} if book is None else _outputs(book))


def _outputs(book):
    named = dict(book.metrics)
    named |= {name: tensor for name, tensor in book.step_metrics.items() if name not in named}
    named |= {"predictions": book.predictions, "training op": book.training_op}
    named["summary"] = book.summary
    return {name: output for name, output in named.items() if output is not None}


def of_meta_graph(meta, title, notes=(), values=None, signatures=None, whole=None):
    """Return the `Subject` that a `tf.MetaGraphDef` describes.

    Args:
        meta: the `tf.MetaGraphDef`.
        title: one line.
        notes: what was found on reading.
        values: `Values` of its variables, or None.
        signatures: as the `Subject` has them.
        whole: the `tf.MetaGraphDef` that says how to restore, where `meta` is a part of it.

    Raises:
        InputError: TensorFlow cannot build its graph, or it is beyond the bounds.
    """
    check_bounds(meta.graph_def, title)
    try:
        ops = meta.meta_info_def.stripped_op_list.op
        graph, graph_def, missing = import_graph(meta.graph_def, ops)
        names = _names(meta)
    # ValueError, DecodeError, errors of TensorFlow's C++, KeyError of op types.
    except Exception as error:
        reason = _newer(meta.graph_def) or line(error)
        raise InputError(f"{title}: this TensorFlow cannot build that graph: {reason}") from None
    gone = [
        f"op {op} is not in this TensorFlow: {len(nodes)} node{'s' * (len(nodes) > 1)} "
        f"({', '.join(nodes[:SHOWN_NODES])}{', …' * (len(nodes) > SHOWN_NODES)}) can be looked "
        "at, but not run"
        for op, nodes in missing.items()
    ]
    return Subject(
        title,
        graph,
        graph_def,
        names,
        {},
        (*notes, *gone),
        values,
        signatures or {},
        missing,
        whole or meta,
    )


def of_values(values, title, notes=()):
    """Return the `Subject` that values of variables without a graph are."""
    return Subject(title, tf.Graph(), tf.GraphDef(), {}, {}, notes, values)


def line(error):
    """Return the first line of an error's message; of a session's, the one after the node."""
    text = str(getattr(error, "message", error)).strip()
    if text.startswith("Graph execution error"):
        node = _NODE.search(text)
        text = f"{node[1]}: {node[2]}" if node else text.partition("\n")[2].strip()
    return text.splitlines()[0] if text else type(error).__name__


def bounded(path):
    """Return a file's bytes; a message of TensorFlow's has less than 2 GiB."""
    if path.stat().st_size > MOST_BYTES:
        raise InputError(
            f"{path} has {path.stat().st_size} bytes: TensorFlow reads graphs of up to {MOST_BYTES}"
        )
    return path.read_bytes()


def check_bounds(graph_def, title):
    """Refuse a graph that names scopes, or claims values, beyond what a file can hold.

    Raises:
        InputError: it does.
    """
    for node in graph_def.node:
        if node.name.count("/") > MOST_SCOPES:
            raise InputError(
                f"{title}: the node {node.name[:40]}… stands in {node.name.count('/')} scopes; "
                f"graphs of up to {MOST_SCOPES} are read"
            )
        tensor = node.attr["value"].tensor if "value" in node.attr else None
        if tensor is None:
            continue
        count = math.prod(max(size.size, 0) for size in tensor.tensor_shape.dim)
        if count > MOST_NUMBERS and count > tensor.ByteSize():
            raise InputError(
                f"{title}: the constant {node.name} claims {count} numbers, of which the file "
                f"has {tensor.ByteSize()} bytes; up to {MOST_NUMBERS} are filled in"
            )


def keep(graph_def, names):
    """Remove nodes that none of the named tensors and ops are computed from."""
    nodes = {node.name: node for node in graph_def.node}
    waiting = [name.lstrip("^").partition(":")[0] for name in names]
    reached = set()
    while waiting:
        name = waiting.pop()
        if name in nodes and name not in reached:
            reached.add(name)
            waiting += [source.lstrip("^").partition(":")[0] for source in nodes[name].input]
    kept = [node for node in graph_def.node if node.name in reached]
    copied = tf.GraphDef(node=kept)
    del graph_def.node[:]
    graph_def.node.extend(copied.node)


def _newer(graph_def):
    """Say that a graph is of a newer TensorFlow than this one, if it says so itself."""
    known = tf.Graph().graph_def_versions
    if graph_def.versions.min_consumer > known.producer:
        return (
            f"it is of a newer one (it asks for graph version {graph_def.versions.min_consumer}; "
            f"TensorFlow {tf.__version__} has {known.producer})"
        )
    return ""


def elements(subject, key):
    """Return what is in a collection; a file may name there what was cut out of its graph."""
    found = []
    for name in subject.collections.get(key, ()):
        with contextlib.suppress(KeyError, ValueError):
            found.append(subject.graph.as_graph_element(name))
    return found


def _names(meta):
    """Return the names in each collection, as `Graph.get_collection` has them."""
    names = {}
    for key, collection in sorted(meta.collection_def.items()):
        if collection.HasField("node_list"):
            names[key] = list(collection.node_list.value)
        elif collection.HasField("bytes_list") and key in _OF_VARIABLES:
            names[key] = [variable_name(value) for value in collection.bytes_list.value]
    return names


_OF_VARIABLES = {
    tf.GraphKeys.GLOBAL_VARIABLES,
    tf.GraphKeys.TRAINABLE_VARIABLES,
    tf.GraphKeys.LOCAL_VARIABLES,
    tf.GraphKeys.MODEL_VARIABLES,
    tf.GraphKeys.MOVING_AVERAGE_VARIABLES,
    tf.GraphKeys.GLOBAL_STEP,
}
