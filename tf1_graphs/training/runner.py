"""The one session loop: trains an experiment into a run directory, from wherever that stands."""

import itertools
import json
import time

import numpy as np
import tqdm

from tf1_graphs import files
from tf1_graphs.compat import new_graph, tf
from tf1_graphs.errors import InputError
from tf1_graphs.training import (
    checkpoint,
    events,
    interruption,
    manifest,
    random_state,
    run_directory,
)
from tf1_graphs.training.checkpoint import Position
from tf1_graphs.training.engine import ENGINES


def train(experiment, settings, run, options):
    """Train an experiment, or continue it where the run directory's epoch file says.

    Args:
        experiment: the `Experiment`.
        settings: its settings.
        run: the `RunDirectory`; made if it is not there.
        options: how to run it.

    Returns:
        The finished run's `Record`.

    Raises:
        InputError: the run directory holds another run, is in use, or has no checkpoint that
            verifies; or the data cannot be used.
        Interrupted: a signal stopped the run; it is saved.
        OSError: a file could not be written; the last checkpoint stands.
    """
    data = experiment.load(settings)
    with new_graph(options.seed) as graph:
        book = experiment.build(settings)
        data = _as_fed(data, book)
        book_def = graph.as_graph_def(add_shapes=True)
        found = manifest.describe(experiment, settings, options, data, book_def)
        try:
            run.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(f"{run.path} cannot be made: {error.strerror}") from error
        with files.lock(run.path):
            manifest.admit(run, found, options.force)
            record = run_directory.read_record(run)
            if record is None:
                _train_session(experiment, settings, run, options, data, book, book_def)
                record = run_directory.read_record(run)
            return record


def _as_fed(data, book):
    """Convert each array once to its placeholder's type, which a feed would do each time."""
    return {
        part: {
            name: np.ascontiguousarray(array, book.inputs[name].dtype.as_numpy_dtype)
            for name, array in arrays.items()
        }
        for part, arrays in data.items()
    }


def _train_session(experiment, settings, run, options, data, book, book_def):
    """Train in a session until the last epoch, and write the final model and the results."""
    init = tf.global_variables_initializer()
    saver = tf.train.Saver(max_to_keep=None)
    histograms = tf.summary.merge(
        [tf.summary.histogram(variable.op.name, variable) for variable in tf.trainable_variables()]
    )
    config = tf.ConfigProto(
        intra_op_parallelism_threads=options.threads, inter_op_parallelism_threads=options.threads
    )
    with tf.Session(config=config) as session:
        start, rng = _restore(run, options, session, saver, init)
        run_directory.cut_metrics(run, start.epoch)
        run_steps = ENGINES[options.engine](session, book, data["train"])
        evaluate = _evaluation(session, book, data[experiment.evaluated])
        n_examples = len(next(iter(data["train"].values())))
        with (
            events.writer(run.logs, book_def, start.epoch) as file_writer,
            open(run.metrics, "a") as metrics_file,
            interruption.requests() as stop,
            tqdm.tqdm(
                total=settings.epochs, initial=start.epoch, unit="epoch", disable=None
            ) as progress,
        ):

            def commit(position, generator_state):
                metrics_file.flush()
                checkpoint.commit(
                    run.checkpoints,
                    position,
                    lambda prefix: _save(saver, session, prefix, write_meta_graph=False),
                    generator_state,
                    also_sync=(run.metrics, *events.flush(file_writer, run.logs)),
                    keep=options.keep,
                )
                return time.monotonic()

            committed_at = time.monotonic()
            for epoch in range(start.epoch, settings.epochs):
                at_start = random_state.pack(rng)
                mini_batches = iter(experiment.mini_batches(settings, n_examples, rng))
                step = start.step if epoch == start.epoch else 0
                done = len(list(itertools.islice(mini_batches, step)))
                while done := run_steps(mini_batches):
                    step += done
                    if stop:
                        commit(Position(epoch, step), at_start)
                        raise interruption.Interrupted(stop[0])
                metrics, summary = evaluate()
                run_directory.write_metrics_row(metrics_file, epoch, metrics)
                file_writer.add_summary(summary, epoch)
                article_saves = epoch % experiment.checkpoint_every == 0
                if article_saves:
                    file_writer.add_summary(session.run(histograms), epoch)
                if line := experiment.line(epoch, metrics):
                    options.say(line)
                progress.update()
                last = epoch + 1 == settings.epochs
                elapsed = time.monotonic() - committed_at
                if article_saves or last or elapsed > options.checkpoint_seconds:
                    committed_at = commit(Position(epoch + 1), random_state.pack(rng))
        _finish(experiment, run, options, data, book, session, saver)


def _restore(run, options, session, saver, init):
    """Initialize the variables, or restore them and NumPy's generator from the checkpoint."""
    found = checkpoint.committed(run.checkpoints)
    if found is None:
        session.run(init)
        return Position(0), np.random.RandomState(options.seed)
    position, state, warnings = found
    for warning in warnings:
        options.say(f"Warning: {warning}")
    if warnings:
        options.say(f"Warning: using the checkpoint {position.prefix} instead")
    options.say(f"Training was interrupted. Continuing at epoch {position.epoch}")
    saver.restore(session, str(run.checkpoints / position.prefix))
    return position, random_state.unpack(state)


def _evaluation(session, book, part):
    """Return a function that measures the metrics on a part, with their summary."""
    fetches = dict(book.metrics)
    if book.summary is not None:
        fetches["summary"] = book.summary
    feed = _feed(book, part)
    evaluate = session.make_callable(list(fetches.values()), list(feed))

    def measure():
        measured = dict(zip(fetches, evaluate(*feed.values()), strict=True))
        summary = measured.pop("summary", None)
        if summary is None:
            summary = tf.Summary(
                value=[
                    tf.Summary.Value(tag=name, simple_value=value)
                    for name, value in measured.items()
                ]
            )
        return measured, summary

    return measure


def _feed(book, part):
    """Return the whole part as a feed of its placeholders."""
    return {book.inputs[name]: array for name, array in part.items()}


def _save(saver, session, prefix, write_meta_graph):
    """Save the variables; TensorFlow's own errors about files become an `OSError`."""
    try:
        saver.save(session, str(prefix), write_meta_graph=write_meta_graph, write_state=False)
    except tf.errors.OpError as error:
        raise OSError(f"{prefix} could not be saved: {error.message.splitlines()[0]}") from error


def _finish(experiment, run, options, data, book, session, saver):
    """Save the trained model and what the article measures after the last epoch."""
    run.final_model.parent.mkdir(exist_ok=True)
    _save(saver, session, run.final_model, write_meta_graph=True)
    results = {}
    if experiment.results is not None:
        part = data[experiment.evaluated]
        predictions = session.run(book.predictions, _feed(book, part))
        results = experiment.results(predictions, part)
        for line in experiment.results_lines(results):
            options.say(line)
    for path in run.final_model.parent.iterdir():
        files.sync(path)
    files.atomic_write(run.results, json.dumps({"results": results}, indent=2) + "\n")
