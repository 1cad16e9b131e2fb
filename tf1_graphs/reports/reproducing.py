"""Reproduces experiments: trains what is missing, judges each, and writes the reports."""

from tf1_graphs.errors import InputError
from tf1_graphs.experiments.catalogue import experiments, find
from tf1_graphs.judging import judge
from tf1_graphs.judging import reproduce as judging
from tf1_graphs.reports.files import write_experiment, write_overall
from tf1_graphs.reports.terminal import table
from tf1_graphs.sweeps.reproducing import train_missing


def chosen(names, everything=False):
    """Return the experiments of those names, or all of them.

    Raises:
        InputError: there is no such experiment, or none was named.
    """
    found = list(experiments().values()) if everything else [find(name) for name in names]
    if not found:
        raise InputError("name an experiment, or give --all; `tf1-graphs list` lists them")
    return found


def reproduce(chosen, runs_dir, options, seeds=1, workers=None, scheduler=None, overall=False):
    """Train what is missing, judge every published figure, and write the reports.

    Args:
        chosen: list of `Experiment`.
        runs_dir: folder of the runs.
        options: the runner's `Options`; its seed is the first one.
        seeds: number of seeds, for figures that the article sets no seed for.
        workers: number of processes on this machine; None is one a core.
        scheduler: address of a Dask scheduler, or None.
        overall: whether the report of all experiments is written too.

    Returns:
        (found, failed): the `Reproduction` of each experiment that has its runs, and the `Outcome`
        of each run that failed.

    Raises:
        InputError: data, a run directory or the scheduler cannot be used.
        Interrupted: a signal stopped it; the runs that were under way are saved.
    """
    found, failed = [], []
    if workers or scheduler or seeds > 1 or len(chosen) > 1:
        chosen, failed = train_missing(chosen, runs_dir, options, seeds, workers, scheduler)
    for experiment in chosen:
        found.append(judging.reproduce(experiment, runs_dir, options, seeds))
        options.say("\n".join(table(found[-1])))
        options.say(f"Report: {write_experiment(found[-1])}")
    if overall:
        done = {reproduction.experiment.name: reproduction for reproduction in found}
        runs = judge.Runs(runs_dir)
        judged = [
            done.get(name) or judge.judge_experiment(experiment, runs, options.seed, seeds)
            for name, experiment in experiments().items()
        ]
        options.say(f"Report: {write_overall(judged, runs_dir / 'report.html')}")
    return found, failed
