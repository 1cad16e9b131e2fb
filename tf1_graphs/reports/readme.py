"""Writes the table of the README: one row an experiment, between two markers."""

import os
from pathlib import Path

from tf1_graphs import files
from tf1_graphs.errors import InputError
from tf1_graphs.judging import wording
from tf1_graphs.reports import content
from tf1_graphs.reports.content import FINISHED
from tf1_graphs.reports.files import render

BEGIN = "<!-- tf1-graphs report: begin -->"
END = "<!-- tf1-graphs report: end -->"


def write_readme(path, reproductions, details=None):
    """Put a new table between the two markers of a Markdown file, by atomic replace.

    Args:
        path: the file.
        reproductions: list of `Reproduction`, a row each.
        details: Markdown file that the overall report is written to, and each row links to; None
            leaves the links out.

    Raises:
        InputError: there is no such file, or it does not have both markers once, in order.
        OSError: a file cannot be written; the old ones stand.
    """
    path = Path(path)
    try:
        text = path.read_text()
    except (FileNotFoundError, UnicodeDecodeError):
        raise InputError(f"{path} is not a Markdown file that could be read") from None
    if (text.count(BEGIN), text.count(END)) != (1, 1) or text.index(BEGIN) > text.index(END):
        raise InputError(
            f"{path} must have the line {BEGIN} once and, below it, the line {END} once: put them "
            "where the table is to stand"
        )
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    written, address = {}, ""
    if details:
        said = content.of_overall(reproductions, Path(details).parent)
        written[details] = render("overall.md", said)
        address = Path(os.path.relpath(details, path.parent)).as_posix()
    table = "\n".join(lines(reproductions, address))
    files.atomic_writes(written | {path: f"{before}{BEGIN}\n{table}\n{END}{after}"})


def lines(reproductions, details=""):
    """Return the table as lines of Markdown, with the totals below it."""
    found = [
        "| article | experiment | figures reproduced | undecided | verdict | expected |",
        "|---|---|---|---|---|---|",
    ]
    for reproduction in reproductions:
        name = reproduction.experiment.name
        counts, state = content.counts([reproduction]), content.state(reproduction.run)
        cells = [
            reproduction.experiment.article,
            f"[{name}]({details}#{name})" if details else name,
        ]
        if reproduction.judgements:
            cells += [f"{counts['reproduced']} of {counts['figures']}", str(counts["undecided"])]
            verdict = f"{wording.SIGNS[reproduction.verdict]} {reproduction.verdict}"
            cells.append(verdict if state == FINISHED else f"{verdict}: run {state}")
            cells.append(_expected(counts))
        else:
            cells += ["none published", "", f"run {state}", ""]
        found.append(f"| {' | '.join(cells)} |")
    totals = content.counts(reproductions)
    return [
        *found,
        "",
        f"{totals['reproduced']} of {totals['figures']} published figures are reproduced, "
        f"{totals['not reproduced']} are not, {totals['undecided']} are undecided. "
        f"{totals['as expected']} verdicts are as expected, {totals['changed']} changed, "
        f"{totals['open']} are open for lack of runs.",
    ]


def _expected(counts):
    """Say how many verdicts are the expected ones."""
    if counts["changed"]:
        return f"{counts['changed']} changed"
    return "yes" if counts["as expected"] == counts["figures"] else f"{counts['open']} open"
