"""Reads and writes IDX, the file format of MNIST: a small header, then an array's raw bytes.

The header is two zero bytes, one byte for the type (8: unsigned byte), one byte for the number of
dimensions, and each dimension as a big-endian unsigned 32-bit integer.

References:
    Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits", section "File
    formats for the MNIST database".
"""

import math
import struct

import numpy as np

from tf1_graphs.errors import InputError

UNSIGNED_BYTE = 0x08


def parse_idx(content, name):
    """Return the array that an IDX file holds.

    Args:
        content: the decompressed file, `bytes`.
        name: what to call the file in an error message.

    Returns:
        A read-only uint8 array with the shape that the header states; it shares `content`'s memory.

    Raises:
        InputError: the header is cut off or is not IDX, the elements are not unsigned bytes, or
            there are more or fewer of them than the header says.
    """
    if len(content) < 4 or content[:2] != b"\0\0":
        raise InputError(
            f"{name} is not an IDX file: it begins with {content[:4].hex() or 'nothing'}"
        )
    element_type, rank = content[2], content[3]
    if element_type != UNSIGNED_BYTE:
        raise InputError(
            f"{name} holds IDX elements of type 0x{element_type:02x}: "
            f"expected unsigned bytes, 0x{UNSIGNED_BYTE:02x}"
        )
    start = 4 + 4 * rank
    if len(content) < start:
        raise InputError(f"{name} ends within its IDX header of {start} bytes")
    shape = struct.unpack(f">{rank}I", content[4:start])
    expected, found = math.prod(shape), len(content) - start
    if found != expected:
        raise InputError(
            f"{name} holds {found} elements: its IDX header {shape} asks for {expected}"
        )
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape)


def encode_idx(array):
    """Return an array as the content of an IDX file: the inverse of `parse_idx`.

    Args:
        array: uint8, any shape of up to 255 dimensions.

    Raises:
        InputError: the elements are not unsigned bytes.
    """
    if array.dtype != np.uint8:
        raise InputError(f"cannot write {array.dtype} elements as IDX: expected uint8")
    header = struct.pack(f">BBBB{array.ndim}I", 0, 0, UNSIGNED_BYTE, array.ndim, *array.shape)
    return header + array.tobytes()
