"""Holds what a finished run measured, after each epoch and after the last."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Measurements:
    """What a finished run measured.

    Attributes:
        epochs: one entry an epoch, in order.
        results: what was measured after the last epoch, by name.
    """

    epochs: tuple[Mapping[str, np.float32], ...]
    results: Mapping[str, float]

    def column(self, name: str) -> np.ndarray:
        """Return one metric over all epochs, float32 [epochs]."""
        return np.array([epoch[name] for epoch in self.epochs], np.float32)
