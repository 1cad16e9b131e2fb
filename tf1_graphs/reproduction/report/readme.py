"""The table in the README: one row an experiment, between two markers."""

from pathlib import Path

from tf1_graphs import files
from tf1_graphs.errors import InputError
from tf1_graphs.reproduction import words
from tf1_graphs.reproduction.report import content

BEGIN = "<!-- tf1-graphs report: begin -->"
END = "<!-- tf1-graphs report: end -->"


def replace(path, reproductions, details=""):
    """Put a new table between the two markers of a Markdown file, by atomic replace.

    Args:
        path: the file.
        reproductions: list of `Reproduction`, a row each.
        details: address of the overall report in Markdown, which each row links to; may be empty.

    Raises:
        InputError: there is no such file, or it does not have both markers once, in order.
        OSError: the file cannot be written; the old one stands.
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
    table = "\n".join(lines(reproductions, details))
    files.atomic_write(path, f"{before}{BEGIN}\n{table}\n{END}{after}")


def lines(reproductions, details=""):
    """Return the table as lines of Markdown, with the totals below it."""
    found = [
        "| article | experiment | figures reproduced | undecided | verdict |",
        "|---|---|---|---|---|",
    ]
    for reproduction in reproductions:
        name = reproduction.experiment.name
        counts = content.counts([reproduction])
        cells = [
            reproduction.experiment.article,
            f"[{name}]({details}#{name})" if details else name,
        ]
        if reproduction.judgements:
            cells += [f"{counts['reproduced']} of {counts['figures']}", str(counts["undecided"])]
            cells.append(f"{words.SIGNS[reproduction.verdict]} {reproduction.verdict}")
        else:
            cells += ["none published", "", f"run {content.state(reproduction.run)}"]
        found.append(f"| {' | '.join(cells)} |")
    totals = content.counts(reproductions)
    return [
        *found,
        "",
        f"{totals['reproduced']} of {totals['figures']} published figures are reproduced, "
        f"{totals['not reproduced']} are not, {totals['undecided']} are undecided.",
    ]
