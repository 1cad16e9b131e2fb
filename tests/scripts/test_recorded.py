"""A script's run is recorded, and goes on to the same bits: by `resume`, and by its own file."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import commands
from tf1_graphs.errors import InputError
from tf1_graphs.runs import script_runs
from tf1_graphs.runs.run_directory import RunDirectory
from tf1_graphs.scripts.recorded import launching

ROOT = Path(__file__).parents[2]
ARTICLE = Path(__file__).with_name("programs") / "article.py"
# Dropout in the place of the article's first layer, and a kill at the beginning of an epoch.
CHANGES = {
    "logits = ": "hidden = tf.layers.dropout(hidden, 0.2, training=True)\nlogits = ",
    "        for _ in range(5):": (
        '        if str(epoch) == os.environ.get("KILLED_AT"):\n'
        "            os.kill(os.getpid(), 9)\n"
        "        for _ in range(5):"
    ),
}


def tf1_graphs(*arguments, cwd, **environment):
    """Run a command in a process of its own, whose script's has a hash seed that was drawn."""
    command = [sys.executable, "-m", "tf1_graphs", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **environment}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=environment)


def forked(*arguments, cwd, **environment):
    """Run a command, and the script in it, in forks of a process that has TensorFlow already."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **environment}
    environment["PYTHONHASHSEED"] = "1"
    return commands.python("-m", "tf1_graphs", *arguments, cwd=cwd, env=environment)


@pytest.fixture(scope="module")
def ways(tmp_path_factory):
    """The same script undisturbed, killed and resumed, and killed and started again."""
    folder = tmp_path_factory.mktemp("recorded")
    source = ARTICLE.read_text()
    for old, new in CHANGES.items():
        assert old in source
        source = source.replace(old, new)
    done = {}
    for name in ("whole", "killed"):
        work = folder / name
        work.mkdir()
        (work / "article.py").write_text(source)
        kill = {"KILLED_AT": "5"} if name == "killed" else {}
        options = ("--checkpoint-seconds", "0.05")
        done[name] = work, tf1_graphs("run", *options, "article.py", cwd=work, **kill)
    shutil.copytree(done["killed"][0], folder / "again")
    # By its own epoch file, where it was killed: the run is another, in the same folder.
    work = folder / "again"
    done["again"] = work, forked("run", "article.py", cwd=work)
    work = done["killed"][0]
    done["resumed"] = work, tf1_graphs("resume", "runs/scripts/article/1", cwd=work)
    return done


def test_a_run_is_recorded(ways):
    work, done = ways["whole"]
    run = RunDirectory(work / "runs/scripts/article/1")
    assert done.returncode == 0, done.stderr
    assert run.output.read_text() == done.stdout
    assert script_runs.results(run)["exit status"] == 0
    numbers, values = script_runs.curves(run)["Mean"]
    assert len(values) == 8
    assert numbers == sorted(numbers)
    assert f"{values[0]:.6f}"[:5] in done.stdout
    manifest = json.loads(run.manifest.read_text())
    assert manifest["arguments"] == []
    assert {"arithmetic", "threads", "versions", "sha256"} <= manifest.keys()
    assert len(list(run.logs.glob("events.out.tfevents.*"))) == 1


def test_a_killed_run_resumed_prints_and_saves_the_same_bytes(ways):
    whole, resumed = ways["whole"], ways["resumed"]
    assert ways["killed"][1].returncode == 128 + signal.SIGKILL
    assert "continue with `tf1-graphs resume" in ways["killed"][1].stderr
    assert resumed[1].returncode == 0, resumed[1].stderr
    assert ways["killed"][1].stdout + resumed[1].stdout == whole[1].stdout
    assert len(whole[1].stdout.splitlines()) == 5
    for name in ("model.data-00000-of-00001", "model.ckpt.data-00000-of-00001", "model.ckpt.epoch"):
        here, there = (it[0] / "chickpoints" / name for it in (resumed, whole))
        assert here.read_bytes() == there.read_bytes(), name
    # One folder and one event file: the clock that named it was replayed.
    assert len(list((resumed[0] / "logs").rglob("events*"))) == 1


def test_a_script_that_continues_by_its_own_file_ends_with_the_same_bits(ways):
    whole, again = ways["whole"], ways["again"]
    assert again[1].returncode == 0, again[1].stderr
    assert "Training was interrupted. Continuing at epoch 5" in again[1].stdout
    assert "the positions of random ops" in again[1].stderr
    assert again[1].stdout.splitlines()[-1] == whole[1].stdout.splitlines()[-1]
    name = "chickpoints/model.data-00000-of-00001"
    assert (again[0] / name).read_bytes() == (whole[0] / name).read_bytes()


def test_what_has_ended_is_not_resumed(ways):
    run = RunDirectory(ways["whole"][0] / "runs/scripts/article/1")
    with pytest.raises(InputError, match="has ended, with exit status 0"):
        launching.to_resume(run)


@pytest.fixture
def interrupted(ways, tmp_path):
    """A copy of the killed run, as it was before it was resumed."""
    run = RunDirectory(tmp_path / "run")
    shutil.copytree(ways["again"][0] / "runs/scripts/article/1", run.path)
    return run


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("sha256", "0", "has changed since .* was begun"),
        ("script", "/nowhere/script.py", "is not there any more"),
        ("folder", "/nowhere", "the folder /nowhere"),
        ("helpers", {"/nowhere/helper.py": "0"}, "helper.py, which .* imports, has changed"),
        ("versions", {"tensorflow": "2.20.0"}, "was begun with tensorflow 2.20.0"),
    ],
)
def test_another_program_is_refused(interrupted, key, value, message):
    manifest = json.loads(interrupted.manifest.read_text())
    interrupted.manifest.write_text(json.dumps({**manifest, key: value}))
    with pytest.raises(InputError, match=message):
        launching.to_resume(interrupted)


def test_a_run_directory_is_not_written_over(interrupted):
    with pytest.raises(InputError, match=re.escape("has a run already")):
        launching.begin(ARTICLE, [], interrupted, {})


DIVERGES = """
import os, time
import tensorflow as tf
w = tf.Variable(0.0)
add = w.assign_add(float(open("given.txt").read()))
with tf.Session() as sess:
    sess.run(w.initializer)
    for i in range(20):
        value = sess.run(add)
        time.sleep(0.02)
        if i == 12 and os.environ.get("KILLED"):
            os.kill(os.getpid(), 9)
print(value)
"""


def test_what_differs_stops_a_resumed_run(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(DIVERGES)
    given = tmp_path / "given.txt"
    given.write_text("1.5")
    run = ("run", "--checkpoint-seconds", "0.01", "--run-dir", "run", "script.py")
    assert forked(*run, cwd=tmp_path, KILLED="1").returncode == 128 + 9
    given.write_text("2.5")
    refused = forked("resume", "run", cwd=tmp_path)
    assert refused.returncode == 2
    assert "given.txt has changed since the run read it" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    given.write_text("1.5")
    resumed = forked("resume", "run", cwd=tmp_path)
    assert (resumed.returncode, resumed.stdout) == (0, "30.0\n"), resumed.stderr


BLOCKED = """
import os, time
import tensorflow as tf
w = tf.Variable(0.0)
add = w.assign_add(1.0)
put = tf.FIFOQueue(9, tf.float32).enqueue(1.0)
with tf.Session() as sess:
    sess.run(w.initializer)
    for i in range(9):
        sess.run(add if i < 6 or not os.environ.get("OTHER") else [add, w])
        time.sleep(0.02)
        if i == 2:
            sess.run(put)
        if str(i) == os.environ.get("KILLED_AT"):
            os.kill(os.getpid(), 9)
        open("made-%d.txt" % i, "w").write(str(i))
    print(sess.run(w))
"""


def test_where_a_resumed_run_differs_past_its_checkpoint_its_files_stay(tmp_path):
    (tmp_path / "script.py").write_text(BLOCKED)
    run = ("run", "--checkpoint-seconds", "0.01", "--run-dir", "run", "script.py")
    killed = forked(*run, cwd=tmp_path, KILLED_AT="8")
    assert killed.returncode == 128 + 9
    assert "nothing saves a queue" in killed.stderr
    made = {f"made-{i}.txt": str(i) for i in range(8)}
    resumed = forked("resume", "run", cwd=tmp_path, OTHER="1")
    assert resumed.returncode == 2
    assert "the files are as they were" in resumed.stderr
    assert {it.name: it.read_text() for it in tmp_path.glob("made-*")} == made
    resumed = forked("resume", "run", cwd=tmp_path)
    assert (resumed.returncode, resumed.stdout) == (0, "9.0\n"), resumed.stderr


def test_a_run_that_begins_anew_keeps_what_it_had_made(tmp_path):
    (tmp_path / "script.py").write_text(BLOCKED)
    run = ("run", "--checkpoint-seconds", "1000", "--run-dir", "run", "script.py")
    assert forked(*run, cwd=tmp_path, KILLED_AT="8").returncode == 128 + 9
    resumed = forked("resume", "run", cwd=tmp_path, KILLED_AT="4")
    assert "it begins anew; the files that it had made are kept in" in resumed.stderr
    kept = tmp_path / "run" / "earlier-1"
    plan = json.loads((kept / "plan.json").read_text())
    assert {Path(path).name: (kept / name).read_text() for path, name in plan.items()} == {
        f"made-{i}.txt": str(i) for i in range(8)
    }


def test_modules_in_c_build_upon_the_real_datetime(tmp_path):
    (tmp_path / "script.py").write_text(
        "import datetime\n"
        "import pandas as pd\n"
        "print(pd.NaT, pd.Timestamp(datetime.datetime(2018, 2, 4)).year,\n"
        "      isinstance(pd.Timestamp('2018'), datetime.datetime))\n"
    )
    done = tf1_graphs("run", "script.py", cwd=tmp_path)
    assert done.stdout == "NaT 2018 True\n", done.stderr
