"""Runs an unmodified TensorFlow 1 script in a process of its own."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from tf1_graphs.errors import InputError


def run_script(path, args=(), environment=None, quietly=False):
    """Run a script as `python SCRIPT ARGS…` does, with the drop-in as its `tensorflow`.

    It runs in the current folder, with this process's standard input and outputs.

    Args:
        path: the script's.
        args: its arguments, strings.
        environment: of its process, which says how it is recorded; by default this process's.
        quietly: leave out what it prints; its run has it.

    Returns:
        Its exit status, 128 + n where signal n ended it.

    Raises:
        InputError: there is no such file.
    """
    if not Path(path).is_file():
        raise InputError(f"there is no script {path}: give the path of a Python file")
    command = [sys.executable, "-m", "tf1_graphs.scripts.execute", os.fspath(path), *args]
    output = subprocess.DEVNULL if quietly else None
    with (
        subprocess.Popen(command, env=environment, stdout=output) as process,
        _signals_for(process),
    ):
        status = process.wait()
    return 128 - status if status < 0 else status


@contextlib.contextmanager
def _signals_for(process):
    """Leave interruptions to a child process: it saves what it has, and ends."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handlers = {
        # A terminal sends this one to the child too.
        signal.SIGINT: lambda number, frame: None,
        signal.SIGTERM: lambda number, frame: process.terminate(),
    }
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
