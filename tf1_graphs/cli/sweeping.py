"""Defines the commands about many runs: `sweep`, `compare`."""

import sys

import click

from tf1_graphs import tables
from tf1_graphs.cli import options as option
from tf1_graphs.cli.group import end, main, say, stoppable, write_json
from tf1_graphs.errors import InputError


@main.command()
@click.argument("name")
@click.option("--seeds", default="42", show_default=True, help="0:20, which are 0 to 19; or 1,2,5.")
@click.option(
    "--set",
    "pairs",
    multiple=True,
    metavar="KEY=VALUES",
    help="0.1,0.2,0.3; log:1e-4:1e-2 (log-uniform) and int:1:4 to draw from; repeatable.",
)
@click.option("--grid", is_flag=True, help="Every combination; the default.")
@click.option("--random", type=click.IntRange(min=1), metavar="N", help="N candidates, drawn.")
@click.option("--genetic", type=click.IntRange(min=1), metavar="N", help="N generations.")
@click.option(
    "--population", type=click.IntRange(min=2), help="Candidates of a generation; 8 by default."
)
@click.option("--by", metavar="COLUMN", help="What --genetic improves, such as loss.")
@click.option("--search-seed", default=42, show_default=True, help="Of what is drawn.")
@option.EPOCHS
@click.option("--corrected", is_flag=True, help="Build the listing without its mistakes.")
@option.WORKERS
@option.SCHEDULER
@click.option("--name", "sweep_name", help="Of the sweep; by default, the method and a hash.")
@option.RUNS_DIR
@option.ENGINE
@option.ARITHMETIC
@option.THREADS
@option.KEEP
@option.CHECKPOINT_SECONDS
@option.FORCE
@click.option(
    "--arg",
    "arguments",
    multiple=True,
    metavar="NAME=VALUES",
    help="Of a script: an argument of its own, --NAME=VALUE; repeatable.",
)
def sweep(
    name,
    grid,
    random,
    genetic,
    workers,
    scheduler,
    sweep_name,
    runs_dir,
    seeds,
    pairs,
    arguments,
    **given,
):
    """Train an experiment with several seeds and settings, each an ordinary run.

    NAME may be a script: it runs once for each seed and each combination of --arg, with that seed
    for its graphs, NumPy and random; the table has the last value of each scalar it fetched.

    The same command continues a sweep that was interrupted; finished runs are not trained again.
    """
    from tf1_graphs.sweeps import scripts

    if scripts.is_script(name):
        seconds = given["checkpoint_seconds"]
        tell = say(sys.stderr)
        path, rows = scripts.sweep(name, seeds, arguments, runs_dir, workers, tell, seconds)
        columns = list(dict.fromkeys(column for row in rows for column in row))
        cells = [[row.get(column, "") for column in columns] for row in rows]
        click.echo("\n".join(tables.lines(cells, columns)))
        click.echo(f"Results: {path}", err=True)
        return
    if arguments:
        raise InputError("--arg goes with a script; an experiment's settings are --set")
    from tf1_graphs.experiments.catalogue import find
    from tf1_graphs.sweeps import plan as plan_module
    from tf1_graphs.training.options import Options

    experiment = find(name)
    own = ("engine", "arithmetic", "keep", "checkpoint_seconds", "force")
    execution = {key: given.pop(key) for key in own}
    methods = {"grid": grid, "random": random, "genetic": genetic}
    plan = plan_module.make(experiment, seeds, pairs, methods, **given)
    options = Options(command=tuple(sys.argv), **execution)
    from tf1_graphs.sweeps import launch, sweeping

    tell = say(sys.stdout)
    with (
        stoppable("the same command continues"),
        launch.place(workers, scheduler, runs_dir, experiment.data_sets) as where,
    ):
        folder, failed = sweeping.sweep(
            experiment, plan, where, runs_dir, options, tell, sweep_name
        )
    click.echo(f"Results: {folder.table('.csv')}; `tf1-graphs compare {folder.path}`", err=True)
    end(failed)


@main.command()
@click.argument("sweep", metavar="SWEEP")
@click.option("--by", metavar="COLUMN", help="Sort by a column, the best first.")
@option.JSON
@option.RUNS_DIR
def compare(sweep, by, json_file, runs_dir):
    """Print the results of a sweep, one row a run; write them as CSV and Parquet.

    SWEEP is the sweep's folder, or its name. The best is the highest of a column whose name has
    accuracy, precision, recall or score in it, the lowest of another.
    """
    from tf1_graphs.sweeps import sweep_folder, table

    folder = sweep_folder.find(sweep, runs_dir)
    found = table.rows(folder)
    paths = table.write(folder, found)
    if by:
        found = table.best_first(found, by)
    if json_file != "-":
        click.echo("\n".join(table.text(found)))
    write_json(map(table.as_json, found), json_file)
    click.echo(f"Written: {', '.join(map(str, paths))}", err=True)
