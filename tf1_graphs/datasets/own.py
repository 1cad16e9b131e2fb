"""Gets the file of a reader's own data set, by path or by address, and verifies its content."""

import os
import re
from pathlib import Path

import platformdirs

from tf1_graphs import files
from tf1_graphs.datasets.locate import ENVIRONMENT_VARIABLE
from tf1_graphs.errors import InputError


def data_file(source, sha256):
    """Return the path of a file whose content has this hash.

    An address is downloaded once, into the user cache, or taken from `$TF1_GRAPHS_DATA` if a file
    of its name is there.

    Args:
        source: path of the file, or its address, `https://…`.
        sha256: of its content, 64 hexadecimal digits.

    Returns:
        The file's `Path`.

    Raises:
        InputError: there is no such file, it cannot be downloaded, or it has another content.

    Example:
        `np.loadtxt(data_file(Path(__file__).with_name("points.csv"), "9f86d081…"))`
    """
    if not re.fullmatch("[0-9a-f]{64}", str(sha256)):
        raise InputError(
            f"the SHA-256 of {source} must be 64 hexadecimal digits, got {sha256!r}; "
            "`sha256sum FILE` says it"
        )
    if not re.match(r"\w+://", str(source)):
        return _verified(Path(source), sha256)
    name = re.sub(r"[?#].*", "", str(source)).rstrip("/").rpartition("/")[2] or "data"
    if root := os.environ.get(ENVIRONMENT_VARIABLE):
        own = Path(root).expanduser() / name
        if own.is_file():
            return _verified(own, sha256)
    folder = platformdirs.user_cache_path("tf1_graphs").expanduser() / "own" / sha256[:16]
    return _downloaded(str(source), name, folder, sha256)


def _verified(path, sha256):
    try:
        found = files.sha256(path)
    except OSError as error:
        raise InputError(f"the data file {path} cannot be read: {error.strerror}") from None
    if found != sha256:
        raise InputError(
            f"the data file {path} has another content than the experiment names: its SHA-256 is "
            f"{found}, not {sha256}"
        )
    return path


def _downloaded(address, name, folder, sha256):
    # It takes a tenth of a second to import.
    import pooch

    get = pooch.HTTPDownloader(progressbar=False, timeout=30)
    cache = pooch.create(folder, "", registry={name: sha256}, urls={name: address})
    try:
        return Path(cache.fetch(name, downloader=get))
    except ValueError as error:  # of another hash, pooch's first sentence names both
        raise InputError(f"{address}: {str(error).partition('. ')[0]}") from None
    except OSError as error:
        response = getattr(error, "response", None)
        reason = f"HTTP {response.status_code}" if response is not None else type(error).__name__
        raise InputError(
            f"{address} could not be downloaded ({reason}): check the network, or copy the file as "
            f"{name} into a folder and set {ENVIRONMENT_VARIABLE} to that folder"
        ) from None
