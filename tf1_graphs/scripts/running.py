"""Runs scripts and notebooks, recorded or not, resumes them, and compares a script with itself."""

import os
import tempfile
from pathlib import Path

from tf1_graphs.errors import InputError
from tf1_graphs.runs import checkpoint, run_directory, script_runs
from tf1_graphs.runs.run_directory import RunDirectory
from tf1_graphs.scripts.notebook import run_notebook
from tf1_graphs.scripts.recorded import launching
from tf1_graphs.scripts.run import run_script

_STOPPED = (128 + 2, 128 + 9, 128 + 15)


def run(script, arguments, output, say, run_dir, runs_dir, no_record, checkpoint_seconds, **limit):
    """Run a script or a notebook, and record it.

    Args:
        script: its path.
        arguments: its own, strings.
        output: of a notebook, path of the executed copy, or None.
        say: function that prints a line to standard error.
        run_dir: folder of the run; None makes the next one under `runs_dir`.
        runs_dir: folder of all runs.
        no_record: run it only.
        checkpoint_seconds: time between two checkpoints.
        limit: `journal_limit`, the journal's bound in MB.

    Returns:
        The exit status.
    """
    if no_record:
        return _launch(script, arguments, output, say, None)
    kind = "notebook" if script.endswith(".ipynb") else "script"
    if not Path(script).is_file():
        raise InputError(f"there is no {kind} {script}: give the path of a file")
    run = RunDirectory(run_dir) if run_dir else launching.new_run(script, runs_dir)
    options = {
        "seconds": checkpoint_seconds,
        "limit": limit["journal_limit"] * 2**20,
        "printed": kind == "script",
        "output": output and str(Path(output).absolute()),
    }
    environment = launching.begin(script, arguments, run, options)
    return _ended(run, _launch(script, arguments, output, say, environment), say)


def resume(run, seconds, say):
    """Continue the run of a script or a notebook, and return its exit status.

    Args:
        run: the `RunDirectory`.
        seconds: time between two checkpoints.
        say: function that prints a line to standard error.

    Raises:
        InputError: it cannot go on; the text says why.
    """
    run = RunDirectory(run.path.absolute())
    found, environment = launching.to_resume(run, seconds)
    os.chdir(found["folder"])
    output = found["options"].get("output")
    status = _launch(found["script"], found["arguments"], output, say, environment)
    return _ended(run, status, say)


def _launch(script, arguments, output, say, environment):
    if not script.endswith(".ipynb"):
        return run_script(script, arguments, environment)
    copy, error, status = run_notebook(script, output, environment=environment)
    say(f"Executed: {copy}")
    if error is not None:
        say(error)
    return status


def _ended(run, status, say):
    kernel_ended = run_directory.read_manifest(run)["script"].endswith(".ipynb") and status < 128
    if kernel_ended:
        last = {name: values[-1] for name, (_, values) in script_runs.curves(run).items()}
        calls = checkpoint.read_epoch(run.checkpoints / checkpoint.EPOCH_FILE, [])
        run_directory.write_results(run, {"exit status": status, "calls": calls or 0, **last})
    if run.results.exists():
        say(f"Recorded: {run.path}")
    elif status in _STOPPED:
        say(f"stopped, and saved: continue with `tf1-graphs resume {run.path}`")
    return status


def check_determinism(script, arguments, calls, say):
    """Run a script's beginning twice, and say where the second differs.

    Its files are put back to what they were, after each.

    Returns:
        0 if nothing differs, 1 if something does.
    """
    if script.endswith(".ipynb"):
        raise InputError("--check-determinism goes with a script")
    with tempfile.TemporaryDirectory(prefix="tf1-graphs-") as folder:
        first, second = (RunDirectory(Path(folder) / name) for name in ("first", "second"))
        options = {"seconds": float("inf"), "limit": launching.DEFAULT_LIMIT, "printed": True}
        status = _part(first, script, arguments, {**options, "calls": calls}, {})
        if status:
            say(f"the script ended with exit status {status}: nothing was compared")
            return status
        against = {"mode": "compare", "against": str(first.journal)}
        status = _part(second, script, arguments, {**options, "calls": calls}, against)
        if status == 0:
            say(f"two runs agree in what their sessions are asked and return, up to call {calls}")
        return status


def _part(run, script, arguments, options, more):
    environment = launching.begin(script, arguments, run, options, more)
    try:
        return run_script(script, arguments, environment)
    finally:
        launching.undo_files(run)
