"""Evaluates a book graph after each epoch: feeds of the data, and the names of what it measures."""

from collections.abc import Mapping

import numpy as np

from tf1_graphs import tensorflow1
from tf1_graphs.errors import InputError
from tf1_graphs.experiments.experiment import Trained
from tf1_graphs.tensorflow1 import tf

# Where an array begins at such an address, TensorFlow reads it where it lies.
_ALIGNMENT = 64


def check(experiment, data, book):
    """Compare the data that `load` returns with the placeholders that `build` makes.

    Raises:
        InputError: a part or an array is missing, or has another shape or type than its
            placeholder, or another number of examples than the others.
    """
    own = f"{experiment.name}: load"
    if not isinstance(data, Mapping) or "train" not in data:
        shown = ", ".join(map(str, data)) if isinstance(data, Mapping) else type(data).__name__
        raise InputError(
            f"{own} must return the arrays of each part by name, {{'train': …}}, got {shown}"
        )
    for part, arrays in data.items():
        if not isinstance(arrays, Mapping):
            raise InputError(
                f"{own}: the part {part} must be its arrays by the placeholders' names, got "
                f"{type(arrays).__name__}"
            )
        if set(arrays) != set(book.inputs):
            raise InputError(
                f"{own} returns {', '.join(arrays) or 'nothing'} in the part {part}, but build "
                f"has the inputs {', '.join(book.inputs)}"
            )
        sizes = {name: len(np.atleast_1d(array)) for name, array in arrays.items()}
        if len(set(sizes.values())) > 1:
            told = ", ".join(f"{name} {size}" for name, size in sizes.items())
            raise InputError(f"{own}: the part {part} has different numbers of examples: {told}")
        for name, array in arrays.items():
            _check_array(own, f"{part}/{name}", np.asarray(array), book.inputs[name])


def _check_array(own, name, array, placeholder):
    shape, dtype = placeholder.shape, placeholder.dtype.as_numpy_dtype
    if shape.rank is not None and not shape.is_compatible_with(array.shape):
        wanted = ", ".join("?" if size is None else str(size) for size in shape.as_list())
        raise InputError(
            f"{own} returns {name} of the shape {array.shape}, but its placeholder takes ({wanted})"
        )
    try:
        array[:1].astype(dtype)
    except (ValueError, TypeError):
        raise InputError(
            f"{own} returns {name} as {array.dtype}, but its placeholder takes {np.dtype(dtype)}"
        ) from None


def as_fed(data, book):
    """Convert each array once to what is fed without a copy: its placeholder's type, aligned."""
    return {
        part: {
            name: _aligned(np.asarray(array), book.inputs[name].dtype.as_numpy_dtype)
            for name, array in arrays.items()
        }
        for part, arrays in data.items()
    }


def _aligned(array, dtype):
    size = array.size * np.dtype(dtype).itemsize
    memory = np.empty(size + _ALIGNMENT, np.uint8)
    offset = -memory.ctypes.data % _ALIGNMENT
    aligned = memory[offset : offset + size].view(dtype).reshape(array.shape)
    aligned[...] = array
    return aligned


def feed(book, part, examples=None, training=False):
    """Return a feed of the book's placeholders.

    Args:
        book: the `BookGraph`.
        part: the part of the data.
        examples: number of examples, from the part's first on and around again; None is all.
        training: whether the graph is run in training mode.
    """
    fed = {book.inputs[name]: array for name, array in part.items()}
    if examples is not None:
        fed = {key: array.take(range(examples), 0, mode="wrap") for key, array in fed.items()}
    if training and book.training is not None:
        fed[book.training] = True
    return fed


def evaluator(session, book):
    """Make the function that measures the metrics on a part, in one run.

    Args:
        session: open `tf.Session`.
        book: the `BookGraph`.

    Returns:
        Function of a part that returns (metrics, summary): float32 by name, and the book's summary
        or None.
    """
    fetches = dict(book.metrics)
    if book.summary is not None:
        fetches["summary"] = book.summary
    run = tensorflow1.make_callable(session, list(fetches.values()), list(book.inputs.values()))

    def evaluate(part):
        values = run(*(part[name] for name in book.inputs))
        measured = dict(zip(fetches, values, strict=True))
        summary = measured.pop("summary", None)
        return {name: np.float32(value) for name, value in measured.items()}, summary

    return evaluate


def trained(session, book, data, evaluate):
    """Return a graph as the functions that measure results see it.

    Args:
        session: open `tf.Session` of the graph.
        book: the `BookGraph`.
        data: the data as it is fed.
        evaluate: function of a part, as `evaluator` makes it.
    """
    return Trained(
        data=data,
        metrics=lambda part: evaluate(data[part])[0],
        predictions=lambda part: session.run(book.predictions, feed(book, data[part])),
        sizes={
            variable.op.name: variable.shape.num_elements() for variable in tf.global_variables()
        },
    )


def columns(experiment, settings, threads=1):
    """Return the names of what a run will measure; nothing is trained.

    The results are measured on the graph's initial values, for only then their names are known.

    Args:
        experiment: the `Experiment`.
        settings: its settings.
        threads: threads of TensorFlow.

    Returns:
        List of the columns of `metrics.csv` and the results, or None of an experiment with a
        trainer of its own, which alone knows them.
    """
    if experiment.training.trainer is not None:
        return None
    with tensorflow1.new_graph():
        book = experiment.training.build(settings)
        data = experiment.training.load(settings)
        check(experiment, data, book)
        data = as_fed(data, book)
        prefixes = experiment.training.evaluated_in(data).values()
        names = [
            *book.step_metrics,
            *(prefix + name for prefix in prefixes for name in book.metrics),
        ]
        init = tf.global_variables_initializer()
        with tf.Session(config=tensorflow1.session_config(threads)) as session:
            session.run(init)
            untrained = trained(session, book, data, evaluator(session, book))
            names += experiment.training.results(untrained)
    return list(dict.fromkeys(names))
