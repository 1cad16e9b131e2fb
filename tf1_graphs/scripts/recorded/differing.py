"""Says in words where a script that is run again does not do what it did."""

import os
import sys

import numpy as np

SUSPECTS = (
    "usual reasons: the clock of another program, os.urandom, a generator without a seed, threads, "
    "a file that has changed, an op that depends on the order of threads"
)


def calls(number, before, now):
    """Say how a call differs from the one that was recorded in its place.

    Args:
        number: of the call.
        before: (session, fetches, names of what is fed, checksum) as recorded; None if the script
            had not come so far.
        now: the same of this call.
    """
    call = f"call {number} of its sessions"
    if before is None:
        return f"{call} fetches {now[1]}, and none was recorded"
    if now[1] != before[1]:
        return f"{call} fetches {now[1]}; recorded: {before[1]}"
    if now[2] != before[2]:
        return f"{call} ({now[1]}) feeds {now[2] or 'nothing'}; recorded: {before[2] or 'nothing'}"
    if now[3] != before[3]:
        return f"{call} ({now[1]}) feeds other values of {now[2]} than were recorded"
    return f"{call} ({now[1]}) is of session {now[0]}; recorded: session {before[0]}"


def computed(number, asked, difference):
    """Say how what a session computed differs from what it had computed before."""
    return f"call {number} of its sessions ({asked[1]}) returned other values: {difference}"


def without_places(outcome):
    """Return what a call ended with, but where in Python an op was built that failed."""
    if outcome[0] == "error" and isinstance(outcome[1][-1], str):
        lines = [it for it in outcome[1][-1].splitlines() if not it.startswith("    File ")]
        return ("error", (*outcome[1][:-1], "\n".join(lines)))
    return outcome


def values(now, before):
    """Return how two values differ, the first place in words; None if no bit does."""
    if isinstance(now, np.ndarray | np.generic) or isinstance(before, np.ndarray | np.generic):
        here, there = np.asarray(now), np.asarray(before)
        if here.dtype != there.dtype or here.shape != there.shape:
            return f"{here.dtype} {here.shape} now, {there.dtype} {there.shape} then"
        if here.dtype.kind == "O":
            return None if here.tolist() == there.tolist() else "texts"
        if here.tobytes() == there.tobytes():
            return None
        size = here.dtype.itemsize
        rows = [np.frombuffer(it.tobytes(), np.uint8).reshape(-1, size) for it in (here, there)]
        first = int(np.argmax((rows[0] != rows[1]).any(axis=1)))
        return f"{here.ravel()[first]} now, {there.ravel()[first]} then (value {first})"
    if type(now) is not type(before):
        return f"{type(now).__name__} now, {type(before).__name__} then"
    if isinstance(now, dict):
        now, before = list(now.items()), list(before.items())
    if isinstance(now, list | tuple):
        if len(now) != len(before):
            return f"{len(now)} values now, {len(before)} then"
        found = (values(a, b) for a, b in zip(now, before, strict=True))
        return next((difference for difference in found if difference), None)
    if isinstance(now, BaseException):
        now, before = repr(now), repr(before)
    return None if now == before else f"{str(now)[:80]!r} now, {str(before)[:80]!r} then"


def line_of(script):
    """Return `, line n` of the script's, or its helper's, where it calls; empty if unknown."""
    script = os.path.abspath(script)
    folder = os.path.dirname(script) + os.sep
    frame = sys._getframe(1)
    helper = ""
    while frame is not None:
        path = frame.f_code.co_filename
        if path == script:
            return f", line {frame.f_lineno}{helper}"
        if "ipykernel_" in path:
            return f", line {frame.f_lineno} of its cell"
        if path.startswith(folder) and "site-packages" not in path and not helper:
            helper = f" ({os.path.basename(path)}, line {frame.f_lineno})"
        frame = frame.f_back
    return helper
