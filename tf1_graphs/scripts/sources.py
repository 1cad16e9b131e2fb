"""Reads scripts and notebooks as syntax trees."""

import json
import re
from pathlib import Path

from tf1_graphs.errors import InputError
from tf1_graphs.scripts import python_2


def trees(path):
    """Read a script, or a notebook's code cells.

    Args:
        path: of a `.py` or `.ipynb` file.

    Returns:
        `(trees, is_python_2)`: a list of `(cell, tree)`, the cell 0 in a script, else from 1; and
        whether any of it was translated from Python 2.

    Raises:
        InputError: there is no such file, it is neither Python 3 nor 2, or no notebook.
    """
    path = Path(path)
    if not path.is_file():
        raise InputError(f"there is no script {path}: give the path of a .py or .ipynb file")
    is_notebook = path.suffix == ".ipynb"
    sources = cells(path) if is_notebook else [(0, _source(path))]
    found, any_translated = [], False
    for cell, source in sources:
        try:
            tree, translated = python_2.parse(source, path, (path.parent / "__init__.py").exists())
        except SyntaxError as error:
            where = f"cell {cell}, line {error.lineno}" if cell else f"line {error.lineno}"
            raise InputError(f"{path}, {where}: {error.msg}") from None
        found.append((cell, tree))
        any_translated |= translated
    return found, any_translated


def _source(path):
    source = path.read_bytes()
    if b"\0" in source:
        raise InputError(f"{path} is binary, not a script: give the path of a .py or .ipynb file")
    return source


def cells(path):
    """Return a notebook's code cells, without IPython's own commands.

    Args:
        path: its `Path`.

    Returns:
        List of `(number, source)`, from 1; a command's line is an empty statement.

    Raises:
        InputError: it is no notebook.
    """
    try:
        with open(path, encoding="utf-8") as file:
            content = json.load(file)
        # Format 3, of IPython before 2015, has its cells in worksheets.
        cells = content["cells"] if "cells" in content else content["worksheets"][0]["cells"]
        code = [
            cell["source"] if "source" in cell else cell["input"]
            for cell in cells
            if cell["cell_type"] == "code"
        ]
    except (ValueError, KeyError, TypeError, IndexError):
        raise InputError(f"{path} is not a notebook of format 3 or 4") from None
    numbered = []
    for number, source in enumerate(code, 1):
        lines = "".join(source).splitlines()
        if lines and lines[0].startswith("%%"):
            lines = lines[1:] if lines[0].startswith(("%%time", "%%capture", "%%prun")) else []
            lines = ["", *lines]
        numbered.append((number, "\n".join(_statements(lines))))
    return numbered


# `%matplotlib inline`, `!ls`, `?name` and `name??`; not the rest of an expression, `% value`, nor a
# comment that asks something.
_COMMAND = re.compile(r"%%?[A-Za-z]|![^=]|\?|%?[\w.*]+\s*\?{1,2}\s*$")


def _statements(lines):
    """Yield a cell's lines; a command becomes an empty statement, so that line numbers stay."""
    continued = False
    for line in lines:
        start = line.lstrip()
        is_command = _COMMAND.match(start) is not None
        if continued:
            yield ""
        else:
            yield line[: len(line) - len(start)] + "pass" if is_command else line
        continued = (continued or is_command) and line.rstrip().endswith("\\")
