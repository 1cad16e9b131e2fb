"""Draws the decision boundary of a classifier of points in the plane, and its growth."""

import dataclasses
import math
import tempfile
from pathlib import Path

import numpy as np

from tf1_graphs.errors import InputError
from tf1_graphs.plots.figure import BLACK, BLUE, VERMILLION, Plot, blank, panels
from tf1_graphs.runs import run_directory
from tf1_graphs.runs.run_directory import RunDirectory
from tf1_graphs.training import prediction, runner

# How many of the article's checkpoints are drawn, from the first on; the trained model follows.
_CHECKPOINTS = 5
_GRID = 200
_MARGIN = 0.4
_STYLES = ((BLUE, "o"), (VERMILLION, "^"))


def is_plane(data):
    """Tell whether the examples are points in the plane, in two classes."""
    part = data["train"]
    return np.shape(part.get("X"))[1:] == (2,) and set(np.unique(part["y"])) == {0, 1}


def decision_boundary(experiment, infer, data):
    """Plot the probability of class 1 over the plane, with the training and the test points.

    Args:
        experiment: the `Experiment`.
        infer: what `prediction.trained_model` yielded.
        data: the data, `train` and `test`.

    Returns:
        The `Plot`.
    """
    title = f"{experiment.name}: decision boundary"
    drawn = blank(7.6, 5.2, title)
    panel = drawn.subplots()
    shaded = _shade(panel, infer, data)
    _points(panel, data["train"], "training", size=9, alpha=0.6, linewidth=0)
    _points(panel, data["test"], "test", size=26, alpha=1, linewidth=0.6, edgecolors=BLACK)
    test = data["test"]
    wrong = infer(test).predictions != test["y"]
    if wrong.any():
        panel.scatter(
            *test["X"][wrong].T, s=90, facecolors="none", edgecolors=BLACK, label="missed test"
        )
    drawn.colorbar(shaded, label="probability of class 1")
    drawn.legend(loc="outside lower center", ncols=2 + wrong.any(), frameon=False, markerscale=1.4)
    alt = (
        f"{title}. {len(data['train']['y'])} training and {len(wrong)} test points, of which "
        f"{np.count_nonzero(wrong)} lie on the wrong side of the boundary."
    )
    return Plot("decision_boundary", title, alt, drawn)


def growth(experiment, settings, options, run, infer, data):
    """Plot the decision boundary at the article's first checkpoints, and of the trained model.

    A run keeps its last checkpoints only. So its first epochs are trained again, beside it, with
    all of the article's checkpoints kept; what they measure must be what the run measured.

    Args:
        experiment: the `Experiment`.
        settings: its settings.
        options: how the run was executed.
        run: the `RunDirectory`.
        infer: what `prediction.trained_model` yielded for it.
        data: the data, `train` and `test`.

    Returns:
        The `Plot`.

    Raises:
        InputError: trained again, the run measures something else.
        Interrupted: a signal stopped the training.
    """
    rows = run_directory.read_metrics(run)
    every = experiment.training.checkpoint_every
    epochs = min((_CHECKPOINTS - 1) * every + 1, len(rows))
    stages = [epoch + 1 for epoch in range(0, epochs, every) if epoch + 1 < len(rows)]
    title = f"{experiment.name}: growth of the decision boundary"
    drawn = blank(11, 6, title)
    shown = panels(drawn, len(stages) + 1, min(3, len(stages) + 1))
    with tempfile.TemporaryDirectory() as folder:
        again = RunDirectory(Path(folder))
        runner.train(
            experiment,
            dataclasses.replace(settings, epochs=epochs),
            again,
            dataclasses.replace(
                options, keep=epochs, checkpoint_seconds=math.inf, say=lambda line: None
            ),
        )
        if run_directory.read_metrics(again) != rows[:epochs]:
            raise InputError(
                "its first epochs, trained again, measure something else; it was continued from "
                "elsewhere, or trained under other conditions"
            )
        for panel, stage in zip(shown, stages, strict=False):
            prefix = again.checkpoints / f"model.ckpt-{stage}"
            with prediction.of_checkpoint(
                lambda: experiment.training.build(settings), prefix
            ) as early:
                _stage(panel, early, data, stage)
    shaded = _stage(shown[-1], infer, data, len(rows))
    for panel in shown:
        panel.label_outer()
    drawn.colorbar(shaded, ax=shown, label="probability of class 1", shrink=0.6)
    handles, labels = shown[0].get_legend_handles_labels()
    drawn.legend(handles, labels, loc="outside lower center", ncols=2, frameon=False, markerscale=2)
    facts = "; ".join(panel.get_title() for panel in shown)
    return Plot("boundary_growth", title, f"{title}. {facts}.", drawn)


def _stage(panel, infer, data, epochs):
    shaded = _shade(panel, infer, data)
    _points(panel, data["test"], "test", size=8, alpha=0.8, linewidth=0)
    count = f"{epochs} epoch" + "s" * (epochs > 1)
    accuracy = np.mean(infer(data["test"]).predictions == data["test"]["y"])
    panel.set_title(f"after {count}: test accuracy {accuracy:.4g}", fontsize="medium")
    return shaded


def _shade(panel, infer, data):
    """Shade a panel by the probability of class 1, with a line where it is one half."""
    points = np.concatenate([part["X"] for part in data.values()])
    (left, low), (right, high) = points.min(axis=0) - _MARGIN, points.max(axis=0) + _MARGIN
    x, y = np.meshgrid(np.linspace(left, right, _GRID), np.linspace(low, high, _GRID))
    logits = infer({"X": np.stack([x.ravel(), y.ravel()], axis=1)}).logits.astype(float)
    # Softmax of two classes; tanh does not overflow.
    probability = (1 + np.tanh((logits[:, 1] - logits[:, 0]) / 2)) / 2
    probability = probability.reshape(x.shape)
    shaded = panel.imshow(
        probability,
        extent=(left, right, low, high),
        origin="lower",
        cmap=_light(),
        vmin=0,
        vmax=1,
        interpolation="bilinear",
    )
    if probability.min() < 0.5 < probability.max():
        panel.contour(x, y, probability, levels=[0.5], colors=BLACK, linewidths=1.2)
    panel.set_xlabel("$x_1$")
    panel.set_ylabel("$x_2$")
    return shaded


def _light():
    """Return a map from a light blue over white to a light vermillion."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("boundary", ["#BBDCF0", "#FFFFFF", "#F9D9BF"])


def _points(panel, part, name, size, **style):
    for label, (colour, marker) in enumerate(_STYLES):
        points = part["X"][part["y"] == label]
        panel.scatter(
            *points.T, s=size, c=colour, marker=marker, label=f"class {label}, {name}", **style
        )
