"""Runs Python commands in forks of a process that has TensorFlow imported already.

`tests.commands` starts it, with the environment of the commands that it will run. A line of its
standard input is a command, a line of its standard output the exit status of one. TensorFlow comes
by the door of this package; no session is opened, no graph built, the drop-in is not imported.
"""

import atexit
import gc
import importlib
import json
import os
import runpy
import signal
import subprocess
import sys
import threading
import types
from pathlib import Path

import numpy as np

from tests import commands
from tf1_graphs import cli  # noqa: F401
from tf1_graphs.scripts import execute  # noqa: F401
from tf1_graphs.scripts import run as running

# Where `python` finds modules, without the folder of what it runs and what PYTHONPATH names.
FOUND = sys.path[1 + len(os.environ["PYTHONPATH"].split(os.pathsep)) :]


def main():
    """Fork for each command; a fork leaves the loop, and goes on as the command does."""
    before = set(os.environ)
    importlib.import_module("tf1_graphs.tensorflow1.loading")
    prepared = {name: os.environ[name] for name in set(os.environ) - before}
    gc.freeze()
    running.subprocess = types.SimpleNamespace(Popen=_popen, DEVNULL=subprocess.DEVNULL)
    requests, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    for line in requests:
        child = os.fork()
        if child == 0:
            requests.close()
            answers.close()
            become(prepared, **json.loads(line))
            return
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), file=answers, flush=True)


def become(prepared, arguments, cwd, environment, files):
    """Be what `python ARGUMENTS…` is.

    Args:
        prepared: variables that importing TensorFlow has set.
        arguments: `-c CODE …` or `-m MODULE …`.
        cwd: the folder.
        environment: variables, all of them.
        files: paths of what standard input, output and error are; those that are missing stay.
    """
    for descriptor, path in enumerate(files):
        opened = os.open(path, os.O_RDWR)
        os.dup2(opened, descriptor)
        os.close(opened)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(prepared | environment)
    paths = environment.get("PYTHONPATH")
    kind, what, *rest = arguments
    folder = str(Path.cwd()) if kind == "-m" else ""
    sys.path[:] = [folder, *(paths.split(os.pathsep) if paths else ()), *FOUND]
    sys.argv = [kind, *rest]
    sys.modules["__main__"] = types.ModuleType("__main__")
    np.random.seed()
    if kind == "-m":
        sys.modules.pop(what, None)
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        exec(compile(what, "<string>", "exec"), vars(sys.modules["__main__"]))


class Script:
    """A script that `tf1_graphs.scripts.run` starts: a fork of the command's process."""

    def __init__(self, command, env, stdout):
        sys.stdout.flush()
        self.pid = os.fork()
        if self.pid:
            return
        # The frames below are the command's, whose `finally` and `with` are not the script's.
        files = () if stdout is None else (os.devnull, os.devnull)
        os._exit(_ended(lambda: become({}, command[1:], Path.cwd(), env, files)))

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        pass

    def terminate(self):
        os.kill(self.pid, signal.SIGTERM)

    def wait(self):
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def _ended(program):
    """Run a program to its end, as Python does, and return its exit status."""
    status = 0
    try:
        program()
    except SystemExit as end:
        status = end.code or 0
        if not isinstance(status, int):
            print(status, file=sys.stderr)
            status = 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
        status = 1
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    return status & 0xFF


def _popen(command, env, stdout):
    """Start a script: as a fork, where it starts with the same environment."""
    env = dict(os.environ if env is None else env)
    here, there = map(commands.read_at_start, (os.environ, env))
    return (Script if here == there else subprocess.Popen)(command, env=env, stdout=stdout)


if __name__ == "__main__":
    main()
