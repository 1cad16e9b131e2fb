"""A script is measured in whole processes, each in a fresh copy of its folder."""

import json
import sys

import pytest

from tf1_graphs.bench import processes
from tf1_graphs.errors import InputError

SCRIPT = """
import os, sys
import tensorflow as tf
assert not os.path.exists("left"), "an earlier turn's file"
open("left", "w").close()
with tf.Session() as session:
    for _ in range(int(sys.argv[1])):
        print(session.run(tf.constant(2)))
"""


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    script = tmp_path_factory.mktemp("bench") / "script.py"
    script.write_text(SCRIPT)
    return processes.bench(script, ["3"], repeats=1)


def test_what_is_measured(measured):
    assert [one["name"] for one in measured["contenders"]] == ["not recorded", "recorded"]
    assert measured["calls"] == 3
    assert measured["same lines"]
    for one in measured["contenders"]:
        assert one["start_up"]["median"] > 0
        assert one["peak_mb"]["least"] <= one["peak_mb"]["greatest"]
    assert json.loads(json.dumps(measured)) == measured


def test_the_table(measured):
    first, headings, *rows = processes.lines(measured)
    assert "3 calls of Session.run, 1 thread(s); all printed the same lines" in first
    assert headings.split() == ["start-up", "processor", "wall", "peak", "MiB", "steps/s", "speed"]
    assert [row.split("  ")[0] for row in rows] == ["not recorded", "recorded"]


def test_bad_input(tmp_path):
    with pytest.raises(InputError, match="there is no script"):
        processes.bench(tmp_path / "nothing.py")
    script = tmp_path / "fails.py"
    script.write_text("raise SystemExit('no data')\n")
    with pytest.raises(InputError, match="there is no such interpreter"):
        processes.bench(script, tf1="/nowhere/python")
    with pytest.raises(InputError, match="ended with 1: no data"):
        processes.bench(script, repeats=1, tf1=sys.executable)


def test_a_large_folder_is_not_copied(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "LARGEST_FOLDER_MB", 0)
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    with pytest.raises(InputError, match="more than 0 to copy for each turn"):
        processes.bench(script)


def test_what_todays_tensorflow_sets_is_not_handed_on(tmp_path, monkeypatch):
    monkeypatch.setenv("TF2_BEHAVIOR", "1")
    script = tmp_path / "script.py"
    script.write_text("import os; print('TF2_BEHAVIOR' in os.environ)\n")
    assert processes._measure([sys.executable], script, (), 1).printed == b"False\n"
