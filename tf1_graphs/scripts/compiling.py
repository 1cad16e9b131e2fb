"""Compiles a script of TensorFlow 1's time, with the meaning that Python 2 and NumPy 1 gave it.

The text stays as it is, and so do its lines. An array of one element is a number where Python asks
for one, `"%d" % array`, `float(array)`, `a[0] = array`; NumPy 2 refuses it, and an array's methods
cannot be replaced, so the expressions are; and so are operators, whose results had other types
(`promotion`).
"""

import ast
import builtins
import importlib.machinery
import sys
import warnings
from pathlib import Path

import numpy as np

from tf1_graphs.scripts import promotion, python_2

FORMAT, NUMBER, BYTES = "__numpy_1_format__", "__numpy_1_number__", "__numpy_1_bytes__"
PUT, SUM = "__numpy_1_put__", "__numpy_1_sum__"
_told = []


def compiled(source, path, in_package=False):
    """Compile a Python file of either version.

    Args:
        source: its bytes.
        path: where it is.
        in_package: whether it is a module of a package.

    Raises:
        SyntaxError: it is neither Python 3 nor Python 2; it says the line.
    """
    tree, translated = python_2.parse(source, path, in_package)
    if translated:
        tell(path)
    with warnings.catch_warnings(action="ignore", category=SyntaxWarning):  # of `x is 0`
        return compile(numpy_1(tree), str(path), "exec", dont_inherit=True)


def tell(path):
    """Say, once in a process, that what it runs is translated from Python 2."""
    if not _told:
        _told.append(path)
        print(
            f"tf1_graphs: {path} is written for Python 2: it is translated in memory, and left "
            "as it is; so are other such modules of the script",
            file=sys.stderr,
        )


def numpy_1(tree):
    """Give the expressions of a syntax tree NumPy 1's meaning."""
    return ast.fix_missing_locations(transformer().visit(tree))


def transformer():
    """Return the `ast.NodeTransformer` that gives expressions NumPy 1's meaning."""
    for name, function in _MEANINGS.items():
        setattr(builtins, name, function)
    return _NumPy1()


class _NumPy1(ast.NodeTransformer):
    def visit_BinOp(self, node):
        self.generic_visit(node)
        left, kind = node.left, type(node.op).__name__
        is_text = isinstance(left, ast.Constant) and isinstance(left.value, str)
        if isinstance(node.op, ast.Mod) and is_text:
            return _call(node, FORMAT, [left, node.right])
        if kind in promotion.OPERATORS and not _are_constants(left, node.right):
            return _call(node, promotion.BINARY, [ast.Constant(kind), left, node.right])
        return node

    def visit_Compare(self, node):
        self.generic_visit(node)
        kind = type(node.ops[0]).__name__
        if len(node.ops) == 1 and kind in promotion.OPERATORS:
            operands = [ast.Constant(kind), node.left, *node.comparators]
            return _call(node, promotion.BINARY, operands)
        return node

    def visit_AugAssign(self, node):
        self.generic_visit(node)
        if type(node.op).__name__ in promotion.OPERATORS:
            target = ast.parse(ast.unparse(node.target), mode="eval").body
            for inner in ast.walk(target):
                ast.copy_location(inner, node)
            node.value = _call(node.value, promotion.AUGMENTED, [target, node.value])
        return node

    def visit_Assign(self, node):
        self.generic_visit(node)
        places = [target for target in node.targets if isinstance(target, ast.Subscript)]
        if len(places) == len(node.targets) == 1 and not isinstance(places[0].slice, ast.Slice):
            call = _call(node, PUT, [places[0].value, places[0].slice, node.value])
            return ast.copy_location(ast.Expr(call), node)
        return node

    def visit_Call(self, node):
        self.generic_visit(node)
        function = node.func
        if isinstance(function, ast.Name) and function.id in ("float", "int"):
            if len(node.args) == 1 and not node.keywords:
                return _call(node, NUMBER, [function, *node.args])
        elif isinstance(function, ast.Name) and function.id == "sum":
            return _call(node, SUM, [function, *node.args], node.keywords)
        elif isinstance(function, ast.Attribute) and function.attr == "tostring":
            node.func = _call(function, BYTES, [function.value])
        return node


def _are_constants(*nodes):
    return all(isinstance(node, ast.Constant) for node in nodes)


def _call(node, name, arguments, keywords=()):
    function = ast.copy_location(ast.Name(name, ast.Load()), node)
    return ast.copy_location(ast.Call(function, arguments, list(keywords)), node)


def _one(value):
    """Return the element of an array of one, and anything else as it is."""
    is_one = isinstance(value, np.ndarray) and value.ndim and value.size == 1
    return value.item() if is_one and value.dtype.kind in "biufc" else value


def _format(text, values):
    try:
        return text % values
    except TypeError:
        return text % (tuple(map(_one, values)) if isinstance(values, tuple) else _one(values))


def _number(kind, value):
    return kind(_one(value)) if kind in (float, int) else kind(value)


def _bytes(value):
    return value.tobytes if isinstance(value, np.ndarray | np.generic) else value.tostring


def _sum(function, *args, **kwargs):
    return (promotion.added_up if function is sum else function)(*args, **kwargs)


def _put(target, place, value):
    """Assign to an element: an array of one is a number."""
    try:
        target[place] = value
    except (TypeError, ValueError):
        if not isinstance(target, np.ndarray) or _one(value) is value:
            raise
        target[place] = _one(value)


_MEANINGS = {
    BYTES: _bytes,
    FORMAT: _format,
    NUMBER: _number,
    PUT: _put,
    SUM: _sum,
    promotion.AUGMENTED: promotion.augmented,
    promotion.BINARY: promotion.binary,
}


class _Loader(importlib.machinery.SourceFileLoader):
    """Compiles a script's own modules as the script; what it compiles is never kept on the disk."""

    def source_to_code(self, data, path, *, _optimize=-1):
        return compiled(data, path, in_package="." in self.name or path.endswith("__init__.py"))

    def path_stats(self, path):
        raise OSError("no cache")


def install():
    """Let modules that are not installed be compiled as scripts are."""
    details = (
        (importlib.machinery.ExtensionFileLoader, importlib.machinery.EXTENSION_SUFFIXES),
        (_Loader, importlib.machinery.SOURCE_SUFFIXES),
    )
    finder = importlib.machinery.FileFinder.path_hook(*details)
    ours = Path(__file__).resolve().parents[1]

    def hook(path):
        if is_installed(Path(path)) or Path(path).resolve().is_relative_to(ours):
            raise ImportError(path)
        return finder(path)

    sys.path_hooks.insert(0, hook)
    sys.path_importer_cache.clear()


def is_installed(path):
    """Tell whether a file or folder belongs to Python or to an installed package."""
    path = path.resolve()
    if {"site-packages", "dist-packages"} & set(path.parts):
        return True
    return path.is_relative_to(Path(np.__file__).resolve().parents[2]) or path.is_relative_to(
        Path(importlib.__file__).resolve().parents[1]
    )
