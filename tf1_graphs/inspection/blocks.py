"""Recognizes blocks that a graph repeats: scopes beside each other with the same ops and shapes."""

import hashlib
import math

from tf1_graphs.inspection.subject import is_auxiliary, is_gradient, sizes
from tf1_graphs.inspection.variables import TYPES

LONGEST = 8  # scopes in a block that is repeated
# Ops that are layers by themselves.
_NAMED = (
    "Relu", "Elu", "Selu", "Sigmoid", "Tanh", "LeakyRelu", "Softplus", "FusedBatchNorm", "MaxPool",
    "AvgPool", "LSTM", "BlockLSTM", "GRU",
)  # fmt: skip


def blocks(subject):
    """List the layers that stand at least twice one after the other, without training and saving.

    Args:
        subject: the `Subject`.

    Returns:
        List of {`scope`: that they stand in, `times`, `names`: the scopes of the first and of the
        last one, `ops`: in each, `parameters`: in each, `layers`: in words}.
    """
    children, operations = {}, {}
    for operation in _in_order(subject):
        operations[operation.name] = operation
        child, inside = operation.name, None
        while child and inside is None:
            scope = child.rpartition("/")[0]
            inside = children.get(scope)
            children.setdefault(scope, {})[child] = None
            child = scope
    contents = {}
    found, waiting = [], [""]
    while waiting:
        scope = waiting.pop()
        # A variable `kernel` has a scope `kernel` too, which is a scope like others.
        names = [name for name in children.get(scope, {}) if _has_work(name, children, operations)]
        keys = [_content(name, "", children, operations, contents) for name in names]
        repeated, covered = _repeats(keys)
        rows = [_row(scope, names, *place, children, operations) for place in repeated]
        found += [row for row in rows if row["layers"]]
        waiting += [name for number, name in enumerate(names) if number not in covered]
    return found


def _in_order(subject):
    """Yield the ops of the model in order of creation."""
    named = {operation.name: operation for operation in subject.graph.get_operations()}
    for node in subject.graph_def.node:
        name = node.name
        if node.op != "Const" and not (is_gradient(name) or is_auxiliary(name)):
            yield named[name]


def _inside(name, children, operations):
    """Yield a scope's ops, those of the scopes in it included, and an op of its own name."""
    waiting = [name]
    while waiting:
        at = waiting.pop()
        if at in operations:
            yield operations[at]
        waiting += reversed(children.get(at, {}))


def _has_work(name, children, operations):
    return any(
        operation.outputs and operation.type not in ("Identity", "Assign", "NoOp")
        for operation in _inside(name, children, operations)
    ) and bool(children.get(name) or name in operations)


def _content(name, leaf, children, operations, contents):
    """Return a hash of what is in a scope: names inside it, ops and shapes."""
    if name not in contents:
        lines = []
        if name in operations:
            operation = operations[name]
            lines = [operation.type, *(str(sizes(tensor.shape)) for tensor in operation.outputs)]
        inside = (
            _content(child, child[len(name) + 1 :], children, operations, contents)
            for child in children.get(name, {})
        )
        text = "\n".join([*lines, *sorted(inside)])
        contents[name] = hashlib.sha256(text.encode()).hexdigest()
    return f"{leaf} {contents[name]}"


def _repeats(keys):
    """Find runs of equal stretches: [(start, length, times)], and all places that they cover."""
    found, covered, start = [], set(), 0
    while start < len(keys):
        best = None
        for length in range(1, min(LONGEST, (len(keys) - start) // 2) + 1):
            stretch, times = keys[start : start + length], 1
            while keys[start + times * length : start + (times + 1) * length] == stretch:
                times += 1
            if times > 1 and (best is None or times * length > best[0] * best[1]):
                best = length, times
        if best is None:
            start += 1
            continue
        length, times = best
        found.append((start, length, times))
        covered |= set(range(start + length, start + length * times))
        start += length * times
    return found, covered


def _row(scope, names, start, length, times, children, operations):
    first = names[start : start + length]
    last = names[start + (times - 1) * length : start + times * length]
    ops = [op for name in first for op in _inside(name, children, operations)]
    shapes = [op.outputs[0].shape for op in ops if op.type in TYPES and op.outputs]
    known = [shape.as_list() for shape in shapes if shape.is_fully_defined()]
    return {
        "scope": scope,
        "times": times,
        "names": [", ".join(first), ", ".join(last)],
        "ops": len(ops),
        "parameters": sum(map(math.prod, known)),
        "layers": _layers(ops),
    }


def _layers(operations):
    """Say what a block computes, such as `dense 100, Relu`."""
    words = []
    for operation in operations:
        sizes = operation.inputs[1].shape if len(operation.inputs) > 1 else None
        known = sizes is not None and sizes.rank and sizes[-1] is not None
        if operation.type == "MatMul":
            words.append(f"dense {_last(sizes)}" if known else "product")
        elif operation.type in ("Conv2D", "Conv3D", "DepthwiseConv2dNative"):
            kernel = "×".join(map(str, sizes.as_list()[:-2])) if known else "?"
            words.append(f"convolution {kernel}, {_last(sizes)}" if known else operation.type)
        elif operation.type.startswith(_NAMED):
            words.append(operation.type)
    return ", ".join(words)


def _last(shape):
    return getattr(shape[-1], "value", shape[-1])
