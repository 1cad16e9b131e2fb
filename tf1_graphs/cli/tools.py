"""Defines the commands about programs: `run`, `check`, `bench`, `doctor`."""

import os
from functools import partial
from pathlib import Path

import click

from tf1_graphs.cli import options as option
from tf1_graphs.cli.group import main, write_json
from tf1_graphs.errors import InputError


@main.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@option.output("--output", ".ipynb", "Of a notebook: the executed copy; before the name.")
@option.DEVICE
@option.ARITHMETIC
@click.option(
    "--threads",
    type=click.IntRange(min=1),
    help="Threads within an op, where the script leaves them open; ops then one after the other.",
)
@click.option(
    "--oneDNN",
    "onednn",
    type=click.Choice(["on", "off"]),
    help="oneDNN's products, whose last bits are other ones; on goes with native arithmetic.",
)
@click.option(
    "--run-dir", type=click.Path(path_type=Path), help="Default: runs/scripts/<name>/<number>."
)
@option.RUNS_DIR
@click.option("--no-record", is_flag=True, help="Run it only: nothing is kept, or can be resumed.")
@option.CHECKPOINT_SECONDS
@option.JOURNAL_LIMIT
@click.option(
    "--check-determinism",
    is_flag=True,
    help="Run its beginning twice, and say what differs; its files are left as they were.",
)
@click.option(
    "--calls",
    default=200,
    show_default=True,
    type=click.IntRange(min=1),
    help="Of --check-determinism: calls of sessions that are compared.",
)
@click.argument("script", type=click.Path())
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def run(
    script,
    arguments,
    output,
    device,
    arithmetic,
    threads,
    onednn,
    check_determinism,
    calls,
    **recording,
):
    """Run an unmodified TensorFlow 1 script, or a notebook, so that it can be resumed.

    Options come before SCRIPT. A script ends with the exit status that it has under python; a
    notebook's executed copy is written beside it, NAME.executed.ipynb.
    """
    from tf1_graphs.scripts import running

    if device != "cpu":
        from tf1_graphs.runs.manifest import NO_DIGITS
        from tf1_graphs.tensorflow1 import on_device

        with on_device(device):  # refused where there is none
            click.echo(NO_DIGITS, err=True)
    os.environ["TF1_GRAPHS_DEVICE"] = device  # of the script's process, or the notebook's kernel
    if arithmetic:  # the script runs in a process of its own
        os.environ["TF1_GRAPHS_ARITHMETIC"] = arithmetic

    if threads:
        os.environ["TF1_GRAPHS_THREADS"] = str(threads)
    if onednn == "on" and arithmetic not in (None, "native"):
        raise InputError(f"--oneDNN on goes with --arithmetic native, not with {arithmetic}")
    if onednn == "on":
        os.environ["TF1_GRAPHS_ARITHMETIC"] = "native"
    if onednn:
        os.environ["TF_ENABLE_ONEDNN_OPTS"] = "1" if onednn == "on" else "0"

    tell = partial(click.echo, err=True)
    if script.endswith(".ipynb"):
        if arguments:
            raise InputError(f"a notebook takes no arguments, got {' '.join(arguments)}")
    elif output:
        raise InputError("--output goes with a notebook; a script prints where it likes")
    if check_determinism:
        raise SystemExit(running.check_determinism(script, arguments, calls, tell))
    raise SystemExit(running.run(script, arguments, output, tell, **recording))


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@option.JSON
def check(paths, json_file):
    """Say which TensorFlow names of scripts are native, rebuilt or missing, without running them.

    PATHS: scripts, notebooks and folders. Of one file, every use is listed; of more, the coverage
    of each file, and what is missing by frequency. The exit status is 1 if a name is missing or a
    file cannot be read.
    """
    from tf1_graphs.scripts import check as checking

    if len(paths) == 1 and not Path(paths[0]).is_dir():
        checking.check(paths[0])  # an unreadable file by itself is bad input
    files = checking.check_all(paths)
    found = checking.summary(files)
    tell = partial(click.echo, err=json_file == "-")
    if len(paths) == 1 and not Path(paths[0]).is_dir():
        tell("\n".join(f"{paths[0]}, {line}" for file in files for line in checking.listed(file)))
    else:
        tell("\n".join(checking.table(found)))
    write_json([found], json_file)
    if found["clean"] < len(files):
        raise SystemExit(1)


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("names", nargs=-1, type=click.UNPROCESSED)
@click.option("--sizes", is_flag=True, help="Networks and mini-batches of many sizes instead.")
@click.option(
    "--ops", is_flag=True, help="Single ops instead, with today's kernels and with TensorFlow 1's."
)
@option.THREADS
@click.option(
    "--repeats",
    default=7,
    show_default=True,
    type=click.IntRange(min=1),
    help="In each, every contender has its turn; medians are shown.",
)
@click.option(
    "--seconds",
    default=1.0,
    show_default=True,
    callback=option.seconds(0.01, finite=True),
    help="Time of a contender's turn.",
)
@click.option(
    "--tf1",
    metavar="PYTHON",
    help="Of a script: an interpreter with TensorFlow 1, which runs it too.",
)
@option.JSON
def bench(names, sizes, ops, threads, repeats, seconds, tf1, json_file):
    """Measure the engines beside the article's own loop, Keras and PyTorch.

    And which ops a step's time goes to.

    NAMES: moons, mnist_batch_norm and mnist_cnn by default; or a script's path and its arguments,
    which is measured from start to end in fresh processes, in a copy of its folder; with --ops,
    types of ops, all by default. With --json, one object a line.
    """
    if sizes and names:
        raise InputError("--sizes measures networks of its own: leave the names out")
    if sizes and ops:
        raise InputError("--sizes and --ops are two measurements: take one of them")
    script = bool(names) and names[0].endswith(".py") and not ops
    if tf1 and not script:
        raise InputError("--tf1 goes with a script's path")
    from tf1_graphs.bench import benching

    tell = partial(click.echo, err=json_file == "-")
    log = partial(click.echo, err=True)
    if script:
        found = benching.script(names[0], names[1:], tf1, threads, repeats, tell, log)
    elif sizes:
        found = benching.networks(threads, repeats, seconds, tell)
    elif ops:
        found = benching.single_ops(names, threads, repeats, tell)
    else:
        found = benching.experiments(names, threads, repeats, seconds, tell, log)
    write_json(found, json_file)


@main.command()
@option.JSON
def doctor(json_file):
    """Say what is installed here, and what it means for the digits.

    The exit status is 1 if something is not as it was tested.
    """
    import dataclasses

    from tf1_graphs import doctor

    findings = doctor.examine()
    if json_file != "-":
        click.echo("\n".join(map(doctor.line, findings)))
    write_json(map(dataclasses.asdict, findings), json_file)
    if not all(finding.as_tested for finding in findings):
        raise SystemExit(1)
