"""Runs Python commands in forks of a process that has TensorFlow imported already.

`tests.commands` starts it, with the environment of the commands that it will run. A line of its
standard input is a command, a line of its standard output the exit status of one. TensorFlow comes
by the door of this package; no session is opened, no graph built, the drop-in is not imported.
"""

import gc
import importlib
import json
import os
import runpy
import sys
import types
from pathlib import Path

import numpy as np

from tf1_graphs import cli  # noqa: F401
from tf1_graphs.scripts import execute  # noqa: F401

# Where `python` finds modules, without the folder of what it runs and what PYTHONPATH names.
FOUND = sys.path[1 + len(os.environ["PYTHONPATH"].split(os.pathsep)) :]


def main():
    """Fork for each command; a fork leaves the loop, and goes on as the command does."""
    before = set(os.environ)
    importlib.import_module("tf1_graphs.tensorflow1.loading")
    prepared = {name: os.environ[name] for name in set(os.environ) - before}
    gc.freeze()
    commands, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    for line in commands:
        child = os.fork()
        if child == 0:
            commands.close()
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
        files: paths of what standard input, output and error are.
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


if __name__ == "__main__":
    main()
