"""Puts the files of a run back to what they were when it began, and keeps those of now aside.

A script that is run again must find what it found. Where the run has come to its checkpoint, what
was set aside is forgotten; where it cannot get there, it is put back.
"""

import contextlib
import glob
import json
import os
import shutil

from tf1_graphs import files
from tf1_graphs.errors import InputError
from tf1_graphs.scripts.recorded.touched import checkpoint_files, copy


def refuse_changed(touched, resume):
    """Refuse to go on where a file that the run only read is another now.

    Raises:
        InputError: one is; the text names it.
    """
    if changed := _changed_reads(touched):
        more = f" (and {len(changed) - 1} more)" if len(changed) > 1 else ""
        raise InputError(
            f"{changed[0]}{more} has changed since the run read it, so that it would take another "
            f"course: put the file back, and {resume}; or begin a new run"
        )


def _changed_reads(touched):
    """Return the paths of files that the run only read and that are other files now."""
    found = []
    for path, content in touched.known.items():
        if content["kind"] == "read" and not _is_same(path, content):
            found.append(path)
    return found


def set_aside(touched):
    """Put the files back to what they were when the run began; keep those of now aside.

    What was set aside by an earlier launch that did not get to its checkpoint stays there.
    """
    aside = touched.run.path / "aside"
    aside.mkdir(exist_ok=True)
    plan_path = aside / "plan.json"
    plan = json.loads(plan_path.read_text()) if plan_path.exists() else {}
    is_new = not plan_path.exists()
    present = [path for path in _run_files(touched) if os.path.lexists(path)]
    if is_new:
        plan = {path: f"{number}-{os.path.basename(path)}" for number, path in enumerate(present)}
        files.atomic_write(plan_path, json.dumps(plan))
    for path in present:
        target = aside / plan.get(path, "again")
        if path not in plan or (target.exists() and not is_new):
            os.unlink(path)  # of a launch that was stopped while it ran again
        else:
            copy(path, target, may_link=True)
            os.unlink(path)
    _restore_before(touched)


def _run_files(touched):
    """Yield the files that the run has made or changed."""
    for path, content in touched.known.items():
        if content["kind"] in ("made", "changed"):
            if not os.path.isdir(path):
                yield path
        elif content["kind"] == "events":
            there = set(content["there"])
            yield from (
                it for it in glob.glob(glob.escape(path) + ".out.tfevents.*") if it not in there
            )
        elif content["kind"] == "saver":
            there = set(content["there"])
            pattern = glob.escape(path)
            mine = checkpoint_files(path) + glob.glob(pattern + ".*tempstate*")
            yield from (it for it in mine if it not in there)


def _restore_before(touched):
    for path, content in touched.known.items():
        if content["kind"] == "folder removed":
            os.makedirs(path, exist_ok=True)
    for path, content in touched.known.items():
        if content["kind"] == "changed":
            os.makedirs(os.path.dirname(path), exist_ok=True)
            copy(touched.run.path / "before" / content["before"], path, may_link=False)
    folders = [path for path, content in touched.known.items() if content["kind"] == "folder"]
    for path in sorted(folders, key=len, reverse=True):
        with contextlib.suppress(OSError):
            os.rmdir(path)


def put_back(touched):
    """Undo `set_aside`: the files are again what they were before this launch."""
    aside = touched.run.path / "aside"
    if not (aside / "plan.json").exists():
        return
    with touched.quietly():
        for path in list(_run_files(touched)):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)
        for path, name in json.loads((aside / "plan.json").read_text()).items():
            if (aside / name).exists():
                os.makedirs(os.path.dirname(path), exist_ok=True)
                copy(aside / name, path, may_link=True)
        shutil.rmtree(aside)


def keep_aside(touched):
    """Keep what was set aside, of a run that begins anew, for good.

    Returns:
        The folder that has it, with `plan.json`, which says where each file was; None if there was
        nothing.
    """
    with touched.quietly():
        aside = touched.run.path / "aside"
        if not json.loads((aside / "plan.json").read_text()):
            shutil.rmtree(aside)
            return None
        number = 1 + len(list(touched.run.path.glob("earlier-*")))
        return aside.rename(touched.run.path / f"earlier-{number}")


def drop_aside(touched):
    """Forget what was set aside: the run has come past it."""
    with touched.quietly():
        shutil.rmtree(touched.run.path / "aside", ignore_errors=True)


def _is_same(path, content):
    try:
        found = os.stat(path)
        if found.st_size != content["size"]:
            return False
        if found.st_mtime_ns == content["mtime"]:
            return True
        return "sha256" in content and files.sha256(path) == content["sha256"]
    except OSError:
        return False
