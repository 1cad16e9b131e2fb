"""Defines `InputError`, which the commands print as one line with exit status 2, and helpers."""

import contextlib


class InputError(ValueError):
    """What was given cannot be used: the message says what, where, and what to do about it.

    Raised for bad names, settings, data, run directories and checkpoints. The message is one line
    that can be shown to a user as it stands.
    """


@contextlib.contextmanager
def naming(path):
    """Have an `OSError` name this file: one of a write names none, of a rename a temporary one."""
    try:
        yield
    except OSError as error:
        if error.errno is not None:
            error.filename = str(path)
        raise


def os_error(error):
    """Return what an `OSError` says, in one line."""
    if error.filename is None:
        return str(error)
    return f"{error.filename}: {error.strerror}"
