"""What the benchmark reports; no test asserts a time."""

import importlib.util
import itertools

import numpy as np
import pytest

from tests.training.experiments import SHORT_MOONS
from tf1_graphs.bench import measure
from tf1_graphs.bench.contenders import CONTENDERS, FILTER_SIZE, NETWORKS
from tf1_graphs.bench.measure import Measured
from tf1_graphs.experiments.catalogue import find


def test_the_contenders_are_measured_in_turn():
    said = []
    experiment = SHORT_MOONS
    settings = experiment.settings()
    data = experiment.training.load(settings)
    measured = measure.bench(experiment, settings, data, repeats=2, seconds=0.01, say=said.append)
    assert [item.name for item in measured] == ["article", "book", "epoch", "products"]
    assert all(len(item.microseconds) == 2 and item.median > 0 for item in measured)


@pytest.mark.parametrize("package", ["keras", "torch"])
def test_libraries_that_are_not_installed_are_left_out_and_named(package, monkeypatch):
    def find_spec(name):
        return None if name == package else True

    monkeypatch.setattr(importlib.util, "find_spec", find_spec)
    said = []
    able = list(measure._able(find("moons"), CONTENDERS, said.append))
    assert len(able) == 5
    assert f"{package} is not installed" in said[0]


def test_the_report_names_machine_versions_spread_and_ratio():
    measured = (
        Measured("article", (300.0, 310.0, 290.0), 10.0),
        Measured("epoch", (60.0, 50.0, 40.0), 2.0),
    )
    found = measure.as_json(find("moons"), 1, measured)
    assert found["cores"] >= 1
    assert "tensorflow" in found["versions"]
    article, epoch = found["contenders"]
    assert (article["ratio"], epoch["ratio"]) == (1.0, 6.0)
    assert (epoch["lowest"], epoch["highest"], epoch["steps_a_second"]) == (40.0, 60.0, 20000)
    lines = measure.table(found)
    assert len(lines) == 4
    assert "6.00" in lines[3]


@pytest.mark.parametrize("name", NETWORKS)
def test_the_other_libraries_networks_are_the_articles(name):
    """As many trainable parameters as the book's graph has."""
    from tf1_graphs.tensorflow1 import new_graph, tf

    experiment, network = find(name), NETWORKS[name]
    with new_graph(42):
        book = experiment.training.build(experiment.settings())
        shape = book.inputs["X"].shape.as_list()
        trainable = sum(int(np.prod(v.shape.as_list())) for v in tf.trainable_variables())
    window = FILTER_SIZE**2 + 1
    count = network["filters"] * window
    inputs = network["filters"] * ((shape[1] - FILTER_SIZE + 1) // 2) ** 2 or shape[1]
    sizes = [inputs, *network["hidden"], network["outputs"]]
    count += sum(a * b + b for a, b in itertools.pairwise(sizes))
    normalized = [*network["hidden"], network["outputs"]] if network["batch_norm"] else []
    assert trainable == count + 2 * sum(normalized)
