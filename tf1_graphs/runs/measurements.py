"""Holds what a finished run measured, after each epoch and after the last."""

from __future__ import annotations

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

    def smoothed(self, name: str, weight: float = 0.6) -> np.ndarray:
        """Return a metric as TensorBoard draws it, float64 [epochs].

        `s_n = w s_(n-1) + (1 - w) x_n`, over `1 - w^n`, from `s_0 = 0`.

        Args:
            name: of the metric.
            weight: w, what TensorBoard's slider says; 0.6 unless it is moved.

        References:
            TensorBoard 1.15, `tf_line_chart_data_loader`, `resmooth`.
        """
        last, found = 0.0, []
        for count, value in enumerate(self.column(name).astype(float), 1):
            last = weight * last + (1 - weight) * value
            found.append(last / (1 - weight**count))
        return np.array(found)
