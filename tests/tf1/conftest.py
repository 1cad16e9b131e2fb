"""What the drop-in built: by processes of their own, because importing it changes the process."""

import json
from pathlib import Path

import pytest

from tests import commands
from tests.once import once

HERE = Path(__file__).parent


def _run(module, *arguments):
    done = commands.python("-m", module, *arguments)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """What the drop-in built for each case, by module and case."""
    output = once(
        tmp_path_factory, "built.json", lambda path: _run("tests.tf1.build_with_drop_in", path)
    )
    return json.loads(output.read_text())


@pytest.fixture(scope="session")
def printed(tmp_path_factory):
    """The folder of what each script printed."""

    def make(folder):
        folder.mkdir()
        _run("tests.tf1.run_scripts", folder, *sorted((HERE / "scripts").glob("[a-z]*.py")))

    return once(tmp_path_factory, "printed", make)
