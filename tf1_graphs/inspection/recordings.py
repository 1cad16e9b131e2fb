"""Compares a graph with a JSON recording of an experiment's graph, or with one in a file."""

import json
from pathlib import Path

import numpy as np

from tf1_graphs.errors import InputError
from tf1_graphs.inspection.comparison import COLLECTIONS, Comparison, compare, compare_collections
from tf1_graphs.inspection.html import html
from tf1_graphs.inspection.node import of_graph_def, of_recording
from tf1_graphs.inspection.reading import load
from tf1_graphs.inspection.values import is_checkpoint
from tf1_graphs.inspection.weights import compare_values, lines
from tf1_graphs.tensorflow1 import session_config, tf, threads_or

ORACLE = "1.15.5"
"""The TensorFlow whose graphs ours are, node for node."""
ORACLE_PRODUCER = 134
"""The graph version that TensorFlow 1.15 writes into files."""
FORMAT = 1
"""Of a JSON recording of a whole graph; one without this number may end before the graph does."""

_KEYS = {
    "trainable": tf.GraphKeys.TRAINABLE_VARIABLES,
    "variables": tf.GraphKeys.GLOBAL_VARIABLES,
    "update_ops": tf.GraphKeys.UPDATE_OPS,
    "summaries": tf.GraphKeys.SUMMARIES,
}
_SHAPES = (
    ("name", str),
    ("op", str),
    ("input", list),
    ("seed", int),
    ("seed2", int),
    ("attr", dict),
)


def read_recording(path, name):
    """Return the recording of an experiment's graph.

    Args:
        path: JSON file with `tensorflow`, the version that built the graph, and `articles`, by
            name: `nodes` and, optionally, the collections and `initial` values. `format` is 1 where
            the graph is a whole one, with attributes and all collections.
        name: the experiment.

    Returns:
        The experiment's entry, with the file's `tensorflow` and `whole`, whether it is all of the
        graph.

    Raises:
        InputError: the file cannot be read, has another format or does not hold that experiment.
    """
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path} is not a recording of graphs: {error}") from None
    try:
        version, tensorflow = content.get("format", FORMAT), content.get("tensorflow")
        articles = content["articles"]
        names = ", ".join(articles.keys())
        nodes = [_checked(node) for node in articles[name]["nodes"]] if name in articles else None
    except (KeyError, TypeError, AttributeError):
        raise InputError(
            f"{path} is not a recording of graphs: it has no `articles` with `nodes` by name"
        ) from None
    if version != FORMAT:
        raise InputError(
            f"{path} is a recording of format {version!r}, and format {FORMAT} can be read: "
            "make it again with the command of this version"
        )
    if not isinstance(tensorflow, str):
        raise InputError(
            f"{path} does not say which TensorFlow it was recorded on: give it a `tensorflow`, "
            f'such as "{ORACLE}"'
        )
    if nodes is None:
        raise InputError(f"{path} has no graph of {name}; it has {names or 'none'}")
    whole = "format" in content
    return articles[name] | {"tensorflow": tensorflow, "whole": whole, "nodes": nodes}


def _checked(node):
    """Return a recorded node; KeyError or TypeError if it is none."""
    if not (node["name"] and node["op"]):
        raise KeyError("name")
    if not all(isinstance(node[key], kind) for key, kind in _SHAPES if key in node):
        raise TypeError(node["name"])
    return dict(node)


def against(subject, path, name=None):
    """Compare a graph with a recorded one.

    Args:
        subject: the `Subject`.
        path: a JSON recording, or what `load` reads.
        name: the experiment, which a JSON recording has to hold; None if it is none.

    Returns:
        `Comparison`.

    Raises:
        InputError: the file cannot be read, or does not hold that experiment.
    """
    path = Path(path)
    if not path.exists() and not is_checkpoint(path):
        raise InputError(
            f"--against {path}: no such file or folder; it takes a file with a graph, a JSON "
            "recording or a run directory, not an experiment's name"
        )
    if _is_json(path):
        if name is None:
            raise InputError(
                f"{path} is a JSON recording of experiments: `tf1-graphs inspect NAME --against "
                f"{path}` compares with it, a graph file is compared with another one"
            )
        return differences(subject, read_recording(path, name))
    return compare_subjects(subject, load(path))


def page(subject, facts, path=None):
    """Return an HTML page of a graph, with the differences from the graph in a file, if any.

    Raises:
        InputError: the file is a JSON recording, or cannot be read.
    """
    if path is not None and _is_json(Path(path)):
        raise InputError(f"--html compares with a graph file; {path} is a JSON recording")
    return html(subject, facts, None if path is None else load(path))


def compare_subjects(subject, other):
    """Compare two graphs of files, and the values of their variables where both have them.

    Returns:
        `Comparison`.

    Raises:
        InputError: there is nothing that both have.
    """
    both = subject.values is not None and other.values is not None
    rows = compare_values(subject.values, other.values) if both else []
    told = [f"{len(rows)} variables' values"] if both else []
    if not (subject.graph_def.node and other.graph_def.node):
        if not both:
            raise InputError(
                f"{subject.title} and {other.title} have neither a graph nor values in common"
            )
        return Comparison(lines(rows), told[0], list(other.notes), rows)
    # Gradients are the same code's work where TensorFlow's graph version is the same, and ours are
    # TensorFlow 1.15's.
    versions = subject.graph_def.versions.producer, other.graph_def.versions.producer
    same = versions[1] in (versions[0], ORACLE_PRODUCER)
    here, there = (of_graph_def(side.graph_def) for side in (subject, other))
    found = compare(here, there, gradients=same)
    differences, notes = found.differences + lines(rows), [*other.notes, *found.notes]
    if not (subject.collections and other.collections):
        notes.append("not compared: collections, which not both have")
        return Comparison(differences, ", ".join([found.compared, *told]), notes, rows)
    more = compare_collections(subject.collections, other.collections)
    compared = ", ".join([found.compared, f"{len(COLLECTIONS)} collections", *told])
    return Comparison(differences + more, compared, notes, rows)


def _is_json(path):
    if path.suffix == ".json" or not path.is_file():
        return path.suffix == ".json"
    with path.open("rb") as file:
        return file.read(64).lstrip().startswith(b"{")


def differences(subject, recording):
    """Compare a graph with a JSON recording.

    With one of TensorFlow 1.15.5, everything that it holds is compared and nothing excused; with
    one of another version, the training part is left out, which the comparison's notes say.

    Args:
        subject: the `Subject`.
        recording: what `read_recording` returns.

    Returns:
        `Comparison`.
    """
    is_oracle = recording["tensorflow"] == ORACLE
    found = compare(
        of_graph_def(subject.graph_def),
        of_recording(recording["nodes"], subject.graph),
        gradients=is_oracle,
        attributes=recording["whole"],
        part=not recording["whole"],
        auxiliary=is_oracle,
    )
    its = recording.get("collections")
    if its is None:
        its = {_KEYS[key]: recording[key] for key in _KEYS if key in recording}
        keys = its.keys()
    else:
        keys = sorted(subject.collections.keys() | its.keys())
    found_lines = found.differences + compare_collections(subject.collections, its, keys)
    initial = recording.get("initial", {})
    compared = f"{found.compared}, {len(initial)} initial values, {len(keys)} collections"
    notes = [f"recorded on TensorFlow {recording['tensorflow']}"] * (not is_oracle) + found.notes
    return Comparison(found_lines + _initial_differences(subject.graph, initial), compared, notes)


def _initial_differences(graph, initial):
    """Compare the first numbers of each variable's initial value, bit by bit."""
    if not initial:
        return []
    config = session_config(threads_or(1))
    with graph.as_default(), tf.Session(config=config) as session:
        session.run(tf.global_variables_initializer())
        values = session.run({variable.op.name: variable for variable in tf.global_variables()})
    different = []
    for name, numbers in initial.items():
        if name not in values:
            different.append(f"initial value of {name}: the variable is not here")
            continue
        expected = np.array(numbers, values[name].dtype)
        if values[name].ravel()[: len(numbers)].tobytes() != expected.tobytes():
            different.append(f"initial value of {name}: other bits")
    return different
