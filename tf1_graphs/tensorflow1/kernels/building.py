"""Compiles the library for the TensorFlow that is installed, once, into the user's cache.

The file's name has the version of TensorFlow and a hash of the sources and of the compiler's
options, so that an old library is never loaded for new sources. A wheel can carry a library; it is
used where its name fits.
"""

import contextlib
import functools
import hashlib
import importlib.metadata
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import filelock
import platformdirs

SOURCES = Path(__file__).parent
_OPTIONS = ("-std=c++17", "-O2", "-mavx", "-ffp-contract=off", "-DNDEBUG", "-fPIC", "-shared", "-w")
_SECONDS = 1800


class NotBuiltError(Exception):
    """There is no library, and none can be made; the text says why, in one line."""


def cache_folder():
    """Return the folder in the user cache that holds the libraries; it may not exist."""
    return platformdirs.user_cache_path("tf1_graphs").expanduser() / "kernels"


@functools.cache
def library_name():
    """Return the file name of the library for the sources and the TensorFlow of now."""
    digest = hashlib.sha256(" ".join(_OPTIONS).encode())
    for path in sorted([*SOURCES.glob("*.h"), *SOURCES.glob("*.cc")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"tf1-kernels-{_tensorflow_version()}-{digest.hexdigest()[:16]}.so"


def find():
    """Return the path of the library that is there, in the wheel or in the cache, or None."""
    for folder in (SOURCES, cache_folder()):
        if (folder / library_name()).is_file():
            return folder / library_name()
    return None


def build(say=None, again=False):
    """Return the path of the library; compile it if it is not there.

    Two processes at once compile it once: the second waits. The library takes its name by a rename
    when it is whole. A compiler that failed is not asked again for the same sources, by whatever
    process, until it is another or `again` says so.

    Args:
        say: function that prints a line, of progress; on standard error by default.
        again: whether to ask a compiler again that failed before.

    Returns:
        Its path.

    Raises:
        NotBuiltError: there is no compiler, or it failed; or the cache cannot be written; or the
            processor is another than the sources are for.
    """
    there = find()
    if there:
        return there
    folder = cache_folder()
    if again:
        _failed_before(folder).unlink(missing_ok=True)
    reason = cannot_build()
    if reason:
        raise NotBuiltError(reason)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(folder / ".lock", timeout=_SECONDS):
            return find() or _compile_once(folder, say or _say)
    except filelock.Timeout:
        raise NotBuiltError(f"another process has held {folder} for half an hour") from None
    except OSError as error:
        raise NotBuiltError(f"{folder} cannot be written: {error.strerror or error}") from error


def cannot_build():
    """Return why no library can be compiled here, in one line, or None."""
    if platform.system() != "Linux" or platform.machine() not in ("x86_64", "AMD64"):
        return f"the kernels are for Linux on x86-64, this is {platform.system()} on " + (
            platform.machine()
        )
    if " avx " not in _cpu_flags():
        return "the processor has no AVX, which TensorFlow 1.15.5's wheel was compiled for"
    if compiler() is None:
        return "no C++ compiler was found: install g++, or name one in CXX"
    with contextlib.suppress(OSError):
        which, _, said = _failed_before(cache_folder()).read_text().partition("\n")
        if which == _which_compiler():
            return f"{said}; `tf1-graphs kernels build` tries again"
    if not _can_be_made(cache_folder()):
        return f"{cache_folder()} cannot be written"
    return None


def has_avx512():
    """Tell whether the products' kernels find all that they want of AVX-512 in the processor."""
    return {"avx512f", "avx512bw", "avx512vl", "avx512dq"} <= set(_cpu_flags().split())


def first_cache():
    """Return the size of the processor's first cache for data, such as `48K`; None if unknown."""
    with contextlib.suppress(OSError):
        return Path("/sys/devices/system/cpu/cpu0/cache/index0/size").read_text().strip()
    return None


def compiler():
    """Return the path of the C++ compiler: `$CXX`, or `g++`; None if there is none."""
    return shutil.which(os.environ.get("CXX") or "g++")


def _can_be_made(folder):
    """Tell whether this user may write into the folder, or into the nearest one that exists."""
    there = next(path for path in (folder, *folder.parents) if os.access(path, os.F_OK))
    return os.access(there, os.W_OK)


def _failed_before(folder):
    """Return the file that says which compiler failed on the sources of now, and with what."""
    return folder / f"{library_name()}.failed"


def _which_compiler():
    found = Path(compiler()).stat()
    return f"{compiler()} {found.st_size} {found.st_mtime_ns}"


def _compile_once(folder, say):
    reason = cannot_build()  # the process that had the lock before may have failed
    if reason:
        raise NotBuiltError(reason)
    try:
        return compile_into(folder, say)
    except NotBuiltError as error:
        _failed_before(folder).write_text(f"{_which_compiler()}\n{error}")
        raise


def compile_into(folder, say):
    """Compile the library into a folder that exists, and return its path.

    Raises:
        NotBuiltError: the compiler failed; the text has the first line of what it said.
        OSError: the folder cannot be written.
    """
    target = Path(folder) / library_name()
    say(
        "Compiling TensorFlow 1's kernels for TensorFlow "
        f"{_tensorflow_version()}, once; it takes a minute"
    )
    with tempfile.TemporaryDirectory(prefix=".building-", dir=folder) as temporary:
        made = Path(temporary) / "library.so"
        command = [compiler(), *_OPTIONS, str(SOURCES / "library.cc"), "-o", str(made)]
        found = subprocess.run(
            command + _tensorflow_options(), capture_output=True, text=True, check=False
        )
        if found.returncode:
            lines = [line for line in found.stderr.splitlines() if "error" in line.lower()]
            raise NotBuiltError(f"{compiler()} failed: {(lines or ['it said nothing'])[0]}")
        made.chmod(0o644)
        made.replace(target)
    say(f"Compiled: {target}")
    return target


def _say(text):
    print(text, file=sys.stderr, flush=True)


def _tensorflow_version():
    for distribution in ("tensorflow", "tensorflow-cpu"):
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            return importlib.metadata.version(distribution)
    return "unknown"


def _tensorflow_options():
    """Return the options that name TensorFlow's headers and library; it need not be imported."""
    spec = importlib.util.find_spec("tensorflow")
    folder = Path(spec.submodule_search_locations[0])
    return [
        f"-I{folder / 'include'}",
        "-D_GLIBCXX_USE_CXX11_ABI=1",
        "-DEIGEN_MAX_ALIGN_BYTES=64",
        f"-L{folder}",
        "-l:libtensorflow_framework.so.2",
    ]


def _cpu_flags():
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("flags"):
                return f" {line.partition(':')[2]} "
    return ""
