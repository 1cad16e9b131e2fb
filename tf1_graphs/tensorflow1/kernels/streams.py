"""Reads and sets the positions of random ops, where the kernels are in force (`random.cc`).

TensorFlow keeps to itself how far the stream of a `RandomUniform` is, so that a new session begins
each stream again. The kernels here draw the same numbers and tell.
"""

import ctypes
from dataclasses import dataclass

from tf1_graphs.tensorflow1.kernels import choice, library

OPS = frozenset({"RandomUniform", "RandomUniformInt", "RandomStandardNormal", "TruncatedNormal"})
"""The ops whose positions are known, of 32 and 64 bits."""


_awaited = {}  # by session and node: where a kernel begins when it is made


@dataclass(frozen=True)
class Stream:
    """A random op's stream in one session.

    Attributes:
        session: number of the session, as `in_session` said it.
        node: the op's name.
        seed: of the graph.
        seed2: of the op. Of an op without seeds, both are what was drawn for it.
        position: how much of the stream is used, in samples of 128 bits.
    """

    session: int
    node: str
    seed: int
    seed2: int
    position: int


def are_known():
    """Tell whether positions are known in this process: it does not compute with `native`."""
    return choice.settled() not in (None, "native")


def session_setter():
    """Return a function that says which session runs from now on, by its number."""
    function = library.function("tf1_graphs_random_session")
    function.argtypes = [ctypes.c_int64]
    function.restype = None
    return function


def seed_unseeded(entropy):
    """Have ops without a seed draw what this number, their session and their name decide."""
    function = library.function("tf1_graphs_random_entropy")
    function.argtypes = [ctypes.c_uint64]
    function.restype = None
    function(entropy)


def positions():
    """Return the `Stream`s of all kernels that there are, and of those that are expected."""
    function = library.function("tf1_graphs_random_positions")
    function.restype = ctypes.c_int64
    function.argtypes = [ctypes.c_char_p, ctypes.c_int64]
    size, buffer = 0, None
    while (needed := function(buffer, size)) > size:
        size, buffer = needed, ctypes.create_string_buffer(needed)
    lines = buffer.raw[:needed].decode().splitlines() if buffer else []
    found = dict(_awaited)
    for line in lines:
        stream = _stream(*line.split(" ", 4))
        found[stream.session, stream.node] = stream
    return [found[key] for key in sorted(found)]


def _stream(session, seed, seed2, position, node):
    return Stream(int(session), node, int(seed), int(seed2), int(position))


def expect(stream):
    """Have a random op go on at a stream's position, or begin there when it is first executed."""
    function = library.function("tf1_graphs_random_expect")
    function.restype = None
    function.argtypes = [ctypes.c_int64, ctypes.c_char_p, *[ctypes.c_int64] * 3]
    at = _awaited[stream.session, stream.node] = stream
    function(at.session, at.node.encode(), at.seed, at.seed2, at.position)
