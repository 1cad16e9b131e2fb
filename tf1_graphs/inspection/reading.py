"""Reads a graph, or variables without one, from whatever TensorFlow left behind.

`.meta` files and GraphDefs (binary or as text), SavedModels, checkpoints in both formats, event
files, `.npz` files of arrays, and folders of these.

What a file is, is told by its content, not by its name.
"""

import contextlib
import json
from pathlib import Path

from google.protobuf import text_format
from google.protobuf.message import DecodeError

from tf1_graphs.errors import InputError
from tf1_graphs.inspection import event_files, saved_models, subject, values
from tf1_graphs.tensorflow1 import tf

# How files begin that are mistaken for a graph.
_ZIP = b"PK\x03\x04"
_LOOKS_LIKE = {
    b"\x89PNG": "a PNG picture",
    b"\x89HDF": "an HDF5 file, such as Keras' weights or model: Keras reads it, and its "
    "`model.export(FOLDER)` writes a SavedModel, which can be inspected",
    _ZIP: "a ZIP archive, such as .keras, which Keras reads; of Keras' models, a SavedModel can be "
    "inspected (`model.export(FOLDER)`)",
    b"\x1f\x8b": "a gzip file; unpack it first",
    b"%PDF": "a PDF document",
}


def load(path):
    """Return the graph in a file as a `Subject`.

    Args:
        path: a `tf.MetaGraphDef` or a `tf.GraphDef`, binary or as text; a checkpoint's prefix or
            one of its files; an event file; an `.npz` file; or a folder: a SavedModel, one whose
            `checkpoint` file names a checkpoint with its graph, such as an estimator's `model_dir`,
            or one with event files or with one of the others.

    Raises:
        InputError: there is no such file, or no graph in it; the message says what it looks like.
    """
    path = Path(path)
    if path.is_dir():
        return _load_folder(path)
    prefix = values.checkpoint_prefix(path)
    if prefix is not None:
        return _of_checkpoint(prefix)
    if not path.exists():
        raise InputError(f"{path}: no such file or folder")
    if path.name in saved_models.FILES:
        return saved_models.load(path.parent)
    content = _beginning(path)
    if event_files.is_event_file(content):
        return _from_events(path)
    if "tfevents" in path.name:
        raise InputError(f"{path} is not an event file: its first record is damaged or cut off")
    if content.startswith(_ZIP) and path.suffix == ".npz":
        held = values.of_arrays(path)
        return subject.of_values(held, str(path), (held.format,))
    return _of_graph_file(path)


def _beginning(path):
    with path.open("rb") as file:
        return file.read(4096)


def _load_folder(folder):
    if saved_models.is_saved_model(folder):
        return saved_models.load(folder)
    newest = newest_checkpoint(folder)
    if newest is not None and (folder / "checkpoint").is_file() and _meta(newest).is_file():
        return load(newest)  # of the event files of such a folder, the newest is an evaluation's
    found = sorted(folder.rglob("*tfevents*"), key=lambda path: path.name)
    for path in reversed(found):
        if event_files.is_event_file(path.read_bytes()):
            graph, cut = event_files.graph_in(path)
            if graph is not None:
                more = (f"the newest graph of {len(found)} event files",) if len(found) > 1 else ()
                return subject.of_meta_graph(graph, str(path), (*more, *_cut_off(cut)))
    graphs = sorted(path for kind in ("*.meta", "*.pb", "*.pbtxt") for path in folder.glob(kind))
    if len(graphs) == 1:
        return load(graphs[0])
    if newest is not None and (_meta(newest) in graphs or not graphs):
        return load(newest)
    if found:
        raise InputError(f"{folder}: no graph in its event files ({len(found)})")
    if graphs:
        names = ", ".join(path.name for path in graphs)
        raise InputError(f"{folder} has several graph files; name one: {names}")
    raise InputError(
        f"{folder} is no run directory, no SavedModel, and has no event files, no checkpoint and "
        "no .meta, .pb or .pbtxt file"
    )


def newest_checkpoint(folder):
    """Return the prefix of a folder's one checkpoint, or of the one its `checkpoint` file names."""
    with contextlib.suppress(OSError, ValueError, tf.errors.OpError, text_format.ParseError):
        state = tf.train.get_checkpoint_state(str(folder))
        named = state and folder / Path(state.model_checkpoint_path).name
        if named and values.is_checkpoint(named):
            return named
    prefixes = {values.checkpoint_prefix(path) for path in folder.iterdir() if path.is_file()}
    prefixes.discard(None)
    return prefixes.pop() if len(prefixes) == 1 else None


def _meta(prefix):
    return prefix.with_name(f"{prefix.name}.meta")


def _of_checkpoint(prefix):
    """Return a checkpoint's variables, with the graph of the `.meta` file beside it."""
    held = values.of_checkpoint(prefix)
    beside = _meta(prefix)
    if beside.is_file():
        return _of_graph_file(beside, held)
    notes = (held.format, "the graph is not here: there is no .meta file beside it")
    return subject.of_values(held, str(prefix), notes)


def _of_graph_file(path, held=None):
    """Return the graph in a file; of a `.meta`, with the values of its checkpoint."""
    content = subject.bounded(path)
    meta, newer = _parse(path, content), ()
    prefix = values.checkpoint_prefix(path.with_suffix("")) if path.suffix == ".meta" else None
    if held is None and prefix is not None:
        try:
            held = values.of_checkpoint(prefix)
        except InputError as error:
            newer = (f"its values are not to be had: {error}",)
    return subject.of_meta_graph(meta, str(path), newer, values=held)


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
    except (text_format.ParseError, RecursionError) as error:
        raise InputError(f"{path} is not a graph file: as text, {subject.line(error)}") from None
    if meta is None:
        raise InputError(f"{path} is not a graph file: a node in it has no name or no op")
    return meta


def _looks_like(path, content):
    if content[4:8] == b"TFL3":
        return (
            "it is a TensorFlow Lite model, whose ops are no longer TensorFlow's: inspect what it "
            "was converted from"
        )
    for beginning, kind in _LOOKS_LIKE.items():
        if content.startswith(beginning):
            return f"it looks like {kind}"
    if path.suffix == ".index" or ".data-" in path.name:
        return "it is a part of a checkpoint, which is cut off or damaged, or not whole"
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
