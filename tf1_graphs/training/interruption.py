"""Handles Ctrl-C and SIGTERM: the first asks the loop to save and stop, the second ends it."""

import contextlib
import contextvars
import signal
import threading

ASKED = contextvars.ContextVar("asked")
"""In a thread of a cluster's worker: the list that another thread asks it to stop by."""


class Interrupted(Exception):
    """A run was stopped by a signal, and saved.

    Attributes:
        number: the signal's number; the exit status is 128 more.
    """

    def __init__(self, number):
        super().__init__(f"stopped by {signal.Signals(number).name}, and saved")
        self.number = number


@contextlib.contextmanager
def requests():
    """Collect the stop signals of this process, and yield the list they are put in.

    Outside the main thread, where Python installs no handlers, the list is that of `ASKED`, or
    stays empty.
    """
    received = []

    def handle(number, _frame):
        if received:
            raise KeyboardInterrupt
        received.append(number)

    if threading.current_thread() is not threading.main_thread():
        yield ASKED.get(received)
        return
    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
