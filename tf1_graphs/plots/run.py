"""All plots that apply to a run, and their files."""

from tf1_graphs.articles import of_run as experiment_of_run
from tf1_graphs.plots import figure, learning
from tf1_graphs.training import run_directory


def of_run(run, say=lambda line: None):
    """Draw everything that applies to a run.

    Args:
        run: the `RunDirectory`; of one that is not finished, its curves are drawn.
        say: function that is told, in a line, what could not be drawn and why.

    Returns:
        List of `Plot`.

    Raises:
        InputError: the folder is not a run directory, or matplotlib is not installed.
    """
    experiment, _settings, _options = experiment_of_run(run)
    plots = []
    rows = run_directory.read_metrics(run)
    if rows:
        plots.append(learning.learning_curves(experiment, rows))
        if learning.has_gradient_norms(rows):
            plots.append(learning.gradient_norms(experiment, rows))
    else:
        say(f"no learning curves: {run.path} has no completed epoch yet")
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
