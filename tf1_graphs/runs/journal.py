"""Keeps what the calls of a script's sessions returned, so that they need not be computed again.

A journal is a folder of segments, `segment-<n>.z`, one a checkpoint, each with all that was
recorded up to call n since the one before, and a tail, `tail-<n>`, with what came after. The tail
is written at once, so that a killed process leaves it; a segment is compressed and never changed.

A record is its kind, its length, a checksum and its content. Calls are pickled; what they returned
in large arrays is kept once, by content, however often it came.
"""

import hashlib
import pickle
import struct
import threading
import zlib
from pathlib import Path

from tf1_graphs import files
from tf1_graphs.errors import naming

CALL, BLOB, FILE, STOPPED = b"r", b"b", b"f", b"i"
"""Kinds of records: a call, an array's content, a file's first use, a stop by a signal."""

LARGE = 1024
"""Bytes from which on an array is kept by its content."""

_HEAD, _COUNT = struct.Struct("<cII"), struct.Struct("<I")
_DIGEST = 20


class FullError(Exception):
    """The journal would outgrow its bound; the record was left out."""


class Journal:
    """A journal that is written.

    Attributes:
        folder: where it is.
        limit: bytes that it may take on the disk.
        size: bytes that it takes.
    """

    def __init__(self, folder, limit):
        self.folder = Path(folder)
        self.limit = limit
        self.size = 0
        self._tail = None
        self._known = set()  # contents that are there
        self._lock = threading.Lock()

    def restart(self, after, known=()):
        """Drop what was recorded after a call, and go on writing there.

        Args:
            after: number of the call; 0 is the beginning.
            known: digests of the contents that are kept before.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self.close()
        newer = [path for path in _segments(self.folder) if _number(path) > after]
        # The newest first: at each moment, what is there is a journal.
        for path in (*reversed(_tails(self.folder)), *reversed(newer)):
            path.unlink()
        self.size = sum(path.stat().st_size for path in _segments(self.folder))
        self._known = set(known)
        self._open(after)

    def _open(self, after):
        path = self.folder / f"tail-{after:09d}"
        with naming(path):
            self._tail = open(path, "wb", buffering=0)  # noqa: SIM115, it stays open

    def append(self, kind, content):
        """Write a record.

        Raises:
            FullError: it does not fit into the bound.
            OSError: it cannot be written.
        """
        if self.size + len(content) > self.limit:
            raise FullError
        head = _HEAD.pack(kind, len(content), zlib.crc32(content))
        with self._lock:
            try:
                _write(self._tail, head + content)
            except OSError:
                with naming(self.folder):
                    raise
            self.size += len(content) + _HEAD.size

    def append_call(self, call):
        """Write a call: anything that can be pickled; its large arrays once by their content."""
        digests = []

        def keep(buffer):
            content = buffer.raw()
            if content.nbytes < LARGE:
                return True
            digest = hashlib.sha256(content).digest()[:_DIGEST]
            if digest not in self._known:
                self.append(BLOB, digest + content)
                self._known.add(digest)
            digests.append(digest)
            return False

        pickled = pickle.dumps(call, 5, buffer_callback=keep)
        self.append(CALL, _COUNT.pack(len(digests)) + b"".join(digests) + pickled)

    def seal(self, number):
        """Compress what was recorded since the last segment, up to call `number`, into one."""
        content = Path(self._tail.name).read_bytes()
        path = self.folder / f"segment-{number:09d}.z"
        files.atomic_write(path, zlib.compress(content, 1))
        return path

    def rotate(self, number):
        """Go on behind the segment that `seal` wrote, once its checkpoint counts."""
        before = Path(self._tail.name)
        self.close()
        self._open(number)
        before.unlink()
        self.size = sum(path.stat().st_size for path in _segments(self.folder))

    def close(self):
        """Close the tail."""
        if self._tail is not None:
            self._tail.close()
            self._tail = None


def _write(file, content):
    written = file.write(content)
    while written < len(content):  # a disk that is nearly full takes a part
        content = content[written:]
        written = file.write(content)


def read(folder, warnings=None):
    """Yield (kind, content) of each record, up to the end or to what is damaged.

    Args:
        folder: the journal's.
        warnings: list that takes a line on what is damaged.
    """
    segments, tails = _segments(folder), _tails(folder)
    newest = _number(segments[-1]) if segments else 0
    # A tail before the newest segment is contained in it.
    for path in (*segments, *(tail for tail in tails[-1:] if _number(tail) >= newest)):
        content = path.read_bytes()
        if path.suffix == ".z":
            try:
                content = zlib.decompress(content)
            except zlib.error as error:
                if warnings is not None:
                    warnings.append(f"{path} is damaged ({error})")
                return
        position = 0
        while position < len(content):
            head = content[position : position + _HEAD.size]
            if len(head) < _HEAD.size:
                return  # cut off
            kind, length, checksum = _HEAD.unpack(head)
            position += _HEAD.size
            record = content[position : position + length]
            if len(record) < length or zlib.crc32(record) != checksum:
                if warnings is not None and path.suffix == ".z":
                    warnings.append(f"{path} is damaged at byte {position}")
                return
            position += length
            yield kind, record


def calls(records):
    """Yield the calls among records, unpickled, with the digests of contents known so far."""
    contents = {}
    for kind, record in records:
        if kind == BLOB:
            contents[record[:_DIGEST]] = record[_DIGEST:]
        elif kind == CALL:
            (count,) = _COUNT.unpack_from(record)
            end = _COUNT.size + count * _DIGEST
            digests = [record[at : at + _DIGEST] for at in range(_COUNT.size, end, _DIGEST)]
            # Copies, since scripts write into what they fetched.
            buffers = [bytearray(contents[digest]) for digest in digests]
            yield pickle.loads(memoryview(record)[end:], buffers=buffers), contents.keys()


def _segments(folder):
    return sorted(Path(folder).glob("segment-*.z"))


def _tails(folder):
    return sorted(Path(folder).glob("tail-*"))


def _number(path):
    return int(path.stem.partition("-")[2])
