"""Reads a graph from a `.meta` file, a GraphDef, an event file, or a folder of these.

What a file is, is told by its content, not by its name.
"""

import json
from pathlib import Path

from google.protobuf import text_format
from google.protobuf.message import DecodeError

from tf1_graphs.errors import InputError
from tf1_graphs.inspection import event_files, subject
from tf1_graphs.tensorflow1 import tf

# How files begin that are mistaken for a graph.
_LOOKS_LIKE = {
    b"\x89PNG": "a PNG picture",
    b"\x89HDF": "an HDF5 file, such as Keras' weights",
    b"PK\x03\x04": "a ZIP archive, such as .npz or .keras",
    b"\x1f\x8b": "a gzip file; unpack it first",
    b"%PDF": "a PDF document",
}


def load(path):
    """Return the graph in a file as a `Subject`.

    Args:
        path: a `tf.MetaGraphDef` or a `tf.GraphDef`, binary or as text; an event file; or a folder
            with event files or with one of the others.

    Raises:
        InputError: there is no such file, or no graph in it; the message says what it looks like.
    """
    path = Path(path)
    if path.is_dir():
        return _load_folder(path)
    if not path.exists():
        raise InputError(f"{path}: no such file or folder")
    content = path.read_bytes()
    if event_files.is_event_file(content):
        return _from_events(path)
    if "tfevents" in path.name:
        raise InputError(f"{path} is not an event file: its first record is damaged or cut off")
    meta = _parse(path, content)
    return subject.of_meta_graph(meta, str(path))


def _load_folder(folder):
    found = sorted(folder.rglob("*tfevents*"), key=lambda path: path.name)
    for path in reversed(found):
        if event_files.is_event_file(path.read_bytes()):
            graph, cut = event_files.graph_in(path)
            if graph is not None:
                more = (f"the newest graph of {len(found)} event files",) if len(found) > 1 else ()
                return subject.of_meta_graph(graph, str(path), (*more, *_cut_off(cut)))
    if found:
        raise InputError(f"{folder}: no graph in its event files ({len(found)})")
    graphs = sorted(path for kind in ("*.meta", "*.pb", "*.pbtxt") for path in folder.glob(kind))
    if len(graphs) == 1:
        return load(graphs[0])
    if graphs:
        names = ", ".join(path.name for path in graphs)
        raise InputError(f"{folder} has several graph files; name one: {names}")
    raise InputError(
        f"{folder} is no run directory, and has no event files and no .meta, .pb or .pbtxt file"
    )


def _from_events(path):
    graph, cut = event_files.graph_in(path)
    if graph is None:
        before = " before the place where it is cut off or damaged" if cut else ""
        raise InputError(
            f"{path} is an event file without a graph{before}; "
            "its writer was not given one (`tf.summary.FileWriter(folder, graph)`)"
        )
    return subject.of_meta_graph(graph, str(path), _cut_off(cut))


def _cut_off(cut):
    return (f"the event file is cut off or damaged ({cut}); what is before it was used",) * bool(
        cut
    )


def _parse(path, content):
    """Return the file's content as a `tf.MetaGraphDef`, which may hold nothing but nodes."""
    if not content:
        raise InputError(f"{path} is empty")
    for message in (tf.MetaGraphDef(), tf.GraphDef()):
        try:
            message.ParseFromString(content)
        except DecodeError:
            continue
        meta = _with_nodes(message)
        if meta is not None:
            return meta
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise InputError(f"{path} is not a graph file: {_looks_like(path, content)}") from None
    return _parse_text(path, text)


def _with_nodes(message):
    meta = message
    if isinstance(message, tf.GraphDef):
        meta = tf.MetaGraphDef(graph_def=message)
    nodes = meta.graph_def.node
    return meta if nodes and all(node.name and node.op for node in nodes) else None


def _parse_text(path, text):
    kind = tf.MetaGraphDef if "graph_def {" in text else tf.GraphDef
    if "node {" not in text:
        raise InputError(f"{path} is not a graph file: {_text_looks_like(text)}")
    try:
        meta = _with_nodes(text_format.Parse(text, kind()))
    except text_format.ParseError as error:
        raise InputError(f"{path} is not a graph file: as text, {error}") from None
    if meta is None:
        raise InputError(f"{path} is not a graph file: a node in it has no name or no op")
    return meta


def _looks_like(path, content):
    for beginning, kind in _LOOKS_LIKE.items():
        if content.startswith(beginning):
            return f"it looks like {kind}"
    if path.suffix == ".index" or ".data-" in path.name:
        return "it is a part of a checkpoint; the graph is in the .meta file beside it"
    if path.name == "saved_model.pb":
        return "it is a SavedModel: load it, and write it by `tf.train.export_meta_graph`"
    if path.suffix in (".meta", ".pb"):
        return "it is cut off or damaged, or something else with that name"
    return "binary data of another kind"


def _text_looks_like(text):
    try:
        content = json.loads(text)
    except ValueError:
        first = text.strip().splitlines()[0].strip() if text.strip() else ""
        return f"it looks like text that begins {first[:40]!r}"
    if isinstance(content, dict) and "articles" in content:
        return "it is a JSON recording, which `inspect NAME --against FILE` compares with"
    if isinstance(content, dict) and "cells" in content:
        return "it looks like a Jupyter notebook"
    return "it looks like JSON of another kind"
