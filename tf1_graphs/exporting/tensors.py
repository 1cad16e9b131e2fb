"""Finds the inputs and outputs of a graph, as `inspect` finds them or as they are named."""

import re

import numpy as np

from tf1_graphs.errors import InputError
from tf1_graphs.inspection.facts import last_ops, logits
from tf1_graphs.tensorflow1 import tf

SIGNATURE = "serving_default"
_PLACEHOLDERS = ("Placeholder", "PlaceholderV2")


def sizes(tensor):
    """Return a tensor's sizes, None for what is unknown; None where the rank is."""
    return None if tensor.shape.rank is None else tensor.shape.as_list()


def reached(tensors):
    """Return the ops that tensors are computed from, control inputs included."""
    found, waiting = {}, [tensor.op for tensor in tensors]
    while waiting:
        op = waiting.pop()
        if op.name not in found:
            found[op.name] = op
            waiting += [tensor.op for tensor in op.inputs]
            waiting += op.control_inputs
    return list(found.values())


def signature(subject):
    """Return the signature that is served, or the first one; None where there is none."""
    signatures = subject.signatures
    usable = {name: found for name, found in signatures.items() if found["outputs"]}
    return usable.get(SIGNATURE) or next(iter(usable.values()), None)


def tensor(subject, name, flag):
    """Return the tensor that a name stands for: `X`, `X:0`.

    Raises:
        InputError: there is none of that name; the message says which are alike.
    """
    graph = subject.graph
    try:
        found = graph.as_graph_element(name if ":" in name else f"{name}:0")
    except (KeyError, ValueError):
        last = name.partition(":")[0].split("/")[-1].lower()
        alike = [op.name for op in graph.get_operations() if last in op.name.lower()][:5]
        hint = f"; alike are {', '.join(alike)}" if alike else "; `inspect` lists what there is"
        raise InputError(f"{flag} {name}: {subject.title} has no such tensor{hint}") from None
    return found


def _named(subject, texts, flag):
    pairs = [text.rpartition("=") for text in texts]
    return {name or _key(other): tensor(subject, other, flag) for name, _, other in pairs}


def _key(name):
    return name.partition(":")[0]


def outputs(subject, texts=()):
    """Return the outputs by name: those that are named, of a signature, or found.

    Raises:
        InputError: a named one is not there, or none is found.
    """
    if texts:
        return _named(subject, texts, "--output-tensor")
    served = signature(subject)
    if served:
        return {key: tensor(subject, name, "output") for key, name in served["outputs"].items()}
    of_experiment = {
        name: found
        for name, found in subject.outputs.items()
        if name in ("predictions", "logits") and found is not None
    }
    scores = logits(subject.graph)
    found = list(dict.fromkeys(scores))
    known = {op.name for op in reached(found)} if found else None
    for op in last_ops(subject.graph) if not of_experiment else ():
        last = op.outputs[0]
        needs = reached([last])
        if last.shape.rank == 0 or not _depends_on_values(last):
            continue
        placeholders = {other.name for other in needs if other.type in _PLACEHOLDERS}
        # After logits, what needs labels is a loss or a metric.
        if known is None or (placeholders <= known and any(s.op in needs for s in scores)):
            found.append(last)
    found = {**{_key(item.name): item for item in found}, **of_experiment}
    if not found:
        last = ", ".join(op.name for op in last_ops(subject.graph)[:8]) or "none"
        raise InputError(
            f"{subject.title}: no outputs are found; name them by --output-tensor "
            f"(ops that nothing reads: {last})"
        )
    unique = {}
    for name, item in found.items():
        if all(item is not other for other in unique.values()):
            unique[name] = item
    return unique


def _depends_on_values(last):
    """Tell whether a tensor is computed from inputs' values, not from their shapes alone."""
    seen, waiting = set(), [last.op]
    while waiting:
        op = waiting.pop()
        if op.name in seen or op.type in ("Shape", "ShapeN", "Size", "Rank"):
            continue
        if op.type in _PLACEHOLDERS or op.type == "IteratorGetNext":
            return True
        seen.add(op.name)
        waiting += [item.op for item in op.inputs]
    return False


def inputs(subject, found_outputs, texts=(), feeds=()):
    """Return the inputs by name, and what is fixed.

    Returns:
        (inputs, fixed): tensors by name; and arrays by tensor.

    Raises:
        InputError: the outputs depend on a placeholder that nobody feeds.
    """
    fixed = _fixed(subject, feeds)
    needed = [op for op in reached(found_outputs.values()) if op.type in _PLACEHOLDERS]
    served = signature(subject)
    if texts:
        found = _named(subject, texts, "--input")
    elif served and served["inputs"]:
        found = {key: tensor(subject, name, "input") for key, name in served["inputs"].items()}
    else:
        order = {op.name: number for number, op in enumerate(subject.graph.get_operations())}
        found = {
            op.name: op.outputs[0]
            for op in sorted(needed, key=lambda op: order[op.name])
            if op.outputs[0].shape.rank != 0 and op.outputs[0] not in fixed
        }
    given = {item.op.name for item in (*found.values(), *fixed)}
    before = {op.name for op in _above(found_outputs.values(), given)}
    for op in needed:
        if op.name in given or op.name not in before:
            continue
        kind = f"{op.outputs[0].dtype.name} {sizes(op.outputs[0])}"
        value = "false" if op.outputs[0].dtype == tf.bool else "1.0"
        raise InputError(
            f"{subject.title}: {', '.join(found_outputs)} depend on the placeholder {op.name} "
            f"({kind}), which nobody feeds: give it a value, --feed {op.name}={value}, or make it "
            f"an input, --input {op.name}"
        )
    return found, fixed


def _above(tensors, given):
    """Return the ops that tensors need, where those of `given` are fed."""
    found, waiting = {}, [item.op for item in tensors]
    while waiting:
        op = waiting.pop()
        if op.name not in found and op.name not in given:
            found[op.name] = op
            waiting += [item.op for item in op.inputs]
            waiting += op.control_inputs
    return list(found.values())


def _fixed(subject, feeds):
    fixed = {}
    for text in feeds:
        name, equals, value = text.partition("=")
        if not equals:
            raise InputError(f"--feed takes TENSOR=VALUE, such as training=false, got {text}")
        item = tensor(subject, name, "--feed")
        fixed[item] = _value(item, value, text)
    return fixed


def _value(item, value, text):
    kind = item.dtype.base_dtype
    if kind == tf.bool:
        if value.lower() not in ("true", "false", "1", "0"):
            raise InputError(f"--feed {text}: {item.op.name} is true or false")
        return np.array(value.lower() in ("true", "1"))
    numbers = re.split(r"[,\s]+", value.strip("[]() "))
    try:
        array = np.array([float(number) for number in numbers]).astype(kind.as_numpy_dtype)
    except (ValueError, TypeError):
        raise InputError(f"--feed {text}: {item.op.name} takes {kind.name}") from None
    array = array[0] if len(numbers) == 1 and item.shape.rank in (0, None) else array
    if not item.shape.is_compatible_with(np.shape(array)):
        raise InputError(f"--feed {text}: {item.op.name} has the shape {item.shape}")
    return np.asarray(array)
