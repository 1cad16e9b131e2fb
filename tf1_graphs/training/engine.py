"""How mini-batches are executed: one function an engine, all with the same bits.

An engine is made from a session, a book graph and the training part, and returns a function that
takes the next mini-batches off an iterator, trains on them, and returns the size and the step
metrics of each.
"""

import itertools


def book(session, graph, train):
    """Train as the articles do: one `Session.run` a mini-batch, fed with its examples.

    Args:
        session: open `tf.Session` with initialized variables.
        graph: the `BookGraph`.
        train: the training part.

    Returns:
        Function of an iterator of index arrays: it trains on the next one and returns
        [(size, step metrics by name)], which is empty where there is none left.
    """
    names = list(graph.inputs)
    feeds = [graph.inputs[name] for name in names]
    constants = []
    if graph.training is not None:
        feeds.append(graph.training)
        constants.append(True)
    # What `Session.run` does, without taking its arguments apart again for each mini-batch.
    step = session.make_callable(
        [list(graph.step_metrics.values()), graph.training_op, *graph.update_ops], feeds
    )

    def run(mini_batches):
        steps = []
        for indices in itertools.islice(mini_batches, 1):
            measured, *_ = step(*(train[name][indices] for name in names), *constants)
            metrics = dict(zip(graph.step_metrics, measured, strict=True))
            steps.append((len(indices), metrics))
        return steps

    return run


ENGINES = {"book": book}
