"""The commands that show something: `list`, `show`, `inspect`, `tensorboard`, `data`."""

import os
from pathlib import Path

import click

from tf1_graphs.cli import options as option
from tf1_graphs.cli.group import main
from tf1_graphs.errors import InputError


@main.command("list")
def list_():
    """List the experiments."""
    from tf1_graphs.articles import EXPERIMENTS

    width = max(map(len, EXPERIMENTS))
    for experiment in EXPERIMENTS.values():
        click.echo(
            f"{experiment.name:{width}}  article {experiment.article}  {experiment.title} "
            f"({len(experiment.figures)} published figures)"
        )


@main.command()
@click.argument("name")
@option.output("--plot", ".png", "Of a topic: write a picture besides.")
def show(name, plot):
    """Show an experiment, or a topic: activations, losses or normalisations.

    Of an experiment its settings, published figures, errata, data and expected time; of a topic
    its formulas with their values, and the article's example.
    """
    from tf1_graphs.articles import theory

    lines = theory.show(name)
    if plot and name not in theory.TOPICS:
        raise InputError(
            f"--plot goes with {', '.join(theory.TOPICS)}; a run of {name} is drawn by "
            "`tf1-graphs plot RUN_DIR`"
        )
    click.echo("\n".join(lines))
    if plot:
        from tf1_graphs import plots

        plots.save(plots.TOPICS[name](), plot)
        click.echo(f"Picture: {plot}", err=True)


@main.command()
@click.argument("target", metavar="NAME|RUN_DIR")
@option.SEED
@option.SET
@click.option("--corrected", is_flag=True, help="Build the listing without its mistakes.")
@click.option("--against", type=click.Path(), help="Compare with a recorded graph.")
@click.option("--depth", default=2, show_default=True, help="Levels of name scopes to list.")
def inspect(target, seed, pairs, corrected, against, depth):
    """Describe a graph in words, or compare it with a recorded one."""
    from tf1_graphs import settings as settings_module
    from tf1_graphs.articles import find
    from tf1_graphs.resuming import from_manifest
    from tf1_graphs.training.run_directory import RunDirectory

    if os.sep in target or Path(target, "run.json").exists():
        experiment, settings, options = from_manifest(RunDirectory(Path(target)))
        seed = options.seed
    else:
        experiment = find(target)
        settings = settings_module.parse(experiment, pairs, corrected=corrected)
    from tf1_graphs import inspection
    from tf1_graphs.compat import new_graph

    recording = inspection.recorded(against, experiment.name) if against else None
    with new_graph(seed) as graph:
        experiment.build(settings)
        if recording is None:
            click.echo("\n".join([f"{experiment.name}: {experiment.title}"]))
            click.echo("\n".join(inspection.describe(graph, depth)))
            return
        lines, compared = inspection.differences(graph, recording)
    if lines:
        click.echo("\n".join([f"{experiment.name}: {len(lines)} differences", *lines]))
        raise SystemExit(1)
    click.echo(f"{experiment.name}: identical ({compared})")


@main.command()
@click.argument("run_dir", type=click.Path(path_type=Path), default="runs")
@click.option("--port", type=int, help="Default: a free one.")
def tensorboard(run_dir, port):
    """Start TensorBoard on a run, or on all runs of a folder."""
    from tf1_graphs import tensorboard

    tensorboard.serve(run_dir, port, click.echo)


@main.group(invoke_without_command=True)
@click.pass_context
def data(context):
    """Say where the data sets are; `fetch` downloads them, `verify` checks them."""
    if context.invoked_subcommand is None:
        from tf1_graphs import datasets

        for row in datasets.status():
            click.echo(f"{row.dataset}/{row.file}: {row.path or row.state}")


@data.command()
@click.argument("names", nargs=-1)
def fetch(names):
    """Download data sets into the user cache: those named, or all that are missing."""
    from tf1_graphs import datasets

    for name in names or datasets.DATASETS:
        for file, path in datasets.fetch(name).items():
            click.echo(f"{name}/{file}: {path}")


@data.command()
def verify():
    """Check the content of every data set that is there."""
    from tf1_graphs import datasets

    rows = datasets.verify()
    for row in rows:
        place = f" ({row.path})" if row.path else ""
        click.echo(f"{row.dataset}/{row.file}: {row.state}{place}")
    if any(row.state not in ("ok", "missing") for row in rows):
        raise SystemExit(2)
