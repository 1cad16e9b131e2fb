"""Keeps a run's progress: all that decides its next step, besides the variables."""

import dataclasses
from dataclasses import dataclass, field

import numpy as np

from tf1_graphs.experiments.experiment import Source
from tf1_graphs.runs.checkpoint import Position
from tf1_graphs.training.random_ops import Draws

_CARRY = "carry "
_SUM = "sum "


@dataclass
class Progress:
    """The state of a run between two mini-batches.

    Attributes:
        position: completed epochs, and mini-batches of the one that is under way.
        source: NumPy's generator, from which the mini-batches are drawn, and what an experiment
            keeps from one epoch to the next.
        at_epoch: generator state and kept arrays at the start of the epoch that is under way: its
            mini-batches are drawn again from there on resuming.
        draws: what the stateful random ops drew.
        sums: of each step metric times the mini-batch's size, over the epoch that is under way,
            and the number of examples as `examples`.
    """

    position: Position
    source: Source
    at_epoch: tuple = ()
    draws: Draws = field(default_factory=Draws)
    sums: dict = field(default_factory=dict)

    def __post_init__(self):
        self._begin_epoch()

    def _begin_epoch(self):
        self.source.epoch = self.position.epoch
        self.at_epoch = (self.source.rng.get_state(), dict(self.source.carry))

    @classmethod
    def start(cls, seed):
        """Return the state of a run that has not begun."""
        return cls(Position(0), Source(np.random.RandomState(seed)))

    @classmethod
    def unpack(cls, position, state):
        """Return the state that a checkpoint holds."""
        rng = np.random.RandomState()
        rng.set_state(
            (
                "MT19937",
                state["numpy_keys"],
                int(state["numpy_position"]),
                int(state["numpy_has_gauss"]),
                float(state["numpy_cached_gaussian"]),
            )
        )
        source = Source(rng, carry=_named(state, _CARRY))
        sums = {name: float(value) for name, value in _named(state, _SUM).items()}
        return cls(position, source, draws=Draws.unpack(state), sums=sums)

    def pack(self):
        """Return the state as arrays by name, for a checkpoint."""
        (_, keys, position, has_gauss, cached_gaussian), carry = self.at_epoch
        return {
            "numpy_keys": keys,
            "numpy_position": np.int64(position),
            "numpy_has_gauss": np.int64(has_gauss),
            "numpy_cached_gaussian": np.float64(cached_gaussian),
            **{_CARRY + name: array for name, array in carry.items()},
            **{_SUM + name: np.float64(value) for name, value in self.sums.items()},
            **self.draws.pack(),
        }

    def steps_done(self, steps):
        """Count mini-batches as trained on.

        Args:
            steps: list of (size, step metrics by name).
        """
        self.position = dataclasses.replace(self.position, step=self.position.step + len(steps))
        for size, metrics in steps:
            self.draws.add("train", size)
            self.sums["examples"] = self.sums.get("examples", 0.0) + size
            for name, value in metrics.items():
                self.sums[name] = self.sums.get(name, 0.0) + float(value) * size

    def epoch_done(self):
        """Count the epoch as completed, and return the means of its step metrics, as float32."""
        examples = self.sums.pop("examples", 1.0)
        means = {name: np.float32(value / examples) for name, value in self.sums.items()}
        self.sums = {}
        self.position = Position(self.position.epoch + 1)
        self._begin_epoch()
        return means


def _named(state, prefix):
    return {
        name.removeprefix(prefix): array for name, array in state.items() if name.startswith(prefix)
    }
