"""What the articles' graphs are documented to hold; `tests/recordings` has their nodes."""

import pytest

from tf1_graphs.experiments.catalogue import find
from tf1_graphs.tensorflow1 import new_graph

DOCUMENTED = ("moons", "mnist_batch_norm", "mnist_batch_norm_first_listing", "mnist_cnn")


@pytest.mark.parametrize("name", DOCUMENTED)
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
