"""Saves parameters as `.npz`, and reads them without unpickling anything.

References:
    Article 004, `save_params` and `load_params`; for files those wrote, see `article_pickle`.
"""

import io
from pathlib import Path

import numpy as np

from tf1_graphs.errors import InputError
from tf1_graphs.files import atomic_write
from tf1_graphs.numpy_cnn.validation import ARTICLE_SHAPES, check_parameters


def write_arrays(path, arrays):
    """Write named arrays as one `.npz` file, by atomic replace.

    Args:
        path: the file, in a folder that exists; no ending is added to it.
        arrays: `{name: array}`.

    Raises:
        OSError: the folder cannot be written; an old file then stands as it was.
    """
    content = io.BytesIO()
    np.savez(content, **arrays)
    atomic_write(path, content.getvalue())


def read_arrays(path):
    """Read what `write_arrays` wrote.

    Args:
        path: the file.

    Returns:
        `{name: array}`.

    Raises:
        InputError: there is no such file, or it is damaged, not an `.npz` file, or holds Python
            objects.
    """
    try:
        with np.load(io.BytesIO(Path(path).read_bytes()), allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    # Damaged bytes make the zip, zlib and array readers raise almost anything.
    except Exception as error:
        raise InputError(f"{path} is damaged or not an .npz file: {error}") from error


def save_parameters(path, params):
    """Save the parameters of a network.

    Args:
        path: the `.npz` file, in a folder that exists.
        params: `{"W1", "b1", "W2", "b2", "W3", "b3"}`.

    Raises:
        InputError: `params` is not one parameter set.
        OSError: the folder cannot be written; an old file then stands as it was.
    """
    check_parameters(params)
    write_arrays(path, params)


def load_parameters(path, shapes=ARTICLE_SHAPES):
    """Load parameters that `save_parameters` saved; every bit is as it was.

    Args:
        path: the `.npz` file.
        shapes: `{name: shape}` to insist on, by default the article's network; `None` accepts
            every network whose layers fit together.

    Returns:
        `{"W1", "b1", "W2", "b2", "W3", "b3"}`.

    Raises:
        InputError: the file cannot be read, or holds other parameters or values that are not
            finite.
    """
    return check_loaded(path, read_arrays(path), shapes)


def check_loaded(path, params, shapes):
    """Return loaded parameters, or refuse them in a message that names their file.

    Args:
        path: where they came from.
        params: what was found there.
        shapes: as in `load_parameters`.

    Returns:
        `params`.

    Raises:
        InputError: not a parameter set of those shapes, or values that are not finite.
    """
    try:
        check_parameters(params, shapes)
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    for name, value in params.items():
        if not np.isfinite(value).all():
            raise InputError(f"{path}: expected finite values in {name}, found nan or inf")
    return params
