"""The mistakes in article 003, as far as its classification models go."""

from tf1_graphs.experiments.experiment import Erratum

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


MLP = _numbered(_SHOW_IMAGES, _FLATTEN, _METRICS, _PLOT, _CROSS_ENTROPY)
SCALED = _numbered(_UNSCALED_FIT, _Z_SCORE)
CALLBACKS = _numbered(_UNSCALED_FIT, _CALLBACKS, _MIN_DELTA, _LOGDIR)
DEEP = _numbered(_UNSCALED_FIT, _SUMMARY, _MANY_PARAMETERS)
BATCH_NORM = SELU = DROPOUT = _numbered(_UNSCALED_FIT, _LAYES)
