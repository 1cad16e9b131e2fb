"""Judges an experiment's published figures from what its runs have measured; nothing is trained."""

import dataclasses
import html
import shlex
from collections.abc import Mapping
from pathlib import Path

from tf1_graphs import tables
from tf1_graphs.errors import InputError
from tf1_graphs.experiments import catalogue, own_code
from tf1_graphs.judging import rules, wording
from tf1_graphs.runs import manifest, run_directory
from tf1_graphs.runs.run_directory import RunDirectory, as_json, run_name

DEFAULT_RUNS_DIR = "runs"


@dataclasses.dataclass(frozen=True)
class Reproduction:
    """What reproducing an experiment found.

    Attributes:
        experiment: the `Experiment`.
        seed: of the run that `exact` and `range` figures were measured on, and the first of the
            others.
        settings: the settings of that run.
        judgements: one a published figure, in the article's order.
        run: the run's `RunDirectory`.
        seconds: wall time that this took, training included.
        remedies: by name of a figure that the runs leave undecided, the command that
            trains what is missing.
    """

    experiment: object
    seed: int
    settings: object
    judgements: tuple
    run: RunDirectory
    seconds: float
    remedies: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def verdict(self):
        """The verdict over all figures."""
        return rules.overall(self.judgements)

    @property
    def as_expected(self):
        """Whether all was judged, and no verdict has changed."""
        return all(it.trainings and it.outcome != rules.CHANGED for it in self.judgements)

    def _repr_html_(self):
        rows = [wording.row(judgement) for judgement in self.judgements]
        table = tables.html(rows, wording.HEADINGS)
        return f"<p>{html.escape(wording.summary(self))}</p>{table}"

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
                    "expected": judgement.figure.expected,
                    "outcome": judgement.outcome,
                    "trainings": judgement.trainings,
                    "held": judgement.held,
                    "tensorflow1": judgement.tensorflow1,
                    "criterion": judgement.criterion,
                    "settings": dict(judgement.figure.settings),
                    "distribution": _strict(judgement.distribution),
                    "remedy": self.remedies.get(judgement.figure.name),
                }
                for judgement in self.judgements
            ],
            "run_directory": str(self.run.path),
            "seconds": round(self.seconds, 1),
            "versions": manifest.versions(),
        }


@dataclasses.dataclass(frozen=True)
class Runs:
    """Where the runs are.

    Attributes:
        folder: each run is `<experiment>/<run>` in it.
        own: a run that counts wherever it is, in place of the one in the folder.
    """

    folder: Path
    own: RunDirectory | None = None

    def of(self, experiment, settings, seed):
        """Return the `RunDirectory` of a run, which need not be there."""
        if self.own and is_run(run_directory.read_manifest(self.own), experiment, settings, seed):
            return self.own
        return run_of(experiment, settings, seed, self.folder)


class Lacking(Exception):
    """A run that a figure needs cannot be used.

    Attributes:
        state: why, in words.
        remedy: the command that makes it usable; "" if there is none.
    """

    def __init__(self, state, remedy=""):
        super().__init__(state)
        self.state, self.remedy = state, remedy


def judge_experiment(experiment, runs, seed, seeds=None, only=None):
    """Judge an experiment's published figures from the runs that are there.

    Args:
        experiment: the `Experiment`.
        runs: the `Runs`.
        seed: of the runs that `exact` and `range` figures are measured on.
        seeds: number of seeds, from `seed` on, that unseeded figures are judged by; None is all
            there are.
        only: settings; figures that are measured with others are left out. None leaves none out.

    Returns:
        The `Reproduction`. A figure whose runs are missing, unfinished or damaged is `undecided`,
        with a remedy.
    """
    figures = [
        figure
        for figure in experiment.published.figures
        if only is None or settings_of(experiment, figure) == only
    ]
    judgements, remedies = [], {}
    for figure in figures:
        settings = settings_of(experiment, figure)
        numbers, unseeded = [seed], figure.rule in rules.UNSEEDED
        if unseeded:
            numbers = _seeds(experiment, settings, seed, seeds, runs)
        try:
            values = {
                number: _measured(experiment, figure, settings, number, runs) for number in numbers
            }
            recorded = experiment.published.recorded.get(figure.name)
            judged = rules.judge_figure(figure, values, recorded)
            if len(numbers) < rules.MINIMUM_SEEDS and unseeded:
                remedies[figure.name] = replicate_command(experiment, seed, runs.folder)
        except Lacking as lacking:
            judged = rules.Judgement(figure, lacking.state, rules.UNDECIDED, wording.asked(figure))
            if lacking.remedy:
                remedies[figure.name] = lacking.remedy
        judgements.append(judged)
    settings = only or experiment.settings()
    run = runs.of(experiment, settings, seed)
    return Reproduction(experiment, seed, settings, tuple(judgements), run, 0.0, remedies)


def settings_of(experiment, figure):
    """Return the settings that a figure is measured with."""
    return dataclasses.replace(experiment.settings(), **figure.settings)


def run_of(experiment, settings, seed, runs_dir):
    """Return the `RunDirectory` that a run has by default."""
    return RunDirectory(Path(runs_dir) / experiment.name / run_name(seed, settings))


def measurements_of(experiment, settings, seed, runs):
    """Return what a finished run measured.

    Raises:
        Lacking: the run is missing, unfinished or damaged, or is another one.
    """
    run = runs.of(experiment, settings, seed)
    begin = train_command(experiment, settings, seed, runs.folder)
    if not run.manifest.exists():
        raise Lacking("not trained yet", begin)
    try:
        found = run_directory.read_manifest(run)
        if not is_run(found, experiment, settings, seed) or (
            found.get("imported") and run != runs.own
        ):
            raise Lacking(f"{run.path} holds another run", f"{begin} --fresh")
        measurements = run_directory.read_measurements(run)
    except (InputError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Lacking(f"damaged: {damage(run, error)}", f"{begin} --fresh") from None
    if measurements is None:
        done = len(run_directory.read_metrics(run))
        state = f"not finished: {done} of at most {settings.epochs} epochs"
        raise Lacking(state, f"tf1-graphs resume {shlex.quote(str(run.path))}")
    return measurements


def damage(run, error):
    """Say which run directory cannot be read, and why, in one line."""
    told = str(error) or type(error).__name__
    return told if str(run.path) in told else f"{run.path} ({told})"


def is_run(found, experiment, settings, seed):
    """Tell whether a manifest is that of a run with these settings and this seed."""
    expected = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in dataclasses.asdict(settings).items()
    }
    named = (found["experiment"], found["settings"], found["seed"])
    return named == (experiment.name, expected, seed)


def train_command(experiment, settings, seed, runs_dir):
    """Return the command that trains a run."""
    words = ["tf1-graphs", "train", catalogue.shown(experiment), "--seed", str(seed)]
    for name, value in dataclasses.asdict(settings).items():
        if value != getattr(type(settings)(), name):
            shown = ",".join(map(str, value)) if isinstance(value, tuple) else value
            words += ["--set", f"{name}={shown}"]
    return shlex.join([*words, *runs_dir_option(runs_dir)])


def replicate_command(experiment, seed, runs_dir):
    """Return the command that trains as many seeds as unseeded figures need, and judges."""
    words = ["tf1-graphs", "reproduce", catalogue.shown(experiment), "--seed", str(seed)]
    return shlex.join([*words, "--seeds", str(rules.MINIMUM_SEEDS), *runs_dir_option(runs_dir)])


def runs_dir_option(runs_dir):
    """Return the option that names the folder of the runs, as words; none for the default."""
    return [] if str(runs_dir) == DEFAULT_RUNS_DIR else ["--runs-dir", str(runs_dir)]


def _measured(experiment, figure, settings, seed, runs):
    """Return the number that a figure measures in one run; raise `Lacking` where there is none."""
    found = [measurements_of(experiment, settings, seed, runs)]
    if figure.against:
        other = catalogue.beside(experiment, figure.against)
        try:
            found.insert(0, measurements_of(other, other.settings(), seed, runs))
        except Lacking as lacking:
            raise Lacking(f"{other.name}: {lacking.state}", lacking.remedy) from None
    try:
        measured = figure.measure(*found)
        if figure.rule != "exact":
            float(measured)
        return measured
    except (KeyError, IndexError) as error:
        run = runs.of(experiment, settings, seed)
        again = f"{train_command(experiment, settings, seed, runs.folder)} --fresh"
        raise Lacking(f"damaged: {run.path} did not measure {error}", again) from None
    # It is the reader's own function; the other figures are judged.
    except Exception as error:
        place = own_code.place(experiment, error)
        where = f" ({place})" if place else ""
        raise Lacking(f"its measure failed: {own_code.summary(error)}{where}") from None


def _seeds(experiment, settings, seed, seeds, runs):
    """Return the seeds that an unseeded figure is judged by, `seed` first."""
    if seeds is not None:
        return list(range(seed, seed + seeds))
    found = set()
    for path in sorted((Path(runs.folder) / experiment.name).glob("seed-*/results.json")):
        try:
            number = run_directory.read_manifest(RunDirectory(path.parent))["seed"]
            measurements_of(experiment, settings, number, runs)
            found.add(number)
        except (InputError, Lacking, KeyError, TypeError):
            continue  # damaged, or of other settings
    return [seed, *sorted(found - {seed})] if seed in found or not found else sorted(found)


def _strict(distribution):
    """Return a distribution as strict JSON takes it."""
    return distribution and {
        name: [as_json(number) for number in value] if isinstance(value, list) else as_json(value)
        for name, value in distribution.items()
    }
