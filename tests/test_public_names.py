"""The public names: what users may import, and that it costs nothing until it is used."""

import subprocess
import sys

import pytest

import tf1_graphs
from tests import commands
from tests.test_bands import MODULES, imports

PUBLIC = [
    "BookGraph",
    "Erratum",
    "Experiment",
    "Published",
    "PublishedFigure",
    "Source",
    "Trained",
    "Training",
    "data_file",
    "layers",
    "load_run",
    "new_graph",
    "reproduce",
    "resume",
    "setting",
    "tf",
    "train",
]


def printed(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_list():
    assert sorted(tf1_graphs.__all__) == PUBLIC
    assert dir(tf1_graphs) == sorted([*PUBLIC, "__version__"])


@pytest.mark.parametrize("name", PUBLIC)
def test_each_is_documented(name):
    value = getattr(tf1_graphs, name)
    assert value.__doc__
    assert getattr(tf1_graphs, name) is value


def test_they_are_those_of_their_rooms():
    from tf1_graphs import layers, new_graph, tensorflow1, tf
    from tf1_graphs.experiments import experiment

    assert tf is tensorflow1.tf
    assert new_graph is tensorflow1.new_graph
    assert layers is sys.modules["tf1_graphs.layers"]
    assert tf1_graphs.Experiment is experiment.Experiment


def test_importing_the_package_costs_nothing():
    code = """
import sys
before = set(sys.modules)
import tf1_graphs
dir(tf1_graphs)
print(sorted(name for name in set(sys.modules) - before if "." in name or "tf1" not in name))
"""
    assert printed(code) == "[]"


def test_a_star_import_leaves_the_process_as_it_is():
    code = """
import sys
from tf1_graphs import *
import tensorflow
print("tf1_graphs.tf1" in sys.modules, tensorflow.executing_eagerly())
"""
    assert printed(code) == "False True"


def test_the_drop_in_is_had_by_either_way():
    code = """
import tf1_graphs
from tf1_graphs import tf1 as tf
print(tf is tf1_graphs.tf1, tf.__version__)
"""
    assert commands.python("-c", code).stdout == "True 1.15.5\n"


def test_other_names_are_refused():
    with pytest.raises(AttributeError, match="module 'tf1_graphs' has no attribute 'Trainer'"):
        _ = tf1_graphs.Trainer
    with pytest.raises(ImportError, match="Trainer"):
        from tf1_graphs import Trainer  # noqa: F401


@pytest.mark.parametrize("module", MODULES)
def test_rooms_import_from_rooms(module):
    """A public name taken from the package would hide which room is imported."""
    taken = {name.partition(".")[2] for name in imports(module) if name.count(".") == 1}
    assert not taken & (set(PUBLIC) - {"layers"})
