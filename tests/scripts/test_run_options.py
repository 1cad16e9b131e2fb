"""`tf1-graphs run --threads N --oneDNN on|off SCRIPT`: what a script leaves open."""

import json

import pytest

from tests import commands

SCRIPT = """
import os

import tensorflow as tf

for config in (None, tf.ConfigProto(intra_op_parallelism_threads=2)):
    with tf.Session(config=config) as session:
        opened = session._config
        print(opened.intra_op_parallelism_threads, opened.inter_op_parallelism_threads)
print(os.environ.get("TF_ENABLE_ONEDNN_OPTS"), os.environ.get("TF1_GRAPHS_ARITHMETIC"))
queue = tf.train.string_input_producer(["a", "b"], num_epochs=1, shuffle=False)
letter, number = queue.dequeue(), tf.py_func(lambda: 3.0, [], tf.double)
with tf.Session() as session:
    session.run(tf.local_variables_initializer())
    coordinator = tf.train.Coordinator()
    threads = tf.train.start_queue_runners(session, coordinator)
    print([session.run([letter, number]) for _ in range(2)])
    coordinator.request_stop()
    coordinator.join(threads)
"""
END = "[[b'a', 3.0], [b'b', 3.0]]"


def run(tmp_path, *options):
    """Run the script as a user does; return the process that has ended."""
    (tmp_path / "script.py").write_text(SCRIPT)
    arguments = ("-m", "tf1_graphs", "run", *options, tmp_path / "script.py")
    return commands.python(*arguments, cwd=tmp_path)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--threads", "3", "--oneDNN", "on"], ["3 -1", "2 -1", "1 native", END]),
        (["--oneDNN", "off", "--no-record"], ["0 -1", "2 -1", "0 None", END]),
    ],
    ids=["threads and oneDNN", "without oneDNN"],
)
def test_what_the_script_leaves_open(tmp_path, monkeypatch, options, expected):
    monkeypatch.delenv("TF1_GRAPHS_ARITHMETIC", raising=False)
    done = run(tmp_path, *options)
    assert done.stdout.splitlines() == expected, done.stderr
    for manifest in tmp_path.rglob("run.json"):
        recorded = json.loads(manifest.read_text())
        assert (recorded["threads"], recorded["onednn"]) == (3, True)
    assert bool(list(tmp_path.rglob("run.json"))) == ("--no-record" not in options)


def test_bad_options(tmp_path):
    done = run(tmp_path, "--oneDNN", "on", "--arithmetic", "tf1")
    assert done.returncode == 2
    assert done.stderr == ("Error: --oneDNN on goes with --arithmetic native, not with tf1\n")
    assert run(tmp_path, "--threads", "0").returncode == 2


def test_a_bad_environment_variable(tmp_path, monkeypatch):
    monkeypatch.setenv("TF1_GRAPHS_THREADS", "many")
    done = run(tmp_path)
    assert done.returncode == 1
    assert "TF1_GRAPHS_THREADS is a whole number of at least 1, got 'many'" in done.stderr
