"""Writes a run's manifest, what decides its bits, and checks it when the run goes on."""

import dataclasses
import hashlib
import importlib.metadata
import json
import os
import platform

from tf1_graphs import __version__
from tf1_graphs.errors import InputError
from tf1_graphs.runs import run_directory
from tf1_graphs.tensorflow1 import kernels

# A run with another value of these is another run.
_IDENTITY = ("settings", "seed", "imported")
# They differ where one of those does; it is said only if none does.
_MADE = ("data", "graph")
# Another value of these changes the last bits of the weights.
_EXECUTION = ("threads", "onednn", "tensorflow", "device", "arithmetic", "processor")

NO_DIGITS = (
    "Computed on a GPU: sums are added in another order there, and not always in the same one, so "
    "neither TensorFlow 1's digits nor the same bits after an interruption are promised"
)
"""What is said of a run on a GPU, when it is trained and in its report."""


def describe(experiment, settings, options, data, graph_def, foreign=None):
    """Return the manifest of a run that is about to start.

    Args:
        experiment: the `Experiment`.
        settings: its settings.
        options: the runner's `Options`.
        data: the data as it is fed.
        graph_def: the book's graph.
        foreign: the article's own checkpoint that the run begins with, or None.

    Returns:
        What `run.json` holds.
    """
    return {
        "experiment": experiment.name,
        "article": experiment.article,
        "reference": experiment.reference and experiment.reference.as_json(),
        # As JSON gives them back, where a tuple is a list.
        "settings": json.loads(json.dumps(dataclasses.asdict(settings))),
        "seed": options.seed,
        "engine": options.engine,
        "threads": options.threads,
        "device": options.device,
        "onednn": os.environ.get("TF_ENABLE_ONEDNN_OPTS", "1") != "0",
        "arithmetic": kernels.in_force(),
        "processor": kernels.processor(),
        "data": {
            f"{part}/{name}": hashlib.sha256(array).hexdigest()
            for part, arrays in data.items()
            for name, array in arrays.items()
        },
        "graph": graph_hash(graph_def),
        "imported": foreign and {"epoch": foreign.epoch, "sha256": foreign.sha256},
        "versions": versions(),
        "command": list(options.command),
    }


def versions():
    """Return the versions of what a run depends on, by package."""
    installed = {"python": platform.python_version(), "tf1_graphs": __version__}
    for package in ("tensorflow", "numpy", "scikit-learn"):
        for distribution in (package, f"{package}-cpu"):
            try:
                installed[package] = importlib.metadata.version(distribution)
            except importlib.metadata.PackageNotFoundError:
                continue
    return installed


def admit(run, manifest, force=False, source=None):
    """Compare a manifest with the run directory's, which is written if there is none.

    A run may be continued with more epochs than it was started with.

    Args:
        run: the `RunDirectory`.
        manifest: what is about to run there.
        force: go on although the last bits of the weights will change.
        source: the bytes of the file that defines the experiment, kept beside a new manifest.

    Raises:
        InputError: the folder holds another run, or this one under other conditions.
    """
    if not run.manifest.exists():
        if run.metrics.exists() or run.checkpoints.exists():
            raise InputError(
                f"{run.path} has files of a run but no run.json: move it away, name another "
                "folder with --run-dir, or continue an article's own folder with "
                "`tf1-graphs adopt DIR --experiment NAME`"
            )
        run_directory.write_manifest(run, manifest, source)
        return
    before = run_directory.read_manifest(run)
    if before.get("experiment") != manifest["experiment"]:
        raise InputError(
            f"{run.path} holds a run of {before.get('experiment')}, not of "
            f"{manifest['experiment']}: name another folder with --run-dir, or delete that run and "
            "start over with --fresh"
        )
    differences = _all_differences(_IDENTITY, before, manifest)
    differences = differences or _all_differences(_MADE, before, manifest)
    if _is_of_an_earlier_graph(before, manifest, differences):
        made = before["versions"]["tf1_graphs"]
        if run.results.exists() and before["settings"] == manifest["settings"]:
            return  # finished: its results stand as they are
        raise InputError(
            f"{run.path} was begun by tf1_graphs {made}, which built another graph than "
            f"{__version__} and TensorFlow 1: finish it with tf1_graphs {made}, or start it over "
            "with --fresh"
        )
    if differences:
        raise InputError(
            f"{run.path} holds another run ({'; '.join(differences)}): name another folder with "
            "--run-dir, or start this one over with --fresh"
        )
    changed = [
        f"{key}: {old} there, {new} here"
        for key in _EXECUTION
        if (old := _execution(before, key)) != (new := _execution(manifest, key))
    ]
    if changed and not force:
        raise InputError(
            f"{run.path} was trained under other conditions ({'; '.join(changed)}), which changes "
            "the last bits of the weights: restore them, or accept that with --force"
        )
    if before["settings"]["epochs"] != manifest["settings"]["epochs"]:
        done = len(run_directory.read_metrics(run))
        if manifest["settings"]["epochs"] < done:
            raise InputError(
                f"{run.path} has {done} epochs already, more than {manifest['settings']['epochs']}"
            )
        run.results.unlink(missing_ok=True)
    if changed or before["settings"] != manifest["settings"]:
        run_directory.write_manifest(run, manifest)


def _is_of_an_earlier_graph(before, manifest, differences):
    """Tell whether an earlier release's graph is all that makes this another run."""
    made = before.get("versions", {}).get("tf1_graphs", __version__)
    graph = _all_differences(("graph",), before, manifest)
    return made != __version__ and bool(graph) and differences == graph


def _execution(manifest, key):
    if key == "tensorflow":
        return manifest["versions"][key]
    return manifest.get(key, {"device": "cpu", "arithmetic": "native"}.get(key))  # of 0.1.0


def _all_differences(keys, before, now):
    return [it for key in keys for it in _differences(key, before.get(key), now[key])]


def _differences(key, before, now):
    """Say where two values of a manifest differ; the number of epochs may."""
    if isinstance(before, dict) and isinstance(now, dict):
        names = sorted(before.keys() | now.keys())
        return [
            f"{key} {name}: {_short(before.get(name))} there, {_short(now.get(name))} here"
            for name in names
            if before.get(name) != now.get(name) and (key, name) != ("settings", "epochs")
        ]
    return [] if before == now else [f"{key}: {_short(before)} there, {_short(now)} here"]


def _short(value):
    """Show a value; of a hash, its first digits."""
    return f"{value[:12]}…" if isinstance(value, str) and len(value) == 64 else repr(value)


def graph_hash(graph_def):
    """Return a hash of a `GraphDef`'s nodes, in their order, whoever's class the message is of."""
    digest = hashlib.sha256()
    for node in graph_def.node:
        digest.update(node.SerializeToString(deterministic=True))
    return digest.hexdigest()
