"""Begins runs of scripts, resumes them, and compares two, each in a process of its own."""

import atexit
import contextlib
import json
import os
import sys
from pathlib import Path

from tf1_graphs import files
from tf1_graphs.errors import InputError
from tf1_graphs.runs import journal, run_directory, script_runs
from tf1_graphs.runs.run_directory import RunDirectory
from tf1_graphs.scripts.recorded import aside
from tf1_graphs.scripts.recorded import manifest as manifest_module
from tf1_graphs.scripts.recorded.touched import Touched

VARIABLE = "TF1_GRAPHS_RECORD"
"""Environment variable that tells a script's process how it is recorded."""

DEFAULT_LIMIT = 2**30
DEFAULT_SECONDS = 5.0


def new_run(script, runs_dir):
    """Make the folder of a script's next run: `<runs>/scripts/<name>/<n>`."""
    folder = Path(runs_dir) / "scripts" / Path(script).stem
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise InputError(f"{folder} is a file: name another folder with --run-dir") from None
    number = 1 + max((int(it.name) for it in folder.iterdir() if it.name.isdigit()), default=0)
    while True:  # another process may take the number
        with contextlib.suppress(FileExistsError):
            (folder / str(number)).mkdir()
            return RunDirectory(folder / str(number))
        number += 1


def begin(script, arguments, run, options, more=()):
    """Write the manifest of a new run, and return the environment of its process.

    Args:
        script: its path.
        arguments: its own, strings.
        run: the `RunDirectory`.
        options: {"seconds", "limit", "printed"} for the `Recorder`.
        more: what else it is told, of this launch only.

    Raises:
        InputError: there is no such script, or the folder has a run already.
    """
    if not Path(script).is_file():
        raise InputError(f"there is no script {script}: give the path of a Python file")
    if run.manifest.exists():
        raise InputError(
            f"{run.path} has a run already: `tf1-graphs resume {run.path}` continues it; name "
            "another folder with --run-dir for a new one"
        )
    if run.path.exists() and not run.path.is_dir():
        raise InputError(f"{run.path} is a file: name a folder with --run-dir")
    manifest = manifest_module.describe(script, arguments, options)
    run_directory.write_manifest(run, manifest)
    return environment(run, manifest, {"mode": "record", **dict(more)})


def environment(run, manifest, more):
    """Return the environment of a run's process."""
    told = {"run": str(run.path.absolute()), **manifest["options"], **more}
    return {
        **os.environ,
        VARIABLE: json.dumps(told),
        "PYTHONHASHSEED": manifest["hash seed"],
    }


def to_resume(run, seconds=None):
    """Return the manifest of a script's run that can go on, and its environment.

    Raises:
        InputError: it has ended, or its script, a version or an argument is another.
    """
    manifest = run_directory.read_manifest(run)
    try:
        ended = script_runs.results(run)
        if ended is not None:
            where = f"; what it printed is in {run.output}" if run.output.exists() else ""
            raise InputError(
                f"{run.path} has ended, with exit status {ended['exit status']}: there is nothing "
                f"to resume{where}"
            )
        manifest_module.refuse_other(manifest, run)
        if "arithmetic" in manifest:
            os.environ["TF1_GRAPHS_ARITHMETIC"] = manifest["arithmetic"]
            os.environ["TF1_GRAPHS_DEVICE"] = manifest["device"]
            os.environ["TF1_GRAPHS_THREADS"] = manifest.get("threads asked for", "")
            os.environ["TF_ENABLE_ONEDNN_OPTS"] = "1" if manifest["onednn"] else "0"
        if seconds is not None:
            manifest["options"]["seconds"] = seconds
        return manifest, environment(run, manifest, {"mode": "resume"})
    except (KeyError, TypeError) as error:
        raise InputError(f"{run.manifest} is not the manifest of a script's run: {error}") from None


def undo_files(run):
    """Put the files that a run used back to what they were before it."""
    touched = Touched(run, lambda content: None, lambda: False)
    touched.learn(journal.read(run.journal))
    aside.set_aside(touched)
    aside.drop_aside(touched)


def in_kernel(notebook):
    """Begin to record in a notebook's kernel, if it is to be recorded."""
    if VARIABLE in os.environ:
        atexit.register(in_process(notebook).finish)


def in_process(script):
    """Begin to record in the script's process, if it is to be recorded.

    Args:
        script: its path.

    Returns:
        The `Recorder`, or None.
    """
    told = os.environ.pop(VARIABLE, None)
    if told is None:
        return None
    options = json.loads(told)
    run = RunDirectory(Path(options["run"]))
    try:
        # Held until the process ends, however it does.
        lock = files.lock(run.path)
        lock.__enter__()
        from tf1_graphs.scripts.recorded.recorder import Recorder

        manifest = run_directory.read_manifest(run)
        if "arithmetic" in manifest:
            manifest_module.refuse_other_conditions(manifest, run)
        else:
            run_directory.write_manifest(run, {**manifest, **manifest_module.conditions()})
        recorder = Recorder(run, script, options)
        recorder.lock = lock
        recorder.start(manifest["entropy"])
        return recorder
    except InputError as error:
        print(f"Error: {error}", file=sys.stderr, flush=True)
        os._exit(2)
