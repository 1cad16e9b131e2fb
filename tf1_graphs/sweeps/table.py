"""Collects the results of a sweep in a table: one row a run."""

import csv
import io
import math

import numpy as np

from tf1_graphs import files, tables
from tf1_graphs.errors import InputError
from tf1_graphs.runs import run_directory
from tf1_graphs.runs.run_directory import RunDirectory
from tf1_graphs.sweeps import sweep_folder
from tf1_graphs.sweeps.worker import FAILED, FINISHED, INTERRUPTED

HIGHER_IS_BETTER = ("accuracy", "precision", "recall", "score")
"""Parts of the names of columns of which the best is the highest; of others it is the lowest."""


def rows(folder):
    """Return the rows of a sweep, in the order planned.

    Args:
        folder: the `SweepFolder`.

    Returns:
        List of {column: value}: `run`, `seed`, the settings that differ, `epochs_done`, the last
        epoch's metrics (float32), the results, `seconds` over all launches, `state`, `error`.
    """
    runs = sweep_folder.read(folder)["runs"]
    outcomes = sweep_folder.read_outcomes(folder)
    differing = [
        key
        for key in (runs[0]["settings"] if runs else ())
        if any(run["settings"][key] != runs[0]["settings"][key] for run in runs)
    ]
    found = []
    for planned in runs:
        run = RunDirectory(folder.run(planned["run"]))
        launches = outcomes.get(planned["run"], [])
        # Another run may lie there, which is why this one failed.
        own = _is(run, planned)
        epochs = run_directory.read_metrics(run) if own else ()
        finished = run_directory.read_measurements(run) if own else None
        row = {"run": planned["run"], "seed": planned["seed"]}
        row |= {key: _plain(planned["settings"][key]) for key in differing}
        row["epochs_done"] = len(epochs)
        measured = dict(epochs[-1]) if epochs else {}
        measured |= finished.results if finished else {}
        # A search measures settings of its own, such as a learning rate.
        row |= {f"best_{key}" if key in row else key: value for key, value in measured.items()}
        row["seconds"] = round(sum(launch["seconds"] for launch in launches), 1)
        row["state"] = _state(run, finished, launches)
        row["error"] = launches[-1]["error"] if row["state"] == FAILED else ""
        found.append(row)
    return found


def columns(found):
    """Return the columns of rows: in the order of the first row that has each."""
    names = {}
    for row in sorted(found, key=len, reverse=True):
        names |= dict.fromkeys(row)
    ends = ("seconds", "state", "error")
    return [name for name in names if name not in ends] + [end for end in ends if end in names]


def best_first(found, by):
    """Sort rows by a column, the best first, those without a number last.

    Raises:
        InputError: there is no such column.
    """
    check_column(found, by)
    return sorted(found, key=lambda row: -fitness(row, by))


def check_column(found, by):
    """Refuse a column that no row has.

    Raises:
        InputError: there is no such column; those that there are are named.
    """
    if not any(by in row for row in found):
        raise InputError(f"there is no column {by!r}; there are {', '.join(columns(found))}")


def fitness(row, by):
    """Return a number of a row, the higher the better; -inf where there is none, or NaN."""
    value = row.get(by, "")
    if isinstance(value, str):
        return -math.inf
    higher = any(word in by for word in HIGHER_IS_BETTER)
    signed = float(value) if higher else -float(value)
    return -math.inf if math.isnan(signed) else signed


def text(found):
    """Return rows as lines for a terminal."""
    names = [name for name in columns(found) if any(row.get(name, "") != "" for row in found)]
    return tables.lines(([_shown(row.get(name, "")) for name in names] for row in found), names)


def as_json(row):
    """Return a row as strict JSON takes it."""
    return {name: run_directory.as_json(value) for name, value in row.items()}


def write(folder, found):
    """Write the table as CSV, and as Parquet where pyarrow is installed; return the paths."""
    names = columns(found)
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)
    files.atomic_write(folder.table(".csv"), buffer.getvalue())
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        return [folder.table(".csv")]
    data = pyarrow.table({name: [_number(row.get(name)) for row in found] for name in names})
    buffer = io.BytesIO()
    parquet.write_table(data, buffer)
    files.atomic_write(folder.table(".parquet"), buffer.getvalue())
    return [folder.table(".csv"), folder.table(".parquet")]


def _is(run, planned):
    """Whether the run directory is of the run that was planned."""
    manifest = sweep_folder.manifest_of(run)
    return all(manifest.get(key) == planned[key] for key in ("seed", "settings"))


def _state(run, finished, launches):
    if finished is not None:
        return FINISHED
    if launches and launches[-1]["state"] == FAILED:
        return FAILED
    return INTERRUPTED if run.manifest.exists() else "not begun"


def _plain(value):
    """Return a setting as one cell: a list of numbers as the run's name has it."""
    return "+".join(map(str, value)) if isinstance(value, list) else value


def _number(value):
    return value.item() if isinstance(value, np.generic) else value


def _shown(value):
    return f"{value:.6g}" if isinstance(value, float) else str(value)
