"""Says which data is where, and whether it is the original: the rows of the `data` command."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from tf1_graphs.datasets.locate import find_file, read_content
from tf1_graphs.datasets.registry import DATASETS, get_dataset
from tf1_graphs.errors import InputError


@dataclass(frozen=True)
class FileStatus:
    """What is known of one file of a data set.

    Attributes:
        dataset: the data set's name.
        file: the file's name.
        path: where it lies, or None.
        state: `found` or `missing` if it was only looked for; `ok`, `wrong hash`, `unreadable` or
            `missing` if it was verified.
        detail: what is wrong with it, one line; otherwise empty.
    """

    dataset: str
    file: str
    path: Path | None
    state: str
    detail: str = ""


def status():
    """Tell where each file of each data set is, without reading any.

    Returns:
        A list of `FileStatus`, in the registry's order.

    Raises:
        InputError: a folder cannot be looked into.
    """
    return [
        FileStatus(dataset.name, file.name, path, "found" if path else "missing")
        for dataset in DATASETS.values()
        for file in dataset.files
        for path in [find_file(dataset, file)]
    ]


def verify(name=None):
    """Read the files of one data set, or of all, and compare their content with the originals'.

    Args:
        name: a data set's name, or None for all of them.

    Returns:
        A list of `FileStatus`, in the registry's order.

    Raises:
        InputError: there is no such data set, or a folder cannot be looked into.
    """
    chosen = DATASETS.values() if name is None else [get_dataset(name)]
    return [_verify_file(dataset, file) for dataset in chosen for file in dataset.files]


def _verify_file(dataset, file):
    """Return the status of one file after reading it."""
    path = find_file(dataset, file)
    if path is None:
        return FileStatus(dataset.name, file.name, None, "missing")
    try:
        found = hashlib.sha256(read_content(path, file)).hexdigest()
    except InputError as error:
        return FileStatus(dataset.name, file.name, path, "unreadable", str(error))
    if found != file.sha256:
        detail = f"sha256 {found}, expected {file.sha256}"
        return FileStatus(dataset.name, file.name, path, "wrong hash", detail)
    return FileStatus(dataset.name, file.name, path, "ok")
