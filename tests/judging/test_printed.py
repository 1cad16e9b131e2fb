"""Printed lines: which came out, which did not, and which cannot be compared."""

import json

import pytest

from tf1_graphs.errors import InputError
from tf1_graphs.judging import outputs, printed


@pytest.mark.parametrize(
    ("published", "reproduced", "verdict", "remark"),
    [
        ("Epoch: 0 \tLoss: 0.25", "Epoch: 0 \tLoss: 0.25", printed.SAME, ""),
        ("accuracy 0.952", "accuracy 0.95219", printed.ROUNDED, ""),
        ("accuracy 0.952", "accuracy 0.9526", printed.OTHER, "0.952 published, 0.9526 came out"),
        ("step 10 loss 1.5", "step 11 loss 1.5", printed.OTHER, "10 published, 11 came out: +1"),
        ("[ 1.  2.5 3. ]", "[1.  2.5 3. ]", printed.ROUNDED, ""),
        ("loss 1e-05", "loss 1.2e-05", printed.ROUNDED, ""),
        ("loss nan", "loss 0.1", printed.OTHER, "other words"),
        ("took 3.5 seconds", "took 1.25 seconds", printed.NOT_COMPARABLE, "a time"),
        ("<__main__.Net at 0x7f3a2b1c>", "<__main__.Net at 0x11111111>", "not comparable", "an a"),
        ("12:30:01 done", "13:01:59 done", printed.NOT_COMPARABLE, "a date"),
    ],
)
def test_a_line(published, reproduced, verdict, remark):
    line = printed.judged(published, reproduced)
    assert line.verdict == verdict
    assert line.remark.startswith(remark)


def test_a_missing_line_does_not_shift_the_others():
    lines = printed.compare(["start", "loss 1.0", "end"], ["start", "new words", "end"])
    assert [line.verdict for line in lines] == ["same", "other", "same"]
    lines = printed.compare(["a 1", "gone", "b 2"], ["a 1", "b 2", "more"])
    assert [(it.published, it.verdict) for it in lines] == [
        ("a 1", "same"),
        ("gone", "other"),
        ("b 2", "same"),
        ("", None),
    ]
    assert printed.share(lines) == pytest.approx(2 / 3)


def notebook(path, texts):
    cells = [
        {"cell_type": "code", "source": "", "outputs": [{"output_type": "stream", "text": text}]}
        for text in texts
    ]
    path.write_text(json.dumps({"cells": cells}))
    return path


def test_a_notebook_and_what_is_expected_of_it(tmp_path):
    old = notebook(tmp_path / "old.ipynb", ["loss 0.5\n", "progress 1\rprogress 2\n"])
    new = notebook(tmp_path / "new.ipynb", ["loss 0.75\n", "progress 2\n"])
    judged = outputs.Judged(old, outputs.of_notebook(old, new), None, 0)
    assert judged.verdicts() == {"cell 1": ["other"], "cell 2": ["same"]}
    assert not judged.is_as_expected()
    outputs.write_expected(judged)
    kept = outputs.Judged(old, judged.parts, None, 0, outputs.read_expected(old))
    assert kept.is_as_expected()
    outputs.expected_path(old).write_text("{")
    with pytest.raises(InputError, match="is damaged"):
        outputs.read_expected(old)


def test_nothing_to_judge(tmp_path):
    empty = tmp_path / "empty.ipynb"
    empty.write_text(json.dumps({"cells": [{"cell_type": "code", "source": "", "outputs": []}]}))
    with pytest.raises(InputError, match="has no stored outputs"):
        outputs.of_notebook(empty, empty)
    with pytest.raises(InputError, match="there is no file"):
        outputs.of_log(tmp_path / "none.txt", empty)
    (tmp_path / "blank.txt").write_text("\n")
    with pytest.raises(InputError, match="is empty"):
        outputs.of_log(tmp_path / "blank.txt", empty)
