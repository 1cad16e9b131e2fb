"""Holds what is inspected: a graph, its nodes in order of creation, and what goes with them."""

import contextlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tf1_graphs.errors import InputError
from tf1_graphs.tensorflow1 import tf, variable_name

_AUXILIARY = re.compile(
    r"^(save|init|init_all_tables|report_uninitialized_[a-z]+|group_deps)(_\d+)?(/|$)"
)


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
    """

    title: str
    graph: Any
    graph_def: Any
    collections: Mapping[str, Sequence[str]]
    outputs: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def is_auxiliary(name):
    """Tell whether a node saves, restores or initializes, which is no part of the model."""
    return bool(_AUXILIARY.match(name))


def is_gradient(name):
    """Tell whether a tensor or op is in a scope that `tf.gradients` makes."""
    return any(part.partition("_")[0] == "gradients" for part in name.lstrip("^").split("/")[:-1])


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


def of_meta_graph(meta, title, notes=()):
    """Return the `Subject` that a `tf.MetaGraphDef` describes.

    Raises:
        InputError: TensorFlow cannot build its graph, for instance because it has an op of
            another program.
    """
    graph = tf.Graph()
    try:
        with graph.as_default():
            tf.import_graph_def(meta.graph_def, name="")
        names = _names(meta)
    # ValueError, DecodeError, errors of TensorFlow's C++, KeyError of op types.
    except Exception as error:
        reason = str(error).strip().splitlines()[0]
        raise InputError(f"{title}: this TensorFlow cannot build that graph: {reason}") from None
    return Subject(title, graph, _with_defaults(meta.graph_def, graph), names, {}, notes)


def elements(subject, key):
    """Return what is in a collection; a file may name there what was cut out of its graph."""
    found = []
    for name in subject.collections.get(key, ()):
        with contextlib.suppress(KeyError, ValueError):
            found.append(subject.graph.as_graph_element(name))
    return found


def _with_defaults(graph_def, graph):
    """Return nodes in the file's order, with the attributes that files leave out or did not know.

    Importing gives every attribute that is not there its default value, but orders by inputs.
    """
    imported = {node.name: node for node in graph.as_graph_def(add_shapes=True).node}
    complete = tf.GraphDef(versions=graph_def.versions)
    for node in graph_def.node:
        copied = complete.node.add()
        copied.CopyFrom(node)
        copied.attr.MergeFrom(imported[node.name].attr)
    return complete


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
