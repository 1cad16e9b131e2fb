"""Which arithmetic a process has, and that no other session of it is touched."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

from tests import commands
from tf1_graphs.errors import InputError
from tf1_graphs.tensorflow1.kernels import building, choice, tables

NEEDS_LIBRARY = pytest.mark.skipif(
    building.find() is None and building.cannot_build() is not None,
    reason=building.cannot_build() or "there is one",
)


def run(code, **environment):
    clean = {k: v for k, v in os.environ.items() if k != "TF_ENABLE_ONEDNN_OPTS"}
    if "CXX" in environment:  # whether there is a compiler is asked before TensorFlow is imported
        command = [sys.executable, "-c", code]
        return subprocess.run(command, env=clean | environment, capture_output=True, text=True)
    return commands.python("-c", code, env=clean | environment)


ROOTS = """
import numpy as np
import tensorflow.compat.v1 as today
from tf1_graphs.tensorflow1 import new_graph, tf
x = np.linspace(1, 2, 800, dtype=np.float32)
exact = np.sqrt(x)
def roots(graph):
    with graph.as_default(), today.Session() as session:
        fed = today.placeholder(today.float32)
        return session.run(today.sqrt(fed), {fed: x})
with new_graph() as graph:
    ours = roots(graph)
    names = [(op.name, sorted(op.node_def.attr)) for op in graph.get_operations()]
theirs = roots(today.Graph())
print((ours != exact).sum() > 0, (theirs != exact).sum(), names)
"""


@NEEDS_LIBRARY
def test_sessions_of_our_graphs_alone_have_the_kernels_and_graphs_stay_as_they_are():
    done = run(ROOTS, TF1_GRAPHS_ARITHMETIC="tf1")
    assert done.stdout == ("True 0 [('Placeholder', ['dtype', 'shape']), ('Sqrt', ['T'])]\n"), (
        done.stderr
    )


def test_native():
    done = run(ROOTS, TF1_GRAPHS_ARITHMETIC="native")
    assert done.stdout.startswith("False 0 "), done.stderr


def test_without_a_compiler_native_is_in_force_and_tf1_is_refused(tmp_path):
    code = "from tf1_graphs.tensorflow1 import kernels; print(kernels.in_force())"
    without = {"XDG_CACHE_HOME": str(tmp_path), "CXX": "no-such-compiler"}
    assert run(code, **without).stdout == "native\n"
    refused = run(code, TF1_GRAPHS_ARITHMETIC="tf1", **without)
    assert refused.returncode == 1
    assert "the arithmetic tf1 cannot be had: no C++ compiler was found" in refused.stderr


def test_a_session_that_is_refused_says_nothing_else(tmp_path):
    code = "from tf1_graphs import tf1; tf1.Session()"
    without = {"XDG_CACHE_HOME": str(tmp_path), "CXX": "no-such-compiler"}
    refused = run(code, TF1_GRAPHS_ARITHMETIC="tf1", **without)
    assert "the arithmetic tf1 cannot be had" in refused.stderr
    assert "Exception ignored" not in refused.stderr


# What others recorded of Intel's processors: 1/sqrt(1), of 2, 3 and, by its exponent, of 9 and 4.
INTEL = {1.0: 0x3F7FF000, 2.0: 0x3F34F800, 3.0: 0x3F13C800, 4.0: 0x3EFFF000, 9.0: 0x3EAAA000}


@pytest.mark.parametrize("x", INTEL)
def test_intels_approximations(x):
    exponent = int(np.log2(x)) // 2
    part = x / 4.0**exponent
    place = int((part - 1) * 4096) if part < 2 else 4096 + int((part - 2) * 2048)
    found = tables.of("tf1-intel")[place] / np.float32(2**exponent)
    assert found.view(np.uint32) == INTEL[x]


@NEEDS_LIBRARY
def test_intels_roots():
    code = """
from tf1_graphs import tf1 as tf
x = tf.placeholder(tf.float32, [8])
with tf.Session() as session:
    print(session.run(tf.rsqrt(x), {x: [1, 2, 3, 4, 9, 0.5, 1e-3, 1e10]}).tolist())
"""
    values = run(code, TF1_GRAPHS_ARITHMETIC="tf1-intel").stdout
    assert values != run(code, TF1_GRAPHS_ARITHMETIC="tf1-amd").stdout
    found = np.array(json.loads(values))
    exact = 1 / np.sqrt([1, 2, 3, 4, 9, 0.5, 1e-3, 1e10])
    assert (np.abs(found / exact - 1) < 2.0**-22).all()


def test_an_unknown_arithmetic(monkeypatch):
    with pytest.raises(InputError, match="there is no arithmetic 'tf2': take one of native, tf1"):
        choice.choose("tf2")
    monkeypatch.setitem(choice._process, "chosen", None)
    monkeypatch.setenv("TF1_GRAPHS_ARITHMETIC", "tf3")
    with pytest.raises(InputError, match="TF1_GRAPHS_ARITHMETIC: there is no arithmetic 'tf3'"):
        choice.chosen()


def test_a_process_keeps_its_arithmetic(monkeypatch):
    monkeypatch.setitem(choice._process, "in_force", "native")
    with pytest.raises(InputError, match="this process computes with the arithmetic native"):
        choice.choose("tf1")


def test_onednn_and_tf1_exclude_each_other(monkeypatch):
    monkeypatch.setitem(choice._process, "in_force", None)
    monkeypatch.setitem(choice._process, "chosen", "tf1")
    monkeypatch.setenv("TF_ENABLE_ONEDNN_OPTS", "1")
    with pytest.raises(InputError, match="switches oneDNN on"):
        choice.prepare()


@pytest.mark.parametrize("arithmetic", ["tf1-amd", "tf1-intel"])
def test_tables_approximate_roots(arithmetic):
    table = tables.of(arithmetic)
    of = np.concatenate([1 + np.arange(4096) / 4096, 2 + np.arange(4096) / 2048])
    assert table.dtype == np.float32
    assert table.shape == (tables.ENTRIES,)
    assert np.abs(table * np.sqrt(of) - 1).max() < 2**-11
    assert np.array_equal(tables.unpack(tables.pack(table)), table)


def test_a_table_of_finer_values_is_refused():
    with pytest.raises(ValueError, match="more than 12 bits"):
        tables.pack(np.full(tables.ENTRIES, np.float32(0.7)))


@NEEDS_LIBRARY
def test_the_table_stands_for_the_instruction():
    code = """
import numpy as np
from tf1_graphs.tensorflow1.kernels import building, library
library.load(building.build())
from tf1_graphs.tensorflow1 import new_graph, tf
rng = np.random.default_rng(0)
x = rng.integers(0, 2**32, 2**20, dtype=np.uint32).view(np.float32)
library.use_rsqrt(None)
with new_graph(), tf.Session() as session:
    fed = tf.placeholder(tf.float32)
    root, inverse = tf.sqrt(fed), tf.rsqrt(fed)
    of_instruction = session.run([root, inverse], {fed: x})
    library.use_rsqrt(library.measure())
    of_table = session.run([root, inverse], {fed: x})
print([np.array_equal(a, b, equal_nan=True) for a, b in zip(of_instruction, of_table)])
"""
    done = run(code, TF1_GRAPHS_ARITHMETIC="tf1")
    assert done.stdout == "[True, True]\n", done.stderr
