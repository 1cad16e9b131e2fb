"""Says what decides a script's run, and refuses to go on under other conditions."""

import os
import secrets

from tf1_graphs import files
from tf1_graphs.errors import InputError
from tf1_graphs.runs import script_runs
from tf1_graphs.runs.manifest import versions
from tf1_graphs.tensorflow1 import kernels

_CONDITIONS = ("arithmetic", "processor", "threads", "device", "onednn")


def describe(script, arguments, options):
    """Return the manifest of a run that is about to begin, but for what the process finds.

    Args:
        script: its path.
        arguments: its own.
        options: what was asked for: device, arithmetic, seconds between checkpoints, bound.
    """
    return {
        "kind": script_runs.KIND,
        "script": os.path.abspath(script),
        "folder": os.getcwd(),
        "arguments": list(arguments),
        "sha256": files.sha256(script),
        "entropy": secrets.randbits(64),
        "hash seed": os.environ.get("PYTHONHASHSEED") or str(secrets.randbelow(2**32)),
        "options": options,
        "versions": versions(),
        "threads": len(os.sched_getaffinity(0)),
    }


def conditions():
    """Return the conditions of this process that change the last bits."""
    return {
        "arithmetic": kernels.in_force(),
        "processor": kernels.processor(),
        "onednn": os.environ.get("TF_ENABLE_ONEDNN_OPTS", "1") != "0",
        "device": os.environ.get("TF1_GRAPHS_DEVICE", "cpu"),
        "threads": len(os.sched_getaffinity(0)),
    }


def refuse_other(manifest, run):
    """Refuse to go on with another script or another version.

    Raises:
        InputError: one of them has changed; the text says which.
    """
    script = manifest["script"]
    again = f"put it back as it was, or begin a new run with `tf1-graphs run {script}`"
    if not os.path.isfile(script):
        raise InputError(f"the script {script} of {run.path} is not there any more")
    if files.sha256(script) != manifest["sha256"]:
        raise InputError(f"{script} has changed since {run.path} was begun: {again}")
    if not os.path.isdir(manifest["folder"]):
        raise InputError(f"the folder {manifest['folder']} that {run.path} ran in is not there")
    for path, sha256 in manifest.get("helpers", {}).items():
        if not os.path.isfile(path) or files.sha256(path) != sha256:
            raise InputError(f"{path}, which {script} imports, has changed: {again}")
    here = versions()
    for package, version in manifest["versions"].items():
        if here.get(package) != version:
            raise InputError(
                f"{run.path} was begun with {package} {version}, and here is {here.get(package)}: "
                "go on with that one, or begin a new run"
            )


def refuse_other_conditions(manifest, run):
    """Refuse to go on where the last bits would be others.

    Raises:
        InputError: a condition has changed; the text says which.
    """
    here = conditions()
    changed = [
        f"{name}: {manifest[name]} there, {here[name]} here"
        for name in _CONDITIONS
        if name in manifest and manifest[name] != here[name]
    ]
    if changed:
        raise InputError(
            f"{run.path} was run under other conditions ({'; '.join(changed)}), which changes the "
            "last bits: restore them, or begin a new run"
        )
