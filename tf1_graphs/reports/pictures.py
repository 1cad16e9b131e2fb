"""Draws the pictures of a report, as they stand inside an HTML file."""

import base64

from tf1_graphs.errors import InputError
from tf1_graphs.experiments import catalogue
from tf1_graphs.judging import rules


def of_reproduction(reproduction):
    """Draw the run of a `Reproduction`, and each figure that several seeds measured.

    Nothing is trained; the trained model is restored.

    Returns:
        (pictures, undrawn): list of {"title", "alt", "source"}, the source a `data:` address; and
        lines that say what is not drawn, and why.
    """
    from tf1_graphs import plots

    drawn, undrawn = [], []
    try:
        if reproduction.run.metrics.exists():
            drawn = plots.of_run(
                reproduction.run, undrawn.append, retrain=False, experiment=_own(reproduction)
            )
    except InputError as error:
        undrawn.append(str(error))
    found, lacking = of_seeds(reproduction)
    return [*map(embedded, drawn), *found], [*undrawn, *(it for it in lacking if it not in undrawn)]


def _own(reproduction):
    """Return the experiment where no file leads to it; else None."""
    experiment = reproduction.experiment
    return None if catalogue.reference_of(experiment) else experiment


def of_seeds(reproduction):
    """Draw each figure that several seeds measured; return as `of_reproduction`."""
    from tf1_graphs import plots

    measured = [
        (judgement.figure, judgement.distribution["values"])
        for judgement in reproduction.judgements
        if judgement.figure.rule == "replicates"
        and judgement.distribution
        and len(judgement.distribution["values"]) > 1
    ]
    try:
        return [
            embedded(
                plots.replicates(
                    figure, values, rules.CENTRAL_PERCENT, rules.central_interval(values)
                )
            )
            for figure, values in measured
        ], []
    except InputError as error:
        return [], [str(error)]


def embedded(plot):
    """Return a `Plot` as {"title", "alt", "source"}."""
    from tf1_graphs.plots.figure import png

    source = f"data:image/png;base64,{base64.b64encode(png(plot)).decode()}"
    return {"title": plot.title, "alt": plot.alt, "source": source}
