"""Train what is missing for an experiment's published figures, and judge them."""

import dataclasses
import time
from functools import partial
from pathlib import Path

from tf1_graphs.articles import find
from tf1_graphs.reproduction import rules
from tf1_graphs.training import manifest, runner
from tf1_graphs.training.run_directory import RunDirectory, run_name


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
                }
                for judgement in self.judgements
            ],
            "run_directory": str(self.run.path),
            "seconds": round(self.seconds, 1),
            "versions": manifest.versions(),
        }


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
        run = RunDirectory(Path(runs_dir) / experiment.name / run_name(seed, settings))
        if run.path not in records:
            if not run.results.exists():
                options.say(f"Training {run.path}")
            seeded = dataclasses.replace(options, seed=seed)
            records[run.path] = runner.train(experiment, settings, run, seeded)
        return records[run.path]

    defaults = experiment.settings()
    record(experiment, defaults, options.seed)
    judgements = []
    for figure in experiment.figures:
        settings = dataclasses.replace(defaults, **figure.settings)
        count = seeds if figure.rule == "replicates" else 1
        measured = [record(experiment, settings, options.seed + offset) for offset in range(count)]
        if figure.against:
            other = find(figure.against)
            compared = record(other, other.settings(), options.seed)
            figure = dataclasses.replace(figure, measure=partial(figure.measure, compared))
        judgements.append(rules.judge(figure, measured))
    return Reproduction(
        experiment,
        options.seed,
        defaults,
        tuple(judgements),
        RunDirectory(Path(runs_dir) / experiment.name / run_name(options.seed, defaults)),
        time.monotonic() - began,
    )
