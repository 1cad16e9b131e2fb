"""Trains an experiment into a run directory, from wherever that stands: the one session loop."""

import collections
import dataclasses
import itertools
import shutil
import time
from dataclasses import dataclass

import tqdm

from tf1_graphs import files, tensorflow1
from tf1_graphs.errors import InputError
from tf1_graphs.experiments import catalogue, own_code
from tf1_graphs.experiments.experiment import LAST_MINI_BATCH
from tf1_graphs.runs import checkpoint, manifest, run_directory
from tf1_graphs.tensorflow1 import kernels, tf
from tf1_graphs.training import after_epoch, evaluation, interruption, restoring, resuming
from tf1_graphs.training.engine import ENGINES


def train(experiment, settings, run, options, foreign=None):
    """Train an experiment, or continue it where the run directory's epoch file says.

    Args:
        experiment: the `Experiment`.
        settings: its settings.
        run: the `RunDirectory`; made if it is not there.
        options: how to run it.
        foreign: an article's own checkpoint to begin with, a `ForeignCheckpoint`, or None.

    Returns:
        The finished run's `Measurements`.

    Raises:
        InputError: the run directory holds another run, is in use, or has no checkpoint that
            verifies; the data cannot be used; or the process has another number of threads, or
            another arithmetic.
        Interrupted: a signal stopped the run; it is saved.
        OSError: a file could not be written; the last checkpoint stands.
    """
    experiment = dataclasses.replace(experiment, reference=catalogue.reference_of(experiment))
    kernels.choose(options.arithmetic)
    if not run.results.exists():
        tensorflow1.check_threads(options.threads)
    with tensorflow1.on_device(options.device):
        if options.device != "cpu":
            options.say(manifest.NO_DIGITS)
        return _train(experiment, settings, run, options, foreign)


def _train(experiment, settings, run, options, foreign):
    """Train, on the device that is chosen."""
    with own_code.calling(experiment, "load"):
        data = experiment.training.load(settings)
    with tensorflow1.new_graph(options.seed) as graph:
        with own_code.calling(experiment, "build"):
            book = experiment.training.build(settings)
        evaluation.check(experiment, data, book)
        data = evaluation.as_fed(data, book)
        book_def = graph.as_graph_def(add_shapes=True)
        found = manifest.describe(experiment, settings, options, data, book_def, foreign)
        try:
            run.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(f"{run.path} cannot be made: {error.strerror}") from error
        with files.lock(run.path):
            resuming.check_code(run, experiment)
            source = experiment.reference and experiment.reference.content
            manifest.admit(run, found, options.force, source)
            measurements = run_directory.read_measurements(run)
            if measurements is None:
                live = Live(experiment, settings, run, options, data, book)
                if experiment.training.trainer is None:
                    _train_session(live, book_def, foreign)
                else:
                    results = experiment.training.trainer(live)
                    after_epoch.write_events(live, book_def)
                    _write_results(live, results)
                measurements = run_directory.read_measurements(run)
            elif options.trace:
                options.say(f"{run.path} is finished: --trace measures a run that goes on")
            return measurements


@dataclass(frozen=True)
class Live:
    """What is being trained: the arguments of `train`, with the data as fed and the graph."""

    experiment: object
    settings: object
    run: run_directory.RunDirectory
    options: object
    data: dict
    book: object

    def mini_batches(self, source):
        """Draw one epoch's mini-batches."""
        n_examples = len(next(iter(self.data["train"].values())))
        return iter(self.experiment.training.mini_batches(self.settings, n_examples, source))

    def article_saves(self, epoch):
        """Tell whether the article takes a checkpoint after this epoch."""
        return epoch % self.experiment.training.checkpoint_every == 0

    def evaluated(self, last_mini_batch):
        """Return the parts that are evaluated after an epoch, with their columns' prefixes."""
        train = self.data["train"]
        return [
            (
                {name: array[last_mini_batch] for name, array in train.items()}
                if part == LAST_MINI_BATCH
                else self.data[part],
                prefix,
            )
            for part, prefix in self.experiment.training.evaluated_in(self.data).items()
        ]


def _train_session(live, book_def, foreign):
    """Train in a session until the last epoch, and write the final model and the results."""
    init = tf.global_variables_initializer()
    saver = tf.train.Saver(max_to_keep=None)
    # Of the article's graph alone: what an engine adds is nothing to a trained model.
    meta_graph = saver.export_meta_graph().SerializeToString(deterministic=True)
    threads = live.options.threads
    config = tensorflow1.session_config(threads)
    with tf.Session(config=config) as session:
        session.run(init)
        engine = ENGINES[live.options.engine](session, live.book, live.data["train"])
        progress = restoring.restore_progress(live, session, saver, engine, foreign)
        first_epoch = progress.position.epoch
        evaluate = evaluation.evaluator(session, live.book)
        with (
            after_epoch.open_log(
                live, session, config, saver, evaluate, book_def, progress, foreign
            ) as log,
            interruption.requests() as stop,
            tqdm.tqdm(
                total=live.settings.epochs, initial=first_epoch, unit="epoch", disable=None
            ) as bar,
        ):

            def commit():
                checkpoint.commit(
                    live.run.checkpoints,
                    progress.position,
                    lambda prefix: checkpoint.save(saver, session, prefix),
                    progress.pack(),
                    also_sync=log.flush(),
                    keep=live.options.keep,
                )
                return time.monotonic()

            committed_at = time.monotonic()
            for epoch in range(first_epoch, live.settings.epochs):
                if _stops_early(live, log.history):
                    break
                last_mini_batch = _train_epoch(live, engine, progress, stop, commit)
                log.epoch_done(epoch, progress, last_mini_batch)
                bar.update()
                last = epoch + 1 == live.settings.epochs or _stops_early(live, log.history)
                overdue = time.monotonic() - committed_at > live.options.checkpoint_seconds
                if live.article_saves(epoch) or last or overdue:
                    committed_at = commit()
            log.training_done(progress.position.epoch)
        _finish(live, session, saver, meta_graph, evaluate)


def _train_epoch(live, engine, progress, stop, commit):
    """Train on the rest of an epoch's mini-batches; return the indices of the last one."""
    drawn = collections.deque(maxlen=1)
    mini_batches = _kept(live.mini_batches(progress.source), drawn)
    # Those that an interrupted launch trained on already.
    collections.deque(itertools.islice(mini_batches, progress.position.step), 0)
    while steps := engine.run(mini_batches):
        progress.steps_done(steps)
        if stop:
            commit()
            raise interruption.Interrupted(stop[0])
    return drawn.pop()


def _kept(mini_batches, drawn):
    """Pass mini-batches on, and keep the last one in `drawn`."""
    for indices in mini_batches:
        drawn.append(indices)
        yield indices


def _stops_early(live, history):
    stop = live.experiment.training.stop
    return stop is not None and stop(live.settings, history)


def _finish(live, session, saver, meta_graph, evaluate):
    """Save the trained model and what the article measures after the last epoch."""
    final = live.run.final_model
    # A killed process may have left it half written.
    shutil.rmtree(final.parent, ignore_errors=True)
    final.parent.mkdir()
    checkpoint.save(saver, session, final)
    files.atomic_write(f"{final}.meta", meta_graph)
    trained = evaluation.trained(session, live.book, live.data, evaluate)
    _write_results(live, live.experiment.training.results(trained))


def _write_results(live, results):
    """Print what was measured after the last epoch, and write it: that finishes the run."""
    for line in live.experiment.training.results_lines(results):
        live.options.say(line)
    for path in live.run.final_model.parent.iterdir():
        files.sync(path)
    run_directory.write_results(live.run, results)
