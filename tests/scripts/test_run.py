"""`run_script`: a script runs as `python SCRIPT` runs it, but for its `tensorflow`."""

import json
import os
from pathlib import Path

import pytest

from tests import commands
from tf1_graphs.errors import InputError
from tf1_graphs.scripts.import_hook import _belongs_to_script
from tf1_graphs.scripts.run import run_script

SCRIPT = """
import sys

import helper
import tensorflow as tf
import tensorflow.contrib.layers as contrib_layers
from tensorflow.contrib.layers import fully_connected
from tensorflow.nn.rnn_cell import BasicRNNCell
import numpy as np

assert helper.tf is tf and contrib_layers is tf.contrib.layers
assert tf.contrib.layers.fully_connected is fully_connected
assert sys.modules["tensorflow"] is not tf
assert sys.modules["__main__"].__dict__ is globals() and __name__ == "__main__"
print(__file__)
print(sys.argv)
print(sys.path[0])
print([np.float32(0.5)], np.float is float)
try:
    import tensorflow.contrib.nccl
except ImportError as error:
    print(error)


def fail():
    tf.enable_eager_execution()


if sys.argv[1:] == ["fail"]:
    fail()
sys.exit(len(sys.argv))
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "script.py").write_text(SCRIPT)
    (tmp_path / "project" / "helper.py").write_text("import tensorflow as tf\n")
    return tmp_path


def run(script, *args, cwd):
    """Run a script from another folder, by a process that runs `run_script`."""
    code = (
        "import sys; from tf1_graphs.scripts.run import run_script;"
        f"sys.exit(run_script({script!r}, {args!r}))"
    )
    root = str(Path(__file__).parents[2])
    return commands.python("-c", code, cwd=cwd, env={**os.environ, "PYTHONPATH": root})


def test_as_python_runs_it(folder):
    done = run("project/script.py", "--flag", "b c", cwd=folder)
    file, argv, path, numpy, tensorboard = done.stdout.splitlines()
    assert done.returncode == 3, done.stderr
    assert file == str(folder / "project" / "script.py")
    assert argv == str(["project/script.py", "--flag", "b c"])
    assert path == str(folder / "project")
    assert numpy == "[0.5] True"
    assert (
        tensorboard
        == "tf.contrib.nccl is not supported: it added up gradients of several GPUs; use tf.add_n"
    )


def test_an_error_points_at_the_script(folder):
    done = run("project/script.py", "fail", cwd=folder)
    lines = done.stderr[done.stderr.index("Traceback") :].splitlines()
    line = 1 + SCRIPT.splitlines().index("    fail()")
    assert done.returncode == 1
    assert lines[1] == f'  File "{folder / "project" / "script.py"}", line {line}, in <module>'
    assert lines[-1].endswith(
        "tf.enable_eager_execution is not supported: the drop-in builds "
        "graphs; for eager code, use TensorFlow 2 (`import tensorflow`)"
    )


def test_a_signal_is_in_the_exit_status(tmp_path):
    script = tmp_path / "script.py"
    script.write_text("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert run_script(script) == 128 + 9


def test_a_script_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match=r"there is no script .*none\.py"):
        run_script(tmp_path / "none.py")


@pytest.mark.parametrize(
    ("name", "file", "belongs"),
    [
        ("__main__", None, True),
        ("helper", "project/helper.py", True),
        ("package.helper", "project/package/helper.py", True),
        ("library", "project/.venv/lib/site-packages/library.py", False),
        ("other", "elsewhere/other.py", True),
        ("json", json.__file__, False),
        ("tf1_graphs.tensorflow1", "project/tf1_graphs/tensorflow1.py", False),
        ("builtin", None, False),
    ],
)
def test_whose_import_is_changed(tmp_path, name, file, belongs):
    module = {"__name__": name, "__file__": file and str(tmp_path / file)}
    assert _belongs_to_script(module, tmp_path / "project") is belongs
