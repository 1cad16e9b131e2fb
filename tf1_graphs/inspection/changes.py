"""Compares two aligned nodes: everything but their seeds."""

from tf1_graphs.inspection.subject import is_gradient

_NAMES = {"_class": "colocated with", "T": "type"}


def input_changes(node, other, renamed, gradients):
    """Yield how the op and the inputs of a node differ from those of another one.

    Args:
        node: `Node` here.
        other: `Node` there.
        renamed: names here by names there, where they differ.
        gradients: whether one gradient is told from another.
    """
    if node.op != other.op:
        yield f"op {node.op} here, {other.op} there"
    inputs = [_input(name, {}, gradients) for name in node.inputs]
    others = [_input(name, renamed, gradients) for name in other.inputs]
    if len(inputs) != len(others):
        yield f"inputs {', '.join(inputs) or 'none'} here, {', '.join(others) or 'none'} there"
        return
    for number, (mine, its) in enumerate(zip(inputs, others, strict=True)):
        if mine != its:
            yield f"input {number} is {mine} here, {its} there"


def attribute_changes(node, other, renamed):
    """Yield how the attributes of a node differ from those of another one; arguments as above."""
    for key in sorted((node.attributes.keys() | other.attributes.keys()) - {"seed", "seed2"}):
        mine = node.attributes.get(key, "none")
        its = other.attributes.get(key, "none")
        if mine != (_colocated(its, renamed) if key == "_class" and its != "none" else its):
            yield f"{_NAMES.get(key, key)} {mine} here, {its} there"


def _input(name, renamed, gradients):
    if not gradients and is_gradient(name):
        return "a gradient"
    control, name = ("^", name[1:]) if name.startswith("^") else ("", name)
    operation, colon, output = name.partition(":")
    return f"{control}{renamed.get(operation, operation)}{colon}{output}"


def _colocated(text, renamed):
    """Return a node's `_class`, such as `[loc:@kernel]`, with the names here."""
    names = [name.removeprefix("loc:@") for name in text.strip("[]").split(", ")]
    return f"[{', '.join(f'loc:@{renamed.get(name, name)}' for name in names)}]"
