"""A sample of the crash harness; `make crash` runs all of it."""

import shutil

import pytest

from tests.crash import harness

SAMPLE = ("tests.crash", "--experiment=dropout", "--experiment=short_moons")


@pytest.mark.skipif(shutil.which("gcc") is None, reason="needs gcc, to build the shim that kills")
def test_killed_runs_end_with_the_same_bits():
    """Of each experiment, before some operations all through a run, then twice in a run."""
    assert harness.sample(*SAMPLE, "--every=57", "--kills=6") >= 12
