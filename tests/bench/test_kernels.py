"""The kernels of a step are timed by type; no test asserts a time."""

from tf1_graphs.bench.kernels import kernels, line
from tf1_graphs.experiments.catalogue import find


def test_the_types_of_a_step_of_moons():
    experiment = find("moons")
    settings = experiment.settings()
    found = kernels(experiment, settings, experiment.training.load(settings), threads=1)
    assert {"MatMul", "BiasAddGrad", "ApplyAdam"} <= set(found)
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert all(took >= 0 for took in found.values())


def test_the_line_sums_the_products_and_names_the_longest_others():
    found = {"FusedConv2D": 60.0, "MaxPool": 20.0, "MatMul": 15.0}
    found |= {"Relu": 2.0, "Mul": 1.0, "Add": 0.9, "Sub": 0.6, "Neg": 0.3, "Tile": 0.2}
    assert line(found) == (
        "kernels of a step: 100.0 µs, of these products 75.0 (75%), "
        "MaxPool 20.0, Relu 2.0, Mul 1.0, Add 0.9, Sub 0.6, 2 more types 0.5"
    )
