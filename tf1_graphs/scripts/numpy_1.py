"""Gives scripts of TensorFlow 1's time what they expect of NumPy."""

import functools
import math
import sys
import warnings

import numpy as np

# By the name that NumPy 1 had: today's.
RENAMED = {
    "Inf": "inf",
    "Infinity": "inf",
    "NAN": "nan",
    "NaN": "nan",
    "PINF": "inf",
    "alltrue": "all",
    "bool8": "bool_",
    "bytes0": "bytes_",
    "cfloat": "complex128",
    "clongfloat": "clongdouble",
    "complex_": "complex128",
    "cumproduct": "cumprod",
    "float_": "float64",
    "infty": "inf",
    "int0": "intp",
    "longcomplex": "clongdouble",
    "longfloat": "longdouble",
    "mat": "asmatrix",
    "object0": "object_",
    "product": "prod",
    "round_": "round",
    "singlecomplex": "complex64",
    "sometrue": "any",
    "str0": "str_",
    "string_": "bytes_",
    "trapz": "trapezoid",
    "uint0": "uintp",
    "unicode_": "str_",
    "void0": "void",
}
TYPES = {"complex": complex, "float": float, "int": int, "object": object, "str": str}
VALUES = {
    "ALLOW_THREADS": 1,
    "BUFSIZE": 8192,
    "CLIP": 0,
    "MAXDIMS": 32,
    "NINF": -math.inf,
    "NZERO": -0.0,
    "PZERO": 0.0,
    "RAISE": 2,
    "WRAP": 1,
    "math": math,
    "sys": sys,
    "tracemalloc_domain": 389047,
    "typeDict": np.sctypeDict,
    "unicode": str,
    "warnings": warnings,
}
EXCEPTIONS = (
    "AxisError",
    "ComplexWarning",
    "ModuleDeprecationWarning",
    "RankWarning",
    "TooHardError",
    "VisibleDeprecationWarning",
)
GROUPS = {
    "complex": ["complex64", "complex128", "clongdouble"],
    "float": ["float16", "float32", "float64", "longdouble"],
    "int": ["int8", "int16", "int32", "int64"],
    "others": ["bool_", "object_", "bytes_", "str_", "void"],
    "uint": ["uint8", "uint16", "uint32", "uint64"],
}


def _find_common_type(arrays, scalars):
    return np.result_type(*arrays, *(np.dtype(kind).type(0) for kind in scalars))


FUNCTIONS = {
    "alen": lambda a: len(np.array(a, ndmin=1)),
    "asfarray": lambda a, dtype=float: np.asarray(a, dtype),
    "asscalar": lambda a: a.item(),
    "disp": lambda mesg, device=None, linefeed=True: print(
        mesg, end="\n" if linefeed else "", file=device
    ),
    "find_common_type": _find_common_type,
    "in1d": lambda ar1, ar2, **kw: np.isin(np.asarray(ar1).ravel(), np.asarray(ar2).ravel(), **kw),
    "issctype": lambda rep: isinstance(rep, type) and issubclass(rep, np.generic),
    "msort": lambda a: np.sort(a, axis=0),
}


def be_numpy_1():
    """Print numbers as NumPy 1 did, `0.5` for `np.float32(0.5)`, and restore what it had."""
    np.set_printoptions(legacy="1.21")
    restored = {name: getattr(np, new) for name, new in RENAMED.items()}
    restored |= TYPES | VALUES | FUNCTIONS
    restored |= {name: getattr(np.exceptions, name, Warning) for name in EXCEPTIONS}
    restored["sctypes"] = {
        name: [getattr(np, kind) for kind in kinds] for name, kinds in GROUPS.items()
    }
    restored["cast"] = {
        kind: functools.partial(np.asarray, dtype=kind) for kind in set(np.sctypeDict.values())
    }
    for name, value in restored.items():
        if name not in vars(np):
            setattr(np, name, value)
    np.array, np.asarray = _ragged(np.array), _ragged(np.asarray)
    np.reshape = _reshape(np.reshape)
    np.load = _load(np.load)


def _ragged(original):
    """Return a maker of arrays that makes one of lists where their lengths differ."""

    @functools.wraps(original)
    def make(value, *args, **kwargs):
        try:
            return original(value, *args, **kwargs)
        except ValueError as error:
            if args or kwargs.get("dtype") is not None or "inhomogeneous" not in str(error):
                raise
            return original(value, **{**kwargs, "dtype": object})

    return make


def _reshape(original):
    @functools.wraps(original)
    def reshape(a, shape=None, order="C", newshape=None, **kwargs):
        return original(a, shape if newshape is None else newshape, order=order, **kwargs)

    return reshape


def _load(original):
    """Return a loader that reads arrays of objects unasked, as it did before NumPy 1.16.3."""

    @functools.wraps(original)
    def load(file, mmap_mode=None, allow_pickle=True, **kwargs):
        return original(file, mmap_mode, allow_pickle, **kwargs)

    return load
