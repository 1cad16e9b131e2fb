"""All plots that apply to a run, and their files."""

import numpy as np

from tf1_graphs import articles
from tf1_graphs.errors import InputError
from tf1_graphs.plots import boundary, classes, figure, learning, values
from tf1_graphs.training import prediction, run_directory


def of_run(run, say=lambda line: None):
    """Draw everything that applies to a run.

    Args:
        run: the `RunDirectory`; of one that is not finished, its curves are drawn.
        say: function that is told, in a line, what could not be drawn and why.

    Returns:
        List of `Plot`.

    Raises:
        InputError: the folder is not a run directory, or matplotlib is not installed.
        Interrupted: a signal stopped what was trained again for a plot.
    """
    experiment, settings, options = articles.of_run(run)
    rows = run_directory.read_metrics(run)
    plots = _of_metrics(experiment, rows)
    if not rows:
        say(f"no learning curves: {run.path} has no completed epoch yet")
    try:
        with prediction.restored(experiment, settings, run, options.threads) as infer:
            data = experiment.load(settings)
            plots += _of_model(experiment, infer, data, say)
            if boundary.is_plane(data):
                plots.append(boundary.decision_boundary(experiment, infer, data))
                try:
                    plots.append(boundary.growth(experiment, settings, options, run, infer, data))
                except InputError as error:
                    say(f"the boundary's growth is not drawn: {error}")
    except InputError as error:
        say(f"only what was measured while training is drawn: {error}")
    return plots


def write(run, say=lambda line: None):
    """Draw a run, and write its plots as `figures/<name>.png`.

    Args:
        run: the `RunDirectory`.
        say: as for `of_run`.

    Returns:
        The files' paths.

    Raises:
        InputError: as `of_run`.
        OSError: a file cannot be written; an old one then stands as it was.
    """
    paths = []
    for plot in of_run(run, say):
        run.figures.mkdir(exist_ok=True)
        paths.append(run.figures / f"{plot.name}.png")
        figure.save(plot, paths[-1])
    return paths


def _of_metrics(experiment, rows):
    """Draw what `metrics.csv` holds."""
    if not rows:
        return []
    if "score" in rows[0]:
        return [values.candidates(experiment, rows)]
    plots = [learning.learning_curves(experiment, rows)]
    if learning.has_gradient_norms(rows):
        plots.append(learning.gradient_norms(experiment, rows))
    return plots


def _of_model(experiment, infer, data, say):
    """Draw what the trained model answers on the part that it is judged by."""
    name = prediction.evaluated_part(data)
    part = data[name]
    batches = list(prediction.in_batches(infer, part, batch_size=1000))
    predictions = np.concatenate([running.inferred.predictions for running in batches])
    if batches[0].correct is None:
        if np.isfinite(predictions).any():
            return [values.predicted_values(experiment, part, name, predictions)]
        say(f"no predicted values: all predictions of {name} are NaN or infinite")
        return []
    names = classes.class_names(experiment, batches[0].inferred.logits.shape[1])
    plots = [classes.confusion_matrix(experiment, part, name, predictions, names)]
    if classes.is_images(part):
        plots.append(classes.images(experiment, part, name, predictions, names))
        if (predictions != part["y"]).any():
            plots.append(classes.mistakes(experiment, part, name, predictions, names))
    return plots
