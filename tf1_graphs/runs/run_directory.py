"""Reads and writes the files of a run directory, and says where each is."""

import contextlib
import csv
import dataclasses
import json
import math
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tf1_graphs import files
from tf1_graphs.errors import InputError
from tf1_graphs.runs.measurements import Measurements


@dataclass(frozen=True)
class RunDirectory:
    """The paths of a run's files.

    Attributes:
        path: the folder, `<runs>/<experiment>/<run>`.
    """

    path: Path

    @property
    def manifest(self):
        """What the run is: experiment, settings, seed, engine, threads, versions, data."""
        return self.path / "run.json"

    @property
    def source(self):
        """The file that defined the experiment, as it was when the run began; of an own article."""
        return self.path / "experiment.py"

    @property
    def checkpoints(self):
        """Folder of the checkpoints and the epoch file."""
        return self.path / "checkpoints"

    @property
    def metrics(self):
        """One row an epoch."""
        return self.path / "metrics.csv"

    @property
    def logs(self):
        """Folder of TensorBoard's event files."""
        return self.path / "logs"

    @property
    def final_model(self):
        """Prefix of the trained model's checkpoint."""
        return self.path / "final" / "model"

    @property
    def best(self):
        """Folder of the best epoch's model, where the experiment keeps one."""
        return self.path / "best"

    @property
    def fits(self):
        """Folder of the run directories of the trainings that a search consists of."""
        return self.path / "fits"

    @property
    def results(self):
        """What was measured after the last epoch; its presence says that the run is finished."""
        return self.path / "results.json"

    @property
    def figures(self):
        """Folder of the run's plots, as PNG files."""
        return self.path / "figures"

    @property
    def output(self):
        """Of a script's run: what it printed."""
        return self.path / "output.txt"

    @property
    def journal(self):
        """Of a script's run: folder with what its sessions returned."""
        return self.path / "journal"

    @property
    def scalars(self):
        """Of a script's run: the scalars that its sessions returned, one row each."""
        return self.path / "scalars.csv"

    def report(self, suffix):
        """What `reproduce` found, as `report.html`, `report.md` or `report.json`."""
        return self.path / f"report{suffix}"


def run_name(seed, settings):
    """Name a run by its seed and the settings that differ from the defaults.

    Example: `seed-42`, `seed-42-noise=0.2`.
    """
    defaults = type(settings)()
    changed = [
        f"{name}={_text(value)}"
        for name, value in dataclasses.asdict(settings).items()
        if value != getattr(defaults, name)
    ]
    return "-".join([f"seed-{seed}", *changed])


def _text(value):
    return "+".join(map(str, value)) if isinstance(value, tuple) else str(value)


def write_manifest(run, manifest, source=None):
    """Write `run.json`, making the folder; before it the file that defines the experiment.

    Args:
        run: the `RunDirectory`.
        manifest: what `run.json` holds.
        source: that file's bytes; None leaves what is there.
    """
    run.path.mkdir(parents=True, exist_ok=True)
    if source is not None:
        files.atomic_write(run.source, source)
    files.atomic_write(run.manifest, json.dumps(manifest, indent=2) + "\n")


def read_manifest(run):
    """Return the manifest of a run.

    Raises:
        InputError: there is none, or it cannot be read as JSON.
    """
    try:
        return json.loads(run.manifest.read_text())
    except FileNotFoundError:
        raise InputError(
            f"{run.path} is not a run directory: it has no run.json; "
            "`tf1-graphs train NAME` makes one"
        ) from None
    except NotADirectoryError:
        raise InputError(
            f"{run.path} is a file: name a run directory, the folder with run.json"
        ) from None
    except ValueError as error:
        raise InputError(f"{run.manifest} is not valid JSON ({error})") from None


def write_metrics_row(file, epoch, metrics):
    """Append an epoch's metrics to an open `metrics.csv`: each number in its shortest digits."""
    if file.tell() == 0:
        file.write(",".join(["epoch", *metrics]) + "\n")
    file.write(",".join([str(epoch), *(str(value) for value in metrics.values())]) + "\n")


def read_metrics(run):
    """Return the rows of `metrics.csv` as a tuple of {column: float32}; empty if there is none.

    A last line without its end is left out: a training that goes on is about to write the rest.

    Raises:
        InputError: the file is damaged.
    """
    with contextlib.suppress(FileNotFoundError):
        lines = run.metrics.read_text().splitlines(keepends=True)
        whole = [line for line in lines if line.endswith("\n")]
        try:
            return tuple(
                {name: np.float32(value) for name, value in row.items() if name != "epoch"}
                for row in csv.DictReader(whole)
            )
        except (ValueError, TypeError) as error:
            raise _damaged(run.metrics, error) from None
    return ()


def cut_metrics(run, epochs):
    """Keep the rows of epochs below `epochs` of `metrics.csv`; later ones are written again.

    Returns:
        The rows that are kept, as a list of {column: float32}.
    """
    if run.metrics.exists():
        header, *rows = run.metrics.read_text().splitlines(keepends=True) or [""]
        kept = [row for row in rows if row.endswith("\n") and int(row.split(",")[0]) < epochs]
        if kept != rows or not kept:
            files.atomic_write(run.metrics, "".join([header, *kept]) if kept else "")
    return list(read_metrics(run))


def read_measurements(run):
    """Return what a finished run measured, or None if it is not finished.

    Raises:
        InputError: a file of it is damaged.
    """
    try:
        results = json.loads(run.results.read_text())["results"]
        results = {name: _number(value) for name, value in results.items()}
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(run.results, error) from None
    return Measurements(read_metrics(run), results)


def _damaged(path, error):
    return InputError(
        f"{path} is damaged ({error}): put it back from a copy, or train again with --fresh"
    )


def write_results(run, results):
    """Write what was measured after the last epoch; that finishes the run."""
    content = {"results": {name: as_json(value) for name, value in results.items()}}
    files.atomic_write(run.results, json.dumps(content, indent=2, allow_nan=False) + "\n")


def as_json(value):
    """Return a value as strict JSON takes it.

    A float32 is given by its shortest digits; what JSON has no number for, which diverged
    trainings measure, as `NaN`, `Infinity` or `-Infinity` in quotes.
    """
    if isinstance(value, np.generic):
        value = float(str(value)) if isinstance(value, np.floating) else value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def _number(value):
    """Return the number that `as_json` gave as a text."""
    return float(value) if value in ("NaN", "Infinity", "-Infinity") else value


def remove_run(run):
    """Delete a run's files, and nothing else, so that it starts over."""
    reports = [run.report(suffix) for suffix in (".html", ".md", ".json")]
    for path in (run.metrics, run.results, run.manifest, run.source, *reports):
        path.unlink(missing_ok=True)
    for folder in (
        run.checkpoints,
        run.logs,
        run.best,
        run.final_model.parent,
        run.fits,
        run.figures,
    ):
        shutil.rmtree(folder, ignore_errors=True)
