"""The registry of experiments by name."""

import difflib

from tf1_graphs.articles import mnist_batch_norm, moons
from tf1_graphs.errors import InputError

EXPERIMENTS = {
    experiment.name: experiment
    for experiment in (
        moons.EXPERIMENT,
        mnist_batch_norm.MNIST_BATCH_NORM,
        mnist_batch_norm.MNIST_BATCH_NORM_FIRST_LISTING,
    )
}


def find(name):
    """Return the experiment of this name.

    Raises:
        InputError: there is none; the nearest names are given.
    """
    if name in EXPERIMENTS:
        return EXPERIMENTS[name]
    nearest = difflib.get_close_matches(name, EXPERIMENTS, n=3, cutoff=0.4) or list(EXPERIMENTS)
    raise InputError(f"no experiment is named {name!r}; did you mean {', '.join(nearest)}?")
