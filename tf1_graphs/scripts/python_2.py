"""Translates scripts written for Python 2 in memory; their files are left as they are.

`fissix`, the successor of the standard library's 2to3, rewrites the syntax and the names. What it
leaves is the meaning of `/`, which in Python 2 divided integers as `//` does unless the file said
`from __future__ import division`. Lines stay where they are in the file, for tracebacks.
"""

import ast
import builtins
import difflib
import functools
import io
import sys
import tokenize
import warnings

import numpy as np

from tf1_graphs.errors import InputError

DIVIDE = "__python_2_divide__"
NAMES = {
    "basestring",
    "execfile",
    "long",
    "raw_input",
    "reduce",
    "reload",
    "unichr",
    "unicode",
    "xrange",
}
METHODS = {"has_key", "iteritems", "iterkeys", "itervalues"}
MODULES = {
    "ConfigParser",
    "Queue",
    "StringIO",
    "Tkinter",
    "__builtin__",
    "cPickle",
    "cStringIO",
    "commands",
    "copy_reg",
    "httplib",
    "urllib2",
    "urlparse",
}


def parse(source, path, in_package=False):
    """Parse a Python file of either version.

    Args:
        source: its bytes or text.
        path: where it is.
        in_package: whether `import name` could mean a module beside it, as in Python 2's packages.

    Returns:
        `(tree, translated)`: the syntax tree of Python 3, and whether the file is Python 2.

    Raises:
        SyntaxError: it is neither; it says the line at which the translation stopped.
    """
    try:
        with warnings.catch_warnings(action="ignore"):  # of "\\d", which old scripts write
            tree = ast.parse(source, filename=str(path))
    except (SyntaxError, ValueError) as error:
        return translated(source, path, in_package, error), True
    if _needs_python_2(tree):
        return translated(source, path, in_package), True
    return tree, False


def _needs_python_2(tree):
    """Tell whether a file that parses uses what Python 3 lacks, and does not look for it first."""
    nodes = list(ast.walk(tree))
    named = {n.id for n in nodes if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
    named |= {alias.asname or alias.name for n in nodes if _is_import(n) for alias in n.names}
    named |= {n.name for n in nodes if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    named |= {n.arg for n in nodes if isinstance(n, ast.arg)}
    if "*" in named and any(_is_import(n) and "six" in (n.module or "") for n in _froms(nodes)):
        return False
    used = {n.id for n in nodes if isinstance(n, ast.Name)}
    if (NAMES - {"reduce", "reload"} if "*" in named else NAMES) & used - named:
        return True
    if any(
        isinstance(n, ast.Attribute)
        and n.attr in METHODS
        and not (isinstance(n.value, ast.Name) and n.value.id in ("six", "compat"))
        for n in nodes
    ):
        return not any(isinstance(n, ast.FunctionDef) and n.name in METHODS for n in nodes)
    tried = {
        id(n) for outer in nodes if isinstance(outer, ast.Try | ast.If) for n in ast.walk(outer)
    }
    imported = [n for n in nodes if _is_import(n) and id(n) not in tried]
    modules = {alias.name for n in imported if isinstance(n, ast.Import) for alias in n.names}
    modules |= {n.module for n in _froms(imported) if n.level == 0}
    return bool(modules & MODULES)


def _is_import(node):
    return isinstance(node, ast.Import | ast.ImportFrom)


def _froms(nodes):
    return [n for n in nodes if isinstance(n, ast.ImportFrom)]


@functools.cache
def _tool(in_package):
    try:
        from fissix import refactor
    except ModuleNotFoundError:
        raise InputError(
            "a file is written for Python 2; translating it needs fissix: pip install fissix"
        ) from None
    left_out = {"fix_import"} if not in_package else set()
    fixers = refactor.get_fixers_from_package("fissix.fixes")
    return refactor.RefactoringTool([f for f in fixers if f.rpartition(".")[2] not in left_out])


def translated(source, path, in_package=False, error=None, earlier=""):
    """Translate a Python 2 file, or a cell of a notebook.

    Args:
        source: its bytes or text.
        path: where it is.
        in_package: whether it is a module of a package.
        error: why it is no Python 3, if it was tried.
        earlier: text with the `from __future__` imports of the cells before.

    Returns:
        The syntax tree, each node at its own line of the file.

    Raises:
        SyntaxError: it is no Python 2 either.
    """
    before = _spaces(source if isinstance(source, str) else decoded(source, path))
    from fissix.pgen2 import parse as pgen
    from fissix.pgen2 import tokenize as pgen_tokenize

    try:
        after = str(_tool(in_package).refactor_string(before, str(path)))
    except pgen.ParseError as problem:
        line = problem.context[1][0] if problem.context else 1
        raise _neither(path, line, before, error) from None
    except pgen_tokenize.TokenError as problem:
        raise _neither(path, problem.args[1][0], before, error) from None
    except IndentationError as problem:
        raise _neither(path, problem.lineno, before, problem) from None
    try:
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(after, filename=str(path))
    except SyntaxError as problem:
        raise _neither(path, _lines(before, after)[problem.lineno], before, problem) from None
    lines = _lines(before, after)
    divides = "division" not in _future_imports(f"{earlier}\n{before}")
    tree = _Classic(divides).visit(tree)
    for node in ast.walk(tree):
        for name in ("lineno", "end_lineno"):
            if getattr(node, name, None) is not None:
                setattr(node, name, lines[getattr(node, name)])
        if getattr(node, "end_lineno", None) is not None:
            node.end_lineno = max(node.end_lineno, node.lineno)
    setattr(builtins, DIVIDE, divide)
    sys.setdefaultencoding = lambda encoding: None  # text is Unicode; `reload(sys)` came before it
    return ast.fix_missing_locations(tree)


def decoded(source, path):
    """Return the text of a Python file's bytes: UTF-8, what it declares, or else Latin-1.

    Python 2 read files without a declaration byte by byte.
    """
    try:
        return io.TextIOWrapper(
            io.BytesIO(source), tokenize.detect_encoding(io.BytesIO(source).readline)[0]
        ).read()
    except (SyntaxError, UnicodeDecodeError):
        return source.decode("latin-1").replace("\r\n", "\n")


def _spaces(text):
    """Return the text with tabs in its indentation as Python 2 counted them, eight columns."""
    lines = text.replace("\r\n", "\n").replace("\f", " ").split("\n")
    indents = [len(line) - len(line.lstrip(" \t")) for line in lines]
    pairs = zip(lines, indents, strict=True)
    return "\n".join(line[:n].expandtabs(8) + line[n:] for line, n in pairs).rstrip() + "\n"


def _lines(before, after):
    """Return the line of the file for each line of its translation, from 1."""
    before, after = before.splitlines(), after.splitlines()
    found = [1]
    if len(before) == len(after):
        return list(range(len(after) + 2))
    for _, i, i_end, j, j_end in difflib.SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        found += [min(i + n, max(i_end - 1, i)) + 1 for n in range(j_end - j)]
    return [*found, len(before)]


def _future_imports(text):
    lines = (line for line in text.splitlines() if line.startswith("from __future__ import"))
    return " ".join(lines)


def _neither(path, line, text, error):
    why = error.msg if isinstance(error, SyntaxError) else "it is not Python"
    line = (error.lineno or line) if isinstance(error, SyntaxError) and not line else line
    lines = text.splitlines()
    shown = lines[line - 1] if 0 < line <= len(lines) else ""
    return SyntaxError(f"neither Python 3 nor Python 2 ({why})", (str(path), line, 1, shown))


class _Classic(ast.NodeTransformer):
    """Gives `/` the meaning that it had, unless one side is a number with a point."""

    def __init__(self, divides):
        self.divides = divides

    def visit_BinOp(self, node):
        self.generic_visit(node)
        if not self.divides or not isinstance(node.op, ast.Div):
            return node
        return _division(node, node.left, node.right)

    def visit_AugAssign(self, node):
        self.generic_visit(node)
        if not self.divides or not isinstance(node.op, ast.Div):
            return node
        read = ast.parse(ast.unparse(node.target), mode="eval").body
        for inner in ast.walk(read):
            ast.copy_location(inner, node)
        value = _division(node, read, node.value)
        return ast.copy_location(ast.Assign([node.target], value), node)


def _division(node, left, right):
    if any(
        isinstance(side, ast.Constant) and isinstance(side.value, float) for side in (left, right)
    ):
        return ast.copy_location(ast.BinOp(left, ast.Div(), right), node)
    call = ast.Call(ast.Name(DIVIDE, ast.Load()), [left, right], [])
    ast.copy_location(call.func, node)
    return ast.copy_location(call, node)


def divide(x, y):
    """Return `x / y` as Python 2 gave it: whole numbers, and arrays of them, rounded down."""
    if _is_whole(x) and _is_whole(y):
        return x // y
    for owner, name, arguments in ((x, "__div__", (x, y)), (y, "__rdiv__", (y, x))):
        method = getattr(type(owner), name, None)
        if method is not None:
            return method(*arguments)
    return x / y


def _is_whole(value):
    if isinstance(value, np.ndarray | np.generic):
        return value.dtype.kind in "iub"
    return isinstance(value, int)
