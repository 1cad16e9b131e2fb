"""Measures whole processes: a script here and on TensorFlow 1, in turns, beside a script of a line.

Each process begins in a fresh copy of the script's folder, so that none goes on from what an
earlier one left there, and is bound to as many cores as it may have threads.
"""

import itertools
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tf1_graphs import tables
from tf1_graphs.errors import InputError
from tf1_graphs.runs import manifest, script_runs
from tf1_graphs.runs.run_directory import RunDirectory

LARGEST_FOLDER_MB = 200

_ONE_LINE = "import tensorflow as tf; print(tf.Session().run(tf.constant(1) + 1))\n"
_HERE = [sys.executable, "-m", "tf1_graphs", "run"]


@dataclass(frozen=True)
class Process:
    """What a process took.

    Attributes:
        seconds: from its beginning to its end.
        processor_seconds: of all its threads and processes, user and system.
        peak_mb: the most memory it had at a time, in MiB.
        printed: its standard output, bytes.
    """

    seconds: float
    processor_seconds: float
    peak_mb: float
    printed: bytes


def bench(script, arguments=(), tf1=None, threads=1, repeats=5, log=print):
    """Measure a script here, recorded and not, and under an interpreter with TensorFlow 1.

    Args:
        script: its path.
        arguments: its own, texts.
        tf1: a Python that has TensorFlow 1, or None.
        threads: number of cores that a process is bound to.
        repeats: number of repetitions; in each, every contender has its turn.
        log: function that prints what is to be known besides.

    Returns:
        The object that `--json` writes. Steps are calls of `Session.run`, and their rate is that of
        the time beyond the start-up, which is the time of a script of one line.

    Raises:
        InputError: there is no such script or interpreter, the folder is too large to be copied, or
            a process fails.
    """
    script = Path(script).absolute()
    _check(script, tf1)
    contenders = {"not recorded": [*_HERE, "--no-record"], "recorded": [*_HERE, "--run-dir", "RUN"]}
    if tf1:
        contenders["TensorFlow 1"] = [tf1]
    found = {name: {"start-up": [], "script": []} for name in contenders}
    calls = None
    for _, (name, command) in itertools.product(range(repeats), contenders.items()):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch, "one")
            folder.mkdir()
            (folder / "one_line.py").write_text(_ONE_LINE)
            found[name]["start-up"].append(_measure(command, folder / "one_line.py", (), threads))
            copy = Path(scratch, "script", script.name)
            shutil.copytree(script.parent, copy.parent, symlinks=True)
            found[name]["script"].append(_measure(command, copy, arguments, threads))
            if name == "recorded":
                calls = script_runs.results(RunDirectory(Path(f"{copy}.run")))["calls"]
    printed = {name: {one.printed for one in runs["script"]} for name, runs in found.items()}
    for name, texts in printed.items():
        if len(texts) > 1:
            log(f"{name}: it printed other lines in another turn; is it seeded, and does it write "
                "elsewhere than beside itself?")  # fmt: skip
    return {
        "script": str(script),
        "threads": threads,
        "calls": calls,
        "same lines": len(set().union(*printed.values())) == 1,
        "versions": manifest.versions(),
        "contenders": [_as_json(name, runs, calls) for name, runs in found.items()],
    }


def _check(script, tf1):
    if not script.is_file():
        raise InputError(f"there is no script {script}: give the path of a Python file")
    size = sum(path.stat().st_size for path in script.parent.rglob("*") if path.is_file()) / 2**20
    if size > LARGEST_FOLDER_MB:
        raise InputError(
            f"{script.parent} holds {size:.0f} MiB, more than {LARGEST_FOLDER_MB} to copy for each "
            "turn: put the script into a folder of its own, with what it reads"
        )
    if tf1 and shutil.which(tf1) is None:
        raise InputError(f"--tf1 {tf1}: there is no such interpreter")


def _measure(command, script, arguments, threads):
    """Run a command with a script in its folder, and return its `Process`."""
    command = [f"{script}.run" if part == "RUN" else part for part in command]
    command += [str(script), *arguments]
    cores = sorted(os.sched_getaffinity(0))[:threads]
    # Today's TensorFlow sets it for itself when it is imported, and 1.15 goes by it.
    environment = {name: value for name, value in os.environ.items() if name != "TF2_BEHAVIOR"}
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=script.parent,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            preexec_fn=lambda: os.sched_setaffinity(0, cores),
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if status:
            last = errors.read().decode(errors="replace").strip().splitlines()[-1:]
            raise InputError(f"{command[0]} ended with {process.returncode}: {' '.join(last)}")
        taken = usage.ru_utime + usage.ru_stime
        return Process(seconds, taken, usage.ru_maxrss / 1024, output.read())


def _as_json(name, runs, calls):
    start = statistics.median(one.processor_seconds for one in runs["start-up"])
    total = statistics.median(one.processor_seconds for one in runs["script"])
    return {
        "name": name,
        "start_up": _spread([one.processor_seconds for one in runs["start-up"]]),
        "processor_seconds": _spread([one.processor_seconds for one in runs["script"]]),
        "seconds": _spread([one.seconds for one in runs["script"]]),
        "steps_a_second": round(calls / max(total - start, 1e-3), 1),
        "peak_mb": _spread([one.peak_mb for one in runs["script"]]),
    }


def _spread(values):
    """Return the median, the least and the greatest."""
    found = statistics.median(values), min(values), max(values)
    return dict(zip(("median", "least", "greatest"), (round(x, 2) for x in found), strict=True))


def lines(found):
    """Return the lines that show what `bench` returned; processor times are in seconds."""
    base = found["contenders"][-1]
    rows = []
    for one in found["contenders"]:
        cells = [one[key] for key in ("start_up", "processor_seconds", "seconds", "peak_mb")]
        shown = [f"{c['median']:g} ({c['least']:g} to {c['greatest']:g})" for c in cells]
        ratio = base["processor_seconds"]["median"] / one["processor_seconds"]["median"]
        rows.append((one["name"], *shown, f"{one['steps_a_second']:g}", f"{ratio:.2f}"))
    headings = ("", "start-up", "processor", "wall", "peak MiB", "steps/s", "speed")
    same = "the same lines" if found["same lines"] else "not all the same lines"
    return [
        f"{found['script']}: {found['calls']} calls of Session.run, {found['threads']} thread(s); "
        f"all printed {same}",
        *tables.lines(rows, headings),
    ]
