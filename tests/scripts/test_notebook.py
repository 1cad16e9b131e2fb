"""`run_notebook`: an unmodified notebook is executed, and its copy has the outputs."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tf1_graphs.errors import InputError
from tf1_graphs.scripts import kernel as kernel_module
from tf1_graphs.scripts.notebook import run_notebook

CELLS = ["import tensorflow as tf\ntf.__version__", "1 / 0", "print('not reached')"]


def write_notebook(path, cells):
    cells = [
        {
            "cell_type": "code",
            "id": f"cell-{number}",
            "source": source,
            "metadata": {},
            "outputs": [],
            "execution_count": None,
        }
        for number, source in enumerate(cells)
    ]
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(content))


@pytest.fixture
def kernel(monkeypatch):
    """The kernel can be started, and imports this package."""
    pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    root = str(Path(__file__).parents[2])
    monkeypatch.setenv("PYTHONPATH", root + os.pathsep + os.environ.get("PYTHONPATH", ""))


@pytest.mark.usefixtures("kernel")
def test_the_executed_copy(tmp_path):
    write_notebook(tmp_path / "book.ipynb", CELLS)
    output, error, status = run_notebook(tmp_path / "book.ipynb")
    assert output == tmp_path / "book.executed.ipynb"
    assert status == 1
    assert "ZeroDivisionError" in error
    cells = json.loads(output.read_text())["cells"]
    assert "".join(cells[0]["outputs"][0]["data"]["text/plain"]) == "'1.15.5'"
    assert cells[1]["outputs"][0]["ename"] == "ZeroDivisionError"
    assert cells[2]["outputs"] == []


@pytest.mark.usefixtures("kernel")
def test_stored_outputs_are_none_of_cells_that_are_not_reached(tmp_path):
    path = tmp_path / "book.ipynb"
    write_notebook(path, ["print('1')", "1 / 0", "print('not reached')"])
    content = json.loads(path.read_text())
    for cell in content["cells"]:
        stored = {"output_type": "stream", "name": "stdout", "text": cell["source"][7:-2]}
        cell["outputs"] = [stored]
    path.write_text(json.dumps(content))
    output, _, status = run_notebook(path)
    assert status == 1
    cells = json.loads(output.read_text())["cells"]
    assert [len(cell["outputs"]) for cell in cells] == [1, 1, 0]


PYTHON_2 = [
    "%matplotlib inline\nimport numpy as np\nprint 'half', 7 / 2",
    "import helper\nprint helper.half(9), '%d' % np.array([3]), np.float_(1)",
    "from __future__ import division\nprint 7 / 2",
    "7 / 2",
    "def f():\n    raise KeyError, 'x'\nf()",
]


@pytest.mark.usefixtures("kernel")
def test_python_2(tmp_path):
    write_notebook(tmp_path / "book.ipynb", PYTHON_2)
    (tmp_path / "helper.py").write_text("def half(x):\n    print 'of', x\n    return x / 2\n")
    output, error, _ = run_notebook(tmp_path / "book.ipynb")
    assert "KeyError" in error
    cells = [cell["outputs"] for cell in json.loads(output.read_text())["cells"]]
    assert ["".join(outputs[-1].get("text", ())) for outputs in cells[:3]] == [
        "half 3\n",
        "of 9\n4 3 1.0\n",
        "3.5\n",
    ]
    assert "".join(cells[3][0]["data"]["text/plain"]) == "3.5"
    assert "line 2" in "".join(cells[4][0]["traceback"]) or "2     raise" in error


@pytest.mark.parametrize(
    ("version", "cells", "is_2"),
    [
        ("2.7.12", ["print(1)"], True),
        ("3.6.1", ["xrange(3)"], False),
        ("", ["print 1"], True),
        ("", ["from functools import reduce", "reduce(max, [1])"], False),
        ("", ["print(", "1"], False),
    ],
)
def test_which_notebooks_are_python_2(tmp_path, version, cells, is_2):
    write_notebook(tmp_path / "book.ipynb", cells)
    content = json.loads((tmp_path / "book.ipynb").read_text())
    content["metadata"] = {"language_info": {"name": "python", "version": version}}
    (tmp_path / "book.ipynb").write_text(json.dumps(content))
    assert kernel_module.is_python_2(tmp_path / "book.ipynb") is is_2


@pytest.mark.usefixtures("kernel")
def test_a_kernel_that_dies(tmp_path):
    write_notebook(tmp_path / "book.ipynb", ["1 + 1", "import os; os._exit(3)", "2 + 2"])
    output, error, status = run_notebook(tmp_path / "book.ipynb")
    assert error == "the kernel died while it executed this cell:\nimport os; os._exit(3)"
    assert status == 1
    assert [len(cell["outputs"]) for cell in json.loads(output.read_text())["cells"]] == [1, 0, 0]


WAIT = "print('begun')\nopen('begun', 'w').close()\nimport time; time.sleep(60)"
CATCH = (
    f"try:\n    {WAIT.replace(chr(10), chr(10) + '    ')}\nexcept KeyboardInterrupt:\n    'saved'"
)


@pytest.mark.usefixtures("kernel")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("cell", [WAIT, CATCH], ids=["ends the cell", "is caught by the cell"])
def test_a_signal_stops_the_cell_and_the_copy_has_what_was_done(tmp_path, number, cell):
    write_notebook(tmp_path / "book.ipynb", [cell, "print('not reached')"])
    command = [sys.executable, "-m", "tf1_graphs", "run", "book.ipynb"]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    while not (tmp_path / "begun").exists():
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert "Executed: book.executed.ipynb" in errors
    first, second = json.loads((tmp_path / "book.executed.ipynb").read_text())["cells"]
    assert "".join(first["outputs"][0]["text"]) == "begun\n"
    assert [output.get("ename") for output in first["outputs"][1:]] == (
        ["KeyboardInterrupt"] if cell == WAIT else []
    )
    assert second["outputs"] == []


@pytest.mark.parametrize("content", ["", "{not json", "[]", '{"nbformat": 4}'])
def test_no_notebook(tmp_path, content):
    pytest.importorskip("nbformat")
    (tmp_path / "book.ipynb").write_text(content)
    with pytest.raises(InputError, match=r"book\.ipynb is not a notebook: .+$"):
        run_notebook(tmp_path / "book.ipynb")


def test_without_nbclient(tmp_path, monkeypatch):
    write_notebook(tmp_path / "book.ipynb", CELLS)
    monkeypatch.setitem(sys.modules, "nbclient", None)
    with pytest.raises(InputError, match=r"needs nbclient: .* 'tf1_graphs\[notebook\]'"):
        run_notebook(tmp_path / "book.ipynb")


def test_no_such_notebook(tmp_path):
    with pytest.raises(InputError, match="there is no notebook"):
        run_notebook(tmp_path / "none.ipynb")
