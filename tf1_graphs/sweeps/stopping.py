"""Passes a stop signal on to the worker processes of a launch, which save and stop.

The command alone takes the terminal's Ctrl-C. It passes the first signal on, once, and waits until
the runs under way are saved; the second stops at once. A worker whose command is gone, however it
ended, saves its run and ends too, so that the same command can continue that run.
"""

import collections
import contextlib
import os
import signal
import threading
import time

from tf1_graphs.training import interruption
from tf1_graphs.training.interruption import Interrupted

SIGNALS = (signal.SIGINT, signal.SIGTERM)
SECONDS = 0.5  # between two looks at what cannot be waited for

# What this process was told, by launch; a process of a cluster serves several.
_told = collections.defaultdict(list)


def tell(launch, number):
    """Ask the runs of a launch in this process to stop, and start no more."""
    _told[launch].append(number)


def told(launch):
    """Return the list of the signals that a launch was told in this process."""
    return _told[launch]


@contextlib.contextmanager
def requests(pass_on):
    """Collect the stop signals of the command, and pass the first on to the workers.

    Args:
        pass_on: function of the signal's number; it is called in another thread.
    """
    with interruption.requests() as stop:
        over = threading.Event()

        def watch():
            while not over.wait(SECONDS / 5):
                if stop:
                    pass_on(stop[0])
                    return

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield stop
        finally:
            over.set()
            watcher.join()


def settle(launch, command):
    """Make a worker process of this machine listen to its command.

    Args:
        launch: the launch's identifier.
        command: the command's process id.
    """
    # Ctrl-C goes to the terminal's process group: a second one would stop a run at once.
    os.setpgid(0, 0)

    def handle(number, _frame):
        tell(launch, number)
        end_with(command)

    for number in SIGNALS:
        signal.signal(number, handle)

    def watch():
        while os.getppid() == command:
            time.sleep(SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def end_with(command):
    """End this worker process if its command is gone: there is nobody to report to."""
    if os.getppid() != command:
        os._exit(128 + signal.SIGTERM)


@contextlib.contextmanager
def one_run(launch):
    """Stop one run at a signal, also where its training does not collect them yet.

    In the main thread, `Interrupted` is raised at once; training collects signals itself while
    there is something to save. In a thread of a cluster's worker, training watches the list that
    `tell` appends to.
    """
    if threading.current_thread() is not threading.main_thread():
        token = interruption.ASKED.set(told(launch))
        try:
            yield
        finally:
            interruption.ASKED.reset(token)
        return

    def handle(number, _frame):
        raise Interrupted(number)

    before = {number: signal.signal(number, handle) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
