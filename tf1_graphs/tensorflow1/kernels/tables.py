"""Approximations of 1/sqrt(x): what `rsqrtps` gives on a maker's processors.

A table has 8,192 float32 values: of [1, 2) and of [2, 4), by the first 12 bits of the mantissa. An
approximation of these has 12 bits itself, so a table is kept as uint16: the bits of the float32
from the 11th up, without sign and the exponent's first bit.
"""

import hashlib
from pathlib import Path

import numpy as np

ENTRIES = 8192
_SHIFT = 11
_FOLDER = Path(__file__).parent


def of(arithmetic):
    """Return the table of an arithmetic; None for the processor's own instruction."""
    maker = arithmetic.partition("-")[2]
    if not maker:
        return None
    return intel() if maker == "intel" else unpack(np.load(_FOLDER / f"rsqrt_{maker}.npy"))


def intel():
    """Return the approximations of Intel's processors, which follow a formula.

    1/sqrt(m), rounded to the nearest multiple of 2^-13, where m is the middle of that 1024th part
    of [1, 2), or of [2, 4), in which x lies. So Bochs, the emulator, has it (`cpu/sse_rcp.cc`: its
    two tables of 1024 results are this formula's to the bit), and so tests of other emulators
    recorded it of processors: 0x3f7ff000 for 1, 0x3f34f800 for 2, 0x3efff000 for 4.
    """
    parts = (np.arange(1024) + 0.5) / 1024
    roots = np.sqrt(np.concatenate([1 + parts, 2 + 2 * parts]))
    return np.repeat(np.rint(2**13 / roots) / 2**13, ENTRIES // 2048).astype(np.float32)


def fingerprint(pieces):
    """Return the hash of a processor's approximations of all mantissas.

    Digits that TensorFlow 1 printed agree to the last between processors of one fingerprint.

    Args:
        pieces: float32 arrays, the 2^24 approximations of [1, 4) one after the other.
    """
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()[:16]


def mantissas(table):
    """Yield the approximations of all mantissas that a table stands for, in pieces."""
    for piece in np.split(table, 64):
        yield np.repeat(piece, 2**24 // ENTRIES)


def pack(values):
    """Return a table's float32 values as uint16.

    Raises:
        ValueError: the values have more bits than that.
    """
    bits = np.ascontiguousarray(values, np.float32).view(np.uint32)
    packed = (bits >> _SHIFT).astype(np.uint16)
    if not np.array_equal(unpack(packed), values):
        raise ValueError("approximations of more than 12 bits")
    return packed


def unpack(packed):
    """Return the float32 values of a packed table."""
    high = np.uint32(0x3F800000 & ~0x07FFFFFF)
    return (high | (packed.astype(np.uint32) << _SHIFT & np.uint32(0x07FFFFFF))).view(np.float32)
