"""Writes and reads the state file of a checkpoint: arrays by name, and a hash of them."""

import hashlib

import numpy as np

from tf1_graphs.errors import InputError, naming


def write(path, state):
    """Write a state file.

    Args:
        path: of the new file, a `Path`.
        state: arrays, numbers and texts by name.

    Raises:
        OSError: the file cannot be written.
    """
    with naming(path), open(path, "wb") as file:
        np.savez(file, **state, digest=np.array(_digest(state)))


def read(path):
    """Return what `write` wrote, as arrays by name.

    Raises:
        InputError: the file is damaged.
    """
    try:
        with np.load(path, allow_pickle=False) as archive:
            state = dict(archive)
        if str(state.pop("digest")) != _digest(state):
            raise ValueError("its content is not what was saved")
    # Any bit may be flipped: zipfile and NumPy raise a dozen types of error over that.
    except Exception as error:
        raise InputError(f"{path.name} is damaged: {error}") from error
    return state


def _digest(state):
    """Return a hash of arrays by name; a zip archive alone would not notice every flipped bit."""
    digest = hashlib.sha256()
    for name in sorted(state):
        array = np.asarray(state[name])
        digest.update(f"{name} {array.dtype.str} {array.shape} ".encode())
        digest.update(array.tobytes())
    return digest.hexdigest()
