"""`run_notebook`: an unmodified notebook is executed, and its copy has the outputs."""

import json
import os
import sys
from pathlib import Path

import pytest

from tf1_graphs.errors import InputError
from tf1_graphs.scripts import run_notebook

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


def test_the_executed_copy(tmp_path, monkeypatch):
    pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    root = str(Path(__file__).parents[2])
    monkeypatch.setenv("PYTHONPATH", root + os.pathsep + os.environ.get("PYTHONPATH", ""))
    write_notebook(tmp_path / "book.ipynb", CELLS)
    output, error = run_notebook(tmp_path / "book.ipynb")
    assert output == tmp_path / "book.executed.ipynb"
    assert "ZeroDivisionError" in error
    cells = json.loads(output.read_text())["cells"]
    assert "".join(cells[0]["outputs"][0]["data"]["text/plain"]) == "'1.15.5'"
    assert cells[1]["outputs"][0]["ename"] == "ZeroDivisionError"
    assert cells[2]["outputs"] == []


def test_without_nbclient(tmp_path, monkeypatch):
    write_notebook(tmp_path / "book.ipynb", CELLS)
    monkeypatch.setitem(sys.modules, "nbclient", None)
    with pytest.raises(InputError, match=r"needs nbclient: .* 'tf1_graphs\[notebook\]'"):
        run_notebook(tmp_path / "book.ipynb")


def test_no_such_notebook(tmp_path):
    with pytest.raises(InputError, match="there is no notebook"):
        run_notebook(tmp_path / "none.ipynb")
