"""A fork is what a process of its own is; compared with real ones."""

import json
import os
import subprocess
import sys

import pytest

from tests import commands

FACTS = """
import json, os, sys
print(json.dumps({
    "arguments": sys.argv[1:],
    "folder": os.getcwd(),
    "path": sys.path,
    "main": sorted(name for name in vars(sys.modules["__main__"]) if name[0] != "_"),
    "name": __name__,
    "input": sys.stdin.read(),
    "terminals": [os.isatty(number) for number in range(3)],
    "variables": dict(os.environ),
    "hash": hash("a"),
    "drop-in": "tf1_graphs.tf1" in sys.modules,
}))
"""
# Set by importing TensorFlow.
PREPARED = {
    "ENABLE_RUNTIME_UPTIME_TELEMETRY",
    "TF2_BEHAVIOR",
    "TF_CPP_MIN_LOG_LEVEL",
    "TF_ENABLE_ONEDNN_OPTS",
}


def real(*arguments, cwd, env):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("arguments", [("-c", FACTS, "a", "b c"), ("-m", "facts", "a", "b c")])
def test_what_a_process_sees(tmp_path, arguments):
    (tmp_path / "facts.py").write_text(FACTS)
    environment = {**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": f"{commands.ROOT}:/nowhere"}
    forked, started = (
        json.loads(run(*arguments, cwd=tmp_path, env=environment).stdout)
        for run in (commands.python, real)
    )
    for name in PREPARED - environment.keys():
        forked["variables"].pop(name)
    assert forked == started


@pytest.mark.parametrize(
    "code",
    [
        "print(1)",
        "import sys; sys.exit(3)",
        "import sys; sys.exit('an error')",
        "import os; os._exit(4)",
        "import os; os.kill(os.getpid(), 9)",
        "import atexit; atexit.register(print, 'at the end'); print('a\\r\\nb', end='')",
        "import threading, time\n"
        "threading.Thread(target=lambda: (time.sleep(0.1), print('waited for'))).start()",
    ],
)
def test_how_a_process_ends(tmp_path, code):
    forked, started = (
        run("-c", code, cwd=tmp_path, env=dict(os.environ)) for run in (commands.python, real)
    )
    assert forked.returncode == started.returncode
    assert (forked.stdout, forked.stderr) == (started.stdout, started.stderr)


def test_an_error_is_on_standard_error(tmp_path):
    done = commands.python("-c", "1 / 0", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.endswith("ZeroDivisionError: division by zero\n")


def test_two_forks_draw_other_numbers():
    code = "import random, numpy as np; print(random.random(), np.random.rand())"
    one, two = (commands.python("-c", code).stdout.split() for _ in range(2))
    assert one[0] != two[0]
    assert one[1] != two[1]


def test_nothing_is_built_before():
    code = """
from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tensorflow1.kernels import choice
print(tf.executing_eagerly(), len(tf.get_default_graph().get_operations()), choice.settled())
"""
    assert commands.python("-c", code).stdout == "True 0 None\n"


@pytest.mark.parametrize(
    "script",
    [
        "print('a'); import sys; sys.exit(3)",
        "import sys; sys.exit('an error')",
        "1 / 0",
        "import os; print('a', flush=True); os.kill(os.getpid(), 9)",
        "import atexit, os; atexit.register(print, 'at the end'); print(os.getcwd(), __name__)",
    ],
)
def test_a_script_that_a_command_runs_is_a_fork_too(tmp_path, script):
    (tmp_path / "script.py").write_text(
        f"import sys\nprint('tensorflow' in sys.modules)\n{script}\n"
    )
    arguments = ("-m", "tf1_graphs", "run", "--no-record", "script.py")
    forked, started = (
        run(*arguments, cwd=tmp_path, env=dict(os.environ)) for run in (commands.python, real)
    )
    assert forked.stdout.startswith("True")
    assert started.stdout.startswith("False")
    assert forked.returncode == started.returncode
    assert forked.stdout.removeprefix("True") == started.stdout.removeprefix("False")
    assert forked.stderr == started.stderr
