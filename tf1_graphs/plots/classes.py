"""Draws what a classifier answers: images with their classes, and the confusion matrix."""

import numpy as np

from tf1_graphs.plots.figure import VERMILLION, Plot, blank, name_of_part, panels
from tf1_graphs.tensorboard.pictures import image_input

_ROWS, _COLUMNS = 3, 5


def class_names(experiment, count):
    """Return the names of `count` classes: the experiment's, and numbers where it has none."""
    numbers = map(str, range(len(experiment.class_names), count))
    return (*experiment.class_names, *numbers)


def images(experiment, part, name, predictions, names):
    """Plot the first images of a part, each with its predicted and its true class.

    Args:
        experiment: the `Experiment`.
        part: images, and `y`, their classes.
        name: the part's name.
        predictions: class of each image.
        names: the classes' names.

    Returns:
        The `Plot`.
    """
    title = f"{experiment.name}: first images of the {name_of_part(name)}"
    return _gallery("predictions", title, part, predictions, names, range(len(predictions)))


def mistakes(experiment, part, name, predictions, names):
    """Plot the first images of a part whose class is not the predicted one.

    Args:
        experiment: the `Experiment`.
        part: images, and `y`, their classes.
        name: the part's name.
        predictions: class of each image, not all of them right.
        names: the classes' names.

    Returns:
        The `Plot`.
    """
    wrong = np.flatnonzero(predictions != part["y"])
    title = (
        f"{experiment.name}: first of {len(wrong)} mistakes in the "
        f"{len(predictions)} images of the {name_of_part(name)}"
    )
    return _gallery("mistakes", title, part, predictions, names, wrong)


def confusion_matrix(experiment, part, name, predictions, names):
    """Plot how often each class was taken for each.

    Args:
        experiment: the `Experiment`.
        part: `y`, the true classes.
        name: the part's name.
        predictions: class of each example.
        names: the classes' names.

    Returns:
        The `Plot`.
    """
    counts = confusion_counts(part["y"], predictions, len(names))
    title = f"{experiment.name}: confusion matrix of the {name_of_part(name)}"
    side = 3.2 + 0.45 * len(names)
    drawn = blank(side + 1, side, title)
    size = "medium" if len(names) < 5 else "small"
    panel = drawn.subplots()
    fractions = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    shaded = panel.imshow(fractions, cmap="Blues", vmin=0, vmax=1)
    for (true, predicted), count in np.ndenumerate(counts):
        colour = "white" if fractions[true, predicted] > 0.5 else "black"
        panel.text(
            predicted, true, str(count), ha="center", va="center", color=colour, fontsize=size
        )
    ticks = range(len(names))
    turned = {"rotation": 45, "ha": "right"} if max(map(len, names)) > 2 else {}
    panel.set_xticks(ticks, names, **turned)
    panel.set_yticks(ticks, names)
    panel.set_xlabel("predicted class")
    panel.set_ylabel("true class")
    drawn.colorbar(shaded, label="fraction of the true class", shrink=0.8)
    return Plot("confusion_matrix", title, f"{title}. {_confusions(counts, names)}", drawn)


def confusion_counts(labels, predictions, classes):
    """Count the examples by true class, in rows, and by predicted class, in columns."""
    counts = np.zeros((classes, classes), int)
    np.add.at(counts, (np.asarray(labels), np.asarray(predictions)), 1)
    return counts


def _gallery(plot_name, title, part, predictions, names, indices):
    chosen = list(indices[: _ROWS * _COLUMNS])
    drawn = blank(1.75 * _COLUMNS, 2.15 * -(-len(chosen) // _COLUMNS) + 0.5, title)
    input_name, shape = image_input(part)
    facts = []
    for panel, i in zip(panels(drawn, len(chosen), _COLUMNS), chosen, strict=True):
        predicted, true = names[int(predictions[i])], names[int(part["y"][i])]
        panel.imshow(np.reshape(part[input_name][i], shape), cmap="gray")
        colour = "black" if predicted == true else VERMILLION
        panel.set_title(f"predicted {predicted}\ntrue {true}", fontsize="small", color=colour)
        panel.set_axis_off()
        facts.append(f"{predicted}" if predicted == true else f"{predicted} for {true}")
    return Plot(plot_name, title, f"{title}. Predicted in order: {', '.join(facts)}.", drawn)


def _confusions(counts, names):
    """Say how many are right, and which classes are confused most often."""
    right = np.trace(counts)
    words = f"{right} of {counts.sum()} are predicted correctly."
    off = counts - np.diag(np.diag(counts))
    most = [np.unravel_index(i, off.shape) for i in np.argsort(-off, axis=None)[:3]]
    shown = [
        f"{names[true]} taken for {names[predicted]}, {off[true, predicted]} times"
        for true, predicted in most
        if off[true, predicted]
    ]
    return words + (f" Most often: {'; '.join(shown)}." if shown else "")
