"""Fixtures that tests of every part share."""

import os
from pathlib import Path

import pytest

# Read before any test changes the environment.
REAL_DATA = os.environ.get("TF1_GRAPHS_DATA")


@pytest.fixture
def real_data(monkeypatch):
    """The folder of the real data sets; a test that needs them is skipped without it."""
    if not REAL_DATA:
        pytest.skip("needs the downloaded data sets: set TF1_GRAPHS_DATA")
    monkeypatch.setenv("TF1_GRAPHS_DATA", REAL_DATA)
    return Path(REAL_DATA)
