"""NumPy's generator as arrays, so that a checkpoint can hold it."""

import numpy as np


def pack(rng):
    """Return the state of a `np.random.RandomState` as arrays by name."""
    _, keys, position, has_gauss, cached_gaussian = rng.get_state()
    return {
        "numpy_keys": keys,
        "numpy_position": np.int64(position),
        "numpy_has_gauss": np.int64(has_gauss),
        "numpy_cached_gaussian": np.float64(cached_gaussian),
    }


def unpack(state):
    """Return a `np.random.RandomState` that goes on where `pack` left it."""
    rng = np.random.RandomState()
    rng.set_state(
        (
            "MT19937",
            state["numpy_keys"],
            int(state["numpy_position"]),
            int(state["numpy_has_gauss"]),
            float(state["numpy_cached_gaussian"]),
        )
    )
    return rng
