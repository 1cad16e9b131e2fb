"""What a run directory says about how to continue it."""

import dataclasses

from tf1_graphs import settings as settings_module
from tf1_graphs.articles import find
from tf1_graphs.errors import InputError
from tf1_graphs.training import run_directory
from tf1_graphs.training.options import Options


def from_manifest(run, epochs=None):
    """Return what a run's manifest says it is.

    Args:
        run: the `RunDirectory`.
        epochs: train so many epochs in all; None leaves the manifest's number.

    Returns:
        (experiment, settings, options): options with the run's seed, engine and threads.

    Raises:
        InputError: the folder is not a run directory, or its manifest was written by something
            else.
    """
    manifest = run_directory.read_manifest(run)
    try:
        experiment = find(manifest["experiment"])
        settings = settings_module.restore(experiment, manifest["settings"])
        options = Options(
            seed=manifest["seed"], engine=manifest["engine"], threads=manifest["threads"]
        )
    except (KeyError, TypeError) as error:
        raise InputError(f"{run.manifest} is not the manifest of a run: {error}") from None
    if epochs is not None:
        settings = dataclasses.replace(settings, epochs=epochs)
    return experiment, settings, options
