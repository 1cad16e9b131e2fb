"""Runs a script with several seeds and arguments, each an ordinary run that can be resumed."""

import csv
import io
import itertools
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tf1_graphs import files
from tf1_graphs.errors import InputError
from tf1_graphs.runs import script_runs
from tf1_graphs.runs.run_directory import RunDirectory
from tf1_graphs.scripts import running
from tf1_graphs.scripts.recorded import launching
from tf1_graphs.sweeps import space


def is_script(name):
    """Tell whether a name stands for a script, not for an experiment or a file that has one."""
    path = Path(name)
    return path.suffix == ".py" and path.is_file() and b"Experiment(" not in path.read_bytes()


def sweep(script, seeds, pairs, runs_dir, workers, say, checkpoint_seconds):
    """Run a script once for each seed and each combination of arguments.

    What has ended is not run again; what was interrupted goes on.

    Args:
        script: its path.
        seeds: `0:10` or `1,2,5`: of every graph, of NumPy and of `random`, instead of its own.
        pairs: `name=values`, each an argument of the script's own: `lr=0.1,0.01` runs it with
            `--lr=0.1` and with `--lr=0.01`.
        runs_dir: folder of all runs; these are in `scripts/<name>/sweep`.
        workers: scripts that run at a time; None is one.
        say: function that prints a line.
        checkpoint_seconds: time between two checkpoints of a run.

    Returns:
        (path of the table, rows): the rows are dicts of texts.

    Raises:
        InputError: seeds or arguments are not as described.
    """
    folder = Path(runs_dir) / "scripts" / Path(script).stem / "sweep"
    plan = list(itertools.product(space.parse_seeds(seeds), *map(_values, pairs)))
    options = {
        "seconds": checkpoint_seconds,
        "limit": launching.DEFAULT_LIMIT,
        "printed": True,
    }

    def one(point):
        seed, *arguments = point
        name = "-".join([f"seed-{seed}", *(it.removeprefix("--") for it in arguments)])
        run = RunDirectory(folder / name.replace("/", "_"))
        status = _run(script, seed, arguments, run, options, say)
        say(f"{name}: exit status {status}")
        return {"run": run.path.name, "seed": str(seed), **_arguments(arguments), **_results(run)}

    folder.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(workers or 1) as pool:
        rows = list(pool.map(one, plan))
    path = folder / "table.csv"
    files.atomic_write(path, _csv(rows))
    return path, rows


def _values(pair):
    name, sign, values = pair.partition("=")
    if not sign or not name or not values:
        raise InputError(f"--arg takes name=value,value, got {pair!r}")
    return [f"--{name}={value}" for value in values.split(",")]


def _arguments(arguments):
    return dict(it.removeprefix("--").split("=", 1) for it in arguments)


def _run(script, seed, arguments, run, options, say):
    if run.results.exists():
        return script_runs.results(run)["exit status"]
    if run.manifest.exists():
        return running.resume(run, options["seconds"], say)
    environment = launching.begin(script, arguments, run, {**options, "seed": seed})
    return running.run_script(script, arguments, environment, quietly=True)


def _results(run):
    found = script_runs.results(run) or {"exit status": "not ended"}
    return {name: str(value) for name, value in found.items()}


def _csv(rows):
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
