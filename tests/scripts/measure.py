"""Measures what recording costs and how fast a replay is: `python -m tests.scripts.measure SCRIPT`.

SCRIPT is run unrecorded and recorded in turns, and killed by itself near its end and resumed: it
reads in `KILLED` whether to call `os.kill(os.getpid(), 9)`, and in `NOTHING` whether to end before
its first step. Times are of processors, of all processes of a command, which the load of a machine
changes less than those of a clock.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]


def seconds(folder, *arguments, **environment):
    """Run `tf1-graphs` in a folder, and return the processor time that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "tf1_graphs", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    """Measure one script, and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("script", type=Path)
    parser.add_argument("--pairs", type=int, default=3)
    arguments = parser.parse_args()
    times = {}
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "work"

        def take(name, *command, fresh=True, **environment):
            if fresh:
                shutil.rmtree(work, ignore_errors=True)
                work.mkdir()
                shutil.copy(arguments.script, work / "script.py")
            times.setdefault(name, []).append(seconds(work, *command, **environment))
            print(f"{name}: {times[name][-1]:.2f} s", flush=True)

        for _ in range(arguments.pairs):
            take("start", "run", "--no-record", "script.py", NOTHING="1")
            take("recorded start", "run", "--run-dir", "run", "script.py", NOTHING="1")
            take("unrecorded", "run", "--no-record", "script.py")
            take("recorded", "run", "--run-dir", "run", "script.py")
            journal = sum(it.stat().st_size for it in (work / "run" / "journal").iterdir())
            take("killed", "run", "--run-dir", "run", "script.py", KILLED="1")
            take("resumed", "resume", "run", fresh=False)
    middle = {name: statistics.median(found) for name, found in times.items()}
    bare = middle["unrecorded"] - middle["start"]
    kept = middle["recorded"] - middle["recorded start"]
    again = middle["resumed"] - middle["recorded start"]
    print(f"journal: {journal} bytes")
    print(f"recording: {middle['recorded start'] - middle['start']:.2f} s a run, and of its steps'")
    print(f"    processor time {100 * (kept - bare) / bare:+.1f} %")
    print(f"replay: {kept / again:.1f} times as fast as the recorded steps")


if __name__ == "__main__":
    main()
