"""What article 003 states about its classification models."""

import math

from tf1_graphs.spec import PublishedFigure


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
SOON = 0.85


def _remaining_gradient(record):
    """Return what is left of the last hidden layer's gradient at the first one, in epoch 0."""
    norms = [norm for name, norm in record.epochs[0].items() if name.startswith("gradient_norm/")]
    return float(norms[0]) / float(norms[-1])


def _relief(without, record):
    return _remaining_gradient(record) / _remaining_gradient(without)


def _epochs_to(accuracy, record):
    """Return the number of epochs until the validation accuracy is reached."""
    reached = (record.column("val_accuracy") >= accuracy).nonzero()[0]
    return int(reached[0]) + 1 if len(reached) else math.inf


def _epochs_saved(other, record):
    return _epochs_to(SOON, other) - _epochs_to(SOON, record)


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
        "the gradient is small in layers far from the loss",
        f"{DEEP_SECTION}, vanishing gradient",
        "range",
        _remaining_gradient,
        bounds=(0, 0.5),
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
        f"epochs until validation accuracy {SOON}, fewer than batch normalization {where} takes",
        "SELU reaches its metrics sooner than ReLU with batch normalization",
        "SELU section, below the learning curves",
        "range",
        _epochs_saved,
        bounds=(1, math.inf),
        against=f"fashion_deep_bn_{where}",
    )
    for where in ("after", "before")
)
