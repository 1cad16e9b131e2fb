"""Forward graphs node for node as TensorFlow 1.15.5 built them, without `inspection`'s help."""

import json
from pathlib import Path

import pytest

from tests.reference.record import nodes
from tf1_graphs.experiments.catalogue import find
from tf1_graphs.inspection import RENAMED_OPS
from tf1_graphs.tensorflow1 import new_graph, tf

REFERENCE = Path(__file__).parents[1] / "reference"
RECORDED = {
    name: recorded
    for file in ("articles.tf1155.json", "mnist_cnn.tf1155.json")
    for name, recorded in json.loads((REFERENCE / file).read_text())["articles"].items()
}
COLLECTIONS = {
    "trainable": tf.GraphKeys.TRAINABLE_VARIABLES,
    "variables": tf.GraphKeys.GLOBAL_VARIABLES,
    "update_ops": tf.GraphKeys.UPDATE_OPS,
    "summaries": tf.GraphKeys.SUMMARIES,
}


def forward(listed):
    """All nodes before the `train` scope, ops by their old names."""
    names = [node["name"].startswith("train/") for node in listed]
    end = names.index(True) if True in names else len(names)
    return [node | {"op": RENAMED_OPS.get(node["op"], node["op"])} for node in listed[:end]]


@pytest.mark.parametrize("name", RECORDED)
def test_forward_graph(name):
    experiment = find(name)
    with new_graph(seed=42) as graph:
        book = experiment.training.build(experiment.settings())
        collections = {
            key: [item.name for item in tf.get_collection(collection)]
            for key, collection in COLLECTIONS.items()
        }
    here, there = forward(nodes(graph)), forward(RECORDED[name]["nodes"])
    assert len(there) > 40
    # The first listing of article 002 ends with its logits.
    assert here[: len(there)] == there
    assert len(here) == len(there) or name.endswith("first_listing")
    assert collections == {key: RECORDED[name][key] for key in COLLECTIONS}
    assert [op.name for op in book.update_ops] == RECORDED[name]["update_ops"]
    assert set(book.inputs) == {"X", "y"}


@pytest.mark.parametrize("name", RECORDED)
def test_tensors_are_what_the_docstrings_table_says(name):
    experiment = find(name)
    with new_graph(seed=42) as graph:
        experiment.training.build(experiment.settings())
    for tensor, shape, dtype in documented(experiment):
        found = graph.get_tensor_by_name(f"{tensor}:0")
        assert found.dtype.base_dtype.name == dtype
        if shape == "unknown":
            assert found.shape.rank is None
        else:
            sizes = [
                int(size) if size.isdigit() else None for size in shape[1:-1].split(", ") if size
            ]
            assert found.shape.as_list() == sizes


def documented(experiment):
    """(name, shape, dtype) of each row of the table in a build function's docstring."""
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in experiment.training.build.__doc__.splitlines()
        if line.strip().startswith("|")
    ]
    assert len(rows) > 6
    return [row[1:4] for row in rows[2:]]


def test_moons_corrected_adds_the_regularizers_losses():
    experiment = find("moons")
    with new_graph(seed=42) as graph:
        book = experiment.training.build(experiment.settings(corrected=(1,)))
    objective = graph.get_operation_by_name("loss/objective")
    assert [tensor.op.name for tensor in objective.inputs] == [
        "loss/loss",
        *(f"full-connect-layer/fc{n}/kernel/Regularizer/l2_regularizer" for n in (1, 2)),
        "output/output/kernel/Regularizer/l2_regularizer",
    ]
    assert book.metrics["loss"].op.name == "loss/loss"


@pytest.mark.parametrize(("corrected", "fed"), [((), "X"), ((1,), "Elu")])
def test_first_listing_feeds_hidden2(corrected, fed):
    experiment = find("mnist_batch_norm_first_listing")
    with new_graph(seed=42) as graph:
        experiment.training.build(experiment.settings(corrected=corrected))
    assert graph.get_operation_by_name("hidden2/MatMul").inputs[0].op.name == fed
