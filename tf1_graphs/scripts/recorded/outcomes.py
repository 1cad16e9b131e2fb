"""Says what is kept of a call's outcome, and which records are another launch's to agree with."""

import pickle

from tf1_graphs.runs import journal
from tf1_graphs.tensorflow1 import tf


def until_stopped(records, after):
    """Yield records up to the first stop by a signal behind call `after`."""
    number = 0
    for kind, content in records:
        if kind == journal.STOPPED and number >= after:
            return
        number += kind == journal.CALL
        yield kind, content


def pack(error):
    """Return what can be kept of an exception: a tuple."""
    if isinstance(error, tf.errors.OpError):
        return ("op", error.error_code, error.message)
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # whatever a class of the script's raises
        return ("other", f"{type(error).__name__}: {error}")
    return ("python", error)


def unpack(packed):
    """Return the exception that `pack` kept."""
    if packed[0] == "op":
        return tf.errors.exception_type_from_error_code(packed[1])(None, None, packed[2])
    return packed[1] if packed[0] == "python" else RuntimeError(packed[1])
