"""A notebook's run is recorded, and goes on to the same outputs, cell by cell."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scripts.test_notebook import write_notebook

ROOT = Path(__file__).parents[2]
CELLS = [
    "import datetime, os, time\nimport numpy as np\nimport tensorflow as tf\n"
    "began = '%s %.7f' % (datetime.datetime.now(), time.time())\n"
    "open('began.txt', 'w').write(began)",
    "tf.set_random_seed(1); np.random.seed(1)\nx = tf.placeholder(tf.float32, [None, 3])\n"
    "h = tf.nn.dropout(tf.layers.dense(x, 4), keep_prob=0.5)\nloss = tf.reduce_mean(h ** 2)\n"
    "step = tf.train.AdamOptimizer(0.01).minimize(loss)\nsess = tf.InteractiveSession()\n"
    "sess.run(tf.global_variables_initializer())",
    "def train(steps):\n    for _ in range(steps):\n"
    "        value = sess.run([step, loss], {x: np.random.rand(4, 3)})[1]\n"
    "        time.sleep(0.01)\n    return value\n\nprint(train(20), time.time() > 0)",
    "train(10)\nif os.environ.get('KILLED'):\n    os.kill(os.getpid(), 9)\ntrain(10), began",
    "sess.run(tf.trainable_variables())",
]


def tf1_graphs(*arguments, cwd, **environment):
    command = [sys.executable, "-m", "tf1_graphs", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=environment)


def outputs(folder):
    cells = json.loads((folder / "book.executed.ipynb").read_text())["cells"]
    for output in [output for cell in cells for output in cell["outputs"]]:
        output.pop("metadata", None)
        yield {key: "".join(value) for key, value in output.get("data", output).items() if value}


def test_a_killed_notebook_ends_with_the_same_outputs(tmp_path):
    pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    found = {}
    run = ("run", "--checkpoint-seconds", "0.05", "--run-dir", "run", "book.ipynb")
    for name in ("whole", "killed"):
        folder = tmp_path / name
        folder.mkdir()
        write_notebook(folder / "book.ipynb", CELLS)
        done = tf1_graphs(*run, cwd=folder, **({"KILLED": "1"} if name == "killed" else {}))
        assert done.returncode == (137 if name == "killed" else 0), done.stderr
    began = (folder / "began.txt").read_text()
    resumed = tf1_graphs("resume", "run", cwd=folder)
    assert resumed.returncode == 0, resumed.stderr
    assert (folder / "began.txt").read_text() == began  # what the clocks answered then
    for name in ("whole", "killed"):
        texts = str(list(outputs(tmp_path / name)))
        found[name] = texts.replace((tmp_path / name / "began.txt").read_text(), "BEGAN")
    assert "BEGAN" in found["whole"]
    assert found["killed"] == found["whole"]
