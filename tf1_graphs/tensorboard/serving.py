"""Starts TensorBoard on a run, on all runs of an experiment, or on all runs."""

import contextlib
import io
import os
import signal
import struct
import sys
import types
from pathlib import Path

from tf1_graphs.errors import InputError

_EVENT_FILES = "events.out.tfevents.*"
_TRAIN = "train something first, e.g. `tf1-graphs train moons`"


def find(target, runs_dir):
    """Return the folder to show.

    Args:
        target: a run directory, any other folder with runs in it, or the name of an experiment;
            None is all runs.
        runs_dir: folder of the runs.

    Raises:
        InputError: there is no such folder, or it has no events.
    """
    candidates = [Path(runs_dir)] if target is None else [Path(target), Path(runs_dir, target)]
    folder = next((path for path in candidates if path.is_dir()), None)
    if folder is None and candidates[0].is_file():
        raise InputError(f"{target} is a file: name the folder of its run")
    if folder is None:
        # Of a path from the root, both are the same.
        names = " nor ".join(map(str, dict.fromkeys(candidates)))
        raise InputError(f"there is no folder {names}: {_TRAIN}")
    found = list(folder.rglob(_EVENT_FILES))
    if not found:
        raise InputError(f"{folder} has no event files: {_TRAIN}")
    if not any(path.stat().st_size for path in found):
        raise InputError(f"the event files of {folder} are empty: resume the run, or {_TRAIN}")
    return folder


def damaged(folder):
    """Return the event files that end in the middle of an event, with the position where it begins.

    A record is its length (8 bytes) and a checksum of that (4), the event, and its checksum (4).

    Returns:
        List of (path, position in bytes).
    """
    found = []
    for path in sorted(folder.rglob(_EVENT_FILES)):
        size, position = path.stat().st_size, 0
        with open(path, "rb") as file:
            while position < size:
                file.seek(position)
                (length,) = struct.unpack("<Q", file.read(8).ljust(8, b"\xff"))
                if position + 16 + length > size:
                    found.append((path, position))
                    break
                position += 16 + length
    return found


def serve(folder, port, say, warn):
    """Run TensorBoard in the foreground until Ctrl-C or SIGTERM.

    Args:
        folder: what `find` returns.
        port: TCP port on this machine; None takes a free one.
        say: function that prints a line.
        warn: function that prints a warning.

    Raises:
        InputError: the port is in use, or TensorBoard is not installed.
    """

    def stop(_number, _frame):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        for path, position in damaged(folder):
            warn(
                f"Warning: {path} ends in the middle of an event, at byte {position}: it was cut "
                "off, or its run is going on; what comes before is shown"
            )
        url = _launch(folder, port)
        say(f"TensorBoard on {folder}: {url} (Ctrl-C stops it)")
        signal.pause()
    except KeyboardInterrupt:
        say("TensorBoard stopped")
    finally:
        signal.signal(signal.SIGTERM, before)


def _launch(folder, port):
    """Start TensorBoard in threads of its own, and return its URL."""
    try:
        from tensorboard import program
        from tensorboard.util import tb_logging
    except ImportError as error:
        raise InputError(
            f"TensorBoard is not installed ({error}): `pip install tensorboard`"
        ) from None
    tb_logging.get_logger().setLevel("ERROR")
    # TensorBoard's own switch: it then does not import TensorFlow, which takes seconds and prints.
    sys.modules.setdefault("tensorboard.compat.notf", types.ModuleType("notf"))
    server = program.TensorBoard()
    server.configure(logdir=os.fspath(folder), port=port or 0, host="127.0.0.1")
    try:
        # Without its advice about how it loads data; errors are raised.
        with contextlib.redirect_stderr(io.StringIO()):
            return server.launch()
    except program.TensorBoardPortInUseError:
        raise InputError(
            f"port {port} is in use: name another with --port, or leave it out for a free one"
        ) from None
    except program.TensorBoardServerException as error:
        raise InputError(error.msg.strip()) from None
