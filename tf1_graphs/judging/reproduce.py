"""Trains what is missing for an experiment's published figures, and judges them."""

import dataclasses
import time

from tf1_graphs.experiments.catalogue import beside
from tf1_graphs.judging import judge
from tf1_graphs.judging.judge import Runs, run_of, settings_of
from tf1_graphs.judging.rules import UNSEEDED
from tf1_graphs.training import runner


def needed_runs(experiment, seed, seeds=1):
    """Return the runs that judging an experiment's figures takes.

    Args:
        experiment: the `Experiment`.
        seed: the first seed.
        seeds: number of seeds, from the first on, for figures that the article sets no seed for.

    Returns:
        List of (experiment, settings, seed), each once; the first is the run that `exact` and
        `range` figures of default settings are measured on.
    """
    runs = [(experiment, experiment.settings(), seed)]
    for figure in experiment.published.figures:
        numbers = range(seed, seed + (seeds if figure.rule in UNSEEDED else 1))
        settings = settings_of(experiment, figure)
        runs += [(experiment, settings, number) for number in numbers]
        if figure.against:
            other = beside(experiment, figure.against)
            runs += [(other, other.settings(), number) for number in numbers]
    return list({(run[0].name, *run[1:]): run for run in runs}.values())


def reproduce(experiment, runs_dir, options, seeds=1):
    """Train what is missing, then judge every published figure of an experiment.

    Args:
        experiment: the `Experiment`.
        runs_dir: folder of the runs; each is `<experiment>/<run>` in it.
        options: the runner's `Options`; its seed is the first one.
        seeds: number of seeds, from the first on, for figures that the article sets no seed for.

    Returns:
        The `Reproduction`.

    Raises:
        InputError: data or a run directory cannot be used.
        Interrupted: a signal stopped the training; it is saved.
    """
    began = time.monotonic()
    for trained, settings, seed in needed_runs(experiment, options.seed, seeds):
        run = run_of(trained, settings, seed, runs_dir)
        if not run.results.exists():
            options.say(f"Training {run.path}")
        runner.train(trained, settings, run, dataclasses.replace(options, seed=seed))
    found = judge.judge_experiment(experiment, Runs(runs_dir), options.seed, seeds)
    return dataclasses.replace(found, seconds=time.monotonic() - began)
