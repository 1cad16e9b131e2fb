"""Infers with the trained model of a finished run, batch by batch."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import tqdm

from tf1_graphs import files, tensorflow1
from tf1_graphs.errors import InputError
from tf1_graphs.runs import checkpoint, run_directory
from tf1_graphs.tensorflow1 import tf
from tf1_graphs.training import evaluation
from tf1_graphs.training.resuming import from_manifest

LABELS = "y"


class Inferred(NamedTuple):
    """What a trained model says about examples.

    Attributes:
        predictions: class of each example, an integer [examples], or its value, a float.
        logits: of a classifier, the scores of the classes [examples, classes]; else None.
        metrics: means over the examples by name; none where the labels were not given.
    """

    predictions: np.ndarray
    logits: np.ndarray | None
    metrics: Mapping[str, float]


class Running(NamedTuple):
    """The running counts after one batch.

    Attributes:
        batch: index of the batch, from 0.
        seen: examples so far, this batch included.
        correct: how many of them were classified correctly; None where values are predicted.
        metrics: means over the examples so far, by name.
        inferred: what the model says about the batch.
    """

    batch: int
    seen: int
    correct: int | None
    metrics: Mapping[str, float]
    inferred: Inferred

    def counts(self):
        """Say the counts so far: examples seen, and how they were answered."""
        if self.correct is not None:
            return f"{self.correct} of {self.seen} correct"
        return f"{self.seen} seen, loss {self.metrics['loss']:.6g}"

    def lines(self):
        """Say the accuracy, where classes are predicted, and the other means, as lines."""
        means = dict(self.metrics)
        lines = []
        if self.correct is not None:
            means.pop("accuracy", None)
            lines.append(f"accuracy: {self.correct / self.seen:.6g} ({self.counts()})")
        return lines + [f"{name}: {value:.6g}" for name, value in means.items()]


@contextlib.contextmanager
def trained_model(experiment, settings, run, threads=1):
    """Restore the trained model of a finished run, and yield what infers with it.

    Args:
        experiment: the run's `Experiment`.
        settings: its settings.
        run: the `RunDirectory`.
        threads: threads of TensorFlow, where the process has none yet.

    Yields:
        Function of arrays by placeholder name, such as a part of the data, that returns an
        `Inferred`. Without the labels among them, it measures no metrics.

    Raises:
        InputError: the run is not finished, its trained model is missing or damaged, or the
            experiment has no model that can be restored.

    Example:
        `with trained_model(experiment, settings, run) as infer: infer(data["test"]).predictions`
    """
    if run_directory.read_measurements(run) is None:
        raise InputError(
            f"{run.path} is not finished, so it has no trained model: "
            f"`tf1-graphs resume {run.path}` goes on with it"
        )
    training = experiment.training
    if training.predictor is not None:
        with training.predictor(settings, run) as infer:
            yield infer
        return
    if training.trainer is not None:
        raise InputError(f"{experiment.name} leaves no trained graph that could be restored")
    with of_checkpoint(lambda: training.build(settings), run.final_model, threads) as infer:
        yield infer


@contextlib.contextmanager
def of_checkpoint(build, prefix, threads=1):
    """Restore a checkpoint into a new graph, and yield what infers with it.

    Args:
        build: as `restored`.
        prefix: as `restored`.
        threads: as `trained_model`.

    Yields:
        As `trained_model`.

    Raises:
        InputError: as `restored`.
    """
    with restored(build, prefix, threads) as (session, book):
        yield _function(session, book)


@contextlib.contextmanager
def restored(build, prefix, threads=1):
    """Restore a checkpoint into a new graph, and yield (session, book).

    Args:
        build: function that builds the graph into the default graph and returns the `BookGraph`.
        prefix: path of the checkpoint's files, without their suffixes.
        threads: as `trained_model`.

    Yields:
        The open `tf.Session`, and the `BookGraph`.

    Raises:
        InputError: the checkpoint is missing, damaged or of another graph.
    """
    config = tensorflow1.session_config(tensorflow1.threads_or(threads))
    for suffix in ("index", "data-00000-of-00001"):
        if not prefix.with_name(f"{prefix.name}.{suffix}").exists():
            raise InputError(
                f"the model in {prefix.parent} is not whole, {prefix.name}.{suffix} is missing: "
                "put it back from a copy, or train again with --fresh"
            )
    with tensorflow1.new_graph(), tf.Session(config=config) as session:
        book = build()
        checkpoint.restore_variables(tf.train.Saver(), session, prefix)
        yield session, book


def _function(session, book):
    """Return the function of arrays that runs the graph on them."""
    outputs = {"predictions": book.predictions, "logits": book.logits}
    outputs = {name: tensor for name, tensor in outputs.items() if tensor is not None}
    features = {name: tensor for name, tensor in book.inputs.items() if name != LABELS}
    say = tensorflow1.make_callable(session, list(outputs.values()), list(features.values()))
    measure = tensorflow1.make_callable(
        session, list(book.metrics.values()), list(book.inputs.values())
    )

    def infer(part):
        if missing := [name for name in features if name not in part]:
            raise InputError(f"expected the arrays {', '.join(features)}; {missing[0]} is missing")
        fed = evaluation.as_fed({"part": part}, book)["part"]
        found = dict(zip(outputs, say(*(fed[name] for name in features)), strict=True))
        logits = found.get("logits")
        predictions = found["predictions"] if "predictions" in found else logits.argmax(axis=1)
        metrics = {}
        if LABELS in part:
            measured = measure(*(fed[name] for name in book.inputs))
            metrics = dict(zip(book.metrics, map(float, measured), strict=True))
        return Inferred(predictions, logits, metrics)

    return infer


def evaluated_part(data):
    """Return the name of the part that a trained model is judged by: test, where there is one."""
    return "test" if "test" in data else "valid"


def in_batches(infer, part, batch_size=100):
    """Infer batch by batch; the last one takes what is left.

    Args:
        infer: what `trained_model` yielded.
        part: arrays by placeholder name, a part of the data with its labels.
        batch_size: examples a batch.

    Returns:
        A generator of `Running`; the last one's lines are the whole part's.

    Example:
        `for running in in_batches(infer, data["test"]): print(running.seen, running.correct)`
    """
    examples = len(part[LABELS])
    seen, correct, sums = 0, 0, {}
    for batch, start in enumerate(range(0, examples, batch_size)):
        arrays = {name: array[start : start + batch_size] for name, array in part.items()}
        inferred = infer(arrays)
        size = len(arrays[LABELS])
        seen += size
        if classifies := inferred.predictions.dtype.kind in "iu":
            correct += int(np.count_nonzero(inferred.predictions == arrays[LABELS]))
        for name, value in inferred.metrics.items():
            sums[name] = sums.get(name, 0) + size * value
        means = {name: total / seen for name, total in sums.items()}
        yield Running(batch, seen, correct if classifies else None, means, inferred)


def predict(run, part=None, batch_size=100, output=None, say=print):
    """Infer with a finished run's trained model, and print the accuracy and the other means.

    The counts so far are shown on a terminal.

    Args:
        run: the `RunDirectory`.
        part: name of a part of the data; None is the one that `evaluated_part` names.
        batch_size: examples that are inferred at once.
        output: the CSV file to write; or None.
        say: function that prints a line.

    Raises:
        InputError: the run has no trained model that can be restored, or the data no such part.
        OSError: the file cannot be written.
    """
    experiment, settings, options = from_manifest(run)
    with trained_model(experiment, settings, run, options.threads) as infer:
        data = experiment.training.load(settings)
        part = part or evaluated_part(data)
        if part not in data:
            raise InputError(f"{experiment.name} has no part {part!r}; it has {', '.join(data)}")
        examples = len(data[part][LABELS])
        say(f"{experiment.name}: {part}, {examples} examples")
        predictions = []
        with tqdm.tqdm(total=examples, unit="example", disable=None) as bar:
            for running in in_batches(infer, data[part], batch_size):
                predictions.append(running.inferred.predictions)
                bar.set_postfix_str(running.counts(), refresh=False)
                bar.update(len(predictions[-1]))
    for line in running.lines():
        say(line)
    if output:
        write(output, data[part][LABELS], predictions)


def write(path, labels, predictions):
    """Write a CSV file: number, label and prediction of each example, by atomic replace.

    Args:
        path: the file.
        labels: of the examples, [examples].
        predictions: of each batch, in order.

    Raises:
        OSError: the file cannot be written; an old one then stands as it was.
    """
    rows = enumerate(zip(labels, np.concatenate(predictions), strict=True))
    lines = [f"{i},{label!s},{prediction!s}" for i, (label, prediction) in rows]
    files.atomic_write(path, "\n".join(["example,label,prediction", *lines, ""]))
