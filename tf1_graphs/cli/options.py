"""Defines the options that several commands share."""

import math
from pathlib import Path

import click

from tf1_graphs.errors import InputError

RUNS_DIR = click.option(
    "--runs-dir",
    default="runs",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder of the runs: <experiment>/<run> in it.",
)


def check_seed(_context, _parameter, seed):
    """Refuse a seed that NumPy's generator does not take."""
    if seed is not None and not 0 <= seed < 2**32:
        raise InputError(f"--seed takes a whole number from 0 to {2**32 - 1}, got {seed}")
    return seed


SEED = click.option(
    "--seed",
    default=42,
    show_default=True,
    callback=check_seed,
    help="Of the graph and of NumPy.",
)
SET = click.option(
    "--set", "pairs", multiple=True, metavar="KEY=VALUE", help="Change a setting; repeatable."
)
EPOCHS = click.option("--epochs", type=int, help="Train so many epochs in all.")
THREADS = click.option(
    "--threads",
    default=1,
    show_default=True,
    type=click.IntRange(min=1),
    help="Threads within an op; the weights' last bits depend on it.",
)
DEVICE = click.option(
    "--device",
    type=click.Choice(["cpu", "gpu"]),
    default="cpu",
    show_default=True,
    help="On a GPU, neither TensorFlow 1's digits nor the same bits twice are promised.",
)
ARITHMETIC = click.option(
    "--arithmetic",
    type=click.Choice(["native", "tf1", "tf1-intel", "tf1-amd"]),
    help="Whose bits: today's TensorFlow's, or TensorFlow 1's on this processor or on one of a "
    "maker. Default: tf1 where its kernels can be had; of a run that goes on, its own.",
)
ENGINE = click.option(
    "--engine",
    type=click.Choice(["book", "epoch"]),
    default="epoch",
    show_default=True,
    help="One Session.run a mini-batch, or many in one; the bits are the same.",
)
KEEP = click.option(
    "--keep", default=2, show_default=True, type=click.IntRange(min=1), help="Checkpoints to keep."
)


def seconds(lowest, finite=False):
    """Return the callback that checks a number of seconds; NaN passes click's own range."""

    def check(_context, parameter, value):
        if not value >= lowest or (finite and math.isinf(value)):
            raise InputError(f"{parameter.opts[0]} takes seconds from {lowest} on, got {value}")
        return value

    return check


CHECKPOINT_SECONDS = click.option(
    "--checkpoint-seconds",
    default=5.0,
    show_default=True,
    callback=seconds(0),
    help="Save at the first epoch's end after so many seconds (inf: never), and where the article "
    "saves.",
)
JOURNAL_LIMIT = click.option(
    "--journal-limit",
    default=1024,
    show_default=True,
    type=click.IntRange(min=1),
    metavar="MB",
    help="Of what a script's sessions returned: where it is reached, recording ends.",
)
FORCE = click.option(
    "--force", is_flag=True, help="Continue although other conditions change the last bits."
)
HISTOGRAMS = click.option(
    "--histograms",
    type=click.IntRange(min=0),
    metavar="EVERY",
    help="Epochs between TensorBoard's histograms; 0: none. Default: where the article saves.",
)
TRACE = click.option(
    "--trace", is_flag=True, help="Measure time and memory of each node in one training step."
)
WORKERS = click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Processes that train side by side on this machine; one a core by default.",
)
SCHEDULER = click.option(
    "--scheduler", metavar="ADDRESS", help="Train on a Dask cluster: tcp://host:port."
)


def _check_folder(flag, path):
    if not Path(path).parent.is_dir():
        raise InputError(f"{flag} {path}: there is no folder {Path(path).parent}")


def output(flag, suffix, text):
    """Return the option for a file that a command writes besides; its folder must be there."""
    suffixes = (suffix,) if isinstance(suffix, str) else suffix

    def check(_context, _parameter, path):
        if path is not None and path.suffix not in suffixes:
            kinds = " or ".join(suffixes)
            raise InputError(f"{flag} takes the name of a {kinds} file, got {path}")
        if path is not None:
            _check_folder(flag, path)
        return path

    kind = click.Path(path_type=Path, dir_okay=False)
    return click.option(
        flag,
        type=kind,
        metavar="|".join(f"FILE{kind}" for kind in suffixes),
        callback=check,
        help=text,
    )


def text_output(flag, name, text):
    """Return the option for a text that a command writes to a file or to standard output."""

    def check(_context, _parameter, path):
        if path not in (None, "-"):
            _check_folder(flag, path)
        return path

    kind = click.Path(dir_okay=False)
    text = f"Write {text}; - is standard output."
    return click.option(flag, name, type=kind, metavar="FILE", callback=check, help=text)


RENAME = click.option(
    "--rename",
    multiple=True,
    metavar="GRAPH_NAME=NAME|FILE",
    help="A variable's name in the checkpoint; or a file of such lines. Repeatable.",
)
JSON = text_output("--json", "json_file", "JSON, one object a line")


def _shapes(_context, _parameter, pairs):
    """Return sizes by input name, of texts such as `X=100,784`."""
    found = {}
    for pair in pairs:
        name, _, sizes = pair.partition("=")
        try:
            found[name] = [int(size) for size in sizes.split(",") if size]
        except ValueError:
            found[name] = [0]
        if not name or any(size < 1 for size in found[name]):
            raise InputError(f"--shape takes NAME=SIZE,SIZE,…, such as X=100,784, got {pair}")
    return found


SHAPES = click.option(
    "--shape",
    "shapes",
    multiple=True,
    metavar="INPUT=SIZES",
    callback=_shapes,
    help="Count the costs for an input of this shape, X=100,784; repeatable.",
)
