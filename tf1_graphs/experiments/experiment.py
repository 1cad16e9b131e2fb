"""Defines what an experiment is: three dataclasses, and what they are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tf1_graphs.experiments import defaults

Part = Mapping[str, "np.ndarray"]
"""Arrays of one part of a data set by placeholder name; their first axes have equal lengths."""

Data = Mapping[str, Part]
"""A data set by part: `train`, and what is evaluated, such as `test`."""

Epoch = Mapping[str, "np.float32"]
"""What was measured in one epoch, by column of `metrics.csv`."""

LAST_MINI_BATCH = "last mini-batch"
"""Instead of a part: the evaluation is of the mini-batch that was trained on last."""


def shortest(value: np.floating) -> float:
    """Return the float that the shortest digits of `value` stand for: 0.97 for float32 0.97."""
    return float(str(value))


@dataclass(frozen=True)
class BookGraph:
    """A built graph and the tensors by which it is trained.

    Attributes:
        inputs: placeholders by name, the names of a `Part`.
        training_op: what one training step runs.
        metrics: scalar tensors by name, evaluated after each epoch.
        update_ops: the moving averages' updates, run with each training step.
        step_metrics: scalar tensors by name, measured in each training step; an epoch's is their
            mean, each mini-batch counted by its size.
        training: scalar bool tensor that is fed True in training, or None.
        summary: merged summaries, evaluated with the metrics, or None.
        predictions: class of each example (int64 [batch]) or its value (float32 [batch]), or None.
        logits: of a classifier, what the loss's softmax is applied to, float32 [batch, classes];
            else None.
    """

    inputs: Mapping[str, Any]
    training_op: Any
    metrics: Mapping[str, Any]
    update_ops: tuple = ()
    step_metrics: Mapping[str, Any] = field(default_factory=dict)
    training: Any = None
    summary: Any = None
    predictions: Any = None
    logits: Any = None


@dataclass
class Source:
    """Where an epoch's mini-batches are drawn from.

    Attributes:
        rng: NumPy's generator.
        epoch: the epoch's number, from 0.
        carry: arrays by name that an experiment keeps from one epoch to the next, such as a shuffle
            buffer; replaced by new ones, never changed in place.
    """

    rng: np.random.RandomState
    epoch: int = 0
    carry: dict[str, np.ndarray] = field(default_factory=dict)


@dataclass(frozen=True)
class Trained:
    """A trained graph, as the functions that measure results see it.

    Attributes:
        data: the data set.
        metrics: function of a part's name that returns the metrics on it, float32 by name.
        predictions: function of a part's name that returns the predictions on it.
        sizes: number of elements of each variable by name, in order of creation.
    """

    data: Data
    metrics: Callable[[str], Epoch]
    predictions: Callable[[str], np.ndarray]
    sizes: Mapping[str, int]


@dataclass(frozen=True)
class PublishedFigure:
    """A figure that an article states, and the rule that judges it.

    Attributes:
        name: unique within the experiment.
        published: the digits or the claim, as the article has them.
        place: where in the article.
        rule: `exact` or `range`, of one run with the article's seed; `claim` or `replicates`, of
            runs with several seeds, where the article sets none.
        measure: function of a run's `Measurements` that returns the number that is compared.
        bounds: for `range` and `claim`, the lowest and the highest number that agree, both
            included.
        settings: the settings that the figure was measured with, where not the default ones.
        against: name of another experiment that the figure compares with; `measure` then takes
            that one's `Measurements`, of the same seed and its default settings, before its own.
        remark: why the expected verdict is not `reproduced`.
        expected: the verdict that is expected: `reproduced`, `not reproduced` or `undecided`.
        decimals: how many the article printed: what is measured is rounded to as many, correctly,
            before it is compared. None: of `replicates`, as many as `published` has; of `exact`,
            the shortest digits of the number, as Python prints it; else nothing is rounded.
    """

    name: str
    published: str
    place: str
    rule: str
    measure: Callable[..., Any]
    bounds: tuple[float, float] | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    against: str = ""
    remark: str = ""
    expected: str = "reproduced"
    decimals: int | None = None


@dataclass(frozen=True)
class Erratum:
    """A mistake in an article's listing.

    Attributes:
        number: unique within the experiment, from 1.
        place: where in the article.
        mistake: what is printed, and what was meant.
        effect: what it changes.
        corrected: whether `--corrected` repairs it.
    """

    number: int
    place: str
    mistake: str
    effect: str
    corrected: bool


@dataclass(frozen=True)
class Training:
    """How a graph is built, fed, evaluated and saved.

    Attributes:
        load: function of the settings that returns the data, a `Data`.
        build: function of the settings that builds into the default graph and returns the
            `BookGraph`.
        mini_batches: function of settings, number of training examples and a `Source` that yields
            an epoch's mini-batches as index arrays.
        evaluated: what is evaluated after each epoch: prefix of its columns by part, or by
            `LAST_MINI_BATCH`. By default every part.
        line: function of the epoch and its metrics that returns the printed line, or None where
            none is printed.
        checkpoint_every: epochs between the checkpoints that the article takes.
        results: function of a `Trained` that returns what is measured after the last epoch.
        results_lines: function of those results that returns the printed lines.
        stop: function of settings and all epochs so far that says whether training ends early; or
            None.
        best: the column whose smallest value says which epoch's model is kept as the best, or None.
        trainer: function that trains in place of the session loop, where the listing is not one
            graph's training; or None. It takes the runner's `Live`, leaves `metrics.csv` and the
            final model, and returns the results. What it finished before an interruption it does
            not do again.
        predictor: context manager that restores what `trainer` trained, or None. It takes the
            settings and the `RunDirectory`, and yields what `prediction.trained_model` does.
    """

    load: Callable[[Any], Data]
    build: Callable[[Any], BookGraph]
    mini_batches: Callable[[Any, int, Source], Iterator[np.ndarray]] = defaults.shuffled
    evaluated: Mapping[str, str] = field(default_factory=lambda: defaults.EVERY_PART)
    line: Callable[[int, Epoch], str | None] = defaults.every_metric
    checkpoint_every: int = 1
    results: Callable[[Trained], Mapping[str, float]] = defaults.no_results
    results_lines: Callable[[Mapping[str, float]], list[str]] = defaults.no_lines
    stop: Callable[[Any, Sequence[Epoch]], bool] | None = None
    best: str | None = None
    trainer: Callable[[Any], Mapping[str, float]] | None = None
    predictor: Callable[[Any, Any], AbstractContextManager] | None = None

    def evaluated_in(self, data: Data) -> Mapping[str, str]:
        """Return what is evaluated of this data: prefix by part."""
        if self.evaluated != defaults.EVERY_PART:
            return self.evaluated
        return {part: prefix for part, prefix in self.evaluated.items() if part in data}


@dataclass(frozen=True)
class Published:
    """What an article says of an experiment.

    Attributes:
        figures: the published figures.
        errata: the listing's mistakes.
        notes: what the article leaves open, and which value was taken.
        recorded: what TensorFlow 1.15.5 itself measured, by figure's name and seed.
    """

    figures: tuple[PublishedFigure, ...] = ()
    errata: tuple[Erratum, ...] = ()
    notes: tuple[str, ...] = ()
    recorded: Mapping[str, Mapping[int, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Experiment:
    """One listing of an article, or a graph of one's own: what it is called, does and claims.

    Attributes:
        name: unique name, as on the command line.
        title: one line.
        settings: frozen dataclass whose defaults are the article's values; has `epochs`, and
            `batch_size` where mini-batches are made by default.
        training: how it is built and trained.
        published: what the article says of it.
        article: the article's number; "" if it is of none.
        data_sets: names of the downloaded data sets that it reads.
        minutes: expected time of a run with the default settings, on two cores.
        units: what is measured in which unit, by the metric's name; `y` is the target's.
        class_names: of a classifier, what its classes are called in pictures, in order; empty, they
            are called by their numbers.
        plots: function of the experiment and the rows of `metrics.csv` that yields the pictures of
            them, where those are not learning curves; or None.
        reference: where it was found, a `reference.Reference`; whoever finds it sets it.
    """

    name: str
    title: str
    settings: type
    training: Training
    published: Published = Published()
    article: str = ""
    data_sets: tuple[str, ...] = ()
    minutes: float = 1
    units: Mapping[str, str] = field(default_factory=dict)
    class_names: tuple[str, ...] = ()
    plots: Callable[[Any, Sequence[Epoch]], Iterator[Any]] | None = None
    reference: Any = field(default=None, compare=False, repr=False)
