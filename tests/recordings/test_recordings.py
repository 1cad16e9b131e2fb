"""Every experiment's training graph is the one that TensorFlow 1.15.5 builds, to the last node."""

import itertools
import json
from pathlib import Path

import pytest

from tests import commands
from tests.recordings import record
from tf1_graphs.experiments.catalogue import experiments, find
from tf1_graphs.inspection import against, of_graph
from tf1_graphs.tensorflow1 import RENAMED_OPS, new_graph, tf

HERE = Path(__file__).parent
# Trained by NumPy: it shows another experiment's graph and runs none.
SHOWN = {"mnist_cnn_numpy": "mnist_cnn"}
GRAPHS = sorted(experiments().keys() - SHOWN.keys())
NODES = {
    "moons": 206,
    "moons.corrected-1": 233,
    "mnist_mlp": 127,
    "mnist_mlp_double_softmax": 104,
    "mnist_mlp_double_softmax.corrected-1": 98,
    "mnist_mlp_double_softmax.corrected-2": 133,
    "mnist_mlp_double_softmax.corrected-1-2": 127,
    "mnist_batch_norm": 768,
    "mnist_batch_norm_first_listing": 615,
    "mnist_batch_norm_first_listing.corrected-1": 771,
    "fashion_mlp": 138,
    "fashion_mlp_scaled": 138,
    "fashion_callbacks": 138,
    "fashion_deep": 786,
    "fashion_deep_bn_after": 5049,
    "fashion_deep_bn_before": 5049,
    "fashion_deep_selu": 786,
    "fashion_deep_alpha_dropout": 875,
    "fashion_deep_dropout": 851,
    "housing_mlp": 99,
    "housing_wide_deep": 140,
    "housing_wide_deep.corrected-2": 145,
    "housing_wide_deep_subclass": 140,
    "housing_wide_deep_subclass.corrected-2": 145,
    "housing_multi_input": 141,
    "housing_multi_output": 209,
    "housing_learning_rates": 99,
    "housing_random_search": 99,
    "mnist_cnn": 189,
}


def read(name):
    """Return a recording's file, and the one article in it."""
    content = json.loads((HERE / f"{name}.tf1155.json").read_text(encoding="utf-8"))
    (article,) = content["articles"].values()
    return content, article


def repairs(name):
    """Return every set of errata that an experiment can repair; None where it has no choice."""
    experiment = find(name)
    if not hasattr(experiment.settings, "corrected"):
        return [None]
    numbers = [erratum.number for erratum in experiment.published.errata if erratum.corrected]
    sizes = range(len(numbers) + 1)
    return list(itertools.chain(*(itertools.combinations(numbers, size) for size in sizes)))


def build(name, repaired):
    """Build an experiment's graph."""
    experiment = find(name)
    with new_graph(record.SEED) as graph:
        given = {} if repaired is None else {"corrected": repaired}
        return graph, experiment.training.build(experiment.settings(**given))


def test_every_experiment_that_is_a_graph_is_recorded():
    recorded = {experiment for _, experiment, _ in record.recordings().values()}
    assert recorded == set(GRAPHS)
    for name, shown in SHOWN.items():
        assert find(name).training.build is find(shown).training.build
    files = {path.name for path in HERE.glob("*.json")}
    assert files == {f"{name}.tf1155.json" for name in record.recordings()}


@pytest.mark.parametrize("name", record.recordings())
def test_a_recording_says_what_it_is(name):
    _, experiment, settings = record.recordings()[name]
    content, article = read(name)
    assert content["tensorflow"] == "1.15.5"
    assert content["format"] == 1
    assert content["command"] == f"python -m tests.recordings.record {name}"
    assert list(content["articles"]) == [experiment]
    assert article["settings"] == settings
    assert len(article["nodes"]) == NODES[name]
    assert set(article["initial"]) == {
        variable.partition(":")[0] for variable in article["collections"]["variables"]
    }


@pytest.mark.parametrize(
    ("name", "repaired"), [(name, repaired) for name in GRAPHS for repaired in repairs(name)]
)
def test_the_graph_is_tensorflow_1155s_to_the_last_node(name, repaired):
    """What is built is described as on TensorFlow 1.15.5; renamed ops apart, it is the same."""
    recording = record.name_of(name, repaired or ())
    _, there = read(recording)
    graph, book = build(name, repaired)
    subject = of_graph(graph)
    here = record.describe(tf, graph)
    for node in here["nodes"] + there["nodes"]:
        node["op"] = RENAMED_OPS.get(node["op"], node["op"])
    for mine, its in zip(here["nodes"], there["nodes"], strict=False):
        assert mine == its
    assert len(here["nodes"]) == len(there["nodes"])
    assert here["collections"] == there["collections"]
    assert here["initial"] == there["initial"]
    updates = there["collections"].get("update_ops", [])
    assert [operation.name for operation in book.update_ops] == updates
    compared = against(subject, HERE / f"{recording}.tf1155.json", name)
    assert (compared.differences, compared.notes) == ([], [])
    assert compared.compared.startswith(f"{NODES[recording]} nodes, {len(there['initial'])} ")


def test_inspect_calls_every_graph_identical_after_the_drop_in():
    result = commands.python("-m", "tests.recordings", "--drop-in")
    lines = result.stdout.splitlines()
    assert len(lines) == len(NODES), result.stdout + result.stderr
    for line, count in zip(lines, NODES.values(), strict=True):
        assert f": identical ({count} nodes, " in line
    assert result.returncode == 0
