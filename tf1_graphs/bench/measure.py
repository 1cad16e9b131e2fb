"""Measures contenders in turns, several times, and gives medians with their spread."""

import contextlib
import importlib.util
import itertools
import os
import platform
import resource
import time
from dataclasses import dataclass

import numpy as np

from tf1_graphs.bench.contenders import CONTENDERS, NETWORKS
from tf1_graphs.experiments.experiment import Source
from tf1_graphs.runs import manifest

_PACKAGES = {"keras": "keras", "pytorch": "torch"}


@dataclass(frozen=True)
class Measured:
    """A contender's times.

    Attributes:
        name: the contender.
        microseconds: of a step, one a repetition.
        peak_memory_mb: growth of the process's peak memory from before the contender was made to
            after its first mini-batches, in MB; 0 where an earlier one needed more.
    """

    name: str
    microseconds: tuple[float, ...]
    peak_memory_mb: float

    @property
    def median(self):
        """Median microseconds of a step."""
        return float(np.median(self.microseconds))


def bench(
    experiment,
    settings,
    data,
    threads=1,
    repeats=7,
    seconds=1.0,
    say=print,
    contenders=tuple(CONTENDERS),
):
    """Measure every contender that can train an experiment.

    Args:
        experiment: the `Experiment`.
        settings: its settings.
        data: its data set.
        threads: threads of each library.
        repeats: number of repetitions; in each, every contender has its turn.
        seconds: time of a turn.
        say: function that prints a line.
        contenders: names of those that are measured, where they can train the experiment.

    Returns:
        Tuple of `Measured`; the article's own loop is the first.
    """
    batches = _endless(experiment, settings, data)
    with contextlib.ExitStack() as stack:
        runs, steps, memory = {}, {}, {}
        for name in _able(experiment, contenders, say):
            before = _peak_memory_mb()
            runs[name] = CONTENDERS[name](stack, experiment, settings, data, threads)
            runs[name](_take(batches, 2))
            steps[name] = _steps_for(runs[name], batches, seconds)
            memory[name] = _peak_memory_mb() - before
        times = {name: [] for name in runs}
        for _ in range(repeats):
            for name, run in runs.items():
                mini_batches = _take(batches, steps[name])
                began = time.perf_counter()
                run(mini_batches)
                times[name].append((time.perf_counter() - began) / len(mini_batches) * 1e6)
    return tuple(Measured(name, tuple(times[name]), memory[name]) for name in runs)


def _able(experiment, contenders, say):
    for name in contenders:
        if name in _PACKAGES and experiment.name not in NETWORKS:
            continue
        if name in _PACKAGES and importlib.util.find_spec(_PACKAGES[name]) is None:
            say(f"{name} is left out: {_PACKAGES[name]} is not installed (extra `bench`)")
            continue
        yield name


def _endless(experiment, settings, data):
    source = Source(np.random.RandomState(42))
    n_examples = len(next(iter(data["train"].values())))
    for epoch in itertools.count():
        source.epoch = epoch
        yield from experiment.training.mini_batches(settings, n_examples, source)


def _take(batches, count):
    return list(itertools.islice(batches, count))


def _steps_for(run, batches, seconds):
    """Return the number of steps that take about so many seconds."""
    steps = 1
    while True:
        mini_batches = _take(batches, steps)
        began = time.perf_counter()
        run(mini_batches)
        took = time.perf_counter() - began
        if took > seconds / 4:
            return max(int(steps * seconds / took), 1)
        steps *= 2


def _peak_memory_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def as_json(experiment, threads, measured):
    """Return the object that `--json` writes."""
    base = measured[0].median
    return {
        "experiment": experiment.name,
        "threads": threads,
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "versions": manifest.versions(),
        "contenders": [
            {
                "name": item.name,
                "microseconds_a_step": round(item.median, 1),
                "lowest": round(min(item.microseconds), 1),
                "highest": round(max(item.microseconds), 1),
                "steps_a_second": float(f"{1e6 / item.median:.4g}"),
                "peak_memory_mb": round(item.peak_memory_mb),
                "ratio": round(base / item.median, 2),
            }
            for item in measured
        ],
    }


def table(found):
    """Return the lines that show what `as_json` returned."""
    versions = ", ".join(f"{name} {version}" for name, version in found["versions"].items())
    return [
        f"{found['experiment']}: {found['threads']} thread(s) of {found['cores']} cores, "
        f"{found['machine']}; {versions}",
        f"{'contender':10}{'µs a step':>11}{'lowest':>9}{'highest':>9}{'steps/s':>9}"
        f"{'memory MB':>11}{'ratio':>7}",
        *(
            f"{item['name']:10}{item['microseconds_a_step']:11.1f}{item['lowest']:9.1f}"
            f"{item['highest']:9.1f}{item['steps_a_second']:9g}{item['peak_memory_mb']:11}"
            f"{item['ratio']:7.2f}"
            for item in found["contenders"]
        ),
    ]
