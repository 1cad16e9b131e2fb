"""`check`: the names of TensorFlow in a script, with their lines, without running it."""

import json

import pytest

from tests import commands
from tf1_graphs.errors import InputError
from tf1_graphs.scripts.check import check, check_all

SCRIPT = """
import tensorflow as tf
from tensorflow.contrib.layers import fully_connected as fc, xavier_initializer
import tensorflow.contrib.slim as slim
from functools import partial
rnn = tf.contrib.rnn
cell = rnn.BasicLSTMCell(num_units=3)
dense = partial(tf.layers.dense, activation=tf.nn.elu)
x = fc(tf.placeholder(tf.float32), 3).shape
y = tf.random_uniform([2]); z = tf.nn.rnn_cell.NASCell(3)
slim.conv2d(x)
tf.own = fc; tf.own.name
tf = None
tf.layers.dense
raise RuntimeError("check does not run it")
"""
EXPECTED = """
line 2: tf rebuilt
line 3: tf.contrib.layers.fully_connected rebuilt
line 3: tf.contrib.layers.xavier_initializer rebuilt
line 4: tf.contrib.slim rebuilt
line 6: tf.contrib.rnn rebuilt
line 7: tf.contrib.rnn.BasicLSTMCell rebuilt
line 8: tf.layers.dense rebuilt
line 8: tf.nn.elu native
line 9: tf.contrib.layers.fully_connected rebuilt
line 9: tf.float32 native
line 9: tf.placeholder native
line 10: tf.nn.rnn_cell.NASCell missing
line 10: tf.random_uniform rebuilt
line 11: tf.contrib.slim.conv2d rebuilt
line 12: tf.contrib.layers.fully_connected rebuilt
"""
NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "source": ["import tensorflow"]},
        {"cell_type": "code", "source": ["%matplotlib inline\n", "import tensorflow as tf\n"]},
        {"cell_type": "code", "source": ["!ls \\\n", "  -l\n", "tf.train.Saver().save"]},
        {"cell_type": "code", "source": ["%%bash\n", "ls ("]},
    ],
    "nbformat": 4,
}


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """What `check` says of the script and of the notebook, in a process of its own."""
    folder = tmp_path_factory.mktemp("checked")
    (folder / "script.py").write_text(SCRIPT)
    (folder / "notebook.ipynb").write_text(json.dumps(NOTEBOOK))
    code = (
        "import json, sys; from tf1_graphs.scripts.check import check;"
        "print(json.dumps([[[u.place, u.symbol, u.status, u.remark] for u in check(path)]"
        " for path in sys.argv[1:]]))"
    )
    paths = [folder / "script.py", folder / "notebook.ipynb"]
    done = commands.python("-c", code, *paths)
    return json.loads(done.stdout)


def test_a_script(checked):
    found = [f"{place}: {symbol} {status}" for place, symbol, status, _ in checked[0]]
    assert found == EXPECTED.strip().splitlines()


def test_what_replaces_a_missing_name(checked):
    remarks = {symbol: remark for _, symbol, status, remark in checked[0] if status == "missing"}
    assert remarks == {
        "tf.nn.rnn_cell.NASCell": (
            "tf1_graphs does not rebuild this cell; subclass tf.nn.rnn_cell.RNNCell"
        ),
    }


def test_a_notebook(checked):
    assert [use[:3] for use in checked[1]] == [
        ["cell 1, line 2", "tf", "rebuilt"],
        ["cell 2, line 3", "tf.train.Saver", "native"],
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.py", None, "there is no script"),
        (
            "neither.py",
            b"a = 1\nprint 'Python 2'\nb =\n",
            "neither\\.py, line 3: neither Python 3 nor",
        ),
        ("model.npz", b"PK\x03\x04\0\0", r"model\.npz is binary, not a script: give the path of"),
        ("bad.ipynb", b"[]", "is not a notebook"),
        ("old.ipynb", b'{"worksheets": []}', "is not a notebook of format 3 or 4"),
    ],
)
def test_what_cannot_be_checked(tmp_path, name, content, message):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=message):
        check(tmp_path / name)


FOLDER = {
    "whole.py": "import tensorflow as tf\ntf.placeholder\n",
    "inner/lacking.py": "import tensorflow as tf\ntf.zero_padding\ntf.zero_padding\ntf.ones\n",
    "inner/old.py": "import tensorflow as tf\nprint 'xrange', tf.ones\n",
    "inner/broken.py": "import tensorflow as tf\n(\n",
    "inner/older.py": "from tensorflow.models.rnn import rnn_cell\nrnn_cell.GRUCell\n",
    "inner/other.py": "print(1)\n",
    "inner/two.py": "import tensorflow as tf\ntf.random.set_seed(1)\n",
    "inner/.git/hidden.py": "import tensorflow.zero\n",
}


@pytest.fixture
def folder(tmp_path):
    for name, content in FOLDER.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    return tmp_path


def test_a_folder(folder):
    done = commands.python("-m", "tf1_graphs", "check", ".", "--json", "found.json", cwd=folder)
    assert done.returncode == 1, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["file", "names", "missing", "coverage"]
    assert lines[1].startswith("inner/broken.py, line ")
    assert [line.split() for line in lines[2:7]] == [
        ["inner/lacking.py", "3", "1", "66.7", "%"],
        ["inner/old.py", "2", "0", "100.0", "%", "Python", "2"],
        ["inner/older.py", "2", "0", "100.0", "%"],
        ["inner/two.py", "2", "1", "50.0", "%", "TensorFlow", "2"],
        ["whole.py", "2", "0", "100.0", "%"],
    ]
    assert lines[8] == "3 of 6 files lack nothing, 50.0 %; of their names 81.8 % are there"
    assert lines[9] == (
        "1 files are TensorFlow 2's: run them with `python`; of the other 5 3 lack nothing, 60.0 %"
    )
    assert lines[12].startswith("    1     2  tf.zero_padding: neither tf1_graphs nor")
    assert "before TensorFlow 1.0" not in done.stderr  # nothing is run
    found = json.loads((folder / "found.json").read_text())
    assert [file["path"] for file in found["files"] if file["missing"]] == [
        "inner/lacking.py",
        "inner/two.py",
    ]
    assert found["missing"][0]["name"] == "tf.zero_padding"
    assert (found["clean"], found["clean_percent"], found["coverage_percent"]) == (3, 50.0, 81.8)


def test_a_folder_without_scripts(tmp_path):
    (tmp_path / "script.py").write_text("print(1)\n")
    (tmp_path / "empty").mkdir()
    assert check_all([tmp_path / "script.py", tmp_path / "empty"]) == []
    (tmp_path / "script.py").unlink()
    with pytest.raises(InputError, match="there is no script or notebook below"):
        check_all([tmp_path])
