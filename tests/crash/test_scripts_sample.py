"""A sample of the harness that kills scripts; `python -m tests.crash.scripts` runs all of it."""

import shutil

import pytest

from tests.crash import harness

SAMPLE = ("tests.crash.scripts", "--kills=3", "dropout", "side_by_side", "prepared_as_keras")


@pytest.mark.skipif(shutil.which("gcc") is None, reason="needs gcc, to build the shim that kills")
def test_killed_scripts_end_with_the_same_bytes():
    assert harness.sample(*SAMPLE) >= 9
