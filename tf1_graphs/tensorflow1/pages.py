"""Gives back the memory that TensorFlow's libraries take up by being loaded.

Loading them reads every relocation and runs thousands of initializers, spread over 900 MB: some
290 MiB of the files' pages belong to the process from then on, of which a program uses a fifth.
What is given back is code and constants, as the files have them; what is used is mapped again.
"""

import contextlib
import ctypes
import importlib.util
import mmap
import sys
from pathlib import Path


def load_apart():
    """Load the library that TensorFlow's others build upon by itself, and give back its pages.

    Those of all libraries at once are the most memory that a small program ever takes.
    """
    spec = importlib.util.find_spec("tensorflow")
    folders = (spec and spec.submodule_search_locations) or []  # none of what is no package
    if folders and sys.platform.startswith("linux"):
        with contextlib.suppress(OSError):
            ctypes.CDLL(str(Path(folders[0], "libtensorflow_framework.so.2")))
            give_back()


def give_back():
    """Give back the pages of TensorFlow's libraries that are as in their files; Linux only.

    The writable parts, and those that were written before they were closed to writing (relocated
    tables), are kept.
    """
    if not sys.platform.startswith("linux"):
        return
    madvise = ctypes.CDLL(None).madvise
    madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    for line in Path("/proc/self/maps").read_text().splitlines():
        addresses, mode, offset, _, _, *path = line.split(maxsplit=5)
        if path and "/libtensorflow" in path[0] and _is_as_in_the_file(mode, offset):
            first, end = (int(address, 16) for address in addresses.split("-"))
            madvise(first, end - first, mmap.MADV_DONTNEED)


def _is_as_in_the_file(mode, offset):
    # A library begins with its constants; a later part that can only be read was relocated.
    return mode == "r-xp" or (mode == "r--p" and int(offset, 16) == 0)
