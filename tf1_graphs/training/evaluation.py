"""Feeds of a part of the data, and the evaluation after each epoch."""

import numpy as np

from tf1_graphs.compat import make_callable

# Where an array begins at such an address, TensorFlow reads it where it lies.
_ALIGNMENT = 64


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
    run = make_callable(session, list(fetches.values()), list(book.inputs.values()))

    def evaluate(part):
        values = run(*(part[name] for name in book.inputs))
        measured = dict(zip(fetches, values, strict=True))
        summary = measured.pop("summary", None)
        return {name: np.float32(value) for name, value in measured.items()}, summary

    return evaluate
