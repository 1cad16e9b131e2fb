"""A sample of the harness that kills scripts; `python -m tests.crash.scripts` runs all of it."""

import os
import re
import shutil
import subprocess
import sys

import pytest


@pytest.mark.skipif(shutil.which("gcc") is None, reason="needs gcc, to build the shim that kills")
def test_killed_scripts_end_with_the_same_bytes():
    environment = {key: value for key, value in os.environ.items() if key != "CRASH_SHIM"}
    answer = subprocess.run(
        [sys.executable, "-m", "tests.crash.scripts", "--kills=3", "dropout", "side_by_side"],
        capture_output=True,
        text=True,
        env=environment,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    tried, failed = re.search(r"(\d+) kills tried, (\d+) runs", answer.stdout).groups()
    assert int(tried) >= 6
    assert int(failed) == 0
