"""Defines the commands that train: `train`, `resume`, `adopt`, `reproduce`."""

import dataclasses
import sys
from functools import partial
from pathlib import Path

import click

from tf1_graphs.cli import options as option
from tf1_graphs.cli.group import end, main, say, stoppable, write_json
from tf1_graphs.errors import InputError, os_error


def _train(experiment, settings, run, options, foreign=None):
    """Train, and say how to continue what stops before its end."""
    from tf1_graphs.training import runner

    again = f"continue with `tf1-graphs resume {run.path}`"
    with stoppable(again):
        try:
            runner.train(experiment, settings, run, options, foreign)
        except BrokenPipeError:
            raise InputError(
                "nothing reads the output any more, so the training stopped; the last checkpoint "
                f"stands: {again}"
            ) from None
        except OSError as error:
            raise InputError(
                f"{os_error(error)}; the last checkpoint stands: when files can be written again, "
                f"{again}"
            ) from error
    click.echo(f"Finished: {run.path}", err=True)


@main.command()
@click.argument("name")
@option.SEED
@option.EPOCHS
@option.SET
@click.option("--corrected", is_flag=True, help="Build the listing without its mistakes.")
@click.option("--run-dir", type=click.Path(path_type=Path), help="Default: under --runs-dir.")
@option.RUNS_DIR
@click.option("--fresh", is_flag=True, help="Start over: delete what the run has.")
@option.ENGINE
@option.ARITHMETIC
@option.THREADS
@option.DEVICE
@option.KEEP
@option.CHECKPOINT_SECONDS
@option.HISTOGRAMS
@option.TRACE
@option.FORCE
def train(name, seed, epochs, pairs, corrected, run_dir, runs_dir, fresh, **execution):
    """Train an experiment; continue where its run directory's epoch file says."""
    from tf1_graphs.experiments import settings
    from tf1_graphs.experiments.catalogue import find
    from tf1_graphs.runs.run_directory import RunDirectory, remove_run, run_name
    from tf1_graphs.training.options import Options

    experiment = find(name)
    chosen = settings.parse(experiment, pairs, epochs, corrected)
    run = RunDirectory(run_dir or runs_dir / experiment.name / run_name(seed, chosen))
    if fresh:
        remove_run(run)
    options = Options(seed=seed, say=say(sys.stdout), command=tuple(sys.argv), **execution)
    _train(experiment, chosen, run, options)


@main.command()
@click.argument("run_dir", type=click.Path(path_type=Path))
@option.EPOCHS
@click.option("--experiment", "name", help="The same as `adopt RUN_DIR`.")
@click.option(
    "--seed",
    type=int,
    callback=option.check_seed,
    help="With --experiment: the script's seed; 42 by default.",
)
@option.SET
@click.option("--threads", type=click.IntRange(min=1), help="With --experiment; 1 by default.")
@click.option(
    "--device",
    type=click.Choice(["cpu", "gpu"]),
    help="By default the run's own; another one is refused without --force.",
)
@option.ARITHMETIC
@option.RUNS_DIR
@option.KEEP
@option.CHECKPOINT_SECONDS
@option.HISTOGRAMS
@option.TRACE
@option.FORCE
def resume(run_dir, epochs, name, seed, pairs, threads, device, arithmetic, runs_dir, **execution):
    """Continue a run where its epoch file says; a script's or a notebook's too.

    With --experiment, RUN_DIR was left by an article's own script: see `tf1-graphs adopt`.
    """
    from tf1_graphs.runs import script_runs
    from tf1_graphs.runs.run_directory import RunDirectory
    from tf1_graphs.training import resuming

    if device is not None:
        execution["device"] = device
    if arithmetic is not None:
        execution["arithmetic"] = arithmetic
    if name is not None:
        _adopt(
            run_dir,
            name,
            epochs,
            42 if seed is None else seed,
            pairs,
            threads or 1,
            runs_dir,
            execution,
        )
        return
    if seed is not None or pairs or threads is not None:
        raise InputError(
            "a run directory says its own seed, settings and threads; "
            "--seed, --set and --threads go with --experiment"
        )
    run = RunDirectory(run_dir)
    if script_runs.is_of_script(run):
        from tf1_graphs.scripts import running

        if not (epochs is None and device is None and arithmetic is None):
            raise InputError(
                f"{run_dir} is a script's run, which goes on as it was begun: leave out --epochs, "
                "--device and --arithmetic"
            )

        tell = partial(click.echo, err=True)
        raise SystemExit(running.resume(run, execution["checkpoint_seconds"], tell))
    experiment, settings, options = resuming.from_manifest(run, epochs)
    execution |= {"say": say(sys.stdout), "command": tuple(sys.argv)}
    _train(experiment, settings, run, dataclasses.replace(options, **execution))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--experiment", "name", required=True, help="The article whose script left FOLDER.")
@option.RENAME
@option.EPOCHS
@option.SEED
@option.SET
@option.THREADS
@option.DEVICE
@option.ARITHMETIC
@option.RUNS_DIR
@option.KEEP
@option.CHECKPOINT_SECONDS
@option.HISTOGRAMS
@option.TRACE
@option.FORCE
def adopt(folder, name, epochs, seed, pairs, threads, runs_dir, **execution):
    """Continue what an article's own script left, with TensorFlow 1 or today's.

    FOLDER has the script's model.ckpt and model.ckpt.epoch. It is left as it is; the run goes on
    under --runs-dir. --seed, --set and --threads are those of the script.
    """
    _adopt(folder, name, epochs, seed, pairs, threads, runs_dir, execution)


def _adopt(folder, name, epochs, seed, pairs, threads, runs_dir, execution):
    from tf1_graphs.experiments import settings as settings_module
    from tf1_graphs.experiments.catalogue import find
    from tf1_graphs.training import resuming
    from tf1_graphs.training.options import Options

    experiment = find(name)
    settings = settings_module.parse(experiment, pairs, epochs)
    execution |= {"say": say(sys.stdout), "command": tuple(sys.argv)}
    options = Options(seed=seed, threads=threads, **execution)
    run, foreign = resuming.from_article(folder, experiment, settings, options, runs_dir)
    click.echo(f"Continuing {folder} in {run.path}", err=True)
    _train(experiment, settings, run, options, foreign)


@main.command()
@click.argument("names", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All experiments.")
@option.SEED
@click.option(
    "--seeds",
    default=1,
    show_default=True,
    type=click.IntRange(min=1),
    help="Number of seeds, from --seed on, that figures are judged by for which the article sets "
    "no seed; fewer than 5 decide nothing.",
)
@option.JSON
@option.RUNS_DIR
@option.ENGINE
@option.ARITHMETIC
@option.THREADS
@option.DEVICE
@option.WORKERS
@option.SCHEDULER
@click.option(
    "--expect",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Of a script: what it printed when it was published.",
)
@click.option(
    "--write-expected", is_flag=True, help="Of a notebook or a script: keep its verdicts beside it."
)
def reproduce(
    names,
    everything,
    seeds,
    json_file,
    runs_dir,
    workers,
    scheduler,
    expect,
    write_expected,
    **execution,
):
    """Train what is missing, and judge every published figure.

    NAMES are experiments: announced ones, article.py[:NAME] or package.module:NAME. One may be a
    notebook instead, whose stored outputs are what was published, or a script with --expect: each
    line is judged, and the report shows both. The exit status is 1 if a verdict is not the expected
    one.

    Of several experiments or seeds, and with --workers or --scheduler, all runs that are missing
    are trained side by side, one a core by default, and then judged.

    With --json, writes one object an experiment, each on a line of its own.
    """
    if expect or any(name.endswith(".ipynb") for name in names):
        _reproduce_printed(names, expect, write_expected, runs_dir, json_file)
        return
    if write_expected:
        raise InputError("--write-expected goes with a notebook, or with a script and --expect")
    from tf1_graphs.reports import reproducing
    from tf1_graphs.training.options import Options

    chosen = reproducing.chosen(names, everything)
    tell = say(sys.stderr if json_file == "-" else sys.stdout)
    options = Options(say=tell, command=tuple(sys.argv), **execution)
    with stoppable("the same command continues"):
        found, failed = reproducing.reproduce(
            chosen, runs_dir, options, seeds, workers, scheduler, everything
        )
    write_json([reproduction.as_json() for reproduction in found], json_file)
    end(failed)
    if not all(reproduction.as_expected for reproduction in found):
        raise SystemExit(1)


def _reproduce_printed(names, expect, write_expected, runs_dir, json_file):
    """Judge what a notebook or a script prints; the exit status is as for articles."""
    from tf1_graphs.judging import outputs
    from tf1_graphs.reports import printed

    if len(names) != 1:
        raise InputError(f"name one notebook or script at a time, got {' '.join(names) or 'none'}")
    subject = Path(names[0])
    if not subject.is_file():
        raise InputError(f"there is no file {subject}: give the path of a notebook or a script")
    if expect and subject.suffix == ".ipynb":
        raise InputError("--expect goes with a script: a notebook's stored outputs are expected")
    judged = printed.reproduce(subject, expect, runs_dir, partial(click.echo, err=True))
    write_json([judged.as_json()], json_file)
    if write_expected:
        click.echo(f"Expected verdicts: {outputs.write_expected(judged)}", err=True)
    elif not judged.is_as_expected():
        raise SystemExit(1)
