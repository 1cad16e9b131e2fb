"""Locates the data sets on this machine, and verifies their content.

A file is looked for in `$TF1_GRAPHS_DATA/<data set>/`, in the user cache, where Keras keeps its
copies, and where Debian's packages put theirs. Whatever the place, the decompressed content must
have the hash that the registry states. A file with another content is an error, never a reason to
look further: a data set silently taken from elsewhere would hide that the first place is damaged.
"""

import gzip
import hashlib
import os
import zlib
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import platformdirs

from tf1_graphs.datasets.idx import encode_idx
from tf1_graphs.datasets.registry import get_dataset
from tf1_graphs.errors import InputError

ENVIRONMENT_VARIABLE = "TF1_GRAPHS_DATA"
DEBIAN_FOLDER = Path("/usr/share/datasets")

KERAS_MNIST_ARRAYS = {
    "train-images-idx3-ubyte": "x_train",
    "train-labels-idx1-ubyte": "y_train",
    "t10k-images-idx3-ubyte": "x_test",
    "t10k-labels-idx1-ubyte": "y_test",
}


def own_folder(dataset):
    """Return the data set's folder in `$TF1_GRAPHS_DATA`, or None if the variable is not set."""
    root = os.environ.get(ENVIRONMENT_VARIABLE)
    return Path(root).expanduser() / dataset.name if root else None


def cache_folder(dataset):
    """Return the data set's folder in the user cache, where `fetch` writes; it may not exist."""
    return platformdirs.user_cache_path("tf1_graphs").expanduser() / dataset.name


def keras_folder():
    """Return the folder in which Keras keeps its data sets; it may not exist."""
    return Path(os.environ.get("KERAS_HOME") or "~/.keras").expanduser() / "datasets"


def folders(dataset):
    """Yield the folders that may hold a data set, the preferred one first.

    Left out are two places whose content cannot be verified: scikit-learn's copy of the housing
    data, a joblib pickle, which can run any code when it is read; and Keras's, which holds numbers
    from which the hashed text does not follow.
    """
    own = own_folder(dataset)
    if own:
        yield own
    yield cache_folder(dataset)
    yield keras_folder() / dataset.name
    yield DEBIAN_FOLDER / dataset.name


def candidates(dataset, file):
    """Yield every path at which a file of a data set may lie, the preferred one first."""
    for folder in folders(dataset):
        yield folder / file.name
        yield folder / f"{file.name}.gz"
    if dataset.name == "mnist":
        yield keras_folder() / "mnist.npz"


def find_file(dataset, file):
    """Return the first path at which a file of a data set exists, unread, or None.

    Raises:
        InputError: a folder cannot be looked into.
    """
    for path in candidates(dataset, file):
        try:
            if path.is_file():
                return path
        except OSError as error:
            raise InputError(f"{path} cannot be looked for: {error.strerror}") from error
    return None


def find(name):
    """Tell where the files of a data set are, without reading them.

    Args:
        name: a data set's name, such as `mnist`.

    Returns:
        A dictionary: file name to its path, or to None if it is nowhere.

    Raises:
        InputError: there is no such data set, or a folder cannot be looked into.
    """
    dataset = get_dataset(name)
    return {file.name: find_file(dataset, file) for file in dataset.files}


def read_content(path, file):
    """Return a file's decompressed content, not yet verified.

    Args:
        path: where it lies: plain, gzip (`.gz`), or Keras's arrays (`.npz`).
        file: its `DataFile`.

    Raises:
        InputError: the file cannot be read, or its container is damaged.
    """
    try:
        if path.suffix == ".npz":
            with np.load(path, allow_pickle=False) as arrays:
                return encode_idx(arrays[KERAS_MNIST_ARRAYS[file.name]])
        content = path.read_bytes()
        return gzip.decompress(content) if path.suffix == ".gz" else content
    except (OSError, EOFError, LookupError, TypeError, ValueError, zlib.error, BadZipFile) as error:
        raise InputError(f"{path} is damaged or cannot be read ({error})") from error


def read_verified(path, dataset, file):
    """Return a file's decompressed content if it is the original, byte for byte.

    Args:
        path: where it lies.
        dataset: the `Dataset` that it belongs to.
        file: its `DataFile`.

    Raises:
        InputError: the file cannot be read or has another content; with what to do.
    """
    remedy = f"remove it, then run `tf1-graphs data fetch {dataset.name}`"
    try:
        content = read_content(path, file)
    except InputError as error:
        raise InputError(f"{error}: {remedy}") from error
    found = hashlib.sha256(content).hexdigest()
    if found != file.sha256:
        raise InputError(
            f"{path} is not the original {dataset.name}/{file.name}: "
            f"its content has sha256 {found}, expected {file.sha256}: {remedy}"
        )
    return content


def locate(name):
    """Return the verified content of a data set's files.

    Each file is read once; what was verified is what is returned.

    Args:
        name: a data set's name, such as `mnist`.

    Returns:
        A dictionary: file name to decompressed content, `bytes`.

    Raises:
        InputError: there is no such data set, or a file is missing, damaged or not the original.
    """
    dataset = get_dataset(name)
    contents = {}
    for file in dataset.files:
        path = find_file(dataset, file)
        if path is None:
            folders = dict.fromkeys(str(place.parent) for place in candidates(dataset, file))
            raise InputError(
                f"the data set {name} is not here: no {file.name}[.gz] in {', '.join(folders)}; "
                f"run `tf1-graphs data fetch {name}`, or set {ENVIRONMENT_VARIABLE} to a folder "
                f"that holds {name}/{file.name}[.gz]"
            )
        contents[file.name] = read_verified(path, dataset, file)
    return contents
