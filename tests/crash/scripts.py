"""Kill scripts at every file operation and at random moments, resume them, compare every byte.

`python -m tests.crash.scripts --kills 10` kills each script of `tests/scripts/programs` so often.
What is compared with an undisturbed run: all that was printed, the exit status, each file that the
script wrote (its final variables among them; of event files, the scalars), each value that a
session returned, and the scalars that the run recorded.
"""

import argparse
import collections
import hashlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.crash import harness

PROGRAMS = sorted((Path(__file__).parents[1] / "scripts" / "programs").glob("*.py"))
UNSEEDED = ("generators", "unseeded")  # each run of theirs draws other numbers
SECONDS = 0.02  # between checkpoints
Both = collections.namedtuple("Both", "w total")  # of `prepared.py`, whose values are read here


def main():
    """Run the harness; exit status 1 if any byte differed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=10, help="of each script")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("names", nargs="*", help="of the scripts; default: all")
    arguments = parser.parse_args()
    shim = harness.shim("tests.crash.scripts")
    rng = random.Random(arguments.seed)
    tried = failed = 0
    warm()
    chosen = [path for path in PROGRAMS if not arguments.names or path.stem in arguments.names]
    for path in chosen:
        folder = Path(tempfile.mkdtemp())  # no TemporaryDirectory, which a fork's exit would delete
        try:
            kills, failures, operations = of_script(path, folder, shim, rng, arguments.kills)
        finally:
            shutil.rmtree(folder)
        tried += kills
        failed += len(failures)
        print(
            f"{path.stem}: {operations} file operations, {kills} kills, {len(failures)} runs "
            "with differing bytes",
            flush=True,
        )
        for plan, differing in failures:
            print(f"    {plan}: {differing}", flush=True)
    print(f"{len(chosen)} scripts, {tried} kills tried, {failed} runs with differing bytes")
    sys.exit(1 if failed else 0)


def warm():
    """Import what the scripts will: the trials are forks of this process."""
    import sklearn.datasets  # noqa: F401

    from tf1_graphs import tf1
    from tf1_graphs.scripts import execute  # noqa: F401
    from tf1_graphs.scripts.recorded import recorder  # noqa: F401
    from tf1_graphs.tensorflow1 import kernels

    for name in ("train", "data", "nn", "layers", "summary", "gfile", "contrib", "losses"):
        getattr(tf1, name)
    kernels.in_force()


def of_script(script, folder, shim, rng, kills):
    """Return (kills tried, [(plan, what differs)], file operations) of a script."""
    status, operations, took = launch(script, folder, shim, "record")
    expected = found(script, folder, status)
    if keep := os.environ.get("CRASH_KEEP"):
        shutil.copytree(folder, Path(keep) / f"{script.stem}-whole")
    assert expected["output.txt"], f"{script.name} has printed nothing: {last_lines(folder)}"
    assert expected["calls"] > 10, f"{script.name}: {last_lines(folder)}"
    tried, failures = 0, []
    while tried < kills:
        shutil.rmtree(folder)
        plan = [kill(rng, operations, took)]
        if rng.random() < 0.3:  # killed again while it is resumed
            plan.append(kill(rng, operations, took))
        for number, one in enumerate(plan):
            launched = resume if number else begin
            status = launched(script, folder, shim, **one)
            if status != -signal.SIGKILL:
                break
        tried += len(plan)
        if status == -signal.SIGKILL:
            status = resume(script, folder, shim)
        here = found(script, folder, status)
        differing = sorted(
            key for key in expected.keys() | here.keys() if expected.get(key) != here.get(key)
        )
        if differing:
            failures.append((plan, [*differing, *last_lines(folder)]))
            if keep := os.environ.get("CRASH_KEEP"):
                shutil.copytree(folder, Path(keep) / f"{script.stem}-{tried}")
    return tried, failures, operations


def kill(rng, operations, took):
    """Draw a kill: before a file operation, some writes half done, or at a moment."""
    if rng.random() < 0.6:
        return {"fatal": rng.randrange(1, operations + 1), "half": rng.random() < 0.5}
    return {"seconds": rng.uniform(0.05, took)}


def begin(script, folder, shim, **fatal):
    """Begin a run that may be killed, and return its status."""
    return launch(script, folder, shim, "record", **fatal)[0]


def resume(script, folder, shim, **fatal):
    """Go on with a killed run, and return its status; a kill after the last write ended it."""
    from tf1_graphs.runs import run_directory, script_runs

    ended = script_runs.results(run_directory.RunDirectory(folder / "run"))
    return ended["exit status"] if ended else launch(script, folder, shim, "resume", **fatal)[0]


def launch(script, folder, shim, mode, fatal=0, half=False, seconds=None, every=SECONDS):
    """Run a script in a fork, recorded or resumed.

    Args:
        script: its path.
        folder: of its run, of the files that it works on, and of what it prints.
        shim: the loaded shim, or None.
        mode: `record` or `resume`.
        fatal: the file operation that is not survived; 0 is none.
        half: whether a fatal write is done by half.
        seconds: time after which it is killed; None is never.
        every: seconds between two checkpoints.

    Returns:
        (status, operations, seconds): the status is negative for a signal.
    """
    work = folder / "work"
    work.mkdir(parents=True, exist_ok=True)
    if mode == "record":
        (work / "given.txt").write_text("as it was")
    read, write = os.pipe()
    began = time.monotonic()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        os.chdir(work)
        out = os.open(folder / "printed", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(out, 1)
        os.dup2(out, 2)
        status = 99
        try:
            status = _become(script, folder, mode, every, shim and (shim, fatal, half))
            os.write(write, b"%d" % (shim.crash_operations() if shim else 0))
        finally:
            os._exit(status)
    os.close(write)
    status, operations = harness.ended(pid, read, seconds)
    return status, operations, time.monotonic() - began


def _become(script, folder, mode, every, armed):
    import atexit

    from tf1_graphs.runs import run_directory
    from tf1_graphs.runs.run_directory import RunDirectory
    from tf1_graphs.scripts import execute
    from tf1_graphs.scripts.recorded import launching

    run = RunDirectory(folder / "run")
    options = {"seconds": every, "limit": 2**30, "printed": True}
    if mode == "record" or not run.manifest.exists():
        environment = launching.begin(script, [], run, options)
        manifest = run_directory.read_manifest(run)
        run_directory.write_manifest(run, {**manifest, "entropy": 12345})
    else:
        _, environment = launching.to_resume(run, every)
    os.environ[launching.VARIABLE] = environment[launching.VARIABLE]
    if armed:
        shim, fatal, half = armed
        shim.crash_arm(str(folder).encode(), fatal, half)
    # A sharded Saver names its temporary files, in the graph, by a `uuid4`.
    os.urandom = lambda size: (script.stem.encode() * size)[:size]
    status = 0
    try:
        execute.main([str(script)])
    except SystemExit as ended:
        status = ended.code or 0
    except Exception:
        sys.excepthook(*sys.exc_info())
        status = 1
    atexit._run_exitfuncs()
    return status


def found(script, folder, status):
    """Return what is compared: {name: content or its hash}."""
    content = {"status": status}
    for path in sorted((folder / "work").rglob("*")):
        if path.is_file() and "tfevents" not in path.name:
            content[str(path.relative_to(folder))] = path.read_bytes()
    content["events"] = sum(1 for path in (folder / "work").rglob("*tfevents*"))
    for name in ("output.txt", "scalars.csv"):
        path = folder / "run" / name
        content[name] = path.read_bytes() if path.exists() else None
    count, digest = returned(folder / "run" / "journal")
    content["calls"] = count
    if script.stem not in UNSEEDED:
        content["returned"] = digest
    return content


def returned(folder):
    """Return a hash of what every call asked for and returned."""
    from tf1_graphs.runs import journal
    from tf1_graphs.scripts.recorded import differing

    digest, count = hashlib.sha256(), 0
    for (_, asked, outcome), _ in journal.calls(journal.read(folder)):
        digest.update(repr((tuple(asked), differing.without_places(outcome))).encode())
        count += 1
    return count, digest.hexdigest()


def last_lines(folder):
    """Return the last lines that a failed trial printed."""
    printed = folder / "printed"
    return printed.read_text().splitlines()[-3:] if printed.exists() else ["nothing was printed"]


if __name__ == "__main__":
    main()
