"""Loads the library with the kernels, and asks it about the processor."""

import ctypes
import functools

import numpy as np

from tf1_graphs.tensorflow1.kernels import building, tables
from tf1_graphs.tensorflow1.loading import compat_v1 as tf

_loaded = {}


def load(path):
    """Load the library into TensorFlow: its kernels can be asked for from now on.

    Raises:
        NotBuiltError: TensorFlow cannot load it.
    """
    if "library" in _loaded:
        return
    try:
        tf.load_op_library(str(path))
        _loaded["library"] = ctypes.CDLL(str(path))
    except (OSError, tf.errors.OpError) as error:
        text = " ".join(str(error).split())
        raise building.NotBuiltError(
            f"{path} cannot be loaded: {text}; delete it, and it is made again"
        ) from error


def function(name):
    """Return a function of the library, which `load` has loaded."""
    return getattr(_loaded["library"], name)


def use_rsqrt(table):
    """Take 1/sqrt(x) from a table of float32 values, or with None from the processor."""
    pointer = None if table is None else table.ctypes.data_as(ctypes.POINTER(ctypes.c_float))
    _loaded["library"].tf1_graphs_use_rsqrt(pointer)


def use_wide_products(wide):
    """Say whether products take vectors of AVX-512: 1.15.5 added up in another order with them."""
    _loaded["library"].tf1_graphs_use_wide_products(int(wide))


def measure(bits=12):
    """Return this processor's approximations by the first `bits` bits of the mantissa.

    Returns:
        float32 [2 · 2^bits]: of [1, 2), then of [2, 4).
    """
    return np.concatenate([_measured(exponent, bits, 0, 2**bits) for exponent in (0, 1)])


def _measured(exponent, bits, first, count):
    values = np.empty(count, np.float32)
    pointer = values.ctypes.data_as(ctypes.POINTER(ctypes.c_float))
    _loaded["library"].tf1_graphs_measure_rsqrt(exponent, bits, first, count, pointer)
    return values


@functools.cache
def fingerprint():
    """Return this processor's fingerprint (`tables.fingerprint`), all mantissas measured."""
    count = 2**16
    return tables.fingerprint(
        _measured(exponent, 23, first, count)
        for exponent in (0, 1)
        for first in range(0, 2**23, count)
    )


def record(path):
    """Write this processor's table to a `.npy` file.

    Raises:
        ValueError: the processor's approximations do not fit the table's form.
        OSError: the file cannot be written.
    """
    table = measure()
    fine = measure(23).reshape(2, 4096, -1)
    if not (fine == table.reshape(2, 4096, 1)).all():
        raise ValueError("approximations that depend on more than 12 bits of the mantissa")
    with open(path, "wb") as file:
        np.save(file, tables.pack(table))
