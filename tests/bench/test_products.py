"""The bare products of a step are those that the step has."""

import numpy as np

from tf1_graphs.bench.products import _of_a_step
from tf1_graphs.experiments.catalogue import find


def test_a_step_of_moons_multiplies_eight_times():
    """Each of three layers forward, by its weights and, but for the first, by its inputs."""
    experiment = find("moons")
    settings = experiment.settings()
    nodes, arguments = _of_a_step(experiment, settings, experiment.training.load(settings))
    assert [node.op for node in nodes] == ["MatMul"] * 8
    multiplications = sum(
        np.prod(a.shape) * b.size // (a.shape[0] if node.attr["transpose_a"].b else a.shape[1])
        for node, (a, b) in zip(nodes, arguments, strict=True)
    )
    layers = (2 * 6, 6 * 4, 4 * 2)
    assert multiplications == settings.batch_size * (3 * sum(layers) - layers[0])
