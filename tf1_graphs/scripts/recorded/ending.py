"""Ends a recorded script before its own end: by a signal, a divergence, or a write that fails."""

import contextlib
import os
import signal
import sys

from tf1_graphs.runs import journal
from tf1_graphs.scripts.recorded import aside, differing


def by_signal(recorder, number):
    """Save between two calls, and end as the script would have ended by the signal.

    Args:
        recorder: the `Recorder`.
        number: of the signal. After Ctrl-C the script may catch what Python raises, and go on; what
            it does then is no part of the run that is resumed.
    """
    recorder.depth += 1
    try:
        if recorder.is_live:
            recorder.checkpoint()
            recorder.failing(lambda: recorder.journal.append(journal.STOPPED, b""))
        with recorder.touched.quietly(), contextlib.suppress(OSError):
            if recorder.is_live:
                recorder.scalars.flush()
            else:
                aside.put_back(recorder.touched)
    finally:
        recorder.depth -= 1
    recorder.due = recorder.ahead = None
    if number == signal.SIGTERM:
        _flush()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    raise KeyboardInterrupt


def diverged(recorder, text):
    """Stop: this is not the run that was recorded. The files are put back as they were."""
    line = differing.line_of(recorder.script)
    with recorder.touched.quietly(), contextlib.suppress(OSError):
        aside.put_back(recorder.touched)
    is_comparison = recorder.options["mode"] == "compare"
    status = 1 if is_comparison else 2
    files = "" if is_comparison else "; the files are as they were"
    now(recorder, status, f"Error: {recorder.script}{line}: {text}; {differing.SUSPECTS}{files}")


def now(recorder, status, line):
    """End the process at once, whatever the script would make of an exception."""
    recorder.stopped = "ended"
    _flush()
    if line:
        recorder.say(line)
    os._exit(status)


def _flush():
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
