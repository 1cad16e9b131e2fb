"""Train, interrupt, damage, resume and finish in any order: the bits are those of one run."""

import contextlib
import os
import shutil
import signal
import tempfile
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import Phase
from hypothesis import settings as hypothesis_settings
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from tests.changing import changed
from tests.training.experiments import DROPOUT
from tests.training.runs import bits
from tests.training.runs import train_unobserved as train
from tf1_graphs.runs.run_directory import RunDirectory
from tf1_graphs.training.interruption import Interrupted

EXAMPLES = int(os.environ.get("TF1_GRAPHS_EXAMPLES", "3"))  # `make crash` takes many
EPOCHS = 4
SUFFIXES = ("data-00000-of-00001", "index", "state.npz")


class Interruptions(RuleBasedStateMachine):
    """A run directory, and what may happen to it."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.run = RunDirectory(self.folder / "run")

    def teardown(self):
        assert bits(train(DROPOUT, self.run.path, EPOCHS)) == expected()
        shutil.rmtree(self.folder)

    def unfinished(self):
        return not self.run.results.exists()

    def states(self):
        return sorted(self.run.checkpoints.glob("*.state.npz"))

    @rule(mini_batches=st.integers(1, 8))
    def interrupt(self, mini_batches):
        """Train so many mini-batches, then stop by a signal."""
        drawn = []

        def interrupting(settings, n_examples, source):
            for indices in DROPOUT.training.mini_batches(settings, n_examples, source):
                drawn.append(indices)
                if len(drawn) == mini_batches:
                    os.kill(os.getpid(), signal.SIGTERM)
                yield indices

        with contextlib.suppress(Interrupted):
            train(changed(DROPOUT, mini_batches=interrupting), self.run.path, EPOCHS)

    @precondition(lambda self: self.unfinished() and len(self.states()) >= 2)
    @rule(suffix=st.sampled_from(SUFFIXES), where=st.floats(0, 1), data=st.data())
    def damage(self, suffix, where, data):
        """Flip a bit of the newest checkpoint; the one before is whole."""
        newest = max(self.states(), key=lambda path: path.stat().st_mtime_ns)
        path = newest.with_name(newest.name.replace("state.npz", suffix))
        content = bytearray(path.read_bytes())
        content[int(where * (len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
        path.write_bytes(content)

    @precondition(lambda self: self.unfinished() and self.states())
    @rule(content=st.sampled_from([b"", b"x", None]))
    def lose_the_epoch_file(self, content):
        path = self.run.checkpoints / "model.ckpt.epoch"
        path.unlink(missing_ok=True) if content is None else path.write_bytes(content)

    @precondition(lambda self: self.unfinished() and self.run.metrics.exists())
    @rule(text=st.sampled_from(["3,0.1", "9,9,9\n", "7"]))
    def leave_rows(self, text):
        """Append what a killed process may leave behind the committed rows."""
        if self.run.metrics.stat().st_size:
            with open(self.run.metrics, "a") as file:
                file.write(text)


_expected = {}


def expected():
    """Return the bits of an undisturbed run."""
    if not _expected:
        folder = Path(tempfile.mkdtemp())
        _expected.update(bits(train(DROPOUT, folder, EPOCHS)))
        shutil.rmtree(folder)
    return _expected


TestInterruptions = Interruptions.TestCase
TestInterruptions.settings = hypothesis_settings(
    max_examples=EXAMPLES,
    stateful_step_count=6,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),  # an example takes seconds: too slow to shrink
)
