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
    if figure.rule == "claim":
        return f"{_bounds(figure)} in most trainings"
    return _bounds(figure)


def _bounds(figure):
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
    against = f"; compared with {figure.against}" if figure.against else ""
    if figure.rule == "replicates" and judgement.trainings:
        return f"{figure.rule}: the published number lies {judgement.criterion}{against}"
    if figure.rule == "claim" and judgement.trainings:
        return f"{figure.rule}: {judgement.criterion}{against}"
    return f"{figure.rule}: {asked(figure)}{against}"


HEADINGS = ("figure", "published", "measured", "judged by", "verdict", "TensorFlow 1.15.5")


def row(judgement):
    """Return a judgement as the cells below `HEADINGS`."""
    figure = judgement.figure
    return [
        figure.name,
        figure.published,
        judgement.measured,
        f"{figure.rule}: {judgement.criterion}" if figure.rule != "exact" else figure.rule,
        verdict(judgement),
        judgement.tensorflow1,
    ]


def verdict(judgement):
    """Say the verdict, and whether it is the expected one where that is worth a word."""
    return ", ".join(filter(None, [judgement.verdict, expectation(judgement)]))


def expectation(judgement):
    """Say whether a verdict is the expected one; "" where that goes without saying, or is open."""
    if judgement.outcome == rules.CHANGED:
        return f"changed: expected {judgement.figure.expected}"
    if judgement.outcome == rules.AS_EXPECTED and judgement.verdict != rules.REPRODUCED:
        return "as expected"
    return ""


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
    """Return how many figures came out again, and how many verdicts changed, in one line."""
    if not reproduction.judgements:
        return score(reproduction)
    return f"{score(reproduction)} {expectations(reproduction)}"


def expectations(reproduction):
    """Return how many verdicts are the expected ones, how many changed, and how many are open."""
    outcomes = [judgement.outcome for judgement in reproduction.judgements]
    told = [
        f"{outcomes.count(rules.AS_EXPECTED)} as expected",
        f"{outcomes.count(rules.CHANGED)} changed",
    ]
    trained = [it for it in reproduction.judgements if it.trainings]
    if few := sum(judgement.outcome == rules.OPEN for judgement in trained):
        told.append(f"{few} open for lack of seeds (--seeds {rules.ENOUGH_SEEDS})")
    if lacking := len(outcomes) - len(trained):
        told.append(f"{lacking} not judged")
    verdicts = "verdict" if len(outcomes) == 1 else "verdicts"
    return f"{len(outcomes)} {verdicts}: {', '.join(told)}."


def remarks(reproduction):
    """Return (names of figures, why they do not come out) where that is known and they do not.

    Of a figure that is open, the remark is said where it is expected not to come out.
    """
    found = {}
    for judgement in reproduction.judgements:
        is_open, figure = judgement.outcome == rules.OPEN, judgement.figure
        told = figure.expected if is_open else judgement.verdict
        if told != rules.REPRODUCED and figure.remark:
            found.setdefault(figure.remark, []).append(figure.name)
    return [("; ".join(names), remark) for remark, names in found.items()]
