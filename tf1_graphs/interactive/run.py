"""Defines `Run`: what a run measured, its trained graph, its pictures, and its verdicts."""

import base64
import contextlib
import html
from dataclasses import dataclass
from typing import Any

import numpy as np

from tf1_graphs import tables
from tf1_graphs.errors import InputError
from tf1_graphs.runs import run_directory
from tf1_graphs.runs.run_directory import RunDirectory

_SHOWN = 5


@dataclass(frozen=True)
class Run:
    """A run in its run directory.

    Attributes:
        directory: the `RunDirectory`; its `path` is the folder.
        experiment: the `Experiment`.
        settings: its settings.
    """

    directory: RunDirectory
    experiment: Any
    settings: Any

    @property
    def path(self):
        """The run directory."""
        return self.directory.path

    @property
    def finished(self):
        """Whether the run is finished."""
        return self.directory.results.exists()

    @property
    def metrics(self):
        """One row an epoch: a structured array with the columns of `metrics.csv`.

        `epoch` is int64, all else float32 [epochs].
        """
        rows = run_directory.read_metrics(self.directory)
        names = list(rows[0]) if rows else []
        made = np.empty(len(rows), [("epoch", np.int64), *((name, np.float32) for name in names)])
        made["epoch"] = np.arange(len(rows))
        for name in names:
            made[name] = [row[name] for row in rows]
        return made

    @property
    def results(self):
        """What was measured after the last epoch, by name; empty of a run that is not finished."""
        measured = run_directory.read_measurements(self.directory)
        return dict(measured.results) if measured else {}

    def table(self):
        """Return the metrics as a pandas `DataFrame`, or as `metrics` where there is no pandas."""
        try:
            import pandas
        except ImportError:
            return self.metrics
        return pandas.DataFrame(self.metrics).set_index("epoch")

    @contextlib.contextmanager
    def session(self):
        """Restore the trained model, and yield (session, book).

        Yields:
            The `tf.Session` with the trained variables, in a graph of its own that is the default
            one, and the `BookGraph` that `build` made.

        Raises:
            InputError: the run is not finished, or leaves no trained graph.

        Example:
            `with run.session() as (session, book): session.run(book.logits, {…})`
        """
        from tf1_graphs.training import prediction

        if not self.finished:
            raise InputError(f"{self.path} is not finished, so it has no trained model")
        training = self.experiment.training
        if training.trainer is not None:
            raise InputError(f"{self.experiment.name} leaves no trained graph to be restored")
        with prediction.restored(
            lambda: training.build(self.settings), self.directory.final_model
        ) as restored:
            yield restored

    def predict(self, part=None):
        """Return what the trained model says about a part of the data, or about arrays.

        Args:
            part: name of a part, or arrays by placeholder name; None is the test part.

        Returns:
            `Inferred`: `predictions`, `logits`, and `metrics` where the labels are known.

        Raises:
            InputError: the run has no trained model that can be restored.
        """
        from tf1_graphs.training import prediction

        with prediction.trained_model(self.experiment, self.settings, self.directory) as infer:
            if part is None or isinstance(part, str):
                data = self.experiment.training.load(self.settings)
                part = data[part or prediction.evaluated_part(data)]
            return infer(part)

    def plots(self):
        """Draw the run; return a list of `Plot`, each with its `title`, `alt` and `figure`.

        Raises:
            InputError: matplotlib is not installed.
        """
        from tf1_graphs import plots

        return plots.of_run(self.directory, retrain=False, experiment=self.experiment)

    def judged(self):
        """Judge the published figures that this run measures; nothing is trained."""
        from tf1_graphs.reports import target

        return target.of_run_directory(self.directory, self.experiment)

    def _repr_html_(self):
        rows = self.metrics
        names = rows.dtype.names
        shown = rows if len(rows) <= 2 * _SHOWN else [*rows[:_SHOWN], None, *rows[-_SHOWN:]]
        cells = [[str(row[it]) for it in names] if row is not None else "…" for row in shown]
        cells = [row if row != "…" else ["…"] * len(names) for row in cells]
        state = "finished" if self.finished else "not finished"
        said = f"<p>{html.escape(self.experiment.name)}, {html.escape(str(self.path))}: {state}</p>"
        return said + tables.html(cells, names) + "".join(map(_picture, self._drawn()))

    def _drawn(self):
        try:
            return self.plots()
        except InputError:  # without matplotlib, the table is all
            return []


def _picture(plot):
    from tf1_graphs.plots import png

    source = base64.b64encode(png(plot)).decode()
    return f'<img src="data:image/png;base64,{source}" alt="{html.escape(plot.alt)}">'
