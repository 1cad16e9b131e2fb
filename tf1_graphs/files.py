"""Files that survive a crash: atomic writes, syncs, content hashes and the lock of a folder."""

import contextlib
import hashlib
import os
from pathlib import Path

import filelock

from tf1_graphs.errors import InputError, naming


def sync(path):
    """Force a file's content, or a folder's entries, to the disk (`fsync`).

    Args:
        path: an existing file or folder.

    Raises:
        OSError: the path cannot be opened or the device reports an error.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def atomic_write(path, content):
    """Replace a file by new content so that a crash leaves either the old or the new content.

    The bytes go to a temporary file beside `path`, are synced, take the name by a rename, and
    the folder is synced last: when the call returns, the new content is on the disk.

    Args:
        path: the file to write; its folder exists.
        content: `bytes`, or `str` that is encoded as UTF-8.

    Raises:
        OSError: the folder cannot be written or is full; the old content then stands.
    """
    path = Path(path)
    temporary = path.with_name(f".{path.name}.tmp")
    data = content.encode() if isinstance(content, str) else content
    try:
        with naming(path):
            with open(temporary, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    sync(path.parent)


def sha256(path):
    """Return the SHA-256 of a file's content as 64 hexadecimal digits."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def lock(folder, timeout=0):
    """Hold a folder for this process; the lock dies with the process, however it ends.

    Args:
        folder: an existing folder; the files `.lock` and `.lock.pid` are kept in it.
        timeout: seconds to wait for a process that holds it.

    Raises:
        InputError: another process holds the folder, with its process id; or it cannot be written.
    """
    folder = Path(folder)
    holder = folder / ".lock.pid"
    held = filelock.FileLock(folder / ".lock", timeout=timeout)
    try:
        held.acquire()
    except filelock.Timeout:
        pid = holder.read_text().strip() if holder.exists() else "unknown"
        raise InputError(
            f"{folder} is in use by process {pid}: wait until it ends, or stop it"
        ) from None
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror}") from error
    try:
        holder.write_text(f"{os.getpid()}\n")
        yield
    finally:
        holder.unlink(missing_ok=True)
        held.release()
