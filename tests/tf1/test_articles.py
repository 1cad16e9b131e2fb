"""The articles' own scripts print their digits; each is stopped when it has printed enough."""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def first_lines(script, folder, count):
    """Run a script in a folder, and return the first lines that it prints."""
    command = [sys.executable, "-u", "-m", "tf1_graphs.scripts.execute"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [*command, HERE / "articles" / script],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        lines = [process.stdout.readline().rstrip("\n") for _ in range(count)]
        process.kill()
    return lines


def test_mnist_batch_norm(tmp_path, real_data):
    assert first_lines("mnist_batch_norm.py", tmp_path, 3) == ["0 0.8952", "1 0.9202", "2 0.9318"]


def test_moons(tmp_path):
    accuracies = [line.rpartition("\tAcc: ")[2] for line in first_lines("moons.py", tmp_path, 6)]
    # What TensorFlow 1.15.5 printed after epochs 0, 50, 100, 150, 200 and 250.
    assert accuracies == ["0.7975", "0.895", "0.985", "1.0", "1.0", "1.0"]
