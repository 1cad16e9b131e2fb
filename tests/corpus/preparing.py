"""Makes copies of old repositories whose scripts are short, and the same each time they run.

Both TensorFlows run the same text: in Python 3, what was Python 2; loops that train stop after a
few iterations; clocks tick once a reading; `/tmp` is a folder of the copy.
"""

import ast
import os
import shutil
import warnings
from pathlib import Path

from tf1_graphs.scripts import python_2

LARGEST = 5_000_000
STEPS = {"eval", "fit", "partial_fit", "run", "train_on_batch"}
WAITING = {"sleep", "waitforbuttonpress"}
CLOCKS = {
    ("time", "time"),
    ("time", "clock"),
    ("time", "perf_counter"),
    ("time", "strftime"),
    ("time", "ctime"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
}


def prepare(source, target):
    """Copy a folder; its Python files are prepared, what is large is left out.

    Args:
        source: path of the folder.
        target: path of the copy, which is not there yet.

    Returns:
        List of the paths of its Python files, in order, relative to it.
    """
    found = []
    for folder, inner, files in os.walk(source):
        inner[:] = sorted(name for name in inner if name != ".git")
        into = target / Path(folder).relative_to(source)
        into.mkdir(parents=True)
        for name in sorted(files):
            path = Path(folder, name)
            if path.stat().st_size > LARGEST or path.is_symlink():
                continue
            shutil.copyfile(path, into / name)
            if name.endswith(".py"):
                found.append((into / name).relative_to(target))
                text = prepared(path.read_bytes(), path)
                if text is not None:
                    (into / name).write_text(text)
    return found


def prepared(source, path):
    """Return the text of a script as both TensorFlows run it, or None if it is no Python.

    Args:
        source: its bytes.
        path: where it is.
    """
    try:
        with warnings.catch_warnings(action="ignore"):
            tree, _ = python_2.parse(source, path)
    except (SyntaxError, RecursionError):
        return None
    training = _trains(tree)
    tree = ast.fix_missing_locations(_Short(training).visit(tree))
    return ast.unparse(tree) + "\n"


def _called(tree):
    """Yield the last name of everything that is called in a syntax tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr
            elif isinstance(node.func, ast.Name):
                yield node.func.id


def _trains(tree):
    """Return the names of what runs a session: its methods, and functions that call such."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    called = {function.name: set(_called(function)) for function in functions}
    names = set(STEPS)
    while more := {name for name, inner in called.items() if inner & names} - names:
        names |= more - {"__init__"}
        called = {name: inner for name, inner in called.items() if name not in more}
    return names


class _Short(ast.NodeTransformer):
    def __init__(self, training):
        self.training = training

    def visit_For(self, node):
        self.generic_visit(node)
        if self.training & set(_called(ast.Module(node.body, []))):
            node.iter = _call("__few__", node.iter)
        return node

    def visit_While(self, node):
        self.generic_visit(node)
        if node.orelse or not self.training & set(_called(node)):
            return node
        stop = ast.If(ast.UnaryOp(ast.Not(), node.test), [ast.Break()], [])
        rounds = _call("__few__", ast.Call(ast.Name("range", ast.Load()), [ast.Constant(1000)], []))
        return ast.For(ast.Name("__round__", ast.Store()), rounds, [stop, *node.body], [])

    def visit_Call(self, node):
        self.generic_visit(node)
        function = node.func
        if _name(function) == "list" and node.args and isinstance(node.args[0], ast.Call):
            if _name(node.args[0].func) == "set":  # ordered by hashes, which Pythons differ in
                return _call("sorted", *node.args)
        if isinstance(function, ast.Attribute):
            owner = getattr(function.value, "id", getattr(function.value, "attr", None))
            if (owner, function.attr) in CLOCKS:
                return _call("__clock__", ast.Constant(function.attr))
            if function.attr in WAITING:
                return ast.Constant(None)
        return node

    def visit_Expr(self, node):
        return node if isinstance(node.value, ast.Constant) else self.generic_visit(node)

    def visit_JoinedStr(self, node):
        return node

    def visit_Constant(self, node):
        is_path = isinstance(node.value, str) and node.value.startswith("/tmp")
        return _call("__tmp__", node) if is_path else node


def _name(node):
    return node.id if isinstance(node, ast.Name) else ""


def _call(name, *arguments):
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])
