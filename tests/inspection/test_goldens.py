import subprocess
import sys

import pytest

from tests.inspection.subjects import HERE

NAMES = sorted(path.name for path in (HERE / "goldens").iterdir())


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    command = [sys.executable, "-m", "tests.inspection.goldens", str(folder)]
    subprocess.run(command, check=True, capture_output=True, cwd=HERE.parents[1])
    return folder


def test_every_golden_is_made(made):
    assert sorted(path.name for path in made.iterdir()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_golden(made, name):
    assert (made / name).read_text() == (HERE / "goldens" / name).read_text()
