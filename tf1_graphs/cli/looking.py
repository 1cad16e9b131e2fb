"""Defines the commands that show something: `list`, `show`, `inspect`, `tensorboard`, `data`."""

import gc
from functools import partial

import click

from tf1_graphs import tables
from tf1_graphs.cli import options as option
from tf1_graphs.cli.group import main, write, write_json
from tf1_graphs.errors import InputError


@main.command("list")
@click.option("--runs", is_flag=True, help="List the runs instead, of scripts too.")
@option.RUNS_DIR
def list_(runs, runs_dir):
    """List the experiments, or the runs that there are."""
    if runs:
        from tf1_graphs.runs import script_runs

        click.echo("\n".join(tables.lines(script_runs.all_runs(runs_dir))))
        return
    from tf1_graphs.experiments.catalogue import experiments, problems

    rows = []
    for experiment in experiments().values():
        count = len(experiment.published.figures)
        title = f"{experiment.title} ({count} published figure{'' if count == 1 else 's'})"
        article = f"article {experiment.article}" if experiment.article else ""
        rows.append((experiment.name, article, title))
    click.echo("\n".join(tables.lines(rows)))
    for problem in problems():
        click.echo(f"Warning: {problem}", err=True)


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
        from tf1_graphs.articles.theory import plots as theory_plots

        plots.save(theory_plots.TOPICS[name](), plot)
        click.echo(f"Picture: {plot}", err=True)


@main.command()
@click.argument("target", metavar="NAME|RUN_DIR|FILE")
@option.SEED
@option.SET
@click.option("--corrected", is_flag=True, help="Build the listing without its mistakes.")
@click.option("--against", type=click.Path(), help="Compare with a recorded graph.")
@click.option(
    "--depth",
    default=2,
    show_default=True,
    type=click.IntRange(min=1),
    help="Levels of name scopes to list; in a picture, of those to keep apart.",
)
@click.option("--scope", metavar="NAME", help="Show what is in a name scope, node by node.")
@click.option("--op", metavar="TYPE", help="Show the nodes of an op type, such as MatMul.")
@click.option("--search", metavar="TEXT", help="Show what has a text in its name.")
@click.option("--values", is_flag=True, help="Describe the variables' values by statistics.")
@option.SHAPES
@option.JSON
@option.text_output("--dot", "dot_file", "a picture for graphviz")
@option.text_output("--svg", "svg_file", "a picture for browsers")
@option.text_output("--html", "html_file", "a page to look around in, one file without a server")
@click.pass_context
def inspect(
    context, target, seed, against, depth, scope, op, search, values, shapes, json_file, dot_file,
    svg_file, html_file, **settings,
):  # fmt: skip
    """Describe a graph in words and pictures, or compare it with a recorded one.

    FILE is a .meta file or a GraphDef (.pb, .pbtxt), a SavedModel, a checkpoint with or
    without its .meta, an event file, an .npz file of arrays, or a folder of those, of TensorFlow 1
    or today's. --against takes one too, or a JSON recording.
    """
    from tf1_graphs import inspection

    # What is read is kept to the end; looking among its objects for garbage takes a third of the
    # time of a large graph.
    gc.disable()
    context.call_on_close(gc.enable)
    chosen = context.get_parameter_source("seed") is click.core.ParameterSource.COMMANDLINE
    subject, name = inspection.find(target, seed if chosen else None, **settings)
    comparison = inspection.against(subject, against, name) if against else None
    facts = None
    if json_file or html_file or comparison is None:
        facts = inspection.facts(subject, comparison, shapes, values)
        if not html_file and not (scope is op is search is None):
            facts = inspection.narrowed(facts, subject, scope, op, search)
    if json_file:
        write_json([facts], json_file)
    if html_file:
        write(html_file, inspection.page(subject, facts, against))
    for path, draw in ((dot_file, inspection.dot), (svg_file, inspection.svg)):
        if path:
            write(path, draw(subject.graph, depth, subject.title))
    if "-" not in (json_file, dot_file, svg_file, html_file):
        if comparison is None:
            lines = inspection.describe(facts, depth)
        else:
            lines = inspection.verdict(name or target, comparison)
        click.echo("\n".join(lines))
    if comparison and comparison.differences:
        raise SystemExit(1)


@main.command()
@click.argument("target", metavar="[RUN_DIR|NAME]", required=False)
@option.RUNS_DIR
@click.option("--port", type=click.IntRange(1, 65535), help="Default: a free one.")
def tensorboard(target, runs_dir, port):
    """Start TensorBoard on a run, on an experiment's runs, or on all runs."""
    from tf1_graphs.experiments import catalogue, reference
    from tf1_graphs.tensorboard import serving

    if target and reference.leads_to_code(target):
        target = catalogue.find(target).name
    folder = serving.find(target, runs_dir)
    serving.serve(folder, port, click.echo, partial(click.echo, err=True))


@main.group(invoke_without_command=True)
@click.pass_context
def data(context):
    """Say where the data sets are; `fetch` downloads them, `verify` checks them."""
    if context.invoked_subcommand is None:
        from tf1_graphs import datasets

        rows = datasets.status()
        for row in rows:
            click.echo(f"{row.dataset}/{row.file}: {row.path or row.state}")
        if not all(row.path for row in rows):
            click.echo("`tf1-graphs data fetch` downloads what is missing", err=True)


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
