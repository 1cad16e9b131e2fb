"""What the drop-in built: by processes of their own, because importing it changes the process."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def _run(module, *arguments):
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """What the drop-in built for each case, by module and case."""
    output = tmp_path_factory.mktemp("built") / "built.json"
    _run("tests.tf1.build_with_drop_in", output)
    return json.loads(output.read_text())


@pytest.fixture(scope="session")
def printed(tmp_path_factory):
    """The folder of what each script printed."""
    folder = tmp_path_factory.mktemp("printed")
    _run("tests.tf1.run_scripts", folder, *sorted((HERE / "scripts").glob("[a-z]*.py")))
    return folder
