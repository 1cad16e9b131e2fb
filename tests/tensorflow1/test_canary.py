"""The canary: silent where TensorFlow is as recorded, one warning that names the op where not."""

import configparser
import json
from importlib import resources
from pathlib import Path

import pytest

from tests import commands
from tf1_graphs.tensorflow1 import session_config, tf, threads_or

tf.__version__  # noqa: B018 - TensorFlow is loaded: what follows is loaded with it

from tf1_graphs.tensorflow1 import canary  # noqa: E402

# A process whose TensorFlow says that it is another version, and in which `broken` was changed.
PROCESS = """
import sys
from tf1_graphs.tensorflow1.loading import compat_v1 as v1
v1.__version__ = {version!r}
{broken}
from tf1_graphs.tensorflow1 import new_graph, session_config, tf
for _ in range(2):
    with new_graph(), tf.Session(config=session_config(1)) as session:
        print(session.run(tf.constant(1)))
"""
NODES = """
from tensorflow.python.ops import math_ops
math_ops.reduce_mean = math_ops.reduce_sum
"""
VALUES = """
from tensorflow.python.client import session
run = session.BaseSession.run
def changed(self, fetches, *args, **kwargs):
    found = run(self, fetches, *args, **kwargs)
    if isinstance(fetches, dict):
        found["weights"] = found["weights"] + 1
    return found
session.BaseSession.run = changed
"""


def said(version, broken=""):
    done = commands.python("-c", PROCESS.format(version=version, broken=broken))
    assert done.stdout == "1\n1\n", done.stderr
    return [line for line in done.stderr.splitlines() if "Warning" in line]


def test_this_tensorflow_is_tested_and_equal():
    assert canary.is_tested()
    assert canary.check_nodes() is None
    assert canary.check_values(session_config(threads_or(1))) is None


def test_an_untested_version_that_is_equal_says_nothing():
    assert said("2.99.0") == []


@pytest.mark.parametrize(("broken", "names"), [(NODES, "moments/mean"), (VALUES, "op weights")])
def test_a_difference_of_an_untested_version_is_one_warning_that_names_the_op(broken, names):
    (line,) = said("2.99.0", broken)
    assert line.startswith("Warning: TensorFlow 2.99.0 is untested here")
    assert names in line
    assert f"install tensorflow=={canary.TESTED[-1]}" in line


def test_a_tested_version_is_not_compared():
    assert said(canary.TESTED[-1], NODES) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda nodes: nodes[4].update(op="Mystery"), "op 4, "),
        (lambda nodes: nodes[7].update(input=["x"]), "input "),
        (lambda nodes: nodes.append({"name": "more", "op": "NoOp"}), "op more is there only in"),
        (lambda nodes: nodes.pop(), "is there only here"),
    ],
)
def test_the_first_op_that_differs_is_named(monkeypatch, change, expected):
    other = json.loads(json.dumps(canary.golden()))
    change(other["nodes"])
    monkeypatch.setattr(canary, "golden", lambda: other)
    assert expected in canary.check_nodes()


def test_a_graph_that_cannot_be_built_is_a_difference(monkeypatch):
    def build(_tf):
        raise TypeError("no such argument\nand more")

    monkeypatch.setattr(canary.canary_graph, "build", build)
    assert canary.check_nodes() == "the graph cannot be built: TypeError: no such argument"


def test_setup_admits_the_series_of_the_tested_versions_alone():
    setup = configparser.ConfigParser()
    setup.read(Path(__file__).parents[2] / "setup.cfg")
    bounds = [
        x for x in setup["options"]["install_requires"].split() if x.startswith("tensorflow>")
    ]
    assert bounds == ["tensorflow>=2.21,<2.22"]
    assert {version.rsplit(".", 1)[0] for version in canary.TESTED} == {"2.21"}


def test_the_golden_is_shipped_and_says_how_it_is_made():
    assert resources.files("tf1_graphs.tensorflow1").joinpath("canary.json").is_file()
    assert canary.golden()["tensorflow"] == "1.15.5"
    assert "record_canary.py" in canary.golden()["command"]
