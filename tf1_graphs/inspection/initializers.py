"""Describes the initial value of a variable in words, as far as its ops say what it is."""

import collections
import math

import numpy as np

from tf1_graphs.tensorflow1 import tf

_ADD = ("Add", "AddV2")
_PASSED_ON = ("Identity", "Cast", "Reshape")
# The standard deviation of a standard normal that is cut at two of its deviations.
_TRUNCATED = 0.87962566103423978
# How initial values are spread: their variance is scale / fan.
_SCALINGS = (
    (1, "average", "Glorot's"),
    (2, "in", "He's"),
    (1, "in", "LeCun's"),
    (1, "out", "variance 1 / fan-out"),
    (2, "out", "variance 2 / fan-out"),
    (2, "average", "variance 2 / average fan"),
)


def in_words(value, shape):
    """Describe an initial value.

    Args:
        value: the tensor that is assigned.
        shape: the variable's shape, a list, or None where it is unknown.

    Returns:
        Such as `uniform in [-0.5, 0.5), Glorot's (fan-in 2, fan-out 6)` or `zeros`.
    """
    while value.op.type in _PASSED_ON:
        value = value.op.inputs[0]
    operation = value.op
    constant = tf.get_static_value(value)
    if constant is not None:
        return _constant(np.asarray(constant))
    return _random(operation, shape) or _computed(value)


def _constant(array):
    if array.size and (array == array.ravel()[0]).all():
        number = array.ravel()[0]
        names = {0: "zeros", 1: "ones"} if array.ndim else {}
        if array.dtype.kind in "fiu" and number in names:
            return names[int(number)]
        return f"constant {_text(number)}"
    if array.dtype.kind not in "fiu" or not array.size:
        return "given values"
    return f"given values from {_text(array.min())} to {_text(array.max())}"


def _text(number):
    """Return a number in the shortest digits that stand for it; formatting would lengthen them."""
    return number.decode(errors="replace") if isinstance(number, bytes) else str(number)


def _random(operation, shape):
    """Describe `random * scale + offset`, which `tf.random_uniform` and its kin build."""
    if operation.type == "RandomUniformInt":
        low, high = (tf.get_static_value(tensor) for tensor in operation.inputs[1:])
        return f"uniform integers in [{_text(low)}, {_text(high)})"
    if operation.type not in _ADD or operation.inputs[0].op.type != "Mul":
        return None
    product, offset = operation.inputs[0].op, tf.get_static_value(operation.inputs[1])
    drawn, scale = product.inputs[0].op.type, product.inputs[1]
    if offset is None:
        return None
    if drawn == "RandomUniform" and scale.op.type == "Sub":
        high, low = (tf.get_static_value(tensor) for tensor in scale.op.inputs)
        symmetric = high is not None and low == -high
        fan = _fans(float(high) / math.sqrt(3), shape) if symmetric else ""
        return f"uniform in [{_text(low)}, {_text(high)}){fan}"
    deviation = tf.get_static_value(scale)
    normals = {"TruncatedNormal": "truncated normal", "RandomStandardNormal": "normal"}
    if deviation is None or drawn not in normals:
        return None
    cut = _TRUNCATED if drawn == "TruncatedNormal" else 1
    fan = "" if offset else _fans(float(deviation) * cut, shape)
    return f"{normals[drawn]}, mean {_text(offset)}, stddev {_text(deviation)}{fan}"


def _fans(deviation, shape):
    """Say by which rule a standard deviation follows from the shape, if by a known one."""
    if not shape or len(shape) < 2:
        return ""
    area = math.prod(shape[:-2])
    fan_in, fan_out = area * shape[-2], area * shape[-1]
    fans = {"in": fan_in, "out": fan_out, "average": (fan_in + fan_out) / 2}
    for scale, mode, name in _SCALINGS:
        if math.isclose(deviation, math.sqrt(scale / fans[mode]), rel_tol=1e-6):
            return f", {name} (fan-in {fan_in}, fan-out {fan_out})"
    return ""


def _computed(value):
    types = {operation.type for operation in upstream(value.op)}
    if "Qr" in types:
        return "orthogonal"
    if "MatrixDiag" in types:
        return "identity matrix"
    return f"computed by {value.op.type} {value.op.name}"


def upstream(*operations):
    """Yield ops and every op that they are computed from, nearest first."""
    waiting = collections.deque(operations)
    found = {operation.name for operation in operations}
    while waiting:
        operation = waiting.popleft()
        yield operation
        for tensor in operation.inputs:
            if tensor.op.name not in found:
                found.add(tensor.op.name)
                waiting.append(tensor.op)
