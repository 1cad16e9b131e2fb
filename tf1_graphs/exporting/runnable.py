"""Holds what can be run on arrays: a graph's session, or a converted file in its own runtime."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Runnable:
    """A model that can be run.

    Attributes:
        title: where it is from.
        inputs: (NumPy type, sizes with None for what is unknown; None where the rank is) by name.
        outputs: names.
        run: function of arrays by input name that returns arrays by output name.
        restored: of a graph: `Restored`, its session and tensors; None of others.
    """

    title: str
    inputs: Mapping[str, tuple]
    outputs: tuple
    run: Callable
    restored: Any = field(default=None, repr=False)


def samples(inputs, batch_size=4):
    """Return arrays to compare models on: normal numbers, small integers, from a fixed seed.

    Args:
        inputs: as `Runnable` has them.
        batch_size: of inputs whose first size is unknown; other unknown sizes are 5.
    """
    random = np.random.RandomState(0)
    arrays = {}
    for name, (kind, sizes) in inputs.items():
        sizes = [batch_size] if sizes is None else list(sizes)
        shape = [
            (batch_size if axis == 0 else 5) if size is None else size
            for axis, size in enumerate(sizes)
        ]
        kind = np.dtype(kind)
        if kind.kind == "f":
            arrays[name] = random.randn(*shape).astype(kind) if shape else kind.type(1)
        elif kind.kind == "O":
            arrays[name] = np.full(shape, b"", object)
        else:
            arrays[name] = np.asarray(random.randint(0, 2, shape)).astype(kind)
    return arrays
