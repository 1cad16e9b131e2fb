"""Defines how a run is executed: its seed, engine, threads, device and the like."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    """How a run is executed: all that is not the experiment or its settings.

    Attributes:
        seed: of the graph and of NumPy's generator.
        engine: a key of `engine.ENGINES`.
        arithmetic: one of `tensorflow1.kernels.NAMES`; None is TensorFlow 1's where its kernels
            can be had, else today's.
        threads: threads of TensorFlow's kernels and of its executor; the weights' last bits depend
            on it.
        device: `cpu`, or `gpu`: then no digits are promised.
        keep: number of checkpoints to keep, 1 or more.
        checkpoint_seconds: a checkpoint is taken at the first epoch boundary after so many
            seconds, and where the article takes one.
        histograms: epochs between the histograms that TensorBoard shows; 0 is none, None is where
            the article takes checkpoints.
        trace: whether time and memory of each node are measured in one training step.
        force: continue a run although other conditions change the weights' last bits.
        rename: of an article's checkpoint, its names of variables, as `renaming.read_table` takes
            them.
        say: function that prints a line.
        command: the command line, for the manifest.
    """

    seed: int = 42
    engine: str = "epoch"
    threads: int = 1
    device: str = "cpu"
    arithmetic: str | None = None
    keep: int = 2
    checkpoint_seconds: float = 5.0
    histograms: int | None = None
    trace: bool = False
    force: bool = False
    rename: tuple[str, ...] = ()
    say: Callable[[str], None] = print
    command: tuple[str, ...] = ()
