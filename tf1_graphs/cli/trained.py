"""Defines the commands about trained models: `plot`, `predict`, `export`."""

from pathlib import Path

import click

from tf1_graphs.cli import options as option
from tf1_graphs.cli.group import main, stoppable
from tf1_graphs.errors import InputError


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


def _of_a_model(command):
    """Add the options that say what of a model is run, and with which values."""
    for add in reversed(
        (
            click.option("--checkpoint", metavar="PREFIX", help="With the values of SOURCE."),
            click.option(
                "--input", "inputs", multiple=True, metavar="[NAME=]TENSOR", help="Repeatable."
            ),
            click.option(
                "--output-tensor",
                "outputs",
                multiple=True,
                metavar="[NAME=]TENSOR",
                help="Repeatable; by default of the signature, or what `inspect` finds.",
            ),
            click.option(
                "--feed",
                "feeds",
                multiple=True,
                metavar="TENSOR=VALUE",
                help="A fixed value of what is no input, such as keep_prob=1; repeatable.",
            ),
            option.RENAME,
        )
    ):
        command = add(command)
    return command


@main.command()
@click.argument("source", metavar="SOURCE")
@click.argument("data", nargs=-1, metavar="[DATA]...")
@click.option("--part", help="Of a run's data. Default: test, or valid where there is no test.")
@click.option(
    "--batch-size",
    default=100,
    show_default=True,
    type=click.IntRange(min=1),
    help="Examples that are inferred at once.",
)
@click.option("--scale", default=255.0, show_default=True, help="Images' values are divided by it.")
@_of_a_model
@option.output("--output", (".csv", ".npz"), "Write what is predicted of each example.")
def predict(source, data, part, batch_size, scale, output, **names):
    """Infer with a trained model, batch by batch.

    SOURCE is a finished run, a .meta file with its checkpoint, a SavedModel, a frozen graph, an
    ONNX or TensorFlow Lite file. DATA are arrays (.npz, .npy), .csv or images, INPUT=FILE where
    there are several inputs; without DATA, a run predicts a part of its own data, and the accuracy
    of a classifier and the loss are printed.
    """
    from tf1_graphs.runs.run_directory import RunDirectory

    is_run = Path(source, "run.json").exists() or not (data or Path(source).exists())
    if is_run and not data and not any(names.values()):
        from tf1_graphs.training import prediction

        if output and output.suffix != ".csv":
            raise InputError(f"--output: of a run's own data, a .csv file is written, got {output}")
        prediction.predict(RunDirectory(Path(source)), part, batch_size, output, click.echo)
    else:
        from tf1_graphs import exporting

        if part:
            raise InputError("--part is of a run's own data; with DATA, it has no meaning")
        if not 0 < scale < float("inf"):
            raise InputError(f"--scale takes a number above 0, got {scale}")
        exporting.predict(source, data, output, batch_size, scale, click.echo, **names)
    if output:
        click.echo(f"Predictions: {output}", err=True)


@main.command()
@click.argument("source", metavar="SOURCE")
@click.argument("target", metavar="TARGET", type=click.Path(path_type=Path))
@_of_a_model
@click.option("--sample", metavar="FILE.npz", help="Arrays by input name to compare on.")
def export(source, target, sample, **names):
    """Write a trained model in another format, and compare it with the source.

    SOURCE is a run, a .meta file with its checkpoint, a SavedModel or a frozen graph. TARGET is a
    folder (SavedModel), or ends in .pb, .pbtxt (frozen graph), .npz (weights), .onnx (needs
    'tf1_graphs[onnx]') or .tflite. What was written is loaded again, and the largest difference of
    each output is printed.
    """
    from tf1_graphs import exporting

    exporting.export(source, target, sample, click.echo, **names)
