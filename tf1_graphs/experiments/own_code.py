"""Says what went wrong in a reader's own code: one line, and below it the code's own traceback."""

import contextlib
import traceback

from tf1_graphs.errors import InputError


def trouble(what, error, path=None):
    """Return a line that says what failed and why, with the traceback below it.

    Args:
        what: what failed, such as `article.py cannot be imported`.
        error: the exception.
        path: the file whose code failed: what led to it is left out of the traceback.
    """
    told = traceback.TracebackException.from_exception(error)
    own = [i for i, frame in enumerate(told.stack) if path and frame.filename == str(path)]
    told.stack = traceback.StackSummary.from_list(list(told.stack)[own[0] :] if own else [])
    told.__cause__ = told.__context__ = None
    return f"{what}: {summary(error)}\n{''.join(told.format()).rstrip()}"


def summary(error):
    """Return an exception's type and the first line of its message."""
    return f"{type(error).__name__}: {error}".rstrip(": ").splitlines()[0]


@contextlib.contextmanager
def calling(experiment, what):
    """Call a function of an experiment: what fails in a reader's own file is said as `trouble`.

    Args:
        experiment: the `Experiment`.
        what: the function's name, such as `load`.

    Raises:
        InputError: the function failed, and a file defines it.
    """
    try:
        yield
    except InputError:
        raise
    except Exception as error:
        path = _file(experiment)
        if path is None:
            raise
        raise InputError(trouble(f"{what} of {path} failed", error, path)) from error


def place(experiment, error):
    """Return where in a reader's own file an exception was raised, as `article.py:12`; or ""."""
    path = _file(experiment)
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == path]
    return f"{path}:{lines[-1]}" if lines else ""


def _file(experiment):
    """Return the path of the file that defines an experiment; None of an announced one."""
    reference = experiment.reference
    if reference is None or reference.content is None:
        return None
    return reference.text.rpartition(":")[0]
