"""What article 003 states about its classification models."""

import math

import numpy as np

from tf1_graphs.experiments.experiment import PublishedFigure


def _result(name):
    return lambda record: record.results[name]


_PARAMETERS = PublishedFigure(
    "parameters",
    "266610",
    "classification section, what `model.summary()` shows",
    "exact",
    _result("parameters"),
)
_FIRST_LAYER = PublishedFigure(
    "parameters of the first hidden layer",
    "235500",
    "classification section, after `model.summary()`",
    "exact",
    _result("first_layer_parameters"),
)
MLP = (_PARAMETERS, _FIRST_LAYER)
DEEP_SECTION = "deep network section"


def _remaining_gradient(record):
    """Return what is left of the last hidden layer's gradient at the first one, in epoch 0."""
    norms = [norm for name, norm in record.epochs[0].items() if name.startswith("gradient_norm/")]
    return float(norms[0]) / float(norms[-1])


def _relief(without, record):
    return _remaining_gradient(record) / _remaining_gradient(without)


def _lead(other, record):
    """Return how far one learning curve is ahead of another's on the way to where both get.

    Which accuracy is to be reached is not said, so all count that both reach: the epochs saved on
    the way to each of them add up to the area between the two curves of the best accuracy so far.
    """
    best, best_of_other = (
        np.maximum.accumulate(run.column("val_accuracy")) for run in (record, other)
    )
    both_reach = min(best[-1], best_of_other[-1])
    lead = np.minimum(best, both_reach) - np.minimum(best_of_other, both_reach)
    return float(lead.mean(dtype=np.float64))


DEEP = (
    PublishedFigure(
        "test loss",
        "0.4111",
        f"{DEEP_SECTION}, what `evaluate` prints",
        "replicates",
        _result("test_loss"),
    ),
    PublishedFigure(
        "test accuracy",
        "0.8619",
        f"{DEEP_SECTION}, what `evaluate` prints",
        "replicates",
        _result("test_accuracy"),
    ),
    PublishedFigure(
        "gradient norm at hidden layer 1 over that at 20, first epoch",
        "the gradient is rather small in layers far from the loss (no number given: smaller than "
        "near it)",
        f"{DEEP_SECTION}, vanishing gradient",
        "range",
        _remaining_gradient,
        bounds=(0, 1),
    ),
)

BATCH_NORM = (
    PublishedFigure(
        "that ratio of gradient norms, over the one without batch normalization",
        "batch normalization relieves the vanishing gradient",
        "batch normalization section, last sentence",
        "range",
        _relief,
        bounds=(1, math.inf),
        against="fashion_deep",
    ),
)

SELU = tuple(
    PublishedFigure(
        f"lead in validation accuracy over batch normalization {where}, mean over the epochs, up "
        "to what both reach",
        "SELU reaches its metrics sooner than ReLU with batch normalization",
        "SELU section, below the learning curves",
        "range",
        _lead,
        bounds=(0, math.inf),
        against=f"fashion_deep_bn_{where}",
    )
    for where in ("after", "before")
)
