"""Train what is missing for an experiment's published figures, and judge them."""

import dataclasses
import time
from functools import partial
from pathlib import Path

from tf1_graphs.articles import find
from tf1_graphs.reproduction import rules
from tf1_graphs.training import manifest, runner
from tf1_graphs.training.run_directory import RunDirectory, as_json, run_name


@dataclasses.dataclass(frozen=True)
class Reproduction:
    """What reproducing an experiment found.

    Attributes:
        experiment: the `Experiment`.
        seed: of the run that `exact` and `range` figures were measured on.
        settings: the default settings of that run.
        judgements: one a published figure, in the article's order.
        run: the run's `RunDirectory`.
        seconds: wall time that this took, training included.
    """

    experiment: object
    seed: int
    settings: object
    judgements: tuple
    run: RunDirectory
    seconds: float

    @property
    def verdict(self):
        """The verdict over all figures."""
        return rules.overall(self.judgements)

    def as_json(self):
        """Return the object that `--json` writes."""
        return {
            "experiment": self.experiment.name,
            "article": self.experiment.article,
            "seed": self.seed,
            "settings": dataclasses.asdict(self.settings),
            "verdict": self.verdict,
            "figures": [
                {
                    "name": judgement.figure.name,
                    "published": judgement.figure.published,
                    "measured": judgement.measured,
                    "rule": judgement.figure.rule,
                    "verdict": judgement.verdict,
                    "criterion": judgement.criterion,
                    "settings": dict(judgement.figure.settings),
                    "distribution": _strict(judgement.distribution),
                }
                for judgement in self.judgements
            ],
            "run_directory": str(self.run.path),
            "seconds": round(self.seconds, 1),
            "versions": manifest.versions(),
        }


def needed_runs(experiment, seed, seeds=1):
    """Return the runs that judging an experiment's figures takes.

    Args:
        experiment: the `Experiment`.
        seed: the first seed.
        seeds: number of seeds, from the first on, for figures judged by `replicates`.

    Returns:
        List of (experiment, settings, seed), each once; the first is the run that `exact` and
        `range` figures of default settings are measured on.
    """
    runs = [(experiment, experiment.settings(), seed)]
    for figure in experiment.figures:
        runs += _measured_on(experiment, figure, seed, seeds)
        if figure.against:
            runs.append(_compared_with(figure, seed))
    return list({(run[0].name, *run[1:]): run for run in runs}.values())


def _measured_on(experiment, figure, seed, seeds):
    """Return the runs that a figure is measured on, the first seed's first."""
    settings = dataclasses.replace(experiment.settings(), **figure.settings)
    count = seeds if figure.rule == "replicates" else 1
    return [(experiment, settings, seed + offset) for offset in range(count)]


def _compared_with(figure, seed):
    """Return the run of the other experiment that a figure compares with."""
    other = find(figure.against)
    return (other, other.settings(), seed)


def run_of(experiment, settings, seed, runs_dir):
    """Return the `RunDirectory` of one of these runs."""
    return RunDirectory(Path(runs_dir) / experiment.name / run_name(seed, settings))


def reproduce(experiment, runs_dir, options, seeds=1):
    """Train what is missing, then judge every published figure of an experiment.

    Args:
        experiment: the `Experiment`.
        runs_dir: folder of the runs; each is `<experiment>/<run>` in it.
        options: the runner's `Options`; its seed is the first one.
        seeds: number of seeds, from the first on, for figures judged by `replicates`.

    Returns:
        The `Reproduction`.

    Raises:
        InputError: data or a run directory cannot be used.
        Interrupted: a signal stopped the training; it is saved.
    """
    began = time.monotonic()
    records = {}

    def record(experiment, settings, seed):
        run = run_of(experiment, settings, seed, runs_dir)
        if run.path not in records:
            if not run.results.exists():
                options.say(f"Training {run.path}")
            seeded = dataclasses.replace(options, seed=seed)
            records[run.path] = runner.train(experiment, settings, run, seeded)
        return records[run.path]

    for needed in needed_runs(experiment, options.seed, seeds):
        record(*needed)
    judgements = []
    for figure in experiment.figures:
        measured = [record(*run) for run in _measured_on(experiment, figure, options.seed, seeds)]
        if figure.against:
            compared = record(*_compared_with(figure, options.seed))
            figure = dataclasses.replace(figure, measure=partial(figure.measure, compared))
        judgements.append(rules.judge(figure, measured))
    defaults = experiment.settings()
    return Reproduction(
        experiment,
        options.seed,
        defaults,
        tuple(judgements),
        run_of(experiment, defaults, options.seed, runs_dir),
        time.monotonic() - began,
    )


def _strict(distribution):
    """Return a distribution as strict JSON takes it."""
    return distribution and {
        name: [as_json(number) for number in value] if isinstance(value, list) else as_json(value)
        for name, value in distribution.items()
    }
