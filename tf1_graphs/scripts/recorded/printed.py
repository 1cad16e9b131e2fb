"""Keeps what a script prints in a file, and does not print it twice.

The script's standard output and error are as before: the same descriptors, terminals or not.
"""

import io
import os
import sys


class Printed:
    """The file with all that was printed, in order.

    Attributes:
        path: of the file.
    """

    def __init__(self, path):
        self.path = path
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        self._before = os.fstat(self._file).st_size  # bytes of an earlier launch
        self._position = 0

    def install(self):
        """Take the places of `sys.stdout` and `sys.stderr`."""
        sys.stdout = self._stream(sys.stdout, sys.stdout.line_buffering)
        sys.stderr = self._stream(sys.stderr, True)

    def _stream(self, stream, line_buffering):
        raw = _Raw(stream.fileno(), self.write)
        return io.TextIOWrapper(
            raw if stream.write_through else io.BufferedWriter(raw),
            stream.encoding,
            stream.errors,
            line_buffering=line_buffering,
            write_through=stream.write_through,
        )

    def write(self, descriptor, content):
        """Write what was not written before, to the file and to the stream itself."""
        old = min(self._before - self._position, len(content))
        if old > 0:
            there = os.pread(self._file, old, self._position)
            if there == content[:old]:
                self._position += old
                content = content[old:]
            else:
                # This launch prints something else: what the earlier one printed is forgotten.
                os.ftruncate(self._file, self._position)
                self._before = self._position
        if content:
            position = self._position
            _write_all(content, lambda part, at: os.pwrite(self._file, part, position + at))
            self._position += len(content)
            _write_all(content, lambda part, _: os.write(descriptor, part))

    def sync(self):
        """Force the file to the disk."""
        os.fsync(self._file)

    def finish(self):
        """Leave in the file what this launch printed, and nothing else."""
        os.ftruncate(self._file, self._position)
        os.fsync(self._file)


class _Raw(io.RawIOBase):
    """A stream whose bytes pass through `Printed`."""

    def __init__(self, descriptor, write):
        super().__init__()
        self._descriptor = descriptor
        self._write = write

    def writable(self):
        return True

    def fileno(self):
        return self._descriptor

    def isatty(self):
        return os.isatty(self._descriptor)

    def write(self, content):
        content = bytes(content)
        self._write(self._descriptor, content)
        return len(content)


def _write_all(content, write):
    at = 0
    while at < len(content):
        at += write(content[at:], at)
