"""Draws the curves of several runs in one picture."""

import numpy as np

from tf1_graphs.plots.figure import Plot, blank, log_scale, panels, tidy
from tf1_graphs.plots.learning import sequence

_MOST_LABELS = 12
_MOST_PANELS = 6
_DECADES = 100


def curves(experiment, runs):
    """Plot each column of `metrics.csv`, a line a run.

    Args:
        experiment: the `Experiment`.
        runs: {run's name: rows of {column: float32}}; those without rows are left out.

    Returns:
        List of one `Plot`, or of none where no run has completed an epoch.
    """
    runs = {name: rows for name, rows in runs.items() if rows}
    if not runs:
        return []
    columns = list(next(iter(runs.values()))[0])[:_MOST_PANELS]
    title = f"{experiment.name}: curves of {len(runs)} run" + "s" * (len(runs) > 1)
    wide = min(len(columns), 3)
    drawn = blank(4.6 * max(wide, 1.4), 4.0 * -(-len(columns) // 3) + 0.6, title)
    facts = []
    for panel, column in zip(panels(drawn, len(columns), wide), columns, strict=True):
        ends = {}
        for (name, rows), colour in zip(runs.items(), sequence(len(runs)), strict=True):
            values = np.array([row[column] for row in rows], float)
            panel.plot(values, color=colour, linewidth=0.9, label=name)
            ends[name] = values[-1]
        _axes(panel, column)
        facts.append(f"{column} ends {_ends(ends)}")
    if len(runs) <= _MOST_LABELS:
        handles, labels = drawn.axes[0].get_legend_handles_labels()
        place = {"loc": "outside lower center", "ncols": wide, "frameon": False}
        drawn.legend(handles, labels, fontsize="small", **place)
    return [Plot("curves", title, f"{title}. {'; '.join(facts)}.", drawn)]


def _axes(panel, column):
    tidy(panel)
    panel.set_ylabel(column)
    panel.set_xlabel("epoch")
    values = np.concatenate([line.get_ydata() for line in panel.lines])
    finite = values[np.isfinite(values)]
    if len(finite) and finite.min() > 0 and finite.max() / finite.min() > _DECADES:
        log_scale(panel, finite)


def _ends(ends):
    """Say between which values the last epochs' lie, and in how many runs they are no number."""
    finite = {name: value for name, value in ends.items() if np.isfinite(value)}
    if not finite:
        return "as NaN or infinite in every run"
    low, high = min(finite, key=finite.get), max(finite, key=finite.get)
    words = f"at {finite[low]:.4g} at the lowest ({low}) and {finite[high]:.4g} at the highest"
    missing = len(ends) - len(finite)
    return f"{words} ({high})" + (f", as NaN or infinite in {missing} runs" if missing else "")
