"""Train, and compare runs bit by bit."""

import dataclasses

from tf1_graphs.runs.run_directory import RunDirectory
from tf1_graphs.training import runner
from tf1_graphs.training.options import Options


def silent(_line):
    """Say nothing."""


def train(experiment, path, epochs, **options):
    """Train an experiment in a folder, for so many epochs in all."""
    settings = dataclasses.replace(experiment.settings(), epochs=epochs)
    run = RunDirectory(path)
    runner.train(experiment, settings, run, Options(**{"say": silent, **options}))
    return run


def train_unobserved(experiment, path, epochs, **options):
    """Train without histograms: they take a fifth of the time, and `test_dashboard.py` has them."""
    return train(experiment, path, epochs, **{"histograms": 0, **options})


def bits(run):
    """Return what two runs must agree in: last checkpoint, trained model, metrics, results."""
    epoch = run.checkpoints.joinpath("model.ckpt.epoch").read_text()
    paths = [
        *run.checkpoints.glob(f"model.ckpt-{epoch}.*"),
        *run.final_model.parent.glob("model.*"),
        run.metrics,
        run.results,
    ]
    return {str(path.relative_to(run.path)): path.read_bytes() for path in sorted(paths)}
