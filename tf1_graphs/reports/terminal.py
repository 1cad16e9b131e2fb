"""Writes the published figures beside the measured ones, for a terminal."""

import textwrap

from tf1_graphs import tables
from tf1_graphs.judging import wording

_WIDEST = 34
_PAGE = 100


def table(reproduction):
    """Return the published figures beside the measured ones, as lines for a terminal."""
    rows = [wording.row(judgement) for judgement in reproduction.judgements]
    # A column that says nothing takes no room.
    shown = [i for i in range(len(wording.HEADINGS)) if i < 5 or any(row[i] for row in rows)]
    rows = [[row[i] for i in shown] for row in rows]
    headings = [wording.HEADINGS[i] for i in shown]
    lines = tables.lines(rows, headings, rule=True, widest=_WIDEST)
    heading = f"{reproduction.experiment.name} (seed {reproduction.seed})"
    remarks = [
        line
        for names, remark in wording.remarks(reproduction)
        for line in ["", *textwrap.wrap(f"{names}: {remark}", _PAGE, subsequent_indent="  ")]
    ]
    return [heading, *lines, *remarks, "", wording.summary(reproduction)]
