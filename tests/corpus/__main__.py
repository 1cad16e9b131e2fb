"""Runs the scripts of old repositories on TensorFlow 1.15.5 and here, and says what differs first.

`python -m tests.corpus --oracle PYTHON_3.7 FOLDER...`

Each folder is one repository. Copies are run, with seeds and few iterations (`preparing`); what is
noted of each stays in `--notes`, and `--json` has the table as data.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.corpus import comparing, observing, preparing


def main():
    """Run, compare, print the table; exit status 1 if a script fails that ran on 1.15.5."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--oracle", help="Python 3.7 with TensorFlow 1.15.5; default: notes alone")
    parser.add_argument("--notes", type=Path, default=Path("build/corpus"))
    parser.add_argument("--seconds", type=float, default=40, help="of a processor, a script")
    parser.add_argument("--iterations", type=int, default=2, help="of each loop that trains")
    parser.add_argument("--only", default="", help="scripts whose path contains this")
    parser.add_argument("--most", type=int, default=1000, help="scripts of a repository")
    parser.add_argument("--again", action="store_true", help="run here alone, beside older notes")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    if "TF1_GRAPHS_DATA" not in os.environ:
        parser.error("set TF1_GRAPHS_DATA: scripts that download MNIST get it from there")
    rows = []
    for folder in arguments.folders:
        rows += _of_repository(folder.resolve(), arguments)
        if arguments.json:
            arguments.json.write_text(json.dumps(rows, indent=1))
    print("\n".join(comparing.table(rows)))
    sys.exit(any(row["verdict"] == comparing.FAILS for row in rows))


def _of_repository(folder, arguments):
    notes = arguments.notes.resolve() / folder.name
    roots = {side: notes / side / "scripts" for side in ("oracle", "here")}
    if arguments.again and roots["here"].exists():
        shutil.rmtree(roots["here"])  # with the checkpoints that its scripts left
    for root in roots.values():
        if not root.exists():
            preparing.prepare(folder, root)
    scripts = sorted(path.relative_to(roots["here"]) for path in roots["here"].rglob("*.py"))
    scripts = [path for path in scripts if arguments.only in str(path)]
    scripts = [path for path in scripts if _may_run(roots["here"] / path)]
    scripts = scripts[:: -(-len(scripts) // arguments.most) or 1]
    if not arguments.again:
        _observe(arguments.oracle, roots["oracle"], scripts, arguments)
    scripts = [path for path in scripts if _ran(_out(roots["oracle"], path))]
    _observe(sys.executable, roots["here"], scripts, arguments)
    rows, judged = [], {}
    for script in scripts:
        folders = [_out(roots[side], script) for side in ("oracle", "here")]
        judged[script] = comparing.judged(*folders, (roots["oracle"], roots["here"]))
    others = [script for script, row in judged.items() if row["verdict"] == comparing.DIFFERS]
    if arguments.oracle:
        _observe(arguments.oracle, roots["oracle"], others, arguments, "again")
    for script, row in judged.items():
        if script in others and _out(roots["oracle"], script, "again").exists():
            pair = [_out(roots["oracle"], script, kind) for kind in ("notes", "again")]
            comparing.excuse(row, *pair)
        rows.append({"repository": folder.name.replace("+", "/"), "script": str(script), **row})
        print(f"{row['verdict']}: {folder.name}/{script} {row['why']} {row['cause']}", flush=True)
    return rows


def _may_run(path):
    """Tell whether a file names TensorFlow, and does more than define."""
    text = path.read_text(errors="replace")
    begins = ("__main__", "Session", "app.run", ".fit(", ".train(")
    return "tensorflow" in text and any(words in text for words in begins)


def _out(root, script, kind="notes"):
    return root.parent / kind / script.with_suffix("")


def _ran(out):
    status = out / "status.json"
    return status.is_file() and json.loads(status.read_text())["status"] == 0


def _observe(python, root, scripts, arguments, kind="notes"):
    jobs = [
        {
            "root": str(root),
            "script": str(script),
            "out": str(_out(root, script, kind)),
            "seconds": arguments.seconds,
            "iterations": arguments.iterations,
        }
        for script in scripts
    ]
    if not jobs:
        return
    file = root.parent / "jobs.json"
    file.write_text(json.dumps(jobs))
    environment = {
        **os.environ,
        "MPLBACKEND": "Agg",
        "PYTHONHASHSEED": "0",
        "PYTHONIOENCODING": "utf-8",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONWARNINGS": "ignore",
        "OMP_NUM_THREADS": "1",
    }
    environment.pop("TF2_BEHAVIOR", None)  # today's TensorFlow sets it, and 1.15.5 obeys
    subprocess.run([python, observing.__file__, str(file)], env=environment, cwd=root, check=True)


if __name__ == "__main__":
    main()
