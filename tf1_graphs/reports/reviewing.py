"""Sums an experiment's reproduction up as reviewers ask for it: scope, claims, methods, cost."""

from tf1_graphs.judging import rules, wording


def summary(reproduction, manifest):
    """Return [(heading, sentence)], from what was judged and measured.

    Args:
        reproduction: the `Reproduction`.
        manifest: the run's manifest, or None where there is no run yet.
    """
    experiment, judgements = reproduction.experiment, reproduction.judgements
    whose = f"article {experiment.article}" if experiment.article else "an article of one's own"
    scope = f"{experiment.title}, one listing of {whose}: {_count(len(judgements), 'figure')}"
    varied = {f"{name} {value}" for it in judgements for name, value in it.figure.settings.items()}
    if varied:
        scope += f", measured with other settings too ({', '.join(sorted(varied))})"
    return [
        ("Scope", f"{scope}."),
        ("Claims", wording.summary(reproduction)),
        ("Methods", _methods(judgements, manifest)),
        ("What was easy", _easy(experiment, judgements)),
        ("What was not", _hard(reproduction)),
        ("Cost", _cost(experiment, judgements)),
    ]


def _methods(judgements, manifest):
    used = [rule for rule in rules.MEANINGS if any(it.figure.rule == rule for it in judgements)]
    told = [f"`{rule}`: {rules.MEANINGS[rule]}" for rule in used]
    if manifest:
        versions = manifest.get("versions", {})
        told.insert(
            0,
            f"trained by TensorFlow {versions.get('tensorflow', 'unknown')} in the graph of "
            f"TensorFlow 1, arithmetic {manifest.get('arithmetic', 'native')}, on the "
            f"{manifest.get('device', 'cpu')}, {_count(manifest.get('threads', 1), 'thread')}",
        )
    recorded = [it for it in judgements if it.tensorflow1]
    if recorded:
        told.append(
            f"{len(recorded)} of {_count(len(judgements), 'figure')} beside a recording of "
            "TensorFlow 1.15.5 with the same seeds"
        )
    return f"{'; '.join(told)}." if told else "Nothing was judged."


def _easy(experiment, judgements):
    good = [it.figure.name for it in judgements if it.verdict == rules.REPRODUCED]
    data = ", ".join(experiment.data_sets)
    found = (
        f"The data is had and checked by its hash ({data})."
        if data
        else ("No data set needs to be downloaded.")
    )
    return f"{found} {len(good)} of {_count(len(judgements), 'figure')} came out."


def _hard(reproduction):
    published = reproduction.experiment.published
    told = [f"{names}: {remark}" for names, remark in wording.remarks(reproduction)]
    if published.errata:
        repaired = sum(erratum.corrected for erratum in published.errata)
        told.append(
            f"the listing has {_count(len(published.errata), 'mistake')}, of which `--corrected` "
            f"repairs {repaired}"
        )
    if published.notes:
        told.append(f"the text leaves open what {_count(len(published.notes), 'note')} say")
    return f"{'; '.join(told)}." if told else "Nothing is known."


def _cost(experiment, judgements):
    most = {}
    for it in judgements:
        key = tuple(sorted(it.figure.settings.items()))
        most[key] = max(most.get(key, 0), it.trainings)
    trainings = sum(most.values())
    minutes = trainings * experiment.minutes
    return (
        f"{_count(trainings, 'training')} of about {_count(experiment.minutes, 'minute')} on two "
        f"cores: {minutes:g} minutes in all, where they are trained one after the other."
    )


def _count(number, noun):
    return f"{number:g} {noun}" if number == 1 else f"{number:g} {noun}s"
