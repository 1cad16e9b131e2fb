"""Checks the data that experiments load: each message says what was expected and what came."""

from collections.abc import Mapping

import numpy as np

from tf1_graphs.errors import InputError


def check_part(part, arrays, features, classes=None):
    """Return a part of a data set, if a network can be trained or evaluated on it.

    Args:
        part: the part's name, such as `train`, for the messages.
        arrays: its arrays by placeholder name; what `features` does not name are labels or
            targets.
        features: number of features of the input `X`, or of each input by name.
        classes: number of classes that the labels count; None where the targets are numbers.

    Returns:
        `arrays`.

    Raises:
        InputError: the part is empty, an array has another length or another number of features,
            has a NaN or an infinity in it, or has a label that is no class.

    Example:
        `check_part("train", {"X": images, "y": labels}, features=784, classes=10)`
    """
    features = features if isinstance(features, Mapping) else {"X": features}
    for name in features:
        if name not in arrays:
            raise InputError(
                f"{part}: expected the arrays {', '.join(features)}, {name} is missing"
            )
    examples = len(arrays[next(iter(features))])
    for name, array in arrays.items():
        _check_shape(f"{part}/{name}", np.shape(array), examples, features.get(name))
        if not np.isfinite(array).all():
            bad = np.flatnonzero(~np.isfinite(array).reshape(examples, -1).all(axis=1))
            raise InputError(
                f"{part}/{name}: expected finite numbers, got NaN or infinity in {len(bad)} "
                f"examples, the first is example {bad[0]}"
            )
        if classes is not None and name not in features:
            _check_labels(f"{part}/{name}", array, classes)
    return arrays


def _check_shape(name, shape, examples, features):
    if not shape or shape[0] == 0:
        raise InputError(f"{name}: expected one example or more, got none: the split is empty")
    if shape[0] != examples:
        raise InputError(f"{name}: expected {examples} examples as in the input, got {shape[0]}")
    if features is not None and shape != (examples, features):
        got = f"{shape[1]} features" if len(shape) == 2 else f"shape {list(shape)}"
        raise InputError(f"{name}: expected {features} features an example, got {got}")


def _check_labels(name, labels, classes):
    wrong = np.flatnonzero((labels < 0) | (labels >= classes) | (labels != np.floor(labels)))
    if len(wrong):
        raise InputError(
            f"{name}: expected labels from 0 to {classes - 1}, got {labels[wrong[0]]} "
            f"in example {wrong[0]}"
        )
