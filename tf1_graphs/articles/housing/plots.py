"""Draws what article 003's search for hyperparameters tried."""

import numpy as np


def of_search(experiment, rows):
    """Plot the score of each candidate by its learning rate.

    Args:
        experiment: the `Experiment`.
        rows: {column: float32}, one a candidate: hyperparameters, `score` and `score_deviation`.

    Yields:
        The `Plot`.
    """
    # Whoever lists or trains an experiment draws nothing.
    from tf1_graphs.plots.figure import BLUE, VERMILLION, Plot, blank, tidy

    title = f"{experiment.name}: scores of {len(rows)} candidates"
    drawn = blank(7.2, 4.8, title)
    panel = drawn.subplots()
    tidy(panel)
    rates, scores, deviations = (
        np.array([row[column] for row in rows], float)
        for column in ("learning_rate", "score", "score_deviation")
    )
    best = int(np.nanargmax(scores))
    style = {"linestyle": "", "capsize": 3}
    panel.errorbar(rates, scores, deviations, marker="o", color=BLUE, label="candidate", **style)
    panel.plot(rates[best], scores[best], "D", color=VERMILLION, markersize=9, label="best")
    sizes = [f"{row['hidden_layers']:g} × {row['layer_size']:g}" for row in rows]
    for rate, score, size in zip(rates, scores, sizes, strict=True):
        panel.annotate(
            size, (rate, score), (0, 12), textcoords="offset points", ha="center", fontsize="small"
        )
    panel.set_xscale("log")
    panel.margins(x=0.12)
    panel.set_xlabel("learning rate (beside each: hidden layers × neurons)")
    panel.set_ylabel("score: −mean squared error,\nmean and deviation of the folds")
    drawn.legend(loc="outside lower center", ncols=2, frameon=False)
    alt = (
        f"{title}. The best is {sizes[best]} neurons with learning rate {rates[best]:.4g}: score "
        f"{scores[best]:.4g}. The worst score is {np.nanmin(scores):.4g}."
    )
    yield Plot("candidates", title, alt, drawn)
