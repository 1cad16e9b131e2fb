"""The commands. No logic of their own: each imports what it calls when it is called."""

import dataclasses
import json
import os
import sys
from functools import partial
from pathlib import Path

import click

from tf1_graphs import __version__
from tf1_graphs.errors import InputError

RUNS_DIR = click.option(
    "--runs-dir",
    default="runs",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder of the runs: <experiment>/<run> in it.",
)
SEED = click.option("--seed", default=42, show_default=True, help="Of the graph and of NumPy.")
SET = click.option(
    "--set", "pairs", multiple=True, metavar="KEY=VALUE", help="Change a setting; repeatable."
)
EPOCHS = click.option("--epochs", type=int, help="Train so many epochs in all.")
THREADS = click.option(
    "--threads",
    default=1,
    show_default=True,
    type=click.IntRange(min=1),
    help="Threads of TensorFlow; the weights' last bits depend on it.",
)
ENGINE = click.option(
    "--engine",
    type=click.Choice(["book", "epoch"]),
    default="book",
    show_default=True,
    help="One Session.run a mini-batch, or many in one; the bits are the same.",
)
KEEP = click.option(
    "--keep", default=2, show_default=True, type=click.IntRange(min=1), help="Checkpoints to keep."
)
CHECKPOINT_SECONDS = click.option(
    "--checkpoint-seconds",
    default=5.0,
    show_default=True,
    type=click.FloatRange(min=0),
    help="Save at the first epoch's end after so many seconds, and where the article saves.",
)
FORCE = click.option(
    "--force", is_flag=True, help="Continue although other conditions change the last bits."
)


class _Commands(click.Group):
    """The group of commands: turns expected errors into one line and an exit status."""

    def invoke(self, context):
        """Run the command that was named."""
        try:
            return super().invoke(context)
        except InputError as error:
            click.echo(f"Error: {error}", err=True)
            raise SystemExit(2) from None
        except OSError as error:
            click.echo(f"Error: {_os_error(error)}", err=True)
            raise SystemExit(2) from None
        except KeyboardInterrupt:
            click.echo("Stopped at once; the last checkpoint stands.", err=True)
            raise SystemExit(130) from None


def _os_error(error):
    if error.filename is None:
        return str(error)
    return f"{error.filename}: {error.strerror}"


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main():
    """TensorFlow 1 graphs on today's TensorFlow: the same digits, the same run, the same graph."""


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
def show(name):
    """Show an experiment's settings, published figures, errata, data and expected time."""
    from tf1_graphs.articles import describe, find

    click.echo("\n".join(describe(find(name))))


def _say(stream):
    """Return a function that prints a line without disturbing a progress bar."""
    import tqdm

    return partial(tqdm.tqdm.write, file=stream)


def _train(experiment, settings, run, options, imported=None):
    """Train, and turn an interruption into its exit status."""
    from tf1_graphs.training import runner
    from tf1_graphs.training.interruption import Interrupted

    try:
        runner.train(experiment, settings, run, options, imported)
    except Interrupted as interrupted:
        click.echo(f"{interrupted}: continue with `tf1-graphs resume {run.path}`", err=True)
        raise SystemExit(128 + interrupted.number) from None
    except OSError as error:
        raise InputError(
            f"{_os_error(error)}; the last checkpoint stands: when that is mended, "
            f"continue with `tf1-graphs resume {run.path}`"
        ) from error
    click.echo(f"Finished: {run.path}", err=True)


@main.command()
@click.argument("name")
@SEED
@EPOCHS
@SET
@click.option("--corrected", is_flag=True, help="Build the listing without its mistakes.")
@click.option("--run-dir", type=click.Path(path_type=Path), help="Default: under --runs-dir.")
@RUNS_DIR
@click.option("--fresh", is_flag=True, help="Start over: delete what the run has.")
@ENGINE
@THREADS
@KEEP
@CHECKPOINT_SECONDS
@FORCE
def train(name, seed, epochs, pairs, corrected, run_dir, runs_dir, fresh, **execution):
    """Train an experiment; continue where its run directory's epoch file says."""
    from tf1_graphs import settings
    from tf1_graphs.articles import find
    from tf1_graphs.training.options import Options
    from tf1_graphs.training.run_directory import RunDirectory, remove_run, run_name

    experiment = find(name)
    chosen = settings.parse(experiment, pairs, epochs, corrected)
    run = RunDirectory(run_dir or runs_dir / experiment.name / run_name(seed, chosen))
    if fresh:
        remove_run(run)
    options = Options(seed=seed, say=_say(sys.stdout), command=tuple(sys.argv), **execution)
    _train(experiment, chosen, run, options)


@main.command()
@click.argument("run_dir", type=click.Path(path_type=Path))
@EPOCHS
@click.option("--experiment", "name", help="RUN_DIR was left by this article's own script.")
@click.option("--seed", type=int, help="With --experiment: the script's seed; 42 by default.")
@SET
@click.option("--threads", type=click.IntRange(min=1), help="With --experiment; 1 by default.")
@RUNS_DIR
@KEEP
@CHECKPOINT_SECONDS
@FORCE
def resume(run_dir, epochs, name, seed, pairs, threads, runs_dir, **execution):
    """Continue a run where its epoch file says.

    With --experiment, RUN_DIR is a folder with the model.ckpt and the model.ckpt.epoch of an
    article's own script; it is left as it is, and the run goes on under --runs-dir.
    """
    from tf1_graphs.training import resume as resuming
    from tf1_graphs.training.options import Options
    from tf1_graphs.training.run_directory import RunDirectory

    execution |= {"say": _say(sys.stdout), "command": tuple(sys.argv)}
    if name is None:
        if seed is not None or pairs or threads is not None:
            raise InputError(
                "a run directory says its own seed, settings and threads; "
                "--seed, --set and --threads go with --experiment"
            )
        run = RunDirectory(run_dir)
        experiment, settings, options = resuming.from_manifest(run, epochs)
        _train(experiment, settings, run, dataclasses.replace(options, **execution))
        return
    from tf1_graphs import settings as settings_module
    from tf1_graphs.articles import find

    experiment = find(name)
    settings = settings_module.parse(experiment, pairs, epochs)
    options = Options(seed=42 if seed is None else seed, threads=threads or 1, **execution)
    run, imported = resuming.from_article(run_dir, experiment, settings, options, runs_dir)
    click.echo(f"Continuing {run_dir} in {run.path}", err=True)
    _train(experiment, settings, run, options, imported)


def _write_json(objects, path):
    """Write objects as JSON, one a line, to a file or to standard output."""
    lines = "".join(json.dumps(item) + "\n" for item in objects)
    if path == "-":
        click.echo(lines, nl=False)
    elif path:
        Path(path).write_text(lines)


@main.command()
@click.argument("names", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All experiments.")
@SEED
@click.option("--seeds", default=1, show_default=True, type=click.IntRange(min=1))
@click.option("--json", "json_file", type=click.Path(), help="Write JSON; - is standard output.")
@RUNS_DIR
@THREADS
def reproduce(names, everything, seed, seeds, json_file, runs_dir, threads):
    """Train what is missing, and judge every published figure.

    With --json, writes one object an experiment, each on a line of its own.
    """
    from tf1_graphs.articles import EXPERIMENTS, find

    experiments = list(EXPERIMENTS.values()) if everything else [find(name) for name in names]
    if not experiments:
        raise InputError("name an experiment, or give --all; `tf1-graphs list` lists them")
    from tf1_graphs.reproduction import report, reproduce
    from tf1_graphs.training.interruption import Interrupted
    from tf1_graphs.training.options import Options

    to_stdout = json_file == "-"
    say = _say(sys.stderr if to_stdout else sys.stdout)
    options = Options(seed=seed, threads=threads, say=say, command=tuple(sys.argv))
    found = []
    for experiment in experiments:
        try:
            found.append(reproduce.reproduce(experiment, runs_dir, options, seeds))
        except Interrupted as interrupted:
            click.echo(f"{interrupted}: the same command continues", err=True)
            raise SystemExit(128 + interrupted.number) from None
        report.write(found[-1])
        say("\n".join(report.table(found[-1])))
    _write_json([reproduction.as_json() for reproduction in found], json_file)
    if any(reproduction.verdict == "not reproduced" for reproduction in found):
        raise SystemExit(1)


@main.command()
@click.argument("target", metavar="NAME|RUN_DIR")
@SEED
@SET
@click.option("--corrected", is_flag=True, help="Build the listing without its mistakes.")
@click.option("--against", type=click.Path(), help="Compare with a recorded graph.")
@click.option("--depth", default=2, show_default=True, help="Levels of name scopes to list.")
def inspect(target, seed, pairs, corrected, against, depth):
    """Describe a graph in words, or compare it with a recorded one."""
    from tf1_graphs import settings as settings_module
    from tf1_graphs.articles import find
    from tf1_graphs.training.resume import from_manifest
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


@main.command()
@click.argument("names", nargs=-1)
@THREADS
@click.option("--repeats", default=7, show_default=True, type=click.IntRange(min=1))
@click.option("--seconds", default=1.0, show_default=True, type=click.FloatRange(min=0.01))
@click.option("--json", "json_file", type=click.Path(), help="Write JSON; - is standard output.")
def bench(names, threads, repeats, seconds, json_file):
    """Measure the engines beside the article's own loop, Keras and PyTorch.

    NAMES: moons and mnist_batch_norm by default. With --json, one object a line.
    """
    from tf1_graphs.articles import find

    experiments = [find(name) for name in names or ("moons", "mnist_batch_norm")]
    from tf1_graphs.bench import measure

    found = []
    for experiment in experiments:
        settings = experiment.settings()
        log = partial(click.echo, err=True)
        measured = measure.bench(experiment, settings, threads, repeats, seconds, log)
        found.append(measure.as_json(experiment, threads, measured))
        click.echo("\n".join(measure.table(found[-1])), err=json_file == "-")
    _write_json(found, json_file)


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
