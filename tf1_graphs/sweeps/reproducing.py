"""Trains the runs that published figures need, in one launch."""

import dataclasses

from tf1_graphs.judging.reproduce import needed_runs, run_of
from tf1_graphs.sweeps import launch
from tf1_graphs.sweeps.worker import silent, task_of


def train_missing(experiments, runs_dir, options, seeds, workers, scheduler):
    """Train the runs that judging experiments takes, all of them together.

    Args:
        experiments: list of `Experiment`.
        runs_dir: folder of the runs.
        options: the runner's `Options`; its seed is the first one.
        seeds: number of seeds, for figures that the article sets no seed for.
        workers: number of processes on this machine; None is one a core.
        scheduler: address of a Dask scheduler, or None.

    Returns:
        (judged, failed): the experiments that have all their runs now, and the `Outcome` of each
        run that failed.

    Raises:
        InputError: data is missing, or the scheduler or its workers cannot be used.
        Interrupted: a signal stopped it; the runs that were under way are saved.
    """
    tasks, needs = {}, {}
    for experiment in experiments:
        needs[experiment.name] = set()
        for trained, settings, seed in needed_runs(experiment, options.seed, seeds):
            path = str(run_of(trained, settings, seed, runs_dir).path.absolute())
            chosen = dataclasses.replace(options, seed=seed, say=silent)
            tasks[path] = task_of(trained, settings, path, chosen)
            needs[experiment.name].add(path)
    data_sets = sorted({name for experiment in experiments for name in experiment.data_sets})
    with launch.place(workers, scheduler, runs_dir, data_sets) as where:
        failed = launch.train(list(tasks.values()), where, options.say)
    lost = {outcome.path for outcome in failed}
    return [it for it in experiments if not needs[it.name] & lost], failed
