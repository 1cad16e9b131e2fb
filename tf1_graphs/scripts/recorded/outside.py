"""Records what a script learns from outside its sessions: clocks, and the system's randomness.

While it is run again it gets the same answers, so that a folder named after the time, a timer of a
hook or an unseeded generator is what it was.
"""

import collections
import contextlib
import datetime
import functools
import importlib.machinery
import os
import random
import sys
import threading
import time

import numpy as np

_CLOCKS = (
    "time",
    "time_ns",
    "monotonic",
    "monotonic_ns",
    "perf_counter",
    "perf_counter_ns",
    "process_time",
    "process_time_ns",
    "clock",
)
_OF_THE_DAY = ("time", "time_ns", "utc")
_MOST = 10_000  # answers that are kept between two calls
_KERNEL = {"IPython", "asyncio", "ipykernel", "jupyter_client", "tornado", "traitlets", "zmq"}
_REAL_DATETIME = datetime.datetime


class Outside:
    """The answers between two calls of sessions.

    Attributes:
        asked: [(name, answer)] since the last call.
        is_quiet: function that tells whether the program, not the script, is asking.
    """

    def __init__(self, is_quiet):
        self.asked = []
        self.is_quiet = is_quiet
        self._main = threading.get_ident()
        self._given = None  # while it is run again: answers by name
        self._last, self._shift = {}, {}

    def install(self, entropy):
        """Take the places of the clocks, and seed the generators that nobody has seeded.

        Args:
            entropy: whole number that was drawn when the run began.
        """
        random.seed(entropy)
        np.random.seed(entropy % 2**32)
        for name in _CLOCKS:
            if hasattr(time, name):
                setattr(time, name, self._answering(name, getattr(time, name)))
        self._system(os.urandom)
        for name, position in (("localtime", 0), ("gmtime", 0), ("ctime", 0), ("strftime", 1)):
            setattr(time, name, self._of_now(getattr(time, name), position, name))
        datetime.datetime = self._datetime()
        for name in ("create_module", "exec_module"):
            _see_the_real_datetime(importlib.machinery.ExtensionFileLoader, name)

    def force_seed(self, seed):
        """Seed NumPy's and Python's generators, now and whenever the script seeds them."""
        for module in (random, np.random):
            original = module.seed
            original(seed)
            module.seed = lambda *_, original=original, **__: original(seed)

    def _answering(self, name, real):
        def clock():
            if self._main != threading.get_ident() or self.is_quiet():
                return real()
            return self._answer(name, lambda: real() + self._shift.get(name, 0))

        return clock

    def _answer(self, name, real):
        if self._given is None:
            value = real()
        elif waiting := self._given.get(name):
            value = waiting.popleft()
        else:
            value = self._last[name] if name in self._last else real()
        self._last[name] = value
        if len(self.asked) < _MOST:
            self.asked.append((name, value))
        return value

    def _system(self, real):
        def urandom(size):
            if self._main != threading.get_ident() or self.is_quiet() or size > 64:
                return real(size)
            return self._answer(f"urandom {size}", lambda: real(size))

        os.urandom = random._urandom = urandom

    def _of_now(self, real, position, name):
        def of_now(*args):
            if len(args) == position:
                now = time.time()
                if name == "strftime":
                    return real(*args, time.localtime(now))
                return real(now)
            return real(*args)

        return of_now

    def _datetime(self):
        real = _REAL_DATETIME

        class Kind(type):
            def __instancecheck__(cls, instance):
                return isinstance(instance, real)

            def __subclasscheck__(cls, subclass):
                return issubclass(subclass, real)

        class RecordedDatetime(real, metaclass=Kind):
            def __new__(cls, *args, **kwargs):
                if cls is RecordedDatetime:
                    return real(*args, **kwargs)
                return real.__new__(cls, *args, **kwargs)

            @classmethod
            def now(cls, tz=None):
                return real.fromtimestamp(time.time(), tz)

            @classmethod
            def today(cls):
                return real.fromtimestamp(time.time())

            @classmethod
            def utcnow(cls):
                now = real.fromtimestamp(time.time(), datetime.UTC)
                return now.replace(tzinfo=None)

        RecordedDatetime.__name__ = RecordedDatetime.__qualname__ = "datetime"
        return RecordedDatetime

    def take(self):
        """Return what was asked since the last call, and forget it."""
        asked, self.asked = self.asked, []
        return asked

    def give(self, asked):
        """Answer with what was asked then, up to the next call."""
        self._given = collections.defaultdict(collections.deque)
        for name, value in asked:
            self._given[name].append(value)

    def go_live(self):
        """Answer with the clocks themselves; those that count from an arbitrary time go on."""
        self._given = None
        for name, value in self._last.items():
            if name in _CLOCKS and name not in _OF_THE_DAY:
                with contextlib.suppress(AttributeError):
                    now = getattr(_REAL, name)()
                    self._shift[name] = value - now


def _see_the_real_datetime(loader, name):
    """Have modules in C, such as pandas', build upon the class that C knows as `datetime`."""
    original = getattr(loader, name)

    @functools.wraps(original)
    def load(*args):
        before, datetime.datetime = datetime.datetime, _REAL_DATETIME
        try:
            return original(*args)
        finally:
            datetime.datetime = before

    setattr(loader, name, load)


def is_asked_by_a_cell():
    """Tell whether a notebook's cell is asking, and not the kernel that executes it."""
    frame = sys._getframe(1)
    while frame is not None:
        if "ipykernel_" in frame.f_code.co_filename:
            return True
        if frame.f_globals.get("__name__", "").partition(".")[0] in _KERNEL:
            return False
        frame = frame.f_back
    return False


class _REAL:
    """The clocks themselves."""


for _name in _CLOCKS:
    if hasattr(time, _name):
        setattr(_REAL, _name, staticmethod(getattr(time, _name)))
_REAL.clock = staticmethod(time.perf_counter)
monotonic = time.monotonic
