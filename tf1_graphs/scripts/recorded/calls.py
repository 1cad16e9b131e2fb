"""Says what a call of a session is: its names, a checksum of its feeds, what it moves."""

import functools
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from tf1_graphs.tensorflow1 import in_condition, tf
from tf1_graphs.tensorflow1.kernels import streams
from tf1_graphs.tensorflow1.requests import identities

_MAKERS = {"MakeIterator"}
_NEXT = {"IteratorGetNext", "IteratorGetNextSync", "IteratorGetNextAsOptional"}
_TABLES = {
    "InitializeTable",
    "InitializeTableV2",
    "InitializeTableFromTextFile",
    "InitializeTableFromTextFileV2",
    "LookupTableImport",
    "LookupTableImportV2",
}
_SAVES = {"SaveV2", "Save", "SaveSlices"}
_RESTORES = {"RestoreV2", "Restore", "RestoreSlice"}
# Random ops whose position nothing tells.
_OTHER_RANDOM = {
    "Multinomial",
    "ParameterizedTruncatedNormal",
    "RandomGamma",
    "RandomPoisson",
    "RandomPoissonV2",
    "RandomShuffle",
    "RandomCrop",
    "CudnnRNN",
    "FixedUnigramCandidateSampler",
    "LearnedUnigramCandidateSampler",
    "LogUniformCandidateSampler",
    "UniformCandidateSampler",
    "ThreadUnsafeUnigramCandidateSampler",
    "AllCandidateSampler",
}
# State of a session that no checkpoint can hold.
_KEPT_ELSEWHERE = {
    "LookupTableInsert": "a table that is changed",
    "LookupTableInsertV2": "a table that is changed",
    "ReaderRead": "a reader of files",
    "ReaderReadV2": "a reader of files",
    "ReaderReadUpTo": "a reader of files",
    "ReaderReadUpToV2": "a reader of files",
    "Stage": "a staging area",
    "BarrierInsertMany": "a barrier",
    "IteratorFromStringHandle": "an iterator that is chosen by a handle",
    "IteratorFromStringHandleV2": "an iterator that is chosen by a handle",
    "AccumulatorApplyGradient": "an accumulator of gradients",
    "ResourceAccumulatorApplyGradient": "an accumulator of gradients",
}


@dataclass(frozen=True)
class Traits:
    """What a call moves besides variables.

    Attributes:
        makers: ops that set an iterator to its beginning, or fill a table: they are run again.
        gets: names of the iterators that it takes an element of.
        saves: whether it writes a checkpoint.
        restores: whether it reads one.
        unknown: names of random ops whose position cannot be known.
        kept_elsewhere: what it changes that no checkpoint can hold, in words; or None.
    """

    makers: tuple = ()
    gets: tuple = ()
    saves: bool = False
    restores: bool = False
    unknown: frozenset = frozenset()
    kept_elsewhere: str | None = None
    is_plain: bool = field(init=False, default=False)

    def __post_init__(self):
        plain = not (self.makers or self.gets or self.saves or self.restores or self.unknown)
        object.__setattr__(self, "is_plain", plain and self.kept_elsewhere is None)


@dataclass(frozen=True)
class Request:
    """What a call asks for, but for the values that it feeds.

    Attributes:
        fetched: what is fetched, in one text (`names`).
        fed: names of what is fed, in one text.
        traits: the `Traits`.
        is_keyed_by_objects: whether what is fetched is named by objects, which no journal can keep.
        kept: the objects by whose identities it is found again.
    """

    fetched: str
    fed: str
    traits: Traits
    is_keyed_by_objects: bool
    kept: tuple


class Requests:
    """The requests of a run: those of before are found by the identities of fetches and keys."""

    def __init__(self):
        self._by_identities, self._traits = {}, {}

    def find(self, number, session, fetches, feeds):
        """Return the `Request` of a call of a session, which has a number."""
        key = number, identities(fetches, feeds)
        found = self._by_identities.get(key)
        if found is None:
            found = self._made(number, session, fetches, feeds)
            leaves = _leaves(fetches)
            if key[1] is not None and all(isinstance(leaf, _UNCHANGED) for leaf in leaves):
                if len(self._by_identities) >= _AT_MOST:
                    self._by_identities.clear()
                self._by_identities[key] = found
        return found

    def _made(self, number, session, fetches, feeds):
        fetched, fed = names(fetches), ",".join(map(names, feeds or ()))
        key = number, fetched, fed
        if key not in self._traits:
            self._traits[key] = traits(session, fetches, feeds)
        by_objects = isinstance(fetches, Mapping) and not all(isinstance(it, str) for it in fetches)
        kept = fetches, tuple(_leaves(fetches)), tuple(feeds or ())
        return Request(fetched, fed, self._traits[key], by_objects, kept)


_AT_MOST = 256
_UNCHANGED = (tf.Tensor, tf.Operation, tf.Variable, str)


def _leaves(fetches):
    if type(fetches) is dict:
        return fetches.values()
    return fetches if type(fetches) in (list, tuple) else (fetches,)


def names(fetches):
    """Return what is fetched, in one text: the names, and how they are nested."""
    name = getattr(fetches, "name", None)
    if isinstance(name, str):
        return name
    if isinstance(fetches, str):
        return fetches
    if isinstance(fetches, bytes):
        return fetches.decode()
    if isinstance(fetches, Mapping):
        return "{" + ",".join(f"{_key(key)}:{names(it)}" for key, it in fetches.items()) + "}"
    if isinstance(fetches, list | tuple):
        return "[" + ",".join(map(names, fetches)) + "]"
    if hasattr(fetches, "dense_shape"):
        return "[" + ",".join(names(getattr(fetches, it)) for it in ("indices", "values")) + "]"
    fields = getattr(fetches, "__attrs_attrs__", ())
    return "(" + ",".join(names(getattr(fetches, it.name)) for it in fields) + ")"


def _key(key):
    # Hooks of a MonitoredSession fetch under themselves.
    return key if isinstance(key, str) else type(key).__name__


def checksum(feeds):
    """Return a checksum of the values that are fed."""
    found = 0
    for value in (feeds or {}).values():
        found = _checksum(value, found)
    return found


def _checksum(value, checksum):
    if isinstance(value, _LISTS) and not hasattr(value, "_fields"):
        value = _array(value)
    if isinstance(value, _NUMPYS):
        array = value if isinstance(value, np.ndarray) else np.asarray(value)
        kind = array.dtype.kind
        if kind == "O":
            return zlib.crc32(repr(array.tolist()).encode(), checksum)
        checksum = zlib.crc32(_form(array.dtype, array.shape), checksum)
        if not array.flags.c_contiguous or kind not in "biufc":
            array = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
        return zlib.crc32(array, checksum)
    if isinstance(value, tuple):  # a SparseTensorValue and its like
        for part in value:
            checksum = _checksum(part, checksum)
        return checksum
    if hasattr(value, "dtype"):  # a pandas Series
        return _checksum(np.asarray(value), checksum)
    return zlib.crc32(repr(value).encode(), checksum)


_LISTS, _NUMPYS = (list, tuple), (np.ndarray, np.generic)


@functools.lru_cache(1000)
def _form(dtype, shape):
    return f"{dtype.str}{shape}".encode()


def _array(value):
    try:
        return np.asarray(value)
    except ValueError:  # of lists of several lengths
        return np.asarray(repr(value))


def traits(session, fetches, feeds):
    """Return the `Traits` of a call, from the ops that it can reach."""
    graph = session.graph
    pending, cut = list(_operations(graph, fetches)), set()
    for key in feeds or ():
        cut.update(tensor.name for tensor in _tensors(graph, key))
    reached, makers, gets, unknown, kept = set(), [], [], set(), None
    saves = restores = False
    known = streams.OPS if streams.are_known() else frozenset()
    while pending:
        operation = pending.pop()
        if operation in reached:
            continue
        reached.add(operation)
        kind = operation.type
        if kind in _MAKERS or kind in _TABLES:
            makers.append(operation)
        elif kind in _NEXT:
            gets.append(operation)
        elif kind in _SAVES:
            saves = True
        elif kind in _RESTORES:
            restores = True
        elif kind in _OTHER_RANDOM or (kind in streams.OPS and kind not in known):
            unknown.add(operation.name)
        elif kind in _KEPT_ELSEWHERE:
            kept = f"{_KEPT_ELSEWHERE[kind]} ({operation.name})"
        elif kind.startswith("Queue") and "Close" not in kind and "Size" not in kind:
            kept = f"a queue ({operation.name})"
        pending += [tensor.op for tensor in operation.inputs if tensor.name not in cut]
        pending += operation.control_inputs
    if any(map(in_condition, gets)):
        kept = f"an iterator in a branch or a loop ({gets[0].name})"
    return Traits(tuple(makers), tuple(gets), saves, restores, frozenset(unknown), kept)


def _operations(graph, fetches):
    if isinstance(fetches, Mapping):
        fetches = list(fetches.values())
    if isinstance(fetches, list | tuple):
        for item in fetches:
            yield from _operations(graph, item)
        return
    for element in _elements(graph, fetches):
        yield getattr(element, "op", element)


def _tensors(graph, key):
    return [element for element in _elements(graph, key) if hasattr(element, "op")]


def _elements(graph, item):
    """Return the tensors and ops that a fetch or the key of a feed stands for."""
    if hasattr(item, "dense_shape"):
        parts = (item.indices, item.values, item.dense_shape)
        return [part for part in parts if part is not None]
    try:
        return [graph.as_graph_element(item, allow_tensor=True, allow_operation=True)]
    except (TypeError, ValueError, KeyError):
        return []  # the session refuses it with a message of its own


def texts(feeds):
    """Return the texts among the values of feeds: prefixes of checkpoints, where one is saved."""
    found = []
    for value in (feeds or {}).values():
        if isinstance(value, np.ndarray) and value.size == 1:
            value = value.item()
        if isinstance(value, bytes):
            value = value.decode(errors="surrogateescape")
        if isinstance(value, str):
            found.append(value)
    return found
