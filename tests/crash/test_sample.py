"""A sample of the crash harness; `make crash` runs all of it."""

import os
import re
import shutil
import subprocess
import sys

import pytest


@pytest.mark.skipif(shutil.which("gcc") is None, reason="needs gcc, to build the shim that kills")
@pytest.mark.parametrize(("experiment", "every"), [("dropout", 19), ("short_moons", 29)])
def test_killed_runs_end_with_the_same_bits(experiment, every):
    command = [sys.executable, "-m", "tests.crash", f"--experiment={experiment}"]
    environment = {key: value for key, value in os.environ.items() if key != "CRASH_SHIM"}
    answer = subprocess.run(
        [*command, f"--every={every}", "--kills=12"],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    tried, failed = re.search(r"(\d+) kills tried, (\d+) runs", answer.stdout).groups()
    assert int(tried) >= 12
    assert int(failed) == 0
