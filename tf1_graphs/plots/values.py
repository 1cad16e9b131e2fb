"""What a regression answers, and what a search for hyperparameters tried."""

import numpy as np

from tf1_graphs.plots.figure import BLACK, BLUE, VERMILLION, Plot, blank, name_of_part, tidy


def predicted_values(experiment, part, name, predictions):
    """Plot predicted against true values; on the diagonal they are equal.

    Args:
        experiment: the `Experiment`.
        part: `y`, the true values.
        name: the part's name.
        predictions: value of each example, at least one of them finite.

    Returns:
        The `Plot`.
    """
    title = f"{experiment.name}: predicted and true values of the {name_of_part(name)}"
    finite = np.isfinite(predictions)
    true, predicted = np.asarray(part["y"], float)[finite], predictions[finite].astype(float)
    drawn = blank(6, 5.6, title)
    panel = drawn.subplots()
    tidy(panel)
    panel.scatter(true, predicted, s=7, color=BLUE, alpha=0.25, linewidth=0, label="an example")
    ends = [true.min(), true.max()]
    panel.plot(ends, ends, color=BLACK, linestyle="--", linewidth=1, label="equal")
    unit = " (100,000 dollars)" if "california-housing" in experiment.data_sets else ""
    panel.set_xlabel(f"true value{unit}")
    panel.set_ylabel(f"predicted value{unit}")
    # A few wild predictions would make a line of all others.
    low, high = np.percentile(predicted, [0.5, 99.5])
    low, high = min(low, ends[0]), max(high, ends[1])
    outside = np.count_nonzero((predicted < low) | (predicted > high))
    panel.set_ylim(low, high)
    panel.set_title(f"{outside} of {len(predictions)} lie outside", fontsize="medium")
    legend = drawn.legend(loc="outside lower center", ncols=2, frameon=False)
    legend.legend_handles[0].set_alpha(1)
    error = np.sqrt(np.mean((predicted - true) ** 2))
    alt = (
        f"{title}. {len(predicted)} of {len(predictions)} predictions are finite; their root mean "
        f"squared error is {error:.4g}{unit}, their correlation with the true values "
        f"{np.corrcoef(true, predicted)[0, 1]:.3f}. {outside} lie outside the picture."
    )
    return Plot("predictions", title, alt, drawn)


def candidates(experiment, rows):
    """Plot the score of each candidate of a search by its learning rate.

    Args:
        experiment: the `Experiment`.
        rows: {column: float32}, one a candidate: hyperparameters, `score` and `score_deviation`.

    Returns:
        The `Plot`.
    """
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
    return Plot("candidates", title, alt, drawn)
