"""Goes on with a run: finds its checkpoint, and puts the sessions back where they were."""

import json
import pickle
from time import monotonic

from tf1_graphs.runs import checkpoint, journal
from tf1_graphs.runs.checkpoint import Position
from tf1_graphs.scripts.recorded import aside, outcomes, state
from tf1_graphs.tensorflow1 import tf


def prepare(recorder):
    """Find the checkpoint to go on from, and put the files back to the beginning."""
    warnings = []
    records = list(journal.read(recorder.run.journal, warnings))
    recorder.touched.learn(records)
    if not recorder.run.checkpoints.exists():  # it was stopped before it had begun
        checkpoint.begin(recorder.run.checkpoints)
    aside.refuse_changed(recorder.touched, f"`tf1-graphs resume {recorder.run.path}`")
    there = sum(kind == journal.CALL for kind, _ in records)
    for warning in warnings:
        recorder.say(f"Warning: {warning}")
    position, kept, warnings = checkpoint.committed(recorder.run.checkpoints, there)
    for warning in warnings:
        recorder.say(f"Warning: {warning}")
    recorder.recorded = journal.calls(
        outcomes.until_stopped(records, position.epoch if position else 0)
    )
    if position is not None:
        recorder.until = position.epoch
        with open(recorder.run.checkpoints / f"{position.prefix}.sessions", "rb") as file:
            recorder.state = pickle.load(file)
        recorder.touched.expect(json.loads(str(kept["files"])))
    aside.set_aside(recorder.touched)
    recorder.next()
    if not recorder.until:
        go_live(recorder)


def go_live(recorder, known=()):
    """Put back what the checkpoint holds: from here on the sessions compute."""
    with recorder.touched.quietly():
        if recorder.state is not None:
            try:
                state.restore(
                    recorder.state,
                    recorder.open_sessions(),
                    recorder.iterators,
                    recorder.run_session,
                )
            except (state.UnknownStateError, tf.errors.OpError, KeyError) as error:
                recorder.diverge(f"the sessions cannot be restored: {str(error).splitlines()[0]}")
            recorder.state = None
        recorder.touched.install_snapshot()
        recorder.scalars.begin(recorder.number)
        checkpoint.forget_after(recorder.run.checkpoints, Position(recorder.number))
        recorder.journal.restart(recorder.number, known)
        recorder.touched.forget_after(recorder.number)
        for content in recorder.unrecorded:
            recorder.journal.append(journal.FILE, content)
        if not recorder.until and (kept := aside.keep_aside(recorder.touched)):
            recorder.say(
                "tf1_graphs: nothing was saved that this run could go on from: it begins anew; "
                f"the files that it had made are kept in {kept}"
            )
    recorder.is_live = True
    if recorder.ahead is None:
        recorder.go_past()
    recorder.due = monotonic() + recorder.options["seconds"]
    recorder.lived.set()
