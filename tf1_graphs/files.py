"""Writes files that survive a crash: atomic writes, syncs, content hashes, a folder's lock."""

import contextlib
import errno
import hashlib
import os
from pathlib import Path

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
    atomic_writes({path: content})


def atomic_writes(contents):
    """Replace files that belong together: no name changes before all the new content is synced.

    So a disk that is full leaves all the old ones. Only a crash between two renames leaves some
    files old and some new, each of them whole.

    Args:
        contents: {path: `bytes`, or `str` that is encoded as UTF-8}; the paths' folders exist.

    Raises:
        OSError: a folder cannot be written or is full, or a path is a folder; what was there then
            stands.

    Example:
        `atomic_writes({"report.html": page, "report.json": facts})`
    """
    paths = {Path(path): content for path, content in contents.items()}
    temporaries = {path: path.with_name(f".{path.name}.tmp") for path in paths}
    try:
        for path, content in paths.items():
            with naming(path):
                _write_synced(temporaries[path], content)
                if path.is_dir():  # it would stop the renames halfway
                    raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        for path, temporary in temporaries.items():
            with naming(path):
                temporary.replace(path)
    except BaseException:
        for temporary in temporaries.values():
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
        raise
    for folder in {path.parent for path in paths}:
        sync(folder)


def write(path, content):
    """Write a file that a user named: by atomic replace, if it is a file.

    A pipe, a device or a link is written as it stands: `/dev/stdout` and `/dev/null` must stay
    what they are.

    Args:
        path: as `atomic_write` takes it.
        content: as `atomic_write` takes it.

    Raises:
        OSError: it cannot be written.
    """
    path = Path(path)
    if path.is_symlink() or (path.exists() and not path.is_file()):
        with naming(path), open(path, "wb") as file:
            file.write(_as_bytes(content))
    else:
        atomic_write(path, content)


def _as_bytes(content):
    return content.encode() if isinstance(content, str) else content


def _write_synced(path, content):
    with open(path, "wb") as file:
        file.write(_as_bytes(content))
        file.flush()
        os.fsync(file.fileno())


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
    # What only reads and lists does without it.
    import filelock

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
