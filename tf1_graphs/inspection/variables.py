"""Finds the variables of a graph, what initializes them and what changes them."""

import itertools
import math
import re

from tf1_graphs.inspection.initializers import in_words, upstream
from tf1_graphs.inspection.subject import elements
from tf1_graphs.tensorflow1 import tf

TYPES = ("VariableV2", "Variable", "VarHandleOp")
_APPLY = re.compile(r"^(Resource)?(Sparse)?Apply")
WRITES = re.compile(r"^(Resource)?(Sparse)?(Apply|Assign|Scatter)")
_RESTORED = ("RestoreV2", "Restore", "RestoreSlice")


def variables(subject):
    """List the variables in order of creation.

    Args:
        subject: the `Subject`.

    Returns:
        List of {`name`, `shape`, `dtype`, `parameters`, `trainable`, `role`, `initializer`,
        `op_seed`, `graph_seed`, `default_seed`, `updated_by`, `in_update_ops`, `slots`}.
        `trainable` is None where the file does not say; `role` is `weights`, `moving average`,
        `slot`, `optimizer` (such as Adam's powers) or `other`; `default_seed` says that the op's
        seed is the number of ops built before it.
    """
    number = {node.name: index for index, node in enumerate(subject.graph_def.node)}
    if not number and subject.values is not None:
        return of_names(subject.values)
    named = subject.graph.get_operation_by_name
    found = [named(node.name) for node in subject.graph_def.node if node.op in TYPES]
    initial = {op.name: _initial_value(op) for op in found}
    updates = {op.name: _updates(op, initial[op.name]) for op in found}
    slots = _slots(updates)
    averaged = _in_update_ops(subject)
    trainable = _trainable(subject)
    beside = {name for names in slots.values() for name in names}
    rows = []
    for operation in found:
        value = initial[operation.name]
        shape = _shape(operation)
        rows.append(
            {
                "name": operation.name,
                "shape": shape,
                "dtype": operation.get_attr("dtype").base_dtype.name,
                "parameters": None if shape is None else math.prod(shape),
                "trainable": None if trainable is None else operation.name in trainable,
                "role": _role(operation, updates[operation.name], beside, trainable),
                "initializer": None if value is None else in_words(value, shape),
                **_seed(value, number),
                "updated_by": [f"{op.type} {op.name}" for op in updates[operation.name]],
                "in_update_ops": any(op.name in averaged for op in updates[operation.name]),
                "slots": slots.get(operation.name, []),
            }
        )
    return rows


_SLOT = re.compile(
    r"(.+)/(Adam|Adam_1|AdaMax|Momentum|Adagrad|RMSProp|RMSProp_1|Adadelta|Adadelta_1|Ftrl|Ftrl_1"
    r"|LARSOptimizer|\.OPTIMIZER_SLOT/.+|ExponentialMovingAverage)(_\d+)?$"
)
_POWERS = re.compile(r"(^|/)(beta[12]_power(_\d+)?|global_step)$")
_AVERAGES = re.compile(r"/(moving_mean|moving_variance)$")


def of_names(values):
    """List the variables of a checkpoint without a graph; their names say what they are.

    Args:
        values: `Values`.

    Returns:
        As `variables`; what only a graph says is None or empty.
    """
    rows = []
    slots = {}
    for name in values.shapes:
        match = _SLOT.match(name)
        if match and match[1] in values.shapes and match[2] != "ExponentialMovingAverage":
            slots.setdefault(match[1], []).append(name)
    beside = {slot for names in slots.values() for slot in names}
    for name, shape in values.shapes.items():
        role = "weights"
        if name in beside:
            role = "slot"
        elif _POWERS.search(name):
            role = "optimizer"
        elif _AVERAGES.search(name) or name.endswith("/ExponentialMovingAverage"):
            role = "moving average"
        rows.append(
            {
                "name": name,
                "shape": list(shape),
                "dtype": values.dtypes[name],
                "parameters": math.prod(shape),
                "trainable": None,
                "role": role,
                "initializer": None,
                "op_seed": None,
                "graph_seed": None,
                "default_seed": None,
                "updated_by": [],
                "in_update_ops": False,
                "slots": slots.get(name, []),
            }
        )
    return rows


def _shape(operation):
    shape = tf.TensorShape(operation.get_attr("shape"))
    return shape.as_list() if shape.is_fully_defined() else None


def _readers(operation):
    """Return what takes a variable itself, through the `Switch` of a `tf.cond` if need be."""
    for reader in operation.outputs[0].consumers():
        if reader.type in ("RefSwitch", "RefEnter", "Enter"):
            for output in reader.outputs:
                yield from output.consumers()
        else:
            yield reader


def _assignments(operation):
    return [reader for reader in _readers(operation) if WRITES.match(reader.type)]


def _initial_value(operation):
    """Return the tensor of the variable's own `Assign`, which is the first one."""
    for reader in _assignments(operation):
        if reader.type in ("Assign", "AssignVariableOp") and not _restores(reader):
            return reader.inputs[1]
    return None


def _restores(assignment):
    nearest = itertools.islice(upstream(assignment.inputs[1].op), 3)
    return any(op.type in _RESTORED for op in nearest)


def _updates(operation, value):
    """Return the ops that change a variable, but not what sets it at first or restores it."""
    return [
        reader
        for reader in _assignments(operation)
        if len(reader.inputs) > 1
        and reader.inputs[1] is not value
        and not _restores(reader)
        and not _is_slot_of(operation, reader)
    ]


def _is_slot_of(operation, update):
    """Tell whether an optimizer's op takes a variable beside the one that it trains."""
    return bool(_APPLY.match(update.type)) and update.inputs[0].op is not operation


def _slots(updates):
    """Return the names of the variables that each variable's optimizer keeps beside it."""
    slots = {}
    for name, found in updates.items():
        for update in found:
            if _APPLY.match(update.type):
                beside = [tensor.op for tensor in update.inputs[1:] if tensor.op.type in TYPES]
                slots[name] = [op.name for op in beside if op.name.startswith(f"{name}/")]
    return slots


def _in_update_ops(subject):
    """Return the names of the ops that running the UPDATE_OPS collection runs."""
    updates = elements(subject, tf.GraphKeys.UPDATE_OPS)
    found = [getattr(update, "op", update) for update in updates]
    return {op.name for op in upstream(*dict.fromkeys(found))}


def _role(operation, updates, beside, trainable):
    if operation.name in beside:
        return "slot"
    if trainable and operation.name in trainable:
        return "weights"
    if any("AssignMovingAvg" in update.name for update in updates):
        return "moving average"
    readers = {reader for alias in _aliases(operation) for reader in alias.consumers()}
    if any(_APPLY.match(reader.type) for reader in readers):
        return "optimizer"
    return "other"


def _aliases(operation):
    """Return a variable's own output, and that of the ops that only read it."""
    output = operation.outputs[0]
    reads = [op for op in output.consumers() if op.type in ("Identity", "ReadVariableOp")]
    return [output, *(op.outputs[0] for op in reads)]


def _trainable(subject):
    """Return the names of the variables that are trained; None where a file does not say."""
    if not subject.collections:
        return None
    listed = subject.collections.get(tf.GraphKeys.TRAINABLE_VARIABLES, ())
    return {name.removesuffix(":0") for name in listed}


def _seed(value, number):
    """Return the seeds of the first random op that an initial value is computed from."""
    for operation in upstream(value.op) if value is not None else ():
        if "seed2" in operation.node_def.attr:
            op_seed, graph_seed = operation.get_attr("seed2"), operation.get_attr("seed")
            default = op_seed == number.get(operation.name)
            return {"op_seed": op_seed, "graph_seed": graph_seed, "default_seed": default}
    return {"op_seed": None, "graph_seed": None, "default_seed": None}
