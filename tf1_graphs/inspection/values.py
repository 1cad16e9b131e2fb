"""Holds the values of variables, read one at a time: of a checkpoint, a SavedModel or arrays."""

import math
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tf1_graphs.errors import InputError
from tf1_graphs.tensorflow1 import private_module, tf

_OBJECTS = "_CHECKPOINTABLE_OBJECT_GRAPH"
_TABLE_MAGIC = bytes.fromhex("57fb808b247547db")  # ends a checkpoint's index, and a whole V1 file


@dataclass(frozen=True)
class Values:
    """Values of variables by name.

    Attributes:
        shapes: shape by variable name, a tuple.
        dtypes: NumPy's name of the type by variable name.
        read: function of a name that returns the array.
        format: what they were read from, in words.
        prefix: of a checkpoint, the path without its suffixes; else None.
    """

    shapes: Mapping[str, tuple]
    dtypes: Mapping[str, str]
    read: Callable
    format: str
    prefix: Path | None = None


def is_checkpoint(path):
    """Tell whether a path is a checkpoint: its prefix, one of its files, or a V1 file."""
    return checkpoint_prefix(path) is not None


def checkpoint_prefix(path):
    """Return the prefix of the checkpoint that a path belongs to; None if it belongs to none."""
    path = Path(path)
    if path.suffix == ".index" and _is_table(path):
        return path.with_suffix("")
    if ".data-" in path.name:
        path = path.with_name(path.name.rpartition(".data-")[0])
        return path if _index(path).is_file() else None
    if _index(path).is_file() or list(path.parent.glob(f"{path.name}-?????-of-?????")):
        return path
    return path if path.is_file() and path.suffix != ".index" and _is_table(path) else None


def _index(prefix):
    return prefix.with_name(f"{prefix.name}.index")


def _is_table(path):
    if not path.is_file() or path.stat().st_size < 48:
        return False
    with path.open("rb") as file:
        file.seek(-8, 2)
        return file.read() == _TABLE_MAGIC


def of_checkpoint(path):
    """Return the `Values` of a checkpoint, in TensorFlow's format V1 or V2.

    Args:
        path: its prefix, such as `model.ckpt-100`, or one of its files.

    Raises:
        InputError: a part of it is missing or damaged.
    """
    prefix = checkpoint_prefix(path)
    if prefix is None:
        raise InputError(f"{path} is no checkpoint: there is no {_index(Path(path))}")
    version, files = _parts(prefix)
    try:
        reader = tf.train.load_checkpoint(str(prefix) if len(files) or version == "V2" else "")
        found = reader.get_variable_to_shape_map()
        kinds = reader.get_variable_to_dtype_map()
    except (tf.errors.OpError, ValueError, RuntimeError) as error:
        raise InputError(f"the checkpoint {prefix} cannot be read: {_line(error)}") from None
    keys = _names(reader) if _OBJECTS in found else {name: name for name in found}
    size = sum(file.stat().st_size for file in files)
    for name, key in keys.items():
        # A file of TensorFlow's has every number; V1 may pack them, never to a hundredth.
        if math.prod(found[key]) > 100 * size:
            raise InputError(
                f"the checkpoint {prefix} is damaged: {name} has the shape {found[key]}, more "
                "numbers than its files can hold"
            )

    def read(name):
        try:
            return np.asarray(reader.get_tensor(keys[name]))
        except (tf.errors.OpError, ValueError, RuntimeError) as error:
            raise InputError(
                f"the checkpoint {prefix} is damaged at {name}: {_line(error)}"
            ) from None

    names = sorted(keys)
    return Values(
        {name: tuple(found[keys[name]]) for name in names},
        {name: kinds[keys[name]].base_dtype.name for name in names},
        read,
        f"a checkpoint, format {version}" + (", of objects (TensorFlow 2)" * (_OBJECTS in found)),
        prefix,
    )


def _parts(prefix):
    """Return a checkpoint's version and its files with data; all shards must be there."""
    shards = sorted(prefix.parent.glob(f"{prefix.name}.data-?????-of-?????"))
    version = "V2" if _index(prefix).is_file() else "V1"
    if version == "V1":
        shards = sorted(prefix.parent.glob(f"{prefix.name}-?????-of-?????")) or [prefix]
    elif not shards:
        raise InputError(
            f"the checkpoint {prefix} has no data file: put {prefix.name}.data-00000-of-00001 "
            f"beside {prefix.name}.index"
        )
    count = shards[0].name.rpartition("-of-")[2]
    if count.isdigit():
        stem = shards[0].name.rpartition("-of-")[0][:-5]
        missing = [
            f"{stem}{number:05d}-of-{count}"
            for number in range(min(int(count), 10_000))
            if not prefix.with_name(f"{stem}{number:05d}-of-{count}").is_file()
        ]
        if missing:
            raise InputError(
                f"the checkpoint {prefix} is not whole: {missing[0]} is missing; "
                f"put all {int(count)} of its data files into one folder"
            )
    return version, shards


def _names(reader):
    """Return keys by the names of variables in a checkpoint of objects."""
    messages = private_module("core.protobuf.trackable_object_graph_pb2")
    objects = messages.TrackableObjectGraph.FromString(reader.get_tensor(_OBJECTS))
    named, keys = {}, reader.get_variable_to_shape_map()
    for node in objects.nodes:
        for attribute in node.attributes:
            if attribute.checkpoint_key in keys:
                key = attribute.checkpoint_key
                name = attribute.full_name or key.partition("/.ATTRIBUTES")[0]
                named[key if name in named else name] = key
    return named


def of_arrays(path):
    """Return the `Values` of an `.npz` file, such as `export` writes.

    Raises:
        InputError: it is damaged, or holds Python objects.
    """
    try:
        archive = np.load(path, allow_pickle=False)
        arrays = {name: archive[name] for name in archive.files}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile, MemoryError) as error:
        raise InputError(f"{path} is no .npz file of arrays: {_line(error)}") from None
    return of_dict(arrays, "arrays (.npz)")


def of_dict(arrays, format):
    """Return `Values` of arrays by name."""
    return Values(
        {name: array.shape for name, array in arrays.items()},
        {name: array.dtype.name for name, array in arrays.items()},
        arrays.__getitem__,
        format,
    )


def _line(error):
    text = str(getattr(error, "message", error)).strip()
    return text.splitlines()[0] if text else type(error).__name__


def statistics(array):
    """Return what `inspect --values` says of an array of numbers; None of another one.

    Returns:
        {`mean`, `stddev`, `min`, `max`, `zeros`, `nan`, `inf`}, the first four over
        the finite numbers, the others are counts.
    """
    if array.dtype.kind not in "fiub" and array.dtype.name != "bfloat16":
        return None
    numbers = array.astype(np.float64).ravel()
    finite = numbers[np.isfinite(numbers)]
    facts = dict.fromkeys(("mean", "stddev", "min", "max"))
    if finite.size:
        measured = (finite.mean(), finite.std(), finite.min(), finite.max())
        facts = dict(zip(facts, map(float, measured), strict=True))
    return facts | {
        "zeros": int(numbers.size - np.count_nonzero(numbers)),
        "nan": int(np.isnan(numbers).sum()),
        "inf": int(np.isinf(numbers).sum()),
    }
