"""Draws the values that a regression predicts."""

import numpy as np

from tf1_graphs.plots.figure import BLACK, BLUE, Plot, blank, name_of_part, tidy


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
    unit = f" ({experiment.units['y']})" if "y" in experiment.units else ""
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
