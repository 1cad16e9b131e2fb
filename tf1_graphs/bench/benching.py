"""Measures experiments, scripts, networks of many sizes, or ops, and prints each as it comes."""

from tf1_graphs.bench import kernels, measure, ops, processes, sizes
from tf1_graphs.experiments.catalogue import find

DEFAULT = ("moons", "mnist_batch_norm", "mnist_cnn")


def experiments(names, threads, repeats, seconds, say=print, log=print):
    """Measure every contender that can train each experiment, and the kernels of a step.

    Args:
        names: of experiments; none of them means `DEFAULT`.
        threads: threads of each library.
        repeats: number of repetitions; in each, every contender has its turn.
        seconds: time of a turn.
        say: function that prints a line of the result.
        log: function that prints what is left out.

    Returns:
        List of the objects that `--json` writes.

    Raises:
        InputError: there is no such experiment, or its data is missing.
    """
    found = []
    for experiment in [find(name) for name in names or DEFAULT]:
        settings = experiment.settings()
        data = experiment.training.load(settings)
        measured = measure.bench(experiment, settings, data, threads, repeats, seconds, log)
        timed = kernels.kernels(experiment, settings, data, threads)
        found.append(measure.as_json(experiment, threads, measured) | {"kernels": timed})
        say("\n".join([*measure.table(found[-1]), kernels.line(timed)]))
    return found


def networks(threads, repeats, seconds, say=print):
    """Measure the engines and the article's loop on networks and mini-batches of many sizes.

    Args:
        threads: threads of TensorFlow.
        repeats: number of repetitions of each.
        seconds: time of a turn.
        say: function that prints a line of the result.

    Returns:
        List of the objects that `--json` writes.
    """
    found = []
    say(sizes.HEADING)
    for measured in sizes.sizes(threads, repeats, seconds):
        found.append(measured)
        say(sizes.line(measured))
    return found


def single_ops(types, threads, repeats, say=print):
    """Time ops one by one with today's kernels and with TensorFlow 1's, and print the table.

    Returns:
        List of the objects that `--json` writes (`ops.compare`).
    """
    found = ops.compare(types, threads, repeats)
    say("\n".join([ops.HEADING, *map(ops.line, found)]))
    return found


def script(path, arguments, tf1, threads, repeats, say=print, log=print):
    """Measure a script in whole processes (`processes.bench`), and print the table.

    Returns:
        List of the object that `--json` writes.
    """
    found = processes.bench(path, arguments, tf1, threads, repeats, log)
    say("\n".join(processes.lines(found)))
    return [found]
