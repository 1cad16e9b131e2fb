"""Notebooks' cells as Python: IPython's commands are left out, and nothing else."""

import json

import pytest

from tf1_graphs.scripts import sources


def cell(tmp_path, source):
    path = tmp_path / "notebook.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "source": source}]}))
    return sources.cells(path)


@pytest.mark.parametrize(
    "command", ["%matplotlib inline", "%%time", "!ls *.py", "?tf.matmul", "tf.matmul?", "x.y ??"]
)
def test_commands_are_left_out(tmp_path, command):
    ((number, source),) = cell(tmp_path, f"{command}\nx = 1")
    assert (number, source.splitlines()[1:]) == (1, ["x = 1"])
    assert compile(source, "cell", "exec")


@pytest.mark.parametrize(
    "source",
    [
        "def layer(x,\n          relu=True):  # Rectified Linear Unit (ReLU)?\n    return x",
        "print('%d of %d'\n      % (1, 2))",
        "print('%d'\n% 1 if 1\n!= 2 else '')",
        "# What is it?",
        "text = '''\nWhy\nnot this one, then?\n'''",
    ],
)
def test_python_is_left_as_it_is(tmp_path, source):
    assert cell(tmp_path, source) == [(1, source)]
