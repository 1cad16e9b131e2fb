"""Python 2 files: translated in memory, with their meaning and on their own lines."""

import ast

import numpy as np
import pytest

from tests import commands
from tf1_graphs.scripts.python_2 import divide, parse

SCRIPT = """\
from urllib2 import urlopen, HTTPError
import helper, sys
reload(sys)
sys.setdefaultencoding("utf-8")
class Pair(object):
    size = 2
pair = Pair()
print "half:", 7 / 2, 7 / 2., -7 / 2
x = 7
x /= 2
pair.size /= 2
print x, pair.size, [i for i in xrange(3)], {1: 2}.has_key(1),
print
print helper.half(9)
try:
    pass
except ValueError, error:
    pass
raise KeyError("x")
"""


@pytest.fixture
def done(tmp_path):
    (tmp_path / "script.py").write_text(SCRIPT)
    (tmp_path / "helper.py").write_text("def half(x):\n\tprint x\n        return x / 2\n")
    return commands.python("-m", "tf1_graphs.scripts.execute", tmp_path / "script.py")


def test_it_runs_as_it_did(done, tmp_path):
    assert done.stdout.splitlines() == ["half: 3 3.5 -4", "3 1 [0, 1, 2] True ", "9", "4"]
    assert not (tmp_path / "__pycache__").exists()


def test_one_notice_and_a_traceback_on_the_scripts_own_lines(done, tmp_path):
    notices = [line for line in done.stderr.splitlines() if line.startswith("tf1_graphs:")]
    assert len(notices) == 1
    assert "script.py is written for Python 2: it is translated in memory" in notices[0]
    line = 1 + SCRIPT.splitlines().index('raise KeyError("x")')
    assert f'script.py", line {line}, in <module>' in done.stderr
    assert done.stderr.splitlines()[-1] == "KeyError: 'x'"


@pytest.mark.parametrize(
    ("source", "translated"),
    [
        ("print('a')", False),
        ("print 'a'", True),
        ("xrange(3)", True),
        ("from six.moves import xrange\nxrange(3)", False),
        ("try:\n  xrange\nexcept NameError:\n  xrange = range\nxrange(3)", False),
        ("import cPickle", True),
        ("import sys\nreload(sys)\nsys.setdefaultencoding('utf8')", True),
        ("from imp import reload\nreload(sys)", False),
        ("try:\n  import cPickle\nexcept ImportError:\n  import pickle", False),
        ("{}.iteritems()", True),
        ("six.iteritems({})", False),
        ("def f():\n\tx = 1\n        return x", True),
    ],
)
def test_which_files_are_python_2(source, translated):
    assert parse(source, "script.py")[1] is translated


def test_a_future_division_is_kept():
    tree, _ = parse("from __future__ import division\nprint 7 / 2", "script.py")
    assert any(isinstance(node, ast.Div) for node in ast.walk(tree))


def test_a_file_of_neither_version_says_its_line():
    with pytest.raises(SyntaxError, match="neither Python 3 nor Python 2") as caught:
        parse("print 'a'\nb = (\nc = 1\n", "script.py")
    assert caught.value.lineno in (2, 3)
    with pytest.raises(SyntaxError, match="unindent does not match") as caught:
        parse("if True:\n        print 'a'\n    print 'b'\n", "script.py")
    assert caught.value.lineno == 3


def test_division():
    assert divide(7, 2) == 3
    assert divide(7, 2.0) == 3.5
    assert divide(np.array([7, 8]), 2).tolist() == [3, 4]
    assert divide(np.float32(7), 2) == 3.5
