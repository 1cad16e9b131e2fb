"""Reads what the run of a script, or of a notebook, holds: its kind, its scalars, its state."""

import contextlib
import json

from tf1_graphs.errors import InputError
from tf1_graphs.runs import run_directory
from tf1_graphs.runs.checkpoint import EPOCH_FILE, read_epoch

KIND = "script"


def is_of_script(run):
    """Tell whether a folder is the run of a script or a notebook.

    Raises:
        InputError: its manifest cannot be read.
    """
    return run.manifest.exists() and run_directory.read_manifest(run).get("kind") == KIND


def rows(run):
    """Return the rows of `scalars.csv`: (number of the call, tensor's name, value as text).

    A line that is cut off is left out: a run that goes on writes it again.
    """
    found = []
    with contextlib.suppress(FileNotFoundError):
        for line in run.scalars.read_text().splitlines(keepends=True):
            parts = line.rstrip("\n").split(",")
            if line.endswith("\n") and len(parts) == 3 and parts[0].isdigit():
                found.append((int(parts[0]), parts[1], parts[2]))
    return found


def curves(run):
    """Return the scalars by tensor: {name: ([number of the call], [value])}."""
    found = {}
    for number, name, value in rows(run):
        numbers, values = found.setdefault(name, ([], []))
        numbers.append(number)
        values.append(float(value))
    return found


def results(run):
    """Return what a run that has ended holds: `exit status`, `calls`, last scalars; or None.

    Raises:
        InputError: the file is damaged.
    """
    try:
        return json.loads(run.results.read_text())["results"]
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{run.results} is damaged ({error}): delete it, and resume") from None


def state(run):
    """Say how far a run is, in words."""
    ended = results(run)
    if ended is not None:
        return f"ended with exit status {ended['exit status']}, {ended['calls']} calls"
    try:
        done = read_epoch(run.checkpoints / EPOCH_FILE)
    except InputError:
        done = 0
    return f"not ended: a checkpoint at call {done}"


def all_runs(runs_dir):
    """Return the state of every run under a folder: [(path, what it is of, state in words)]."""
    found = []
    for manifest in sorted(runs_dir.rglob("run.json")):
        run = run_directory.RunDirectory(manifest.parent)
        try:
            content = run_directory.read_manifest(run)
            if content.get("kind") == KIND:
                found.append((str(run.path), content["script"], state(run)))
            else:
                words = "finished" if run.results.exists() else "not finished"
                found.append((str(run.path), content["experiment"], words))
        except (InputError, KeyError) as error:
            found.append((str(run.path), "?", f"damaged: {error}"))
    return found
