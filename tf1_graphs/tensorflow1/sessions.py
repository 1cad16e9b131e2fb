"""Configures sessions: their threads, their options, and prepared steps.

`Session._make_callable_from_options` is private: the public `make_callable` hands whatever is fed
to `Session.run`, whose Python takes four times as long as a small network's training step.
"""

import os

from tf1_graphs.errors import InputError
from tf1_graphs.tensorflow1.loading import compat_v1 as tf
from tf1_graphs.tensorflow1.loading import config_pb2

VARIABLE = "TF1_GRAPHS_THREADS"
"""Environment variable with the threads of sessions that leave them open, of scripts."""

_process = {"threads": None}


def make_callable(session, fetches, feeds, targets=()):
    """Prepare a step that is run many times: the same kernels and bits as `session.run`.

    Args:
        session: open `tf.Session`.
        fetches: list of tensors.
        feeds: list of placeholders.
        targets: operations to run besides.

    Returns:
        Function of the feeds' values, NumPy arrays of the placeholders' types; it returns the list
        of the fetches' values.
    """
    options = config_pb2.CallableOptions()
    options.feed.extend(placeholder.name for placeholder in feeds)
    options.fetch.extend(tensor.name for tensor in fetches)
    options.target.extend(operation.name for operation in targets)
    return session._make_callable_from_options(options)


def session_config(threads):
    """Return a session's configuration: so many threads within an op, one op after the other.

    The thread that calls `Session.run` executes the ops itself (-1): handing them to a thread that
    waits for them takes longer than a small graph does.

    Raises:
        InputError: as `check_threads`.
    """
    check_threads(threads)
    _process["threads"] = threads
    return tf.ConfigProto(intra_op_parallelism_threads=threads, inter_op_parallelism_threads=-1)


def check_threads(threads):
    """Refuse another number of threads than this process computes with.

    TensorFlow makes the threads within ops once a process, as many as its first session asks for;
    later sessions get those, whatever they ask for.

    Raises:
        InputError: an earlier session's configuration has another number.
    """
    if threads_or(threads) != threads:
        raise InputError(
            "TensorFlow keeps the threads that a process's first session asked for: take "
            f"--threads {_process['threads']} here, or {threads} in a new process (of a sweep: "
            "restart its workers)"
        )


def threads_or(threads):
    """Return the number of threads that this process computes with; `threads`, if none is set."""
    return _process["threads"] or threads


def with_threads(config):
    """Return a session's configuration with the threads of `VARIABLE` where it leaves them open.

    Ops are then executed one after the other by the thread that calls, as `session_config` says.

    Raises:
        InputError: the variable is not a whole number of at least 1.
    """
    threads = os.environ.get(VARIABLE)
    if not threads:
        return config
    if not threads.isdecimal() or int(threads) < 1:
        raise InputError(f"{VARIABLE} is a whole number of at least 1, got {threads!r}")
    copy = tf.ConfigProto()
    copy.CopyFrom(config)
    copy.intra_op_parallelism_threads = config.intra_op_parallelism_threads or int(threads)
    copy.inter_op_parallelism_threads = config.inter_op_parallelism_threads or -1
    return copy
