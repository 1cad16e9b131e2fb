import pytest

from tests import commands
from tests.inspection.subjects import HERE

NAMES = sorted(path.name for path in (HERE / "goldens").iterdir())


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    commands.python("-m", "tests.inspection.goldens", folder).check_returncode()
    return folder


def test_every_golden_is_made(made):
    assert sorted(path.name for path in made.iterdir()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_golden(made, name):
    assert (made / name).read_text() == (HERE / "goldens" / name).read_text()
