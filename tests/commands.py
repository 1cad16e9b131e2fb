"""Runs Python commands for tests, without importing TensorFlow anew for each."""

import atexit
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
ARITHMETIC = "TF1_GRAPHS_ARITHMETIC"
# What nothing reads before it is used. Of all other variables a fork has those of its server.
READ_WHEN_USED = {"DROP_IN", "PYTEST_CURRENT_TEST", "PYTHONPATH", "TF1_GRAPHS_DATA", ARITHMETIC}
READ_WHEN_USED |= {"TF1_GRAPHS_DEVICE", "TF1_GRAPHS_RECORD", "TF1_GRAPHS_THREADS"}
READ_WHEN_USED |= {"KILLED", "KILLED_AT", "OTHER"}  # of the tests' scripts
READ_WHEN_USED |= {"KMP_DUPLICATE_LIB_OK", "KMP_INIT_AT_FORK"}  # scikit-learn sets them for itself
# What importing TensorFlow sets: a process that has it from its parent is the same.
SET_BY_TENSORFLOW = {
    "ENABLE_RUNTIME_UPTIME_TELEMETRY": "1",
    "TF2_BEHAVIOR": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
}
_servers = {}


def python(*arguments, cwd=ROOT, env=None):
    """Run `python ARGUMENTS…`, and return it when it has ended, with what it printed as text.

    The process is a fork of one that has TensorFlow imported (`tests.fork_server`), and so is a
    script's that it runs. Tests of what happens before that, of signals and of threads start a
    process of their own.

    Args:
        arguments: `-c`, the code and its arguments; or `-m`, the module and its arguments.
        cwd: its folder.
        env: its environment; by default this process's.
    """
    environment = dict(os.environ if env is None else env)
    arguments = [*map(str, arguments)]
    with tempfile.TemporaryDirectory() as folder:
        out, err = (Path(folder, name) for name in ("out", "err"))
        out.touch()
        err.touch()
        request = {
            "arguments": arguments,
            "cwd": str(cwd),
            "environment": environment,
            "files": [os.devnull, str(out), str(err)],
        }
        server = _server(environment)
        print(json.dumps(request), file=server.stdin, flush=True)
        status = int(server.stdout.readline())
        return subprocess.CompletedProcess(
            ["python", *arguments], status, out.read_text(), err.read_text()
        )


def read_at_start(environment):
    """Return what a fork has of its server: another process is needed where that is other."""
    read = {key: value for key, value in environment.items() if key not in READ_WHEN_USED}
    if environment.get(ARITHMETIC) == "native":
        read[ARITHMETIC] = "native"  # TensorFlow is imported with oneDNN
    else:
        read = dict(read.items() - SET_BY_TENSORFLOW.items())
    return read


def _server(environment):
    """Return the server whose commands have this environment."""
    read = read_at_start(environment)
    name = json.dumps(read, sort_keys=True)
    if name not in _servers:
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.fork_server"],
            cwd=ROOT,
            env=read | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        atexit.register(server.communicate)
        _servers[name] = server
    return _servers[name]
