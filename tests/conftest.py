"""Fixtures that tests of every part share."""

import functools
import importlib
import os
from pathlib import Path

import pytest

from tf1_graphs import numpy1

numpy1.ask()  # as the commands do, before NumPy is imported

# Read before any test changes the environment.
REAL_DATA = os.environ.get("TF1_GRAPHS_DATA")


@pytest.fixture(scope="session")
def chromium(tmp_path_factory):
    """Chromium. Where it is missing: skipped, or failed with `TF1_GRAPHS_BROWSER=required`."""
    required = os.environ.get("TF1_GRAPHS_BROWSER") == "required"
    if not required:
        pytest.importorskip("selenium")
    from tests.tensorboard import browser

    if absent := browser.missing():
        message = f"needs {' and '.join(absent)} (Debian: chromium, chromium-driver)"
        pytest.fail(message) if required else pytest.skip(message)
    started = browser.start(tmp_path_factory.mktemp("profile"))
    yield started
    started.quit()


@pytest.fixture(scope="module")
def driver(chromium):
    """Chromium, of the size that it starts with, on an empty page."""
    chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    chromium.get_log("browser")
    yield chromium
    chromium.switch_to.default_content()
    chromium.get("about:blank")  # no page goes on working while other tests run


@functools.cache
def _read_once(read, path, dataset, file):
    return read(path, dataset, file)


@pytest.fixture
def real_files(monkeypatch):
    """The folder of the real data sets; a test that needs them is skipped without it."""
    if not REAL_DATA:
        pytest.skip("needs the downloaded data sets: set TF1_GRAPHS_DATA")
    monkeypatch.setenv("TF1_GRAPHS_DATA", REAL_DATA)
    return Path(REAL_DATA)


@pytest.fixture
def real_data(monkeypatch, real_files):
    """As `real_files`; each file is decompressed and verified once a process."""
    # By name, because the package exports a function of the same name.
    locate = importlib.import_module("tf1_graphs.datasets.locate")
    monkeypatch.setattr(
        locate, "read_verified", functools.partial(_read_once, locate.read_verified)
    )
    return real_files
