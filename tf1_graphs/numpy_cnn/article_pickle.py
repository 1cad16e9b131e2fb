"""Reads the article's `cnn_params.pkl` without trusting it.

A pickle is a program: loading one runs whatever it names. The reader here knows the few names that
pickled NumPy arrays use, and answers each with a stand-in of its own that accepts floating-point
arrays and nothing else. NumPy's unpickling code is never run on the file's data, and every other
name is refused before it is imported.

References:
    Article 004, `save_params`: `pickle.dump` of `{"W1", "b1", "W2", "b2", "W3", "b3"}`; "What can
    be pickled and unpickled?" and "Restricting Globals" in Python's `pickle` documentation.
"""

import io
import math
import pickle
import pickletools
from pathlib import Path

import numpy as np

from tf1_graphs.errors import InputError
from tf1_graphs.numpy_cnn.parameters import check_loaded
from tf1_graphs.numpy_cnn.validation import ARTICLE_SHAPES

# `numpy.core` before NumPy 2, `numpy._core` since; `_frombuffer` since protocol 5, `_codecs.encode`
# for bytes up to protocol 2.
ADMITTED = {
    ("numpy", "ndarray"): "array",
    ("numpy", "dtype"): "dtype",
    ("numpy.core.multiarray", "_reconstruct"): "reconstruct",
    ("numpy._core.multiarray", "_reconstruct"): "reconstruct",
    ("numpy.core.numeric", "_frombuffer"): "frombuffer",
    ("numpy._core.numeric", "_frombuffer"): "frombuffer",
    ("_codecs", "encode"): "encode",
}


class _Dtype:
    """Stands in for a `numpy.dtype`: `f4` or `f8`, and a byte order."""

    def __init__(self, name, *flags):
        if name not in ("f4", "f8"):
            raise InputError(f"expected arrays of float32 or float64, found the type {name!r}")
        self.name, self.order = name, "="

    def __setstate__(self, state):
        self.order = state[1]
        if self.order not in ("<", ">", "="):
            raise InputError(f"expected a byte order < or >, found {self.order!r}")


class _Array:
    """Stands in for a `numpy.ndarray`; `value` is the array once its content is known."""

    value = None

    def __setstate__(self, state):
        _, shape, dtype, fortran, buffer = state
        self.fill(buffer, dtype, shape, "F" if fortran else "C")

    def fill(self, buffer, dtype, shape, order, axes=None):
        """Set `value` from bytes; `axes` is how an array of another axis order was stored."""
        if not isinstance(dtype, _Dtype):
            raise InputError(f"expected an array type, found {type(dtype).__name__}")
        stored = np.frombuffer(buffer, np.dtype(dtype.order + dtype.name))
        if len(stored) != math.prod(shape):
            raise InputError(f"expected {math.prod(shape)} values, found {len(stored)}")
        stored = stored.reshape(shape, order="F" if order == "F" else "C")
        stored = stored.transpose(axes) if axes is not None else stored
        # A copy that can be written, in this machine's byte order.
        self.value = np.array(stored, dtype=dtype.name, order="C")
        return self


class _ArrayUnpickler(pickle.Unpickler):
    """An unpickler to which only the names of arrays mean anything.

    The stand-ins are bound methods, which a pickle cannot set attributes of.
    """

    def find_class(self, module, name):
        if (module, name) not in ADMITTED:
            raise InputError(f"expected only NumPy arrays, found the forbidden {module}.{name}")
        return getattr(self, ADMITTED[module, name])

    def array(self, *arguments):
        return _Array()

    def dtype(self, name, *flags):
        return _Dtype(name)

    def reconstruct(self, kind, shape, typecode):
        return _Array()

    def frombuffer(self, buffer, dtype, shape, order, axes=None):
        return _Array().fill(buffer, dtype, shape, order, axes)

    def encode(self, text, encoding):
        if encoding != "latin1":
            raise InputError(f"expected bytes encoded as latin1, found {encoding!r}")
        return text.encode("latin1")


def _load(content):
    for opcode, argument, _ in pickletools.genops(content):
        # The unpickler allocates its memo up to the largest index, before it uses any of it.
        if opcode.name.endswith("PUT") and argument > len(content):
            raise InputError(f"expected an index below {len(content)}, found {argument}")
    loaded = _ArrayUnpickler(io.BytesIO(content)).load()
    if not isinstance(loaded, dict):
        return loaded
    return {k: v.value if isinstance(v, _Array) else v for k, v in loaded.items()}


def load_article_pickle(path, shapes=ARTICLE_SHAPES):
    """Load parameters that the article's `save_params` pickled.

    Any pickle protocol, NumPy before or since version 2, either byte order.

    Args:
        path: the `.pkl` file.
        shapes: `{name: shape}` to insist on, by default the article's network; `None` accepts
            every network whose layers fit together.

    Returns:
        `{"W1", "b1", "W2", "b2", "W3", "b3"}`.

    Raises:
        InputError: the file cannot be read, is no pickle, names anything but NumPy arrays, or
            holds other parameters; the message names the file and the forbidden name.
    """
    try:
        loaded = _load(Path(path).read_bytes())
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    # A pickle that is damaged, or made to be, raises almost anything.
    except Exception as error:
        raise InputError(f"{path} is damaged or not a pickle: {error}") from error
    return check_loaded(path, loaded, shapes)
