"""Draws what each epoch measured: learning curves, and gradient norms by layer."""

import numpy as np

from tf1_graphs.plots.figure import (
    BLUE,
    GREEN,
    GREY,
    PURPLE,
    VERMILLION,
    Plot,
    blank,
    log_scale,
    name_of_part,
    panels,
    tidy,
)

TRAINING = "training mini-batches"
_STYLES = (
    {"color": BLUE, "linestyle": "-", "marker": "o"},
    {"color": VERMILLION, "linestyle": "--", "marker": "s"},
    {"color": GREEN, "linestyle": "-.", "marker": "^"},
    {"color": PURPLE, "linestyle": ":", "marker": "D"},
)
_UNITS = {"accuracy": "fraction"}
_MISSING = "NaN or infinite"
_GRADIENT = "gradient_norm/"
# Beyond this ratio of the largest to the smallest value an axis is logarithmic.
_DECADES = 100
_FEW = 30
_MOST_LINES = 12


def learning_curves(experiment, rows):
    """Plot every column of `metrics.csv`, what was measured on training and other examples paired.

    Args:
        experiment: the `Experiment`.
        rows: {column: float32}, one an epoch.

    Returns:
        The `Plot`: a panel for each quantity, such as the loss.
    """
    quantities = _by_quantity(experiment, rows[0])
    title = f"{experiment.name}: learning curves"
    columns = min(len(quantities), 3)
    drawn = blank(4.6 * max(columns, 1.4), 4.0 * -(-len(quantities) // 3) + 0.4, title)
    facts, styles = [], {}
    units = {**_UNITS, **experiment.units}
    for panel, (quantity, curves) in zip(
        panels(drawn, len(quantities), columns), quantities.items(), strict=True
    ):
        values = {label: _column(rows, column) for label, column in curves.items()}
        for label, curve in values.items():
            _draw(panel, curve, label, styles.setdefault(label, _STYLES[len(styles)]))
        label = f"{quantity} ({units[quantity]})" if quantity in units else quantity
        _axes(panel, label, list(values.values()))
        facts += [f"{quantity}, {label}: {_words(curve)}" for label, curve in values.items()]
    handles, labels = _legend(drawn)
    drawn.legend(handles, labels, loc="outside lower center", ncols=len(labels), frameon=False)
    count = f"{len(rows)} epoch" + "s" * (len(rows) > 1)
    return Plot("learning_curves", title, f"{title} over {count}. {'. '.join(facts)}.", drawn)


def gradient_norms(experiment, rows):
    """Plot the norm of the loss's gradient by each hidden layer, a line an epoch.

    Where it falls by a factor from each layer to the one before, the first layers learn nothing:
    the vanishing gradient.

    Args:
        experiment: the `Experiment`.
        rows: {column: float32}, one an epoch, with columns `gradient_norm/<layer>`.

    Returns:
        The `Plot`.
    """
    columns = [column for column in rows[0] if column.startswith(_GRADIENT)]
    norms = np.array([[row[column] for column in columns] for row in rows])
    layers = np.arange(1, len(columns) + 1)
    title = f"{experiment.name}: gradient norm by hidden layer"
    drawn = blank(7.2, 4.6, title)
    panel = drawn.subplots()
    epochs = np.unique(np.linspace(0, len(rows) - 1, _MOST_LINES).round().astype(int))
    for epoch, colour in zip(epochs, sequence(len(epochs)), strict=True):
        panel.plot(layers, norms[epoch], color=colour, marker="o", markersize=3, label=f"{epoch}")
    tidy(panel)
    panel.set_xlabel("hidden layer, from the input")
    panel.set_ylabel("norm of the gradient, mean of the epoch")
    panel.set_xticks(layers)
    shown = norms[np.isfinite(norms) & (norms > 0)]
    if len(shown):
        log_scale(panel, shown)
    if len(shown) < norms.size:
        panel.set_title(f"{norms.size - len(shown)} of {norms.size} norms are 0, NaN or infinite")
    drawn.legend(title="epoch", loc="outside right upper", frameon=False)
    return Plot("gradient_norms", title, f"{title}. {_vanishing(norms)}", drawn)


def has_gradient_norms(rows):
    """Tell whether the epochs measured gradient norms."""
    return any(column.startswith(_GRADIENT) for column in rows[0])


def sequence(count):
    """Return colours from dark to light, which stay in order for the colour-blind and in print."""
    from matplotlib import colormaps

    return colormaps["viridis"](np.linspace(0, 0.9, count))


def _by_quantity(experiment, columns):
    """Sort columns: {quantity: {what it was measured on: column}}."""
    prefixes = sorted(
        ((prefix, part) for part, prefix in experiment.training.evaluated.items()),
        key=lambda pair: -len(pair[0]),
    )
    quantities = {}
    for column in columns:
        if column.startswith(_GRADIENT):
            continue
        for prefix, part in prefixes:
            if column.startswith(prefix):
                quantity, label = column.removeprefix(prefix), name_of_part(part)
                break
        else:
            quantity, label = column, TRAINING
        quantities.setdefault(quantity, {})[label] = column
    return quantities


def _column(rows, column):
    return np.array([row[column] for row in rows], float)


def _draw(panel, curve, label, style):
    marker = style["marker"] if len(curve) <= _FEW else ""
    width = 1.6 if len(curve) <= _FEW else 0.8
    panel.plot(curve, **style | {"marker": marker}, label=label, linewidth=width, markersize=4)


def _axes(panel, label, curves):
    """Label a panel, choose its scale, and shade the epochs that have no finite value."""
    from matplotlib.ticker import MaxNLocator

    tidy(panel)
    panel.set_ylabel(label)
    panel.set_xlabel("epoch")
    panel.xaxis.set_major_locator(MaxNLocator(integer=True))
    values = np.stack(curves)
    finite = values[np.isfinite(values)]
    if len(finite) and finite.min() > 0 and finite.max() / finite.min() > _DECADES:
        log_scale(panel, finite)
    for epoch in np.flatnonzero(~np.isfinite(values).all(axis=0)):
        panel.axvspan(epoch - 0.5, epoch + 0.5, color=GREY, alpha=0.2, linewidth=0, label=_MISSING)


def _legend(drawn):
    """Return each label once, with a handle."""
    found = {}
    for panel in drawn.axes:
        for handle, label in zip(*panel.get_legend_handles_labels(), strict=True):
            found.setdefault(label, handle)
    return list(found.values()), list(found)


def _words(curve):
    """Say how a curve runs: its ends, its extremes, and where it is not a number."""
    finite = np.flatnonzero(np.isfinite(curve))
    if not len(finite):
        return "NaN or infinite in every epoch"
    low, high = finite[curve[finite].argmin()], finite[curve[finite].argmax()]
    words = f"from {curve[finite[0]]:.4g} to {curve[finite[-1]]:.4g}"
    words += f", lowest {curve[low]:.4g} in epoch {low}, highest {curve[high]:.4g} in epoch {high}"
    missing = len(curve) - len(finite)
    return words + (f", NaN or infinite in {missing} epochs" if missing else "")


def _vanishing(norms):
    """Say how the gradient changes from the last hidden layer to the first, at both ends."""
    ends = {"first": norms[0], "last": norms[-1]}
    return " ".join(
        f"In the {which} epoch it is {values[0]:.3g} at the first hidden layer and "
        f"{values[-1]:.3g} at the last of {len(values)}."
        for which, values in ends.items()
    )
