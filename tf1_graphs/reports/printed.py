"""Runs a notebook or a script, judges what it prints, and writes the report with both columns."""

import dataclasses

from tf1_graphs import __version__
from tf1_graphs.errors import InputError
from tf1_graphs.judging import outputs, printed
from tf1_graphs.reports.files import write
from tf1_graphs.runs import script_runs
from tf1_graphs.runs.run_directory import RunDirectory
from tf1_graphs.scripts import running
from tf1_graphs.scripts.recorded import launching


def reproduce(subject, expect, runs_dir, say):
    """Run a notebook or a script, and judge each line that was published of it.

    Args:
        subject: path of the notebook, or of the script.
        expect: of a script, path of the log that was published; of a notebook None.
        runs_dir: folder of the runs.
        say: function that prints a line.

    Returns:
        The `outputs.Judged`; its report is in its run directory.

    Raises:
        InputError: there is nothing to judge, or the program was stopped before its end.
    """
    expected = outputs.read_expected(subject)
    if expect is None:
        outputs.of_notebook(subject, subject)  # one without outputs is refused before it runs
    elif not expect.is_file():
        raise InputError(f"there is no file {expect}: --expect takes what the script printed")
    run = launching.new_run(subject, runs_dir)
    executed = run.path / "executed.ipynb"
    status = running.run(
        str(subject),
        [],
        str(executed) if expect is None else None,
        say,
        run_dir=run.path,
        runs_dir=runs_dir,
        no_record=False,
        checkpoint_seconds=launching.DEFAULT_SECONDS,
        journal_limit=launching.DEFAULT_LIMIT // 2**20,
    )
    if status > 128:
        raise SystemExit(status)
    if expect is None:
        parts = outputs.of_notebook(subject, executed)
    else:
        parts = outputs.of_log(expect, run.output)
    judged = outputs.Judged(subject, parts, run, status, expected)
    say(summary(judged))
    say(f"Report: {_write(judged)}")
    return judged


def summary(judged):
    """Return the counts of lines by verdict, in one line."""
    counts = printed.counts(judged.lines)
    words = ", ".join(f"{count} {verdict}" for verdict, count in counts.items() if count)
    came_out = f"{printed.share(judged.lines):.1%} of the comparable lines come out"
    return f"{judged.subject}: {words or 'no lines'}; {came_out}"


def _write(judged):
    run = RunDirectory(judged.run.path)
    said = {
        "heading": f"{judged.subject.name}: published and reproduced",
        "path": str(run.path),
        "state": script_runs.state(run),
        "summary": summary(judged),
        "expected": None if judged.expected is None else judged.is_as_expected(),
        "parts_judged": [
            {
                "name": part.name,
                "rows": [_row(line) for line in part.lines],
                "pictures": [
                    {"title": f"{part.name}, {which}", "alt": f"picture of {part.name}", "png": it}
                    for which, those in zip(("published", "reproduced"), part.pictures, strict=True)
                    for it in those
                ],
            }
            for part in judged.parts
        ],
        "version": __version__,
    }
    return write("printed", said, judged.as_json(), run.report(".html"))


def _row(line):
    row = dataclasses.asdict(line)
    verdict = line.verdict or "not published"
    return {**row, "reproduced": line.reproduced or "", "verdict": verdict}
