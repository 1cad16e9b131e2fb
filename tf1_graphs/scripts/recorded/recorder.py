"""Records every call of a script's sessions; where a run goes on, answers those that it has."""

import contextlib
import os
import pickle
import signal
import sys
import threading
import time
import weakref

from tf1_graphs import files
from tf1_graphs.errors import InputError, os_error
from tf1_graphs.runs import checkpoint, journal, run_directory
from tf1_graphs.scripts.recorded import (
    aside,
    beside,
    calls,
    committing,
    differing,
    ending,
    outcomes,
    resuming,
    state,
    touched,
)
from tf1_graphs.scripts.recorded.outside import Outside, is_asked_by_a_cell
from tf1_graphs.scripts.recorded.printed import Printed
from tf1_graphs.scripts.recorded.scalars import Scalars
from tf1_graphs.tensorflow1 import session_calls, tf
from tf1_graphs.tensorflow1.kernels import in_force, streams

_clock = time.monotonic
# A checkpoint may take so much of the time from one to the next, unless they are to be frequent.
_SHARE = 0.02
_FREQUENT = 1.0


class Recorder:
    """Stands between a script and its sessions.

    Attributes:
        run: the `RunDirectory`.
        options: `seconds` between checkpoints, `limit` of the journal's bytes, `mode`: `record`,
            `resume`, or `compare` with what was recorded, and then `calls`, after which it ends.
        number: calls so far.
    """

    def __init__(self, run, script, options):
        self.run, self.script, self.options = run, script, options
        self.number = 0
        self.status = 0
        self.is_live = options["mode"] != "resume"
        self.depth = 0
        self._main = threading.get_ident()
        self.lived = threading.Event()
        self._sessions, self.iterators, self._requests = {}, {}, calls.Requests()
        self._drawn_once, self.stopped = set(), None
        self._blocked, self._setter = None, None
        self.ahead, self.recorded = None, iter(())
        self.due = None
        self.state, self.until = None, 0
        self.journal = journal.Journal(run.journal, options["limit"])
        self.touched = touched.Touched(run, self._record_file, lambda: False)
        self.printed = Printed(run.output) if options["printed"] else None
        is_of_kernel = (lambda: False) if self.printed else (lambda: not is_asked_by_a_cell())
        self.outside = Outside(lambda: self.depth > 0 or is_of_kernel())
        self.scalars = Scalars(run)
        self.unrecorded = []
        self._signal, self._contents = None, ()

    # From the beginning to the end of a launch.

    def start(self, entropy):
        """Take the script's places: from here on it is recorded.

        Raises:
            InputError: the run cannot go on; the text says why.
        """
        self._entropy = entropy
        self.sha256 = files.sha256(self.script)
        with self.touched.quietly():
            if self.is_live:
                self.journal.restart(0)
                checkpoint.begin(self.run.checkpoints)
            else:
                resuming.prepare(self)
            if self.options["mode"] == "compare":
                self.recorded = journal.calls(list(journal.read(self.options["against"])))
                self.next()
        if self.is_live:
            self.lived.set()
            self.due = _clock() + self.options["seconds"]
        if self.printed is not None:
            self.printed.install()
        self.outside.install(entropy)
        if self.options.get("seed") is not None:
            session_calls.force_graph_seed(self.options["seed"])
            self.outside.force_seed(self.options["seed"])
        session_calls.observe(self)
        session_calls.observe_files(self.touched.writing, self.touched.event_file)
        self.touched.install()
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(ValueError):  # not in the main thread
                signal.signal(number, self._signalled)

    def finish(self):
        """End the recording: the script has ended."""
        if self.stopped == "ended":
            return
        self.depth += 1  # nothing of what follows is the script's
        with self.touched.quietly():
            must_agree = self.until or self.options["mode"] == "compare"
            if not self.is_live or (self.ahead is not None and must_agree):
                self.diverge(
                    f"the script ended after {self.number} calls of its sessions; when it was "
                    "recorded, it went on"
                )
            self.failing(self._finish)

    def _finish(self):
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        self.scalars.close()
        if self.printed is not None:
            self.printed.finish()
        self.journal.close()
        manifest = run_directory.read_manifest(self.run)
        manifest["helpers"] = self.touched.helpers()
        run_directory.write_manifest(self.run, manifest)
        if self.options["mode"] != "compare" and self.options["printed"] and not self._signal:
            results = {"exit status": self.status, "calls": self.number, **self.scalars.last}
            run_directory.write_results(self.run, results)

    # What the sessions tell.

    def opening(self, begin, session):
        """Let a session begin, and give it its number."""
        if threading.get_ident() != self._main:
            begin()
            return
        self.depth += 1
        try:
            begin()
        finally:
            self.depth -= 1
        if not self.depth:
            number = len(self._sessions)
            self._sessions[number] = weakref.ref(session)
            session._tf1_graphs_number = number
            in_force()
            if self._setter is None and streams.are_known():
                self._setter = streams.session_setter()
                streams.seed_unseeded(self._entropy)

    def preparing(self, session):
        """Say whose the kernels are that a step is prepared with; a random op's position is its."""
        if self._setter is not None:
            self._setter(getattr(session, "_tf1_graphs_number", -1))

    def call(self, session, fetches, feeds, run_metadata, execute):
        """Execute a call and record it, or answer it."""
        if threading.get_ident() != self._main:
            return self._of_another_thread(execute)
        if self.depth or self.stopped:
            return execute()
        self.depth += 1
        try:
            return self._call(session, fetches, feeds, run_metadata, execute)
        finally:
            self.depth -= 1
            if self._signal is not None and not self.depth:
                self._end_by_signal()

    def _call(self, session, fetches, feeds, run_metadata, execute):
        number = getattr(session, "_tf1_graphs_number", -1)
        request = self._requests.find(number, session, fetches, feeds)
        traits = request.traits
        asked = (number, request.fetched, request.fed, calls.checksum(feeds))
        self.number += 1
        if not self.is_live:
            value = self._answered(asked, session, traits, feeds, run_metadata)
            by_objects = request.is_keyed_by_objects
            return dict(zip(fetches, value, strict=True)) if by_objects else value
        if not traits.is_plain:
            self._before(traits, feeds)
        if self._setter is not None:
            self._setter(number)
        try:
            value = execute()
        except Exception as error:
            self._keep(asked, ("error", outcomes.pack(error)))
            raise
        metadata = run_metadata.SerializeToString() if run_metadata is not None else None
        kept = list(value.values()) if request.is_keyed_by_objects else value
        self._keep(asked, ("value", kept, metadata) if metadata else ("value", kept))
        if not traits.is_plain:
            self._after(number, traits, feeds)
            self.failing(lambda: beside.at_call(self, session, traits, feeds))
        self.scalars.add(self.number, session.graph, fetches, value)
        if self.due is not None and _clock() >= self.due:
            self.checkpoint()
        return value

    def _before(self, traits, feeds):
        if traits.saves:
            for prefix in calls.texts(feeds):
                self.touched.saving(prefix)
        if traits.kept_elsewhere:
            self._block(traits.kept_elsewhere)
        if again := traits.unknown & self._drawn_once:
            self._block(
                f"the position of {min(again)}, which draws in more than one call; it is known of "
                f"{', '.join(sorted(streams.OPS))}, with TensorFlow 1's arithmetic"
            )

    def _after(self, number, traits, feeds):
        self._drawn_once |= traits.unknown
        if traits.makers or traits.gets:
            state.note(self.iterators.setdefault(number, {}), traits, feeds)

    def _of_another_thread(self, execute):
        """Execute a call of a thread that the script has started: once the run is live."""
        while not self.lived.wait(0.05):
            coordinator = getattr(threading.current_thread(), "_coord", None)
            if coordinator is not None and coordinator.should_stop():
                raise tf.errors.OutOfRangeError(None, None, "the run is not live yet")
        return execute()

    # Recording.

    def _record_file(self, content):
        if self.is_live and not self.stopped:
            self.failing(lambda: self.journal.append(journal.FILE, content))
        elif not self.is_live:
            self.unrecorded.append(content)

    def _keep(self, asked, outcome):
        outside = self.outside.take()
        if self.ahead is not None:
            self._compare(asked, outcome)
        self.failing(lambda: self.journal.append_call((outside, asked, outcome)))
        if self.number == self.options.get("calls"):
            ending.now(self, 0, None)

    def failing(self, write):
        """Write; where that fails, stop and say so, with what was saved before standing."""
        try:
            return write()
        except journal.FullError:
            self._block(
                f"what comes now: the journal has reached its bound, {self.options['limit']} "
                "bytes (--journal-limit)"
            )
            self.due = None
            self.stopped = "full"
        except OSError as error:
            ending.now(
                self,
                2,
                f"Error: {os_error(error)}; what was saved before stands: when files can be "
                f"written again, `tf1-graphs resume {self.run.path}`",
            )
        except (pickle.PicklingError, AttributeError, TypeError) as error:
            self._block(f"what a session returned: {error}")
            self.stopped = "cannot be kept"

    def _block(self, reason):
        """Take no more checkpoints, and say so once."""
        if self._blocked is None:
            self._blocked = reason
            at = self.run_position()
            where = f"from call {at}" if at else "from its beginning"
            self.say(
                f"tf1_graphs: interrupted from here on, this run goes on {where} again; nothing "
                f"saves {reason}"
            )

    def run_position(self):
        """Return the number of the call where the newest checkpoint is."""
        with contextlib.suppress(InputError, OSError):
            return checkpoint.read_epoch(self.run.checkpoints / checkpoint.EPOCH_FILE)
        return 0

    def checkpoint(self):
        """Commit a checkpoint of all open sessions, in the runner's order."""
        if self._blocked or self.stopped or self.options["mode"] == "compare":
            self.due = None
            return
        began = _clock()
        self.failing(self._commit)
        took = _clock() - began
        if self.due is not None:
            seconds = self.options["seconds"]
            self.due = _clock() + max(seconds, took / _SHARE if seconds >= _FREQUENT else 0)

    def _commit(self):
        if self.run_position() == self.number:
            return
        with self.touched.quietly():
            try:
                kept = pickle.dumps(state.saved(self.open_sessions(), self.run_session), 5)
            except (state.UnknownStateError, tf.errors.OpError) as error:
                self._block(str(error).splitlines()[0])
                return
            committing.commit(self, kept)

    def open_sessions(self):
        """Return the sessions that are open, by their numbers."""
        found = {number: reference() for number, reference in self._sessions.items()}
        return {
            number: session
            for number, session in found.items()
            if session is not None and not session_calls.is_closed(session)
        }

    def run_session(self, session, fetches, feeds=None):
        """Run a session for the program itself: nothing is recorded."""
        self.preparing(session)
        return session.run(fetches, feeds)  # passes through: the depth is not zero

    # Answering.

    def next(self):
        """Go on to the next call that was recorded, with what clocks answered before it."""
        found = next(self.recorded, None)
        self.ahead, known = found or (None, ())
        self._contents = known
        if self.ahead is not None:
            if self.options["mode"] != "compare":
                self.outside.give(self.ahead[0])
        elif self.is_live:
            self.go_past()

    def go_past(self):
        """Go on behind all that was recorded: nothing is left that this launch must agree with."""
        self.outside.go_live()
        aside.drop_aside(self.touched)

    def _answered(self, asked, session, traits, feeds, run_metadata):
        if self.ahead is None or asked != tuple(self.ahead[1]):
            self.diverge(differing.calls(self.number, self.ahead and self.ahead[1], asked))
        outcome = self.ahead[2]
        self.outside.take()
        if traits.saves:
            for prefix in calls.texts(feeds):
                self.touched.bring_back(prefix)
        if not traits.is_plain:
            self._after(asked[0], traits, feeds)
        reached = self.number == self.until
        known = set(self._contents) if reached else None
        self.next()
        if reached:
            self.failing(lambda: resuming.go_live(self, known))
        if outcome[0] == "error":
            raise outcomes.unpack(outcome[1])
        if len(outcome) == 3 and run_metadata is not None:
            run_metadata.ParseFromString(outcome[2])
        return outcome[1]

    def _compare(self, asked, outcome):
        """Compare a call with the one that was recorded here before the interruption."""
        before = self.ahead
        if not self.until and self.options["mode"] == "resume":
            self.next()
            return  # begun anew: there is nothing that it must agree with
        if asked != tuple(before[1]):
            self.diverge(differing.calls(self.number, before[1], asked))
        if difference := differing.values(*map(differing.without_places, (outcome, before[2]))):
            self.diverge(differing.computed(self.number, asked, difference))
        self.next()

    def diverge(self, text):
        """Stop: this is not the run that was recorded."""
        ending.diverged(self, text)

    # Ending.

    def _signalled(self, number, frame):
        """Save at the next moment between two calls, and end as the script would have."""
        self._again = self._signal is not None
        self._signal = number
        if self._again and number == signal.SIGINT:
            raise KeyboardInterrupt
        if not self.depth:
            self._end_by_signal()

    def _end_by_signal(self):
        ending.by_signal(self, self._signal)

    def say(self, line):
        """Print a line to standard error, beside what the script prints."""
        os.write(2, f"{line}\n".encode())
