"""What is measured after each epoch, and where it is written down."""

import contextlib
from dataclasses import dataclass

from tf1_graphs.training import checkpoint, evaluation, events, run_directory


@dataclass(frozen=True)
class Recorder:
    """The open files of a run, and what its epochs measured.

    Attributes:
        live: the `runner.Live` that is being trained.
        session: its session.
        saver: the `tf.train.Saver`.
        evaluate: function of a part, as `evaluation.evaluator` makes it.
        histograms: the summary of the variables' distributions.
        history: what each epoch measured, {column: float32}, in order.
        metrics_file: the open `metrics.csv`.
        event_writer: the `events.Writer`.
    """

    live: object
    session: object
    saver: object
    evaluate: object
    histograms: object
    history: list
    metrics_file: object
    event_writer: events.Writer

    def epoch_done(self, epoch, progress, last_mini_batch):
        """Count an epoch as completed; evaluate it, and record what was measured.

        Args:
            epoch: its number, from 0.
            progress: the run's `Progress`, all of the epoch's mini-batches done.
            last_mini_batch: the examples that were trained on last.
        """
        experiment = self.live.experiment
        metrics, summary = {}, None
        for part, prefix in self.live.evaluated(last_mini_batch):
            measured, summary = self.evaluate(part)
            metrics |= {prefix + name: value for name, value in measured.items()}
            progress.draws.add("evaluate", len(next(iter(part.values()))))
        metrics = progress.epoch_done() | metrics
        if experiment.best and _is_best(metrics, self.history, experiment.best):
            checkpoint.save_best(self.live.run.best, self.saver, self.session, epoch + 1)
        self.history.append(metrics)
        run_directory.write_metrics_row(self.metrics_file, epoch, metrics)
        self.event_writer.add_summary(summary or evaluation.scalars(metrics), epoch)
        if line := experiment.line(epoch, metrics):
            self.live.options.say(line)
        if self.live.article_saves(epoch):
            self.event_writer.add_summary(self.session.run(self.histograms), epoch)

    def flush(self):
        """Hand all that was recorded to the operating system, and return the files."""
        self.metrics_file.flush()
        self.event_writer.flush()
        return self.live.run.metrics, *events.files_of(self.live.run.logs)


def _is_best(metrics, history, column):
    return all(metrics[column] < earlier[column] for earlier in history)


@contextlib.contextmanager
def recorder(live, session, saver, evaluate, histograms, book_def, first_epoch):
    """Open the files of a run where `first_epoch` is recorded next, and yield its `Recorder`.

    What an interrupted launch wrote of later epochs is dropped.

    Args:
        live: the `runner.Live` that is about to be trained.
        session: its session.
        saver: the `tf.train.Saver`.
        evaluate: function of a part, as `evaluation.evaluator` makes it.
        histograms: the summary of the variables' distributions.
        book_def: the book's graph, without what the runner added.
        first_epoch: the epoch to continue at.
    """
    history = run_directory.cut_metrics(live.run, first_epoch)
    with (
        events.writer(live.run.logs, book_def, first_epoch) as event_writer,
        open(live.run.metrics, "a") as metrics_file,
    ):
        yield Recorder(
            live, session, saver, evaluate, histograms, history, metrics_file, event_writer
        )
