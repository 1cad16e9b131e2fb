"""Holds what an experiment does by default: mini-batches, evaluation, printed line."""

EVERY_PART = {"train": "train_", "valid": "valid_", "test": "test_"}
"""Prefix of the columns by part; parts that the data has not are left out."""


def shuffled(settings, n_examples, source):
    """Shuffle the examples and cut them into mini-batches; the last one takes what is left.

    Args:
        settings: has `batch_size`.
        n_examples: number of training examples.
        source: the `Source`.

    Yields:
        Indices of a mini-batch's examples.
    """
    order = source.rng.permutation(n_examples)
    for start in range(0, n_examples, settings.batch_size):
        yield order[start : start + settings.batch_size]


def every_metric(epoch, metrics):
    """Return an epoch's number, from 1 on, and all that it measured, in one line."""
    return " - ".join([f"Epoch {epoch + 1}", *(f"{name}: {x:.4f}" for name, x in metrics.items())])


def no_results(_trained):
    """Measure nothing after the last epoch."""
    return {}


def no_lines(_results):
    """Print nothing after the last epoch."""
    return []
