"""Prepared scripts are short, and the same each time; what differs is said."""

import itertools
import json

from tests.corpus import comparing, preparing

SCRIPT = b"""
import time, tensorflow as tf
def step():
    sess.run(train)
for epoch in xrange(1000):
    step()
while time.time() < 5:
    sess.run(train)
letters = [c for c in range(100)]
open("/tmp/x")
print 3 / 2
"""


def test_a_script(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "script.py").write_bytes(SCRIPT)
    assert preparing.prepare(tmp_path / "in", tmp_path / "out") == [preparing.Path("script.py")]
    lines = (tmp_path / "out" / "script.py").read_text().splitlines()
    assert "for epoch in __few__(range(1000)):" in lines
    assert "for __round__ in __few__(range(1000)):" in lines
    assert "    if not __clock__('time') < 5:" in lines
    assert "letters = [c for c in range(100)]" in lines
    assert "open(__tmp__('/tmp/x'))" in lines
    assert lines[-1] == "print(__python_2_divide__(3, 2))"


def test_no_python():
    assert preparing.prepared(b"for (", "a.py") is None


def write(folder, status=0, lines="", errors="", runs=()):
    folder.mkdir()
    (folder / "status.json").write_text(json.dumps({"status": status, "timed_out": status == -9}))
    (folder / "out.txt").write_text(lines)
    (folder / "err.txt").write_text(errors)
    (folder / "runs.jsonl").write_text("".join(f"{json.dumps(run)}\n" for run in runs))
    return folder


def test_verdicts(tmp_path):
    numbers = itertools.count()

    def judged(there, here):
        folders = [write(tmp_path / str(next(numbers)), **side) for side in (there, here)]
        row = comparing.judged(*folders, ("/there", "/here"))
        return row["verdict"], row["why"], row["cause"]

    one = [["float32", [], 1, [2.0]]]
    near = [["float32", [], 2, [2.5]]]
    printed = {"lines": "at /there\n1\n", "runs": [one, one]}
    assert judged(printed, {"lines": "at /here\n1\n", "runs": [one, one]}) == ("same lines", "", "")
    assert judged(printed, {"lines": "at /here\n2\n", "runs": [one, near]}) == (
        "other lines",
        "line 2: '1' there, '2' here",
        "run 2: fetch 1 differs, apart by 2e-01",
    )
    failed = {"status": 1, "errors": "Traceback\nValueError: no\nmore\n"}
    assert judged(printed, failed)[:2] == ("fails", "ValueError: no")
    assert judged(printed, {"status": -9})[:2] == ("fails", "takes too long")
    assert judged(failed, printed)[0] == "does not run on 1.15.5"


def test_lines_that_vary_on_the_oracle_itself(tmp_path):
    first = write(tmp_path / "first", lines="1\n")
    second = write(tmp_path / "second", lines="2\n")
    row = {"verdict": comparing.DIFFERS}
    comparing.excuse(row, first, first)
    assert row["verdict"] == comparing.DIFFERS
    comparing.excuse(row, first, second)
    assert row["verdict"] == comparing.VARIES
    row |= {"repository": "a/b", "script": "c.py", "why": "line 1", "cause": "run 1 differs"}
    assert "| all | 1 | 1 | 0 | 1 | 0 |" in comparing.table([row])
