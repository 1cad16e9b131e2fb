"""Downloads the data sets into the user cache.

What arrives is unpacked in memory, written beside its place and verified there, and moved into it
last: an interrupted or failed download leaves the cache as it was.
"""

import gzip
import io
import os
import tarfile
import zlib
from functools import partial
from pathlib import Path

from tf1_graphs.datasets.locate import (
    ENVIRONMENT_VARIABLE,
    cache_folder,
    find_file,
    own_folder,
    read_verified,
)
from tf1_graphs.datasets.registry import get_dataset
from tf1_graphs.errors import InputError

GZIP_MAGIC = b"\x1f\x8b"
CHUNK_SIZE = 64 * 1024  # bytes
TIMEOUT = 30  # seconds without an answer, or between two parts of it


def fetch(name, progress=True):
    """Make a data set available on this machine, downloading what is missing.

    A good file, wherever it lies, is left alone. A bad one in the user cache is replaced.

    Args:
        name: a data set's name, such as `mnist`.
        progress: whether to show a progress bar on standard error, if that is a terminal.

    Returns:
        A dictionary: file name to the path of its verified copy.

    Raises:
        InputError: there is no such data set, no source gave the original file, the cache cannot
            be written, or the user's own folder (`$TF1_GRAPHS_DATA`) holds a bad file.
    """
    dataset = get_dataset(name)
    return {file.name: _fetch_file(dataset, file, progress) for file in dataset.files}


def _fetch_file(dataset, file, progress):
    """Return the path of a verified copy of one file, downloaded if there is none."""
    found = find_file(dataset, file)
    if found is not None:
        try:
            read_verified(found, dataset, file)
        except InputError:
            # The user's own folder comes before the cache: there a bad file would hide a good one.
            if found.parent == own_folder(dataset):
                raise
        else:
            return found
    # It takes a tenth of a second to import.
    import pooch

    failures = []
    for url in file.urls:
        # Plain, because `locate` prefers it: a bad .gz beside it is then never read again.
        cache = pooch.create(
            cache_folder(dataset), "", registry={file.name: file.sha256}, urls={file.name: url}
        )
        try:
            return Path(cache.fetch(file.name, downloader=partial(_download, file, progress)))
        except ValueError as error:  # of another hash, pooch's first sentence names both
            failures.append(f"{url} ({str(error).partition('. ')[0]})")
        except OSError as error:
            raise InputError(
                f"{cache.path / file.name} cannot be written: {error.strerror or error}"
            ) from error
    raise InputError(
        f"no source gave {dataset.name}/{file.name}: {', '.join(failures) or 'none is known'}; "
        f"check the network, or copy the file into {dataset.name}/ in a folder and set "
        f"{ENVIRONMENT_VARIABLE} to that folder"
    )


def _download(file, progress, url, path, _pooch):
    """Write a file's decompressed content to a path, as pooch's downloaders do."""
    import pooch
    from tqdm import tqdm

    received = io.BytesIO()
    # pooch asks for the bar's truth value, which tqdm refuses without a total; it then sets it.
    disable = None if progress else True  # None: unless standard error is a terminal
    bar = tqdm(desc=file.name, total=1, unit="B", unit_scale=True, disable=disable)
    try:
        get = pooch.HTTPDownloader(progressbar=bar, chunk_size=CHUNK_SIZE, timeout=TIMEOUT)
        get(url, received, None)
        content = _unpack(received.getvalue(), file)
    except (OSError, EOFError, KeyError, zlib.error, tarfile.TarError) as error:
        response = getattr(error, "response", None)
        reason = type(error).__name__ if response is None else f"HTTP {response.status_code}"
        raise ValueError(reason) from error
    finally:
        # pooch has closed the bar of what came whole; that of a failure is wiped away.
        bar.leave = False
        bar.close()
    with open(path, "wb") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())


def _unpack(received, file):
    """Return a file's content from what a source gave: plain, gzip, or a gzipped tar archive."""
    if file.member:
        with tarfile.open(fileobj=io.BytesIO(received)) as archive:
            return archive.extractfile(file.member).read()
    # By content, not by name: some servers label .gz files so that they arrive decompressed.
    return gzip.decompress(received) if received.startswith(GZIP_MAGIC) else received
