"""Writes the report of a script's run: what it was, what it printed, what it fetched."""

from tf1_graphs import __version__
from tf1_graphs.errors import InputError
from tf1_graphs.plots import run as plots
from tf1_graphs.reports.files import write
from tf1_graphs.reports.pictures import embedded
from tf1_graphs.runs import run_directory, script_runs

_LINES = 200  # of what was printed, at most: the last ones


def write_script(run, path=None):
    """Write the report of a script's run, and return the HTML file's path.

    Args:
        run: the `RunDirectory`.
        path: the HTML file; by default, `report.html` in the run directory.
    """
    manifest = run_directory.read_manifest(run)
    undrawn, pictures = [], []
    try:
        for plot in plots.of_run(run, undrawn.append):
            pictures.append(embedded(plot))
    except InputError as error:
        undrawn.append(str(error))
    ended = script_runs.results(run) or {}
    printed = run.output.read_text(errors="replace") if run.output.exists() else ""
    lines = printed.splitlines()
    shown = ("script", "arguments", "folder", "sha256", "arithmetic", "processor", "threads")
    execution = [(name, str(manifest[name])) for name in shown if name in manifest]
    said = {
        "heading": f"{run.path.parent.name}, run {run.path.name}",
        "path": str(run.path),
        "state": script_runs.state(run),
        "results": [(name, str(value)) for name, value in ended.items()],
        "printed": lines[-_LINES:],
        "cut": max(0, len(lines) - _LINES),
        "pictures": pictures,
        "undrawn": undrawn,
        "manifest": [
            ("How it was run", execution),
            ("Versions", list(manifest.get("versions", {}).items())),
            ("Modules of its own, SHA-256", list(manifest.get("helpers", {}).items())),
        ],
        "version": __version__,
    }
    as_json = {
        "run_directory": str(run.path),
        "manifest": manifest,
        "results": ended,
    }
    return write("script", said, as_json, path or run.report(".html"))
