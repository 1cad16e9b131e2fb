"""Evaluates each finished epoch, and writes its metrics to `metrics.csv` and to TensorBoard."""

import contextlib
from dataclasses import dataclass

from tf1_graphs.errors import naming
from tf1_graphs.runs import checkpoint, run_directory
from tf1_graphs.tensorboard import event_files, summaries
from tf1_graphs.training.dashboard import Dashboard


@dataclass(frozen=True)
class MetricsLog:
    """What the epochs of a run measured, and the open files that it is written to.

    Attributes:
        live: the `runner.Live` that is being trained.
        session: its session.
        saver: the `tf.train.Saver`.
        evaluate: function of a part, as `evaluation.evaluator` makes it.
        history: what each epoch measured, {column: float32}, in order.
        metrics_file: the open `metrics.csv`.
        event_writer: the `event_files.Writer`.
        dashboard: what else TensorBoard shows.
    """

    live: object
    session: object
    saver: object
    evaluate: object
    history: list
    metrics_file: object
    event_writer: event_files.Writer
    dashboard: Dashboard

    def epoch_done(self, epoch, progress, last_mini_batch):
        """Count an epoch as completed; evaluate it, and write what was measured.

        Args:
            epoch: its number, from 0.
            progress: the run's `Progress`, all of the epoch's mini-batches done.
            last_mini_batch: the examples that were trained on last.
        """
        training = self.live.experiment.training
        metrics, summary = {}, None
        for part, prefix in self.live.evaluated(last_mini_batch):
            measured, summary = self.evaluate(part)
            metrics |= {prefix + name: value for name, value in measured.items()}
            progress.draws.add("evaluate", len(next(iter(part.values()))))
        metrics = progress.epoch_done() | metrics
        if training.best and _is_best(metrics, self.history, training.best):
            checkpoint.save_best(self.live.run.best, self.saver, self.session, epoch + 1)
        self.history.append(metrics)
        with naming(self.live.run.metrics):
            run_directory.write_metrics_row(self.metrics_file, epoch, metrics)
        self.event_writer.add_summary(summary or summaries.scalars(metrics), epoch)
        if line := training.line(epoch, metrics):
            self.live.options.say(line)
        self.dashboard.epoch_done(epoch)

    def training_done(self, epochs):
        """Show in TensorBoard what the trained graph makes of examples.

        Args:
            epochs: number of epochs that were trained.
        """
        self.dashboard.end(epochs)
        self.event_writer.flush()

    def flush(self):
        """Hand all that was written to the operating system, and return the files."""
        with naming(self.live.run.metrics):
            self.metrics_file.flush()
        self.event_writer.flush()
        return self.live.run.metrics, *event_files.files_of(self.live.run.logs)


def _is_best(metrics, history, column):
    return all(metrics[column] < earlier[column] for earlier in history)


@contextlib.contextmanager
def open_log(live, session, config, saver, evaluate, book_def, progress, foreign):
    """Open the files of a run, and yield its `MetricsLog`.

    What an interrupted launch wrote of later epochs is dropped.

    Args:
        live: the `runner.Live` that is about to be trained.
        session: its session.
        config: the session's `tf.ConfigProto`.
        saver: the `tf.train.Saver`.
        evaluate: function of a part, as `evaluation.evaluator` makes it.
        book_def: the book's graph, without what the runner added.
        progress: the `Progress` to go on from.
        foreign: the article's own checkpoint that the run began with, or None.
    """
    epoch = progress.position.epoch
    history = run_directory.cut_metrics(live.run, epoch)
    # What an earlier launch wrote at the first epoch is dropped by TensorBoard.
    begins = epoch == (foreign.epoch if foreign else 0) or not event_files.files_of(live.run.logs)
    with (
        event_files.writer(live.run.logs, epoch) as event_writer,
        open(live.run.metrics, "a") as metrics_file,
    ):
        dashboard = Dashboard(live, session, config, event_writer)
        if begins:
            dashboard.begin(epoch, book_def)
        if live.options.trace and epoch < live.settings.epochs:
            dashboard.trace(epoch, progress.source)
        yield MetricsLog(
            live, session, saver, evaluate, history, metrics_file, event_writer, dashboard
        )


def write_events(live, book_def):
    """Write the event file of a run that was trained outside the session loop.

    Args:
        live: the `runner.Live` that was trained.
        book_def: the book's graph.
    """
    with event_files.writer(live.run.logs, 0) as event_writer:
        Dashboard(live, None, None, event_writer).begin(0, book_def)
        for row, metrics in enumerate(run_directory.read_metrics(live.run)):
            event_writer.add_summary(summaries.scalars(metrics), row)
