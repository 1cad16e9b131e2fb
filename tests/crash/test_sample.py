"""A sample of the crash harness; `make crash` runs all of it."""

import shutil

import pytest

from tests.crash import harness


@pytest.mark.skipif(shutil.which("gcc") is None, reason="needs gcc, to build the shim that kills")
@pytest.mark.parametrize(("experiment", "every"), [("dropout", 19), ("short_moons", 29)])
def test_killed_runs_end_with_the_same_bits(experiment, every):
    arguments = (f"--experiment={experiment}", f"--every={every}", "--kills=12")
    assert harness.sample("tests.crash", *arguments) >= 12
