"""Reports of a reproduction: a table for the terminal, Markdown, and JSON."""

import json
import textwrap

from tf1_graphs import files
from tf1_graphs.reproduction.rules import REPRODUCED

_HEADINGS = ("figure", "published", "measured", "rule", "verdict")
_WIDEST = 44


def table(reproduction):
    """Return the published figures beside the measured ones, as lines for a terminal."""
    rows = [
        [textwrap.wrap(cell, _WIDEST) or [""] for cell in row]
        for row in (_HEADINGS, *_rows(reproduction))
    ]
    widths = [max(len(part) for row in rows for part in row[i]) for i in range(len(_HEADINGS))]
    lines = []
    for row in rows:
        for i in range(max(len(cell) for cell in row)):
            parts = [cell[i] if i < len(cell) else "" for cell in row]
            padded = [part.ljust(width) for part, width in zip(parts, widths, strict=True)]
            lines.append("  ".join(padded).rstrip())
    lines.insert(1, "  ".join("-" * width for width in widths))
    heading = f"{reproduction.experiment.name} (seed {reproduction.seed})"
    return [heading, *lines, *_remarks(reproduction, "{}: {}"), summary(reproduction)]


def summary(reproduction):
    """Return the number of figures that came out again, in one line."""
    judgements = reproduction.judgements
    if not judgements:
        return "The article publishes no figure of this listing."
    good = sum(judgement.verdict == REPRODUCED for judgement in judgements)
    return f"{good} of {len(judgements)} published figures reproduced: {reproduction.verdict}"


def markdown(reproduction):
    """Return the report as Markdown."""
    lines = [
        f"# {reproduction.experiment.name}: {reproduction.experiment.title}",
        "",
        f"Article {reproduction.experiment.article}, seed {reproduction.seed}. "
        f"{summary(reproduction)}",
        "",
        "| " + " | ".join(_HEADINGS) + " |",
        "|" + "---|" * len(_HEADINGS),
        *("| " + " | ".join(row) + " |" for row in _rows(reproduction)),
    ]
    remarks = _remarks(reproduction, "- {}: {}")
    if remarks:
        lines += ["", "## Why not", "", *remarks]
    if reproduction.experiment.errata:
        lines += ["", "## Errata", ""]
        lines += [
            f"{erratum.number}. {erratum.place}: {erratum.mistake}. Effect: {erratum.effect}."
            for erratum in reproduction.experiment.errata
        ]
    return "\n".join([*lines, ""])


def write(reproduction):
    """Write `report.json` and `report.md` into the run directory."""
    run = reproduction.run
    files.atomic_write(
        run.report(".json"), json.dumps(reproduction.as_json(), indent=2, allow_nan=False) + "\n"
    )
    files.atomic_write(run.report(".md"), markdown(reproduction))


def _rows(reproduction):
    for judgement in reproduction.judgements:
        figure = judgement.figure
        rule = figure.rule if figure.rule == "exact" else f"{figure.rule}: {judgement.criterion}"
        yield [figure.name, figure.published, judgement.measured, rule, judgement.verdict]


def _remarks(reproduction, template):
    """Return why figures do not come out, where that is known."""
    return [
        template.format(judgement.figure.name, judgement.figure.remark)
        for judgement in reproduction.judgements
        if judgement.verdict != REPRODUCED and judgement.figure.remark
    ]
