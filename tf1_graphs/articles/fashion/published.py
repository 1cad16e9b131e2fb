"""Lists what article 003 states about its classification models, and the listings' mistakes."""

import math

import numpy as np

from tf1_graphs.experiments.experiment import Erratum, Published, PublishedFigure


def _result(name):
    return lambda measured: measured.results[name]


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
_MLP_FIGURES = (_PARAMETERS, _FIRST_LAYER)
DEEP_SECTION = "deep network section"


def _remaining_gradient(measured):
    """Return what is left of the last hidden layer's gradient at the first one, in epoch 0."""
    norms = [norm for name, norm in measured.epochs[0].items() if name.startswith("gradient_norm/")]
    return float(norms[0]) / float(norms[-1])


def _relief(without, measured):
    return _remaining_gradient(measured) / _remaining_gradient(without)


def _lead(other, measured):
    """Return how far one learning curve is ahead of another's on the way to where both get.

    Which accuracy is to be reached is not said, so all count that both reach: the epochs saved on
    the way to each of them add up to the area between the two curves of the best accuracy so far.
    """
    best, best_of_other = (
        np.maximum.accumulate(run.column("val_accuracy")) for run in (measured, other)
    )
    both_reach = min(best[-1], best_of_other[-1])
    lead = np.minimum(best, both_reach) - np.minimum(best_of_other, both_reach)
    return float(lead.mean(dtype=np.float64))


_DEEP_FIGURES = (
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
        "claim",
        _remaining_gradient,
        bounds=(0, 1),
    ),
)

_BATCH_NORM_FIGURES = (
    PublishedFigure(
        "that ratio of gradient norms, over the one without batch normalization",
        "batch normalization relieves the vanishing gradient",
        "batch normalization section, last sentence",
        "claim",
        _relief,
        bounds=(1, math.inf),
        against="fashion_deep",
    ),
)

_SELU_FIGURES = tuple(
    PublishedFigure(
        f"lead in validation accuracy over batch normalization {where}, mean over the epochs, up "
        "to what both reach",
        "SELU reaches its metrics sooner than ReLU with batch normalization",
        "SELU section, below the learning curves",
        "claim",
        _lead,
        bounds=(0, math.inf),
        against=f"fashion_deep_bn_{where}",
    )
    for where in ("after", "before")
)

UNSCALED_FIT = 1
"""The number of the one mistake that changes what is computed, in each experiment that has it."""

_UNSCALED_FIT = (
    "`model.fit` of the listings from the normalization on",
    "it gets the unscaled `x_train` and `x_valid`, below a comment that says normalized data",
    "as printed, the training diverges (see `fashion_mlp`); the published accuracy shows that the "
    "author trained on the scaled images, and so does this experiment by default "
    "(`--set corrected=` does as printed)",
    True,
)
_LAYES = (
    "listing, `keras.layes`",
    "`layers` is misspelt",
    "the listing as printed stops with an AttributeError",
    False,
)
_SHOW_IMAGES = (
    "data section, `show_imgs(n_rows, n_cols, x_data, y_data, class_name)`",
    "it is called with `t_train` for `x_train`, and reads a global `class_names` instead of its "
    "own argument",
    "the call as printed stops with a NameError",
    False,
)
_PLOT = (
    "classification section, `plot_learning_curves`",
    "`plot.grid` and `plot.gca` for `plt.grid` and `plt.gca`",
    "no curves are shown: a NameError",
    False,
)
_FLATTEN = (
    "classification section, `Flatten` and the losses in the text",
    "`input_shape[28, 28]` lacks its `=`; `categroical_crossentropy` is misspelt",
    "none on the listing",
    False,
)
_METRICS = (
    "classification section, `metrics`",
    "the text says that it adds loss and optimizer to the graph; it names what is reported",
    "none",
    False,
)
_CROSS_ENTROPY = (
    "theory, cross-entropy loss",
    "the formula lacks its minus sign",
    "minimized as printed, it would favour wrong classes; the graphs have the right sign",
    False,
)
_Z_SCORE = (
    "normalization section, formula",
    "z-score divides by the variance σ² instead of the standard deviation σ; the theory section "
    "has it right",
    "none: StandardScaler divides by σ",
    False,
)
_CALLBACKS = (
    "callbacks section, listing",
    "`out_model_file` for `output_model_file`, and no comma after `ModelCheckpoint(…)`",
    "the listing as printed is a syntax error",
    False,
)
_MIN_DELTA = (
    "callbacks section, `min_delta` and `patience`",
    "an epoch is said to be compared with the one before, and the training to end when `patience` "
    "is exceeded; Keras compares with the best so far, and ends it when `patience` is reached",
    "the experiment does as Keras does",
    False,
)
_LOGDIR = (
    "callbacks section, command line",
    "`--logir` for `--logdir`",
    "TensorBoard refuses the argument",
    False,
)
_SUMMARY = (
    "deep network section, `model.summary`",
    "the call lacks its parentheses",
    "no summary is printed",
    False,
)
_MANY_PARAMETERS = (
    "deep network section, learning curves",
    "the slow start is laid to a large number of parameters; 20 layers have 271410, the network "
    "of 300 and 100 neurons has 266610",
    "none",
    False,
)


def _numbered(*mistakes):
    return tuple(Erratum(number, *mistake) for number, mistake in enumerate(mistakes, 1))


_OF_DEEPER = _numbered(_UNSCALED_FIT, _LAYES)

MLP = Published(
    _MLP_FIGURES,
    _numbered(_SHOW_IMAGES, _FLATTEN, _METRICS, _PLOT, _CROSS_ENTROPY),
    notes=(
        "It diverges, with TensorFlow 2.1.0 too: pixels up to 255 make the first gradients so "
        "large that a step of 0.01 overshoots, and the next one more. It ends in NaN or, by the "
        "seed, in a layer whose neurons are all dead; either way one class is answered to every "
        "image, and the test accuracy is 0.1. Keras of TensorFlow 1.15.5 ended in NaN on 3 of 6 "
        "seeds, 2.1.0 on 2 of 2, this graph on 6 of 10.",
    ),
)
SCALED = Published(_MLP_FIGURES, _numbered(_UNSCALED_FIT, _Z_SCORE))
CALLBACKS = Published(
    _MLP_FIGURES,
    _numbered(_UNSCALED_FIT, _CALLBACKS, _MIN_DELTA, _LOGDIR),
    notes=(
        "TensorBoard's files are in the run's `logs`, the best model is in its `best`; the "
        "results are those of the last epoch, as Keras' `evaluate` after `fit` has them.",
    ),
)
DEEP = Published(
    _DEEP_FIGURES,
    _numbered(_UNSCALED_FIT, _SUMMARY, _MANY_PARAMETERS),
    notes=(
        "The text names a TensorBoard folder for it, so its author trained with callbacks; early "
        "stopping did not end any of TensorFlow 2.1.0's runs within 10 epochs and is left out.",
    ),
)
BATCH_NORM = Published(_BATCH_NORM_FIGURES, _OF_DEEPER)
SELU = Published(_SELU_FIGURES, _OF_DEEPER)
DROPOUT = Published(errata=_OF_DEEPER)
