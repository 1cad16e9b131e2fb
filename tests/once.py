"""What takes long is made once for all processes of pytest."""

import os

import filelock


def once(tmp_path_factory, name, make):
    """Make a file or folder by `make(path)`, once for all processes of pytest, and return it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    path = shared / name
    with filelock.FileLock(shared / f"{name}.lock"):
        if not path.exists():
            unfinished = tmp_path_factory.mktemp("unfinished") / name
            make(unfinished)
            unfinished.rename(path)
    return path
