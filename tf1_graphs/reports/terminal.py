"""The published figures beside the measured ones, for a terminal."""

import textwrap

from tf1_graphs.judging import words

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
    remarks = [f"{name}: {remark}" for name, remark in words.remarks(reproduction)]
    return [heading, *lines, *remarks, words.summary(reproduction)]


def _rows(reproduction):
    for judgement in reproduction.judgements:
        figure = judgement.figure
        rule = figure.rule if figure.rule == "exact" else f"{figure.rule}: {judgement.criterion}"
        yield [figure.name, figure.published, judgement.measured, rule, judgement.verdict]
