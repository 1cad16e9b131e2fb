"""Finds variables under other names: a table of the user's, and TensorFlow's own renamings.

Both names, of the graph and of the checkpoint, are brought to one form by `RULES`; where exactly
one variable of the checkpoint has that form and the shape, it is taken.
"""

import re
from pathlib import Path

from tf1_graphs.errors import InputError

_BEFORE_1_0 = "RNN cells before TensorFlow 1.0"
_CONTRIB = "contrib.layers to tf.layers"
RULES = (
    (r"(^|/)RNN/", r"\1rnn/", _BEFORE_1_0),
    (r"(^|/)BiRNN/", r"\1bidirectional_rnn/", _BEFORE_1_0),
    (r"/(FW|BW)/", lambda match: match[0].lower(), _BEFORE_1_0),
    (r"(^|/)MultiRNNCell/", r"\1multi_rnn_cell/", _BEFORE_1_0),
    (r"(^|/)[Cc]ell(\d+)/", r"\1cell_\2/", _BEFORE_1_0),
    (r"(^|/)BasicLSTMCell/", r"\1basic_lstm_cell/", _BEFORE_1_0),
    (r"(^|/)BasicRNNCell/", r"\1basic_rnn_cell/", _BEFORE_1_0),
    (r"(^|/)LSTMCell/", r"\1lstm_cell/", _BEFORE_1_0),
    (r"(^|/)GRUCell/", r"\1gru_cell/", _BEFORE_1_0),
    (r"(^|/)Gates/", r"\1gates/", _BEFORE_1_0),
    (r"(^|/)Candidate/", r"\1candidate/", _BEFORE_1_0),
    (r"/W_([FIO])_diag", lambda match: match[0].lower(), _BEFORE_1_0),
    (r"(cell/)W_0", r"\1kernel", _BEFORE_1_0),
    (r"(cell/)B($|/)", r"\1bias\2", _BEFORE_1_0),
    (r"/W_P_0", "/projection/kernel", _BEFORE_1_0),
    (r"/(Linear|linear)/", "/", "RNN cells before TensorFlow 1.1"),
    (r"/Matrix($|/)", r"/kernel\1", _BEFORE_1_0),
    (r"/Bias($|/)", r"/bias\1", _BEFORE_1_0),
    (r"/(gates|candidate)/\1/", r"/\1/", "GRU cells of TensorFlow 1.1"),
    (r"(^|/)weights($|/)", r"\1kernel\2", "weights of TensorFlow 1.1 and contrib.layers"),
    (r"(^|/)recurrent_weights($|/)", r"\1recurrent_kernel\2", "NAS cells of TensorFlow 1.1"),
    (r"(^|/)biases($|/)", r"\1bias\2", "biases of TensorFlow 1.1 and contrib.layers"),
    (r"(^|/)fully_connected(_\d+)?/", r"\1dense\2/", _CONTRIB),
    (r"(^|/)Conv(_\d+)?/", r"\1conv2d\2/", _CONTRIB),
    (r"(^|/)Conv2d_transpose(_\d+)?/", r"\1conv2d_transpose\2/", _CONTRIB),
    (r"(^|/)BatchNorm(_\d+)?/", r"\1batch_normalization\2/", _CONTRIB),
    (r"/\.ATTRIBUTES/VARIABLE_VALUE$", "", "checkpoints of objects (TensorFlow 2)"),
    (r":0$", "", "names of tensors, as Keras lists them"),
)
"""(pattern, what takes its place, which renaming of TensorFlow's history it is)."""


def match(wanted, held, table=None):
    """Say which variable of a checkpoint each variable of a graph is.

    Args:
        wanted: shape by name of the graph's variables; None where it is unknown.
        held: shape by name of the checkpoint's.
        table: names in the checkpoint by names in the graph, which the user says.

    Returns:
        (found, told): names in the checkpoint by names in the graph; and a line for each variable
        that has another name.

    Raises:
        InputError: the table names what is not there, or has another shape.
    """
    table = dict(table or {})
    found, told = {}, []
    for name, other in table.items():
        if name not in wanted:
            raise InputError(f"--rename: the graph has no variable {name}; it has {_some(wanted)}")
        if other not in held:
            raise InputError(f"--rename: the checkpoint has no variable {other}; {_some(held)}")
        if not _fits(wanted[name], held[other]):
            raise InputError(
                f"--rename: {other} has the shape {list(held[other])} in the checkpoint, {name} "
                f"{list(wanted[name])} in the graph"
            )
        found[name] = other
        told.append(f"{name} is {other} in the checkpoint (--rename)")
    rest = [name for name in wanted if name not in found]
    for name in rest:
        if name in held and _fits(wanted[name], held[name]):
            found[name] = name
    taken = set(found.values())
    free = {}
    for other in held:
        if other not in taken:
            form, reasons = _form(other)
            free.setdefault(form, []).append((other, reasons))
    for name in rest:
        if name in found:
            continue
        form, reasons = _form(name)
        fitting = [item for item in free.get(form, ()) if _fits(wanted[name], held[item[0]])]
        if len(fitting) == 1:
            other, others = fitting[0]
            found[name] = other
            free[form].remove(fitting[0])
            why = "; ".join(dict.fromkeys([*reasons, *others]))
            told.append(f"{name} is {other} in the checkpoint ({why})")
    return found, told


def _fits(shape, other):
    return shape is None or tuple(shape) == tuple(other)


def _form(name):
    """Return a name's one form, and the renamings that lead to it."""
    reasons = []
    for pattern, replacement, reason in RULES:
        name, count = re.subn(pattern, replacement, name)
        if count:
            reasons.append(reason)
    return name, reasons


def _some(names):
    return ", ".join(sorted(names)[:8]) + ", …" * (len(names) > 8)


def read_table(given):
    """Return a table of `--rename`: names in the checkpoint by names in the graph.

    Args:
        given: texts `GRAPH_NAME=CHECKPOINT_NAME`, or paths of files with one such pair a line.

    Raises:
        InputError: there is no such file, or a line is no pair.
    """
    table = {}
    for text in given:
        lines = [text]
        if "=" not in text:
            try:
                lines = Path(text).read_text().splitlines()
            except (OSError, UnicodeDecodeError):
                raise InputError(
                    f"--rename takes GRAPH_NAME=CHECKPOINT_NAME, or a file with one such pair a "
                    f"line; {text} is neither"
                ) from None
        for number, line in enumerate(lines, 1):
            if not line.strip() or line.startswith("#"):
                continue
            name, equals, other = (part.strip() for part in line.partition("="))
            if not (name and equals and other):
                raise InputError(
                    f"--rename {text}, line {number}: expected NAME=NAME, got {line!r}"
                )
            table[name] = other
    return table
