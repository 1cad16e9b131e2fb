"""Draws the distribution of a figure over seeds, with what the article published."""

import numpy as np

from tf1_graphs.plots.figure import BLUE, VERMILLION, Plot, blank, tidy

_MOST_TICKS = 40


def replicates(figure, values, percent, interval):
    """Plot what each seed measured, the central part of that, and the published number.

    Args:
        figure: a `PublishedFigure` whose rule is `replicates`.
        values: numbers that it measured, one a seed, in the seeds' order; infinite where the
            training diverged, NaN where it gave no number.
        percent: how many per cent of the seeds lie in the central part.
        interval: the two ends of it.

    Returns:
        The `Plot`.

    Example:
        `replicates(figure, [0.9203, 0.9188, 0.9211], 95, (0.9189, 0.9211))`
    """
    values, published = np.asarray(values, float), float(figure.published)
    finite = np.isfinite(values)
    title = f"{figure.name}: {len(values)} seeds and the published {figure.published}"
    drawn = blank(7.2, 2.2 + 0.16 * min(len(values), _MOST_TICKS), title)
    panel = drawn.subplots()
    tidy(panel)
    seeds = np.arange(1, len(values) + 1)
    panel.plot(values[finite], seeds[finite], "o", color=BLUE, label="one seed")
    for seed, value in zip(seeds[~finite], values[~finite], strict=True):
        x, text, side = (0, "← diverged", "left") if value < 0 else (1, "diverged →", "right")
        text = "no number" if np.isnan(value) else text
        panel.text(x, seed, text, transform=panel.get_yaxis_transform(), ha=side, va="center")
    panel.axvline(published, color=VERMILLION, linestyle="--", label="published")
    low, high = interval
    if np.isfinite([low, high]).any():
        left, right = panel.get_xlim()
        shaded = max(low, left), min(high, right)
        label = f"central {percent} %"
        panel.axvspan(*shaded, color=BLUE, alpha=0.15, linewidth=0, label=label)
        panel.set_xlim(left, right)
    panel.set_xlabel(figure.name)
    panel.set_ylabel("seed, in order")
    if len(seeds) <= _MOST_TICKS:
        panel.set_yticks(seeds)
    panel.set_ylim(len(values) + 0.7, 0.3)
    drawn.legend(loc="outside lower center", ncols=3, frameon=False)
    return Plot("replicates", title, _words(figure, values, finite, percent, interval), drawn)


def _words(figure, values, finite, percent, interval):
    low, high = interval
    words = f"{figure.name}, published {figure.published}. {len(values)} seeds measured "
    words += ", ".join(f"{value:.6g}" for value in values)
    words += f"; the central {percent} % are {low:.6g} to {high:.6g}."
    lost = np.count_nonzero(~finite)
    return words + (f" {lost} of them diverged or gave no number." if lost else "")
