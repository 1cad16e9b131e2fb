"""Gives a script's arithmetic the types that NumPy 1 gave it.

NumPy 1 looked at a scalar's value. Beside an array it took the smallest type that holds it, so that
`float32_array * np.float64(2)` stayed float32; among scalars a number of Python was an int64 or a
float64, so that the mean that a script adds up, `cost += c / batches`, was a float64. NumPy 2 goes
by types alone (NEP 50), and prints other digits.
"""

import functools
import operator

import numpy as np

BINARY, AUGMENTED = "__numpy_1_binary__", "__numpy_1_augmented__"
OPERATORS = {
    "Add": operator.add,
    "Sub": operator.sub,
    "Mult": operator.mul,
    "Div": operator.truediv,
    "FloorDiv": operator.floordiv,
    "Mod": operator.mod,
    "Pow": operator.pow,
    "Lt": operator.lt,
    "LtE": operator.le,
    "Gt": operator.gt,
    "GtE": operator.ge,
    "Eq": operator.eq,
    "NotEq": operator.ne,
}
_PYTHON = {bool: np.bool_, int: np.int64, float: np.float64, complex: np.complex128}
_KINDS = {"b": 0, "u": 1, "i": 1, "f": 2, "c": 2}


def binary(name, x, y):
    """Return what an operator gives, `OPERATORS[name](x, y)`, with NumPy 1's types."""
    operate = OPERATORS[name]
    if type(x) in _PYTHON and type(y) in _PYTHON:
        return operate(x, y)
    return operate(*promoted(x, y))


def augmented(x, y):
    """Return `y` for `x += y`, such that the result has NumPy 1's type; an array keeps its own."""
    if (type(x) in _PYTHON and type(y) in _PYTHON) or (isinstance(x, np.ndarray) and x.ndim):
        return y
    x, y = promoted(x, y)
    if isinstance(x, np.generic) and isinstance(y, np.generic):
        # The script's own x may be a number of Python's, which would take y's type.
        return y.astype(np.result_type(x, y))
    return y


def added_up(items, start=0):
    """Return `sum(items, start)` with NumPy 1's types."""
    return functools.reduce(functools.partial(binary, "Add"), items, start)


def promoted(x, y):
    """Return two operands with the types that make NumPy 2 compute as NumPy 1 did.

    Where one of them is neither a number of Python's nor NumPy's, they stay as they are.
    """
    numpy_1 = (np.generic, np.ndarray)
    if not (isinstance(x, numpy_1) or isinstance(y, numpy_1)) or type(x) is type(y) is np.float32:
        return x, y
    try:
        x_scalar, y_scalar = _scalar(x), _scalar(y)
    except OverflowError:  # of an int64: numbers of Python's, which have no bounds
        return _of_python(x), _of_python(y)
    if x_scalar is not None and y_scalar is not None:
        return x_scalar, y_scalar
    if x_scalar is not None and _is_array(y):
        return _beside(y, x_scalar), y
    if y_scalar is not None and _is_array(x):
        return x, _beside(x, y_scalar)
    return x, y


def _of_python(value):
    if _is_array(value):
        return value.astype(object)
    return value.item() if isinstance(value, np.generic | np.ndarray) else value


def _is_array(value):
    return isinstance(value, np.ndarray) and value.ndim and value.dtype.kind in _KINDS


def _scalar(value):
    """Return a number as a scalar of NumPy's; None for what is none."""
    kind = _PYTHON.get(type(value))
    if kind is not None:
        return kind(value)
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    return value if isinstance(value, np.generic) and value.dtype.kind in _KINDS else None


def _beside(array, scalar):
    """Return a scalar with the type that it had beside an array."""
    if _KINDS[scalar.dtype.kind] > _KINDS[array.dtype.kind]:
        return scalar
    least = np.min_scalar_type(scalar)
    if array.dtype.kind == "i" and least.kind == "u":
        least = np.min_scalar_type(-int(scalar) - 1)  # the signed type that holds it
    return np.result_type(array.dtype, least).type(scalar)
