"""What the drop-in built: by processes of their own, because importing it changes the process."""

import json
import os
from pathlib import Path

import filelock
import pytest

from tests import commands

HERE = Path(__file__).parent


def _once(tmp_path_factory, name, make):
    """Make a file or folder by `make(path)`, once for all processes of pytest, and return it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    path = shared / name
    with filelock.FileLock(shared / f"{name}.lock"):
        if not path.exists():
            unfinished = tmp_path_factory.mktemp("unfinished") / name
            make(unfinished)
            unfinished.rename(path)
    return path


def _run(module, *arguments):
    done = commands.python("-m", module, *arguments)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """What the drop-in built for each case, by module and case."""
    output = _once(
        tmp_path_factory, "built.json", lambda path: _run("tests.tf1.build_with_drop_in", path)
    )
    return json.loads(output.read_text())


@pytest.fixture(scope="session")
def printed(tmp_path_factory):
    """The folder of what each script printed."""

    def make(folder):
        folder.mkdir()
        _run("tests.tf1.run_scripts", folder, *sorted((HERE / "scripts").glob("[a-z]*.py")))

    return _once(tmp_path_factory, "printed", make)
