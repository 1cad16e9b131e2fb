"""Puts rules, verdicts and scores into plain words."""

import math

from tf1_graphs.judging import rules

SIGNS = {rules.REPRODUCED: "✓", rules.NOT_REPRODUCED: "✗", rules.UNDECIDED: "?"}
"""A sign for each verdict, so that colour alone never says it."""


def asked(figure):
    """Say what the rule of a `PublishedFigure` asks for.

    Example: `a number from 0.97 to 0.973, both included`.
    """
    if figure.rule == "exact":
        return "the same digits as printed"
    if figure.rule == "replicates":
        return (
            f"the published number lies inside the central {rules.CENTRAL_PERCENT} % of what "
            f"{rules.MINIMUM_SEEDS} or more seeds measure"
        )
    low, high = figure.bounds
    if low == high:
        return f"exactly {low:g}"
    if math.isinf(high):
        return f"{low:g} or more"
    if math.isinf(low):
        return f"{high:g} or less"
    return f"a number from {low:g} to {high:g}, both included"


def rule(judgement):
    """Say by what a figure was judged: the rule, what it asks for, and of how many seeds."""
    figure = judgement.figure
    if figure.rule == "replicates" and judgement.distribution:
        return f"{figure.rule}: the published number lies {judgement.criterion}"
    against = f"; compared with {figure.against}" if figure.against else ""
    return f"{figure.rule}: {asked(figure)}{against}"


def score(reproduction):
    """Return the number of figures that came out again, in one sentence."""
    judgements = reproduction.judgements
    if not judgements:
        if reproduction.experiment.published.figures:
            return "No published figure is measured with these settings."
        return "The article publishes no figure of this listing."
    good = sum(judgement.verdict == rules.REPRODUCED for judgement in judgements)
    return f"{good} of {len(judgements)} published figures reproduced."


def summary(reproduction):
    """Return the number of figures that came out again, and the verdict, in one line."""
    if not reproduction.judgements:
        return score(reproduction)
    return f"{score(reproduction)[:-1]}: {reproduction.verdict}"


def remarks(reproduction):
    """Return (names of figures, why they do not come out) where that is known and they do not."""
    found = {}
    for judgement in reproduction.judgements:
        if judgement.verdict == rules.NOT_REPRODUCED and judgement.figure.remark:
            found.setdefault(judgement.figure.remark, []).append(judgement.figure.name)
    return [("; ".join(names), remark) for remark, names in found.items()]
