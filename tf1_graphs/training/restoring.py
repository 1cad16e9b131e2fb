"""Restores a run to where it goes on from: nothing, its own checkpoint, or an article's."""

from tf1_graphs.runs import checkpoint, renaming
from tf1_graphs.tensorflow1 import tf
from tf1_graphs.training import evaluation, random_ops
from tf1_graphs.training.progress import Progress


def restore_progress(live, session, saver, engine, foreign):
    """Restore the variables and all else that decides the next step.

    Args:
        live: the `runner.Live` that is about to be trained.
        session: its session; the variables are initialized, and no training step was run.
        saver: the `tf.train.Saver`.
        engine: the `engine.Engine` that will train.
        foreign: an article's own checkpoint to begin with, or None.

    Returns:
        The `Progress` to go on from.

    Raises:
        InputError: no checkpoint verifies, or it is of another graph.
    """
    position, state = latest(live)
    if position is not None:
        prefix = live.run.checkpoints / position.prefix
        progress = Progress.unpack(position, state)
    elif foreign is not None:
        checkpoint.begin(live.run.checkpoints)
        prefix = foreign.prefix
        progress = _replayed(live, foreign.epoch)
    else:
        checkpoint.begin(live.run.checkpoints)
        return Progress.start(live.options.seed)
    live.options.say(f"Training was interrupted. Continuing at epoch {progress.position.epoch}")
    _restore(live, session, saver, prefix, of_article=position is None)
    metrics = list(live.book.metrics.values())
    for (kind, examples), count in progress.draws.counts.items():
        if kind == "train":
            engine.skip(examples, count)
        else:
            fed = evaluation.feed(live.book, live.data["train"], examples)
            random_ops.skip(session, metrics, fed, count)
    return progress


def _restore(live, session, saver, prefix, of_article):
    """Restore the variables; of an article's checkpoint, also by their older names."""
    if of_article:
        table = renaming.read_table(live.options.rename)
        say = live.options.say
        checkpoint.restore_by_name(tf.global_variables(), session, prefix, table, say)
    else:
        checkpoint.restore_variables(saver, session, prefix)


def latest(live):
    """Return position and state of the run's last good checkpoint; warn of those passed over.

    Args:
        live: the `runner.Live` that is about to be trained.

    Returns:
        (position, state), the state as arrays by name; both None if there is no checkpoint yet.

    Raises:
        InputError: no checkpoint verifies.
    """
    position, state, warnings = checkpoint.committed(live.run.checkpoints)
    for warning in warnings:
        live.options.say(f"Warning: {warning}")
    if warnings:
        instead = f"using the checkpoint {position.prefix}" if position else "starting over"
        live.options.say(f"Warning: {instead} instead")
    return position, state


def _replayed(live, epochs):
    """Return the state after `epochs` epochs of a run that saved nothing but its variables."""
    progress = Progress.start(live.options.seed)
    for _ in range(epochs):
        indices = None
        for indices in live.mini_batches(progress.source):
            progress.steps_done([(len(indices), {})])
        for part, _prefix in live.evaluated(indices):
            progress.draws.add("evaluate", len(next(iter(part.values()))))
        progress.epoch_done()
    return progress
