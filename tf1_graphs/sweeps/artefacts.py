"""Packs a run directory as bytes, and unpacks it where the file system is not shared."""

import io
import shutil
import tarfile
from pathlib import Path

LOCKS = (".lock", ".lock.pid")


def pack(path):
    """Return a run directory's files as a tar archive."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for child in sorted(Path(path).iterdir()):
            if child.name not in LOCKS:
                archive.add(child, child.name)
    return buffer.getvalue()


def unpack(content, path):
    """Put a packed run directory at `path`, in place of the one that is there.

    It is unpacked beside it first: what is there stands until all has arrived.

    Raises:
        OSError: it cannot be written; what was there stands.
    """
    path = Path(path)
    arriving, leaving = (path.with_name(f".{path.name}.{end}") for end in ("arriving", "leaving"))
    for folder in (arriving, leaving):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        arriving.mkdir(parents=True)
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            archive.extractall(arriving, filter="data")
    except OSError:
        shutil.rmtree(arriving, ignore_errors=True)
        raise
    if path.exists():
        path.rename(leaving)
    arriving.rename(path)
    shutil.rmtree(leaving, ignore_errors=True)
