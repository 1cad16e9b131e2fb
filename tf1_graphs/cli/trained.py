"""Defines the commands about trained models: `plot`, `predict`."""

from pathlib import Path

import click

from tf1_graphs.cli import options as option
from tf1_graphs.cli.group import main, stoppable


@main.command()
@click.argument("run_dir", type=click.Path(path_type=Path))
def plot(run_dir):
    """Draw a run: learning curves, and what else applies to it.

    Writes RUN_DIR/figures/NAME.png and prints the paths. Of a run that is not finished, the
    learning curves so far are drawn. It needs matplotlib: pip install 'tf1_graphs[plot]'.
    """
    from tf1_graphs import plots
    from tf1_graphs.runs.run_directory import RunDirectory

    with stoppable("the same command draws what is missing"):
        for path in plots.write(RunDirectory(run_dir), lambda line: click.echo(line, err=True)):
            click.echo(path)


@main.command()
@click.argument("run_dir", type=click.Path(path_type=Path))
@click.option("--part", help="Of the data. Default: test, or valid where there is no test part.")
@click.option(
    "--batch-size",
    default=100,
    show_default=True,
    type=click.IntRange(min=1),
    help="Examples that are inferred at once.",
)
@option.output("--output", ".csv", "Write number, label and prediction of each example.")
def predict(run_dir, part, batch_size, output):
    """Infer with a finished run's trained model, batch by batch.

    Shows the counts so far on a terminal; then prints the accuracy of a classifier, and the loss.
    """
    from tf1_graphs.runs.run_directory import RunDirectory
    from tf1_graphs.training import prediction

    prediction.predict(RunDirectory(run_dir), part, batch_size, output, click.echo)
    if output:
        click.echo(f"Predictions: {output}", err=True)
