"""Trainings that real Keras and our graphs start from the same weights and feed the same way."""

import numpy as np

# Hidden layers, and what surrounds their activation.
NETWORKS = {
    "mlp": ((300, 100), "relu"),
    "deep": ((100,) * 5, "relu"),
    "bn_after": ((100,) * 5, "bn_after"),
    "bn_before": ((100,) * 5, "bn_before"),
    "selu": ((100,) * 5, "selu"),
}
EPOCHS = 3
BATCH_SIZE = 16

EARLY_STOPPING = [
    # losses, patience, min_delta
    ([5, 4, 3, 2, 1], 2, 0.01),
    ([1, 1, 1], 2, 0),
    ([1, 1, 0.5, 0.5], 2, 0),
    ([1, 1, 0.5, 0.5, 0.5], 2, 0),
    # Exactly min_delta below is no improvement (numbers that float64 has exactly).
    ([1, 0.75, 0.75], 2, 0.25),
    ([1, 0.7, 0.7], 2, 0.25),
    # Small steps down add up: the comparison is with the best, not with the epoch before.
    ([1, 0.9, 0.8, 0.7], 3, 0.25),
    ([1, 0.9, 0.8], 2, 0.25),
    # The best is 0.5 all along, not the smaller ones that improved too little.
    ([0.5, 0.45, 0.42, 0.3], 3, 0.1),
    ([0.5, 0.45, 0.41, 0.405], 3, 0.1),
    ([float("nan")] * 2, 2, 0),
    ([1, float("nan"), 0.5, float("nan"), float("nan")], 2, 0),
    ([1, 1], 0, 0),
    ([0.4, 0.3995, 0.3992, 0.3991, 0.3985, 0.3984, 0.3983, 0.3982, 0.3981, 0.398], 5, 1e-3),
]


def data():
    """Return 40 training examples, so that the last mini-batch is smaller, and 20 others."""
    rng = np.random.RandomState(0)
    x = rng.randn(60, 784).astype(np.float32)
    y = np.arange(60) % 10
    return (x[:40], y[:40]), (x[40:], y[40:])


def kernels(hidden_sizes):
    """Return the kernels to begin with, which Keras would have drawn at random."""
    rng = np.random.RandomState(1)
    sizes = [784, *hidden_sizes, 10]
    shapes = [(sizes[index], sizes[index + 1]) for index in range(len(sizes) - 1)]
    return [_glorot_uniform(rng, shape) for shape in shapes]


def _glorot_uniform(rng, shape):
    limit = np.sqrt(6 / sum(shape))
    return rng.uniform(-limit, limit, shape).astype(np.float32)
