"""Writes the report of a sweep: its runs, and the published figures that they measure."""

import shlex

import numpy as np

from tf1_graphs import __version__
from tf1_graphs.errors import InputError
from tf1_graphs.experiments import catalogue
from tf1_graphs.experiments import settings as settings_module
from tf1_graphs.judging import judge
from tf1_graphs.judging.judge import DEFAULT_RUNS_DIR, Runs
from tf1_graphs.plots import runs as run_plots
from tf1_graphs.reports import content, pictures
from tf1_graphs.reports.files import write as write_files
from tf1_graphs.runs import run_directory
from tf1_graphs.runs.run_directory import RunDirectory
from tf1_graphs.sweeps import sweep_folder, table
from tf1_graphs.training.resuming import from_manifest


def write(path, output=None):
    """Write the report of a sweep; nothing is trained.

    Args:
        path: the sweep's folder.
        output: the HTML file; by default, `report.html` in the folder.

    Returns:
        The HTML file's path.

    Raises:
        InputError: the sweep's plan cannot be read.
        OSError: a file cannot be written.
    """
    folder = sweep_folder.SweepFolder(path)
    planned = sweep_folder.read(folder)
    try:
        plan = planned["plan"]
        experiment = _experiment(planned, folder)
        found = table.rows(folder)
        judged = _judged(experiment, planned["runs"], folder)
        again = command(plan, folder, catalogue.shown(experiment))
    except InputError:
        raise
    except (KeyError, TypeError) as error:
        raise InputError(f"{folder.plan} is not the plan of a sweep: {error}") from None
    except ValueError as error:
        raise InputError(f"{folder.path}: a run of the sweep cannot be read: {error}") from None
    drawn, undrawn = _pictures(experiment, planned["runs"], folder, judged)
    headings = [
        name for name in table.columns(found) if any(row.get(name, "") != "" for row in found)
    ]
    said = {
        "heading": f"{experiment.name}: sweep {path.resolve().name}",
        "article": experiment.article,
        "plan": [(name, _plain(value)) for name, value in plan.items() if value],
        "headings": headings,
        "rows": [[_cell(row.get(name, "")) for name in headings] for row in found],
        "judged": [content.judged(reproduction) for reproduction in judged],
        "pictures": drawn,
        "undrawn": undrawn,
        "errata": experiment.published.errata,
        "versions": list(planned.get("versions", {}).items()),
        "command": again,
        "version": __version__,
    }
    as_json = {
        "plan": plan,
        "runs": [table.as_json(row) for row in found],
        "reproductions": [reproduction.as_json() for reproduction in judged],
        "versions": planned.get("versions"),
    }
    return write_files("sweep", said, as_json, output or path / "report.html")


def _experiment(planned, folder):
    """Return the sweep's experiment: of a file, as it was when the first run began."""
    run = RunDirectory(folder.run(planned["runs"][0]["run"]))
    if run.manifest.exists():
        return from_manifest(run)[0]
    kept = planned.get("reference") or {"text": planned["plan"]["experiment"]}
    return catalogue.find(kept["text"])


def command(plan, folder, name=None):
    """Return the command that continues a sweep, or makes it again."""
    words = ["tf1-graphs", "sweep", name or plan["experiment"]]
    words += ["--seeds", ",".join(map(str, plan["seeds"]))]
    for key, values in plan["settings"].items():
        words += ["--set", f"{key}={values}"]
    if plan["method"] != "grid":
        words += [f"--{plan['method']}", plan["count"], "--search-seed", plan["search_seed"]]
    if plan["method"] == "genetic":
        words += ["--population", plan["population"], "--by", plan["by"]]
    if plan["epochs"] is not None:
        words += ["--epochs", plan["epochs"]]
    if plan["corrected"]:
        words.append("--corrected")
    if plan["threads"] != 1:
        words += ["--threads", plan["threads"]]
    words += ["--name", folder.path.resolve().name, *judge.runs_dir_option(_runs_dir(folder))]
    return shlex.join(map(str, words))


def _judged(experiment, planned, folder):
    """Judge the figures that are measured with the sweep's settings, each settings once."""
    found = {}
    for run in planned:
        settings = settings_module.from_saved(experiment, run["settings"])
        found.setdefault(settings, run["seed"])
    runs = Runs(_runs_dir(folder))
    every = [judge.judge_experiment(experiment, runs, seed, only=it) for it, seed in found.items()]
    return [reproduction for reproduction in every if reproduction.judgements]


def _runs_dir(folder):
    """Return the folder of all runs: a sweep is `<runs>/<experiment>/sweeps/<name>`."""
    runs_dir = folder.run("").parent
    return runs_dir if str(runs_dir) != "." else DEFAULT_RUNS_DIR


def _pictures(experiment, planned, folder, judged):
    """Draw the curves of all runs, and the distribution of each figure over its seeds."""
    curves = {
        run["run"]: run_directory.read_metrics(RunDirectory(folder.run(run["run"])))
        for run in planned
    }
    drawn, undrawn = [], []
    try:
        drawn = [pictures.embedded(plot) for plot in run_plots.curves(experiment, curves)]
    except InputError as error:
        undrawn.append(f"{error}")
    for reproduction in judged:
        found, lacking = pictures.of_seeds(reproduction)
        drawn += found
        undrawn += [line for line in lacking if line not in undrawn]
    return drawn, undrawn


def _plain(value):
    """Return a value of the plan as one text."""
    if isinstance(value, dict):
        return " ".join(f"{key}={values}" for key, values in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _cell(value):
    return f"{value:.6g}" if isinstance(value, float | np.floating) else str(value)
