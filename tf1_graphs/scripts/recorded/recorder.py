"""Records every call of a script's sessions; where a run goes on, answers those that it has."""

import contextlib
import json
import os
import pickle
import signal
import sys
import threading
import time
import weakref

import numpy as np

from tf1_graphs import files
from tf1_graphs.errors import InputError, os_error
from tf1_graphs.runs import checkpoint, journal, run_directory
from tf1_graphs.runs.checkpoint import Position
from tf1_graphs.scripts.recorded import beside, calls, differing, state, touched
from tf1_graphs.scripts.recorded.outside import Outside
from tf1_graphs.scripts.recorded.printed import Printed
from tf1_graphs.scripts.recorded.scalars import Scalars
from tf1_graphs.tensorflow1 import opening, session_calls, tf
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
        self._depth = 0
        self._main = threading.get_ident()
        self._lived = threading.Event()
        self._sessions, self._traits, self._iterators = {}, {}, {}
        self._drawn_once, self._stopped = set(), None
        self._blocked, self._setter = None, None
        self._ahead, self._recorded = None, iter(())
        self._due = None
        self._state, self._until = None, 0
        self.journal = journal.Journal(run.journal, options["limit"])
        self.touched = touched.Touched(run, self._record_file, lambda: False)
        self.outside = Outside(lambda: self._depth > 0)
        self.printed = Printed(run.output) if options["printed"] else None
        self.scalars = Scalars(run)
        self._unrecorded = []
        self._signal, self._contents = None, ()

    # From the beginning to the end of a launch.

    def start(self, entropy):
        """Take the script's places: from here on it is recorded.

        Raises:
            InputError: the run cannot go on; the text says why.
        """
        self._entropy = entropy
        self._sha256 = files.sha256(self.script)
        with self.touched.quietly():
            if self.is_live:
                self.journal.restart(0)
                checkpoint.begin(self.run.checkpoints)
            else:
                self._prepare()
            if self.options["mode"] == "compare":
                self._recorded = journal.calls(list(journal.read(self.options["against"])))
                self._next()
        if self.is_live:
            self._lived.set()
            self._due = _clock() + self.options["seconds"]
        if self.printed is not None:
            self.printed.install()
        self.outside.install(entropy, with_clocks=self.options["printed"])
        if self.options.get("seed") is not None:
            session_calls.force_graph_seed(self.options["seed"])
            self.outside.force_seed(self.options["seed"])
        opening.execute_in_order()
        session_calls.observe(self)
        session_calls.observe_files(self.touched.writing, self.touched.event_file)
        self.touched.install()
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(ValueError):  # not in the main thread
                signal.signal(number, self._signalled)

    def _prepare(self):
        """Find the checkpoint to go on from, and put the files back to the beginning."""
        warnings = []
        records = list(journal.read(self.run.journal, warnings))
        self.touched.learn(records)
        if not self.run.checkpoints.exists():  # it was stopped before it had begun
            checkpoint.begin(self.run.checkpoints)
        touched.refuse_changed(self.touched, f"`tf1-graphs resume {self.run.path}`")
        there = sum(kind == journal.CALL for kind, _ in records)
        position, kept, more = checkpoint.committed(self.run.checkpoints, there)
        for warning in (*warnings, *more):
            print(f"Warning: {warning}", file=sys.stderr)
        self._recorded = journal.calls(_until_stopped(records, position.epoch if position else 0))
        if position is not None:
            self._until = position.epoch
            with open(self.run.checkpoints / f"{position.prefix}.sessions", "rb") as file:
                self._state = pickle.load(file)
            self.touched.expect(json.loads(str(kept["files"])))
        self.touched.set_aside()
        self._next()
        if not self._until:
            self._go_live()

    def finish(self):
        """End the recording: the script has ended."""
        if self._stopped == "ended":
            return
        self._depth += 1  # nothing of what follows is the script's
        with self.touched.quietly():
            if not self.is_live:
                self._diverge(
                    f"the script ended after {self.number} calls of its sessions; when it was "
                    f"recorded, it went on to call {self._until}"
                )
            self._failing(self._finish)

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
        self._depth += 1
        try:
            begin()
        finally:
            self._depth -= 1
        if not self._depth:
            number = len(self._sessions)
            self._sessions[number] = weakref.ref(session)
            session._tf1_graphs_number = number
            in_force()
            if self._setter is None and streams.are_known():
                self._setter = streams.session_setter()
                streams.seed_unseeded(self._entropy)

    def call(self, session, fetches, feeds, run_metadata, execute):
        """Execute a call and record it, or answer it."""
        if threading.get_ident() != self._main:
            return self._of_another_thread(execute)
        if self._depth or self._stopped:
            return execute()
        self._depth += 1
        try:
            return self._call(session, fetches, feeds, run_metadata, execute)
        finally:
            self._depth -= 1
            if self._signal is not None and not self._depth:
                self._end_by_signal()

    def _call(self, session, fetches, feeds, run_metadata, execute):
        number = getattr(session, "_tf1_graphs_number", -1)
        fed, checksum = calls.fed(feeds)
        asked = (number, calls.names(fetches), fed, checksum)
        key = asked[:3]
        traits = self._traits.get(key)
        if traits is None:
            traits = self._traits[key] = calls.traits(session, fetches, feeds)
        self.number += 1
        if not self.is_live:
            value = self._answered(asked, session, traits, feeds, run_metadata)
            return (
                dict(zip(fetches, value, strict=True))
                if calls.is_keyed_by_objects(fetches)
                else value
            )
        if not traits.is_plain:
            self._before(traits, feeds)
        if self._setter is not None:
            self._setter(number)
        try:
            value = execute()
        except Exception as error:
            self._keep(asked, ("error", _pack(error)))
            raise
        metadata = run_metadata.SerializeToString() if run_metadata is not None else None
        kept = list(value.values()) if calls.is_keyed_by_objects(fetches) else value
        self._keep(asked, ("value", kept, metadata) if metadata else ("value", kept))
        if not traits.is_plain:
            self._after(number, traits, feeds)
            self._beside(session, number, traits, feeds)
        self.scalars.add(self.number, session.graph, fetches, value)
        if self._due is not None and _clock() >= self._due:
            self._checkpoint()
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
            state.note(self._iterators.setdefault(number, {}), traits, feeds)

    def _beside(self, session, number, traits, feeds):
        """Save and restore what the script's own checkpoints do not hold."""
        if not (traits.saves or traits.restores) or self.options["mode"] == "compare":
            return
        facts = (self._sha256, number, session.graph)
        with self.touched.quietly():
            for prefix in calls.texts(feeds):
                if traits.saves:
                    self._failing(lambda prefix=prefix: beside.save(prefix, *facts))
                # What this run has saved itself is no continuation.
                elif self._continues(prefix) and beside.restore(prefix, *facts):
                    self._say(
                        f"tf1_graphs: with {prefix}, the positions of random ops, of NumPy's and "
                        "of Python's generator are restored: the run goes on as if it had not "
                        "been interrupted"
                    )

    def _continues(self, prefix):
        return os.path.abspath(prefix) not in self.touched.prefixes

    def _of_another_thread(self, execute):
        """Execute a call of a thread that the script has started: once the run is live."""
        while not self._lived.wait(0.05):
            coordinator = getattr(threading.current_thread(), "_coord", None)
            if coordinator is not None and coordinator.should_stop():
                raise tf.errors.OutOfRangeError(None, None, "the run is not live yet")
        return execute()

    # Recording.

    def _record_file(self, content):
        if self.is_live and not self._stopped:
            self._failing(lambda: self.journal.append(journal.FILE, content))
        elif not self.is_live:
            self._unrecorded.append(content)

    def _keep(self, asked, outcome):
        outside = self.outside.take()
        if self._ahead is not None:
            self._compare(asked, outcome)
        self._failing(lambda: self.journal.append_call((outside, asked, outcome)))
        if self.number == self.options.get("calls"):
            self._end(0, None)

    def _failing(self, write):
        """Write; where that fails, stop and say so, with what was saved before standing."""
        try:
            return write()
        except journal.FullError:
            self._block(
                f"the journal has reached its bound of {self.options['limit']} bytes "
                "(--journal-limit)"
            )
            self._due = None
            self._stopped = "full"
        except OSError as error:
            self._end(
                2,
                f"Error: {os_error(error)}; what was saved before stands: when files can be "
                f"written again, `tf1-graphs resume {self.run.path}`",
            )
        except (pickle.PicklingError, AttributeError, TypeError) as error:
            self._block(f"what a session returned cannot be kept: {error}")
            self._stopped = "cannot be kept"

    def _block(self, reason):
        """Take no more checkpoints, and say so once."""
        if self._blocked is None:
            self._blocked = reason
            at = self.run_position()
            where = f"from call {at}" if at else "from its beginning"
            self._say(
                f"tf1_graphs: interrupted from here on, this run goes on {where} again; nothing "
                f"saves {reason}"
            )

    def run_position(self):
        """Return the number of the call where the newest checkpoint is."""
        with contextlib.suppress(InputError, OSError):
            return checkpoint.read_epoch(self.run.checkpoints / checkpoint.EPOCH_FILE)
        return 0

    def _checkpoint(self):
        """Commit a checkpoint of all open sessions, in the runner's order."""
        if self._blocked or self._stopped or self.options["mode"] == "compare":
            self._due = None
            return
        began = _clock()
        self._failing(self._commit)
        took = _clock() - began
        if self._due is not None:
            seconds = self.options["seconds"]
            self._due = _clock() + max(seconds, took / _SHARE if seconds >= _FREQUENT else 0)

    def _commit(self):
        position = Position(self.number)
        with self.touched.quietly():
            if self.run_position() == self.number:
                return
            try:
                kept = pickle.dumps(state.saved(self._open_sessions(), self._run), 5)
            except (state.UnknownStateError, tf.errors.OpError) as error:
                self._block(str(error).splitlines()[0])
                return
            self.scalars.flush()
            self.journal.seal(self.number)
            held = {}

            def save(prefix):
                with open(f"{prefix}.sessions", "wb") as file:
                    file.write(kept)
                held["files"] = np.array(json.dumps(self.touched.snapshot(prefix)))

            also = [self.run.journal]
            if self.printed is not None:
                also.append(self.printed.path)
            checkpoint.commit(self.run.checkpoints, position, save, held, also_sync=also)
            self.journal.rotate(self.number)

    def _open_sessions(self):
        found = {number: reference() for number, reference in self._sessions.items()}
        return {
            number: session
            for number, session in found.items()
            if session is not None and not session_calls.is_closed(session)
        }

    def _run(self, session, fetches, feeds=None):
        if self._setter is not None:
            self._setter(session._tf1_graphs_number)
        return session.run(fetches, feeds)  # passes through: the depth is not zero

    # Answering.

    def _next(self):
        found = next(self._recorded, None)
        self._ahead, known = found or (None, ())
        self._contents = known
        if self._ahead is not None:
            if self.options["mode"] != "compare":
                self.outside.give(self._ahead[0])
        elif self.is_live:
            self.outside.go_live()

    def _answered(self, asked, session, traits, feeds, run_metadata):
        if self._ahead is None or asked != tuple(self._ahead[1]):
            self._diverge(differing.calls(self.number, self._ahead and self._ahead[1], asked))
        outcome = self._ahead[2]
        self.outside.take()
        if traits.saves:
            for prefix in calls.texts(feeds):
                self.touched.bring_back(prefix)
        if not traits.is_plain:
            self._after(asked[0], traits, feeds)
        reached = self.number == self._until
        known = set(self._contents) if reached else None
        self._next()
        if reached:
            self._failing(lambda: self._go_live(known))
        if outcome[0] == "error":
            raise _unpack(outcome[1])
        if len(outcome) == 3 and run_metadata is not None:
            run_metadata.ParseFromString(outcome[2])
        return outcome[1]

    def _go_live(self, known=()):
        """Put back what the checkpoint holds: from here on the sessions compute."""
        with self.touched.quietly():
            if self._state is not None:
                try:
                    state.restore(self._state, self._open_sessions(), self._iterators, self._run)
                except (state.UnknownStateError, tf.errors.OpError, KeyError) as error:
                    self._diverge(f"the sessions cannot be restored: {str(error).splitlines()[0]}")
                self._state = None
            self.touched.install_snapshot()
            self.scalars.begin(self.number)
            checkpoint.forget_after(self.run.checkpoints, Position(self.number))
            self.journal.restart(self.number, known)
            self.touched.forget_after(self.number)
            for content in self._unrecorded:
                self.journal.append(journal.FILE, content)
            self.touched.drop_aside()
        self.is_live = True
        if self._ahead is None:
            self.outside.go_live()
        self._due = _clock() + self.options["seconds"]
        self._lived.set()

    def _compare(self, asked, outcome):
        """Compare a call with the one that was recorded here before the interruption."""
        before = self._ahead
        if not self._until and self.options["mode"] == "resume":
            self._next()
            return  # begun anew: there is nothing that it must agree with
        if asked != tuple(before[1]):
            self._diverge(differing.calls(self.number, before[1], asked))
        if difference := differing.values(*map(differing.without_places, (outcome, before[2]))):
            self._diverge(differing.computed(self.number, asked, difference))
        self._next()

    def _diverge(self, text):
        """Stop: this is not the run that was recorded. The files are put back as they were."""
        line = differing.line_of(self.script)
        with self.touched.quietly(), contextlib.suppress(OSError):
            self.touched.put_back()
        status = 1 if self.options["mode"] == "compare" else 2
        self._end(status, f"Error: {self.script}{line}: {text}; {differing.SUSPECTS}")

    # Ending.

    def _signalled(self, number, frame):
        """Save at the next moment between two calls, and end as the script would have."""
        self._again = self._signal is not None
        self._signal = number
        if self._again and number == signal.SIGINT:
            raise KeyboardInterrupt
        if not self._depth:
            self._end_by_signal()

    def _end_by_signal(self):
        number = self._signal
        self._depth += 1
        try:
            if self.is_live:
                self._checkpoint()
                self._failing(lambda: self.journal.append(journal.STOPPED, b""))
            with self.touched.quietly():
                with contextlib.suppress(OSError):
                    self.scalars.flush()
                if not self.is_live:
                    self.touched.put_back()
        finally:
            self._depth -= 1
        self._due = None
        if number == signal.SIGTERM:
            for stream in (sys.stdout, sys.stderr):
                with contextlib.suppress(OSError):
                    stream.flush()
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        self._ahead = None
        raise KeyboardInterrupt

    def _say(self, line):
        os.write(2, f"{line}\n".encode())

    def _end(self, status, line):
        """End the process at once, whatever the script would make of an exception."""
        self._stopped = "ended"
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        if line:
            self._say(line)
        os._exit(status)


def _until_stopped(records, after):
    """Yield records up to the first stop by a signal behind call `after`."""
    number = 0
    for kind, content in records:
        if kind == journal.STOPPED and number >= after:
            return
        number += kind == journal.CALL
        yield kind, content


def _pack(error):
    """Return what can be kept of an exception."""
    if isinstance(error, tf.errors.OpError):
        return ("op", error.error_code, error.message)
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # whatever a class of the script's raises
        return ("other", f"{type(error).__name__}: {error}")
    return ("python", error)


def _unpack(packed):
    if packed[0] == "op":
        return tf.errors.exception_type_from_error_code(packed[1])(None, None, packed[2])
    return packed[1] if packed[0] == "python" else RuntimeError(packed[1])
