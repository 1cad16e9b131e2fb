"""Finds the TensorFlow names in a script's syntax tree, and where the drop-in has each from."""

import ast
import functools
import types
from dataclasses import dataclass

NATIVE, REBUILT, MISSING = "native", "rebuilt", "missing"


@dataclass(frozen=True, order=True)
class SymbolUse:
    """One use of a TensorFlow name.

    Attributes:
        cell: number of the notebook's code cell, from 1; 0 in a script.
        line: line number in the script or the cell, from 1.
        symbol: the name as in TensorFlow 1's documentation, `tf.layers.dense`.
        status: `native` (today's TensorFlow has it), `rebuilt` (tf1_graphs does) or `missing`.
        remark: for a missing name, what to use instead.
    """

    cell: int
    line: int
    symbol: str
    status: str
    remark: str = ""

    @property
    def place(self):
        """The use's place, for people: `line 3`, or `cell 2, line 3`."""
        return f"cell {self.cell}, line {self.line}" if self.cell else f"line {self.line}"


def found(trees):
    """List every use of a TensorFlow name.

    Args:
        trees: `(cell, tree)` of a script, or of a notebook's cells in order.

    Returns:
        Tuple of `SymbolUse`, in order.
    """
    aliases, uses = {}, set()
    for cell, tree in trees:
        names = _Names(aliases)
        names.visit(tree)
        uses |= {SymbolUse(cell, line, *classify(symbol)) for line, symbol in names.found}
    return tuple(sorted(uses))


class _Names(ast.NodeVisitor):
    """Finds TensorFlow's names: which of the script's names stand for them, and where.

    Attributes:
        aliases: what a name of the script stands for: `tf`, or `tf.layers.dense`.
        found: list of (line, symbol).
        assigned: the symbols to which the script assigns something of its own, `tf.model = …`.
    """

    def __init__(self, aliases):
        self.aliases = aliases
        self.found = []
        self.assigned = set()

    def visit_Import(self, node):
        for item in node.names:
            symbol = _symbol(item.name)
            if symbol:
                self.found.append((node.lineno, symbol))
                self.aliases[item.asname or "tensorflow"] = symbol if item.asname else "tf"

    def visit_ImportFrom(self, node):
        module = _symbol(node.module or "") if node.level == 0 else None
        for item in node.names if module else ():
            symbol = module if item.name == "*" else f"{module}.{item.name}"
            self.found.append((node.lineno, symbol))
            self.aliases[item.asname or item.name] = symbol

    def visit_Assign(self, node):
        self.generic_visit(node)
        symbol = self._chain(node.value)
        for target in node.targets:
            if isinstance(target, ast.Name):
                # Another value takes the name away from TensorFlow.
                self.aliases.pop(target.id, None)
                if symbol and isinstance(_resolve(symbol)[1], types.ModuleType):
                    self.aliases[target.id] = symbol

    def visit_Attribute(self, node):
        symbol = self._chain(node)
        if symbol and not isinstance(node.ctx, ast.Load):
            self.assigned.add(symbol)
        elif symbol and not any(f"{symbol}.".startswith(f"{own}.") for own in self.assigned):
            self.found.append((node.lineno, symbol))
        elif not symbol:
            self.generic_visit(node)

    def visit_Name(self, node):
        symbol = self.aliases.get(node.id)
        if symbol and symbol != "tf" and isinstance(node.ctx, ast.Load):
            self.found.append((node.lineno, symbol))

    def _chain(self, node):
        """Return the symbol that `tf.nn.relu` stands for, or None."""
        parts = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if isinstance(node, ast.Name) and node.id in self.aliases:
            return ".".join([self.aliases[node.id], *reversed(parts)])
        return None


def _symbol(module_name):
    """Return `tensorflow.contrib.layers` as `tf.contrib.layers`, and other modules as None."""
    root, _, rest = module_name.partition(".")
    if root != "tensorflow":
        return None
    return f"tf.{rest}" if rest else "tf"


@functools.cache
def classify(symbol):
    """Say where the drop-in has a name from.

    Args:
        symbol: such as `tf.train.Saver`, with or without attributes of the object behind it.

    Returns:
        `(name, status, remark)`: the name without such attributes, and as in `SymbolUse`.
    """
    from tf1_graphs import tensorflow1

    name, value = _resolve(symbol)
    if isinstance(value, AttributeError):
        return name, MISSING, str(value).rpartition(" is not supported: ")[2]
    owner = value.__name__ if isinstance(value, types.ModuleType) else _module_of(value)
    # slim and much of contrib are those of its own package, with our layers behind them.
    rebuilt = owner.partition(".")[0] in ("tf1_graphs", "tf_slim")
    own = rebuilt and not hasattr(value, "native")
    is_rebuilt = own or tensorflow1.replacement(value) is not None
    return name, REBUILT if is_rebuilt else NATIVE, ""


def _module_of(value):
    function = value.func if isinstance(value, functools.partial) else value
    return getattr(function, "__module__", None) or ""


def _resolve(symbol):
    """Return the name of the first object that is no module, and the object or the error."""
    from tf1_graphs import tf1
    from tf1_graphs.tf1 import before_1_0

    name, value = "tf", tf1
    for part in symbol.split(".")[1:]:
        if not isinstance(value, types.ModuleType):
            break
        name = f"{name}.{part}"
        try:
            with before_1_0.quietly():
                value = getattr(value, part)
        except AttributeError as error:
            return name, error
    return name, value
