"""Writes the published figures beside the measured ones, for a terminal."""

from tf1_graphs import tables
from tf1_graphs.judging import wording

_HEADINGS = ("figure", "published", "measured", "rule", "verdict")
_WIDEST = 44


def table(reproduction):
    """Return the published figures beside the measured ones, as lines for a terminal."""
    lines = tables.lines(_rows(reproduction), _HEADINGS, rule=True, widest=_WIDEST)
    heading = f"{reproduction.experiment.name} (seed {reproduction.seed})"
    remarks = [f"{name}: {remark}" for name, remark in wording.remarks(reproduction)]
    return [heading, *lines, *remarks, wording.summary(reproduction)]


def _rows(reproduction):
    for judgement in reproduction.judgements:
        figure = judgement.figure
        rule = figure.rule if figure.rule == "exact" else f"{figure.rule}: {judgement.criterion}"
        yield [figure.name, figure.published, judgement.measured, rule, judgement.verdict]
