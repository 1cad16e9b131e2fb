"""Draws all plots that apply to a run, and writes their files."""

import numpy as np

from tf1_graphs.errors import InputError
from tf1_graphs.plots import boundary, classes, fetched, figure, learning, values
from tf1_graphs.runs import run_directory, script_runs
from tf1_graphs.tensorboard.pictures import image_input
from tf1_graphs.training import prediction
from tf1_graphs.training.resuming import from_manifest


def of_run(run, say=lambda line: None, retrain=True, experiment=None):
    """Draw everything that applies to a run.

    Args:
        run: the `RunDirectory`; of one that is not finished, its curves are drawn.
        say: function that is told, in a line, what could not be drawn and why.
        retrain: whether a plot may train a run's first epochs again, beside it.
        experiment: the `Experiment`, where a Python process defines it; None finds it.

    Returns:
        List of `Plot`.

    Raises:
        InputError: the folder is not a run directory, or matplotlib is not installed.
        Interrupted: a signal stopped what was trained again for a plot.
    """
    return list(_drawn(run, say, retrain, experiment))


def write(run, say=lambda line: None):
    """Draw a run, and write its plots as `figures/<name>.png`, each as soon as it is drawn.

    Args:
        run: the `RunDirectory`.
        say: as for `of_run`.

    Returns:
        The files' paths.

    Raises:
        InputError: as `of_run`.
        Interrupted: as `of_run`; what was drawn is written.
        OSError: a file cannot be written; an old one then stands as it was.
    """
    paths = []
    for plot in _drawn(run, say):
        run.figures.mkdir(exist_ok=True)
        paths.append(run.figures / f"{plot.name}.png")
        figure.save(plot, paths[-1])
    return paths


def _drawn(run, say, retrain=True, experiment=None):
    if script_runs.is_of_script(run):
        yield from fetched.scalars(run, say)
        return
    experiment, settings, options = from_manifest(run, experiment=experiment)
    rows = run_directory.read_metrics(run)
    yield from _of_metrics(experiment, rows)
    if not rows:
        say(f"no learning curves: {run.path} has no completed epoch yet")
    try:
        with prediction.trained_model(experiment, settings, run, options.threads) as infer:
            data = experiment.training.load(settings)
            name = prediction.evaluated_part(data)
            batches = list(prediction.in_batches(infer, data[name], batch_size=1000))
            yield from _of_model(experiment, data[name], name, batches, say)
            if boundary.is_plane(data):
                yield boundary.decision_boundary(experiment, infer, data)
            if boundary.is_plane(data) and retrain:
                try:
                    yield boundary.growth(experiment, settings, options, run, infer, data)
                except InputError as error:
                    say(f"the boundary's growth is not drawn: {error}")
    except InputError as error:
        say(f"only what was measured while training is drawn: {error}")


def _of_metrics(experiment, rows):
    """Draw what `metrics.csv` holds."""
    if rows and experiment.plots is not None:
        yield from experiment.plots(experiment, rows)
    elif rows:
        yield learning.learning_curves(experiment, rows)
        if learning.has_gradient_norms(rows):
            yield learning.gradient_norms(experiment, rows)


def _of_model(experiment, part, name, batches, say):
    """Draw what the trained model answers on a part."""
    predictions = np.concatenate([running.inferred.predictions for running in batches])
    if batches[0].correct is None:
        if np.isfinite(predictions).any():
            yield values.predicted_values(experiment, part, name, predictions)
        else:
            say(f"no predicted values: all predictions of {name} are NaN or infinite")
        return
    names = classes.class_names(experiment, 1 + max(predictions.max(), part["y"].max()))
    yield classes.confusion_matrix(experiment, part, name, predictions, names)
    if image_input(part)[0]:
        yield classes.images(experiment, part, name, predictions, names)
        if (predictions != part["y"]).any():
            yield classes.mistakes(experiment, part, name, predictions, names)
