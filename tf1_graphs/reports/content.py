"""Collects what a report says as plain data, the same for HTML and for Markdown."""

import shlex
from collections import Counter
from pathlib import Path

from tf1_graphs import __version__
from tf1_graphs.errors import InputError
from tf1_graphs.experiments import catalogue
from tf1_graphs.judging import judge, rules, wording
from tf1_graphs.reports import reviewing
from tf1_graphs.runs import run_directory
from tf1_graphs.runs.manifest import NO_DIGITS
from tf1_graphs.runs.run_directory import RunDirectory

FINISHED = "finished"
VERDICTS = (rules.REPRODUCED, rules.NOT_REPRODUCED, rules.UNDECIDED)


def of_experiment(reproduction, pictures=(), undrawn=(), runs=()):
    """Return what the report of one experiment says.

    Args:
        reproduction: the `Reproduction`.
        pictures: list of {"title", "alt", "source"}, as `pictures.of_reproduction` makes them.
        undrawn: lines that say what is not drawn, and why.
        runs: `RunDirectory`s that are listed.

    Returns:
        {name: text, list or dict}, for the templates `experiment.html` and `experiment.md`.
    """
    experiment, run = reproduction.experiment, reproduction.run
    manifest = _read_manifest(run)
    return {
        **judged(reproduction),
        "pictures": list(pictures),
        "undrawn": list(undrawn),
        "results": _results(run),
        "errata": experiment.published.errata,
        "notes": (*experiment.published.notes, *_withdrawn(manifest)),
        "manifest": _manifest(manifest) if manifest else [],
        "state": state(run),
        "path": str(run.path),
        "runs": [(one.path.name, state(one)) for one in runs],
        "again": _again(reproduction, manifest),
        "summary": reviewing.summary(reproduction, manifest),
        "version": __version__,
    }


def judged(reproduction):
    """Return what is said about an experiment wherever it is reported."""
    experiment = reproduction.experiment
    return {
        "name": experiment.name,
        "heading": f"{experiment.name}: {experiment.title}",
        "article": experiment.article,
        "seed": reproduction.seed,
        "score": wording.score(reproduction),
        "verdict": reproduction.verdict if reproduction.judgements else None,
        "rows": [
            {
                "name": judgement.figure.name,
                "published": judgement.figure.published,
                "measured": judgement.measured,
                "rule": wording.rule(judgement),
                "place": judgement.figure.place,
                "verdict": judgement.verdict,
                "expectation": wording.expectation(judgement),
                "tensorflow1": judgement.tensorflow1,
            }
            for judgement in reproduction.judgements
        ],
        "remarks": wording.remarks(reproduction),
        "missing": _missing(reproduction),
    }


def of_overall(reproductions, folder):
    """Return what the report over all experiments says.

    Args:
        reproductions: list of `Reproduction`.
        folder: where the report is written: reports that are there are linked from it.

    Returns:
        {name: text, list or dict}, for the templates `overall.html` and `overall.md`.
    """
    experiments = []
    for reproduction in reproductions:
        run = reproduction.run
        experiments.append(
            judged(reproduction)
            | {"counts": counts([reproduction]), "state": state(run), "link": _link(run, folder)}
        )
    articles = {}
    for experiment in experiments:
        articles.setdefault(experiment["article"], []).append(experiment)
    return {
        "heading": "Published and reproduced",
        "articles": [
            {
                "number": number,
                "experiments": those,
                "counts": _of_article(reproductions, number),
            }
            for number, those in articles.items()
        ],
        "counts": counts(reproductions),
        "totals": _totals(reproductions),
        "version": __version__,
    }


def _totals(reproductions):
    """Return the table of counts, a row an article."""
    numbers = dict.fromkeys(it.experiment.article for it in reproductions)
    rows = [
        (
            f"article {number}" if number else "own articles",
            *_of_article(reproductions, number).values(),
        )
        for number in numbers
    ]
    verdicts = [f"{wording.SIGNS[verdict]} {verdict}" for verdict in VERDICTS]
    outcomes = (rules.AS_EXPECTED, rules.CHANGED, rules.OPEN)
    return {
        "headings": ("articles", "figures", *verdicts, *outcomes),
        "rows": [*rows, ("all articles", *counts(reproductions).values())],
    }


def _of_article(reproductions, number):
    return counts([it for it in reproductions if it.experiment.article == number])


def counts(reproductions):
    """Return the number of figures, in all, by verdict, and by what was expected."""
    found = Counter(judgement.verdict for it in reproductions for judgement in it.judgements)
    outcomes = Counter(judgement.outcome for it in reproductions for judgement in it.judgements)
    return (
        {"figures": found.total()}
        | {verdict: found[verdict] for verdict in VERDICTS}
        | {outcome: outcomes[outcome] for outcome in (rules.AS_EXPECTED, rules.CHANGED, rules.OPEN)}
    )


def state(run):
    """Say how far a run is; of one that cannot be read, why."""
    try:
        if not run.manifest.exists():
            return "not trained yet"
        epochs = run_directory.read_manifest(run)["settings"]["epochs"]
        if run_directory.read_measurements(run) is not None:
            return FINISHED
        done = len(run_directory.read_metrics(run))
        return f"not finished: {done} of at most {epochs} epochs"
    except (InputError, ValueError, KeyError, TypeError, AttributeError) as error:
        return f"damaged: {judge.damage(run, error)}"


def _missing(reproduction):
    """Return each command that would decide figures, with their names."""
    commands = {}
    for name, command in reproduction.remedies.items():
        commands.setdefault(command, []).append(name)
    return [{"command": command, "figures": names} for command, names in commands.items()]


def _results(run):
    try:
        measurements = run_directory.read_measurements(run)
    except InputError:
        return []  # its state says so
    return list(measurements.results.items()) if measurements else []


def _read_manifest(run):
    try:
        return run_directory.read_manifest(run)
    except InputError:
        return None  # its state says so


def _withdrawn(manifest):
    """Return what is not promised of a run."""
    return (f"{NO_DIGITS}.",) if manifest and manifest.get("device", "cpu") != "cpu" else ()


def _manifest(manifest):
    """Return the manifest as tables: [(caption, [(name, value)])]."""
    execution = (
        "seed",
        "engine",
        "threads",
        "device",
        "onednn",
        "arithmetic",
        "processor",
        "imported",
        "graph",
    )
    tables = [
        ("Settings", manifest.get("settings", {})),
        (
            "Execution",
            {name: manifest[name] for name in execution if manifest.get(name) is not None},
        ),
        ("Versions", manifest.get("versions", {})),
        ("Data, SHA-256 of each array as it is fed", manifest.get("data", {})),
    ]
    return [(caption, list(values.items())) for caption, values in tables if values]


def _again(reproduction, manifest):
    """Return the commands that train the run and judge the figures, with what each does."""
    experiment, run = reproduction.experiment, reproduction.run
    runs_dir = run.path.parent.parent
    asked = (experiment, reproduction.settings, reproduction.seed, runs_dir)
    train = judge.train_command(*asked)
    if manifest and run.path != judge.run_of(*asked).path:
        # Begun with --run-dir, or from an article's own checkpoint.
        runs_dir = judge.DEFAULT_RUNS_DIR
        train = shlex.join(["tf1-graphs", *map(str, manifest.get("command", ())[1:])])
    elif manifest and manifest.get("threads", 1) != 1:
        train += f" --threads {manifest['threads']}"
    words = ["tf1-graphs", "reproduce", catalogue.shown(experiment)]
    words += ["--seed", str(reproduction.seed), *judge.runs_dir_option(runs_dir)]
    judging = shlex.join(words)
    return [
        {"what": "Train, or continue where it stopped", "command": train},
        {"what": "Train all that is missing, and judge every figure", "command": judging},
        {
            "what": "Write this report again from what the runs measured",
            "command": shlex.join(["tf1-graphs", "report", str(run.path)]),
        },
    ]


def _link(run, folder):
    """Return the address of a run's report from a folder, or None where there is none."""
    report = RunDirectory(run.path).report(".html")
    if not report.exists():
        return None
    try:
        return report.relative_to(Path(folder)).as_posix()
    except ValueError:
        return None
