"""Defines the commands for readers of runs: `report`, `bundle`, `verify`."""

from pathlib import Path

import click

from tf1_graphs.cli import options as option
from tf1_graphs.cli.group import main
from tf1_graphs.errors import InputError


@main.command()
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@option.output("--output", ".html", "Default: report.html in the folder.")
@click.option(
    "--seed",
    default=42,
    show_default=True,
    help="Of the runs that exact and range figures are measured on; a run directory says its own.",
)
@click.option(
    "--readme",
    type=click.Path(path_type=Path, dir_okay=False),
    help="With all runs: put the table into this file, between its two markers.",
)
@click.option(
    "--details",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.md",
    help="With --readme: write the report's Markdown there too; the table links to it.",
)
def report(folder, output, seed, readme, details):
    """Write a report of what runs have measured: one HTML file, Markdown and JSON beside it.

    FOLDER is a run directory, a sweep, the folder of an experiment's runs, or the folder of all
    runs. Nothing is trained: a figure whose runs are missing is undecided, and the report says
    which command trains them.
    """
    if details and not readme:
        raise InputError("--details goes with --readme, whose table links to it")
    if not folder.is_dir():
        raise InputError(f"{folder} is not a folder; `tf1-graphs reproduce NAME` makes runs")
    from tf1_graphs import reports as reports

    if readme:
        reports.write_readme(readme, reports.of_all(folder, seed), details)
        click.echo(readme)
    if (folder / "sweep.json").exists():
        from tf1_graphs.reports import sweep as sweeps

        click.echo(sweeps.write(folder, output))
        return
    click.echo(reports.of_target(folder, seed, output))


@main.command()
@click.argument("runs", metavar="RUN_DIR...", nargs=-1, required=True, type=click.Path())
@option.output("--output", ".zip", "Default: bundle.zip in this folder.")
def bundle(runs, output):
    """Pack finished runs into one archive: manifests, metrics, graphs, models, hashes, verdicts."""
    from tf1_graphs.reports import bundle as bundles

    path = output or Path("bundle.zip")
    bundles.write(runs, path)
    click.echo(path)


@main.command()
@click.argument("path", metavar="BUNDLE", type=click.Path(path_type=Path))
def verify(path):
    """Check an archive that `bundle` wrote, without TensorFlow; exit status 1 if it was changed."""
    from tf1_graphs.reports import bundle as bundles

    lines, wrong = bundles.verify(path)
    click.echo("\n".join([*lines, *(f"Wrong: {it}" for it in wrong)]))
    click.echo(f"{path}: {'not as it was packed' if wrong else 'as it was packed'}", err=True)
    if wrong:
        raise SystemExit(1)
