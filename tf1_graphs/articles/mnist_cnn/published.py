"""Lists what article 004's CNN gave upstream, and the mistakes in its listings."""

from tf1_graphs.experiments.experiment import Erratum, Published, PublishedFigure

RMSPROP_KEY, REPORTS, LAST_BATCH = 1, 2, 3
"""The numbers of the mistakes that `mnist_cnn_numpy --corrected` repairs."""

_FIGURES = (
    PublishedFigure(
        "test accuracy",
        "0.96",
        "not in the article, whose output is lost; upstream's run of the same listing",
        "replicates",
        lambda measured: measured.results["test_accuracy"],
    ),
)

_NO_FIGURES = (
    "The article prints no figure and sets no seed: its plot and its last output are pictures that "
    "are lost. The figure beside it is upstream's."
)

_RMSPROP_KEY = (
    "training section, `optimizer_class_dict`",
    "the key of RMSProp is spelt `rmsprpo`",
    "asking for RMSProp ends in a KeyError; Adam, which is trained with, is not touched",
)
_REPORTS = (
    "training section, `self.current_iter % self.iter_per_epoch == 0`",
    "it is true at the first mini-batch of an epoch, not at its last, and `iter_per_epoch` is a "
    "quotient that may have a fraction",
    "epoch 1 is reported after one mini-batch, the 49 mini-batches after the last report are never "
    "reported, and epochs are left out where the batch size does not divide the training set",
)
_LAST_BATCH = (
    "`accuracy` of the network, and the loop of the inference section",
    "whole batches of 100 alone are looked at, but the count is divided by all images",
    "none for 1000 or 10000 images; of 150, no more than 2/3 can be correct",
)
_REPLACEMENT = (
    "training section, what an epoch is said to be",
    "every image is said to pass through the network once an epoch; mini-batches are drawn with "
    "replacement",
    "an epoch meets about 63 % of the images (1 - 1/e), some of them several times",
)
_POOLED_SIZE = (
    "constructor, `pool_output_size`",
    "half of the feature maps' side is not rounded before it is squared",
    "right for even sides only: with filters of 6 x 6 the maps are 23 x 23, pooled to 11 x 11, and "
    "3967 rows are made for 3630 inputs",
)
_SYNTAX = (
    "constructor, `self.params['W1'] = weight_init_std *` and two more; `numerical_gradient`",
    "the indentation and the line continuations are lost, and an advertiser's name stands before a "
    "docstring",
    "the listing as printed is a syntax error",
)
_DOCSTRING = (
    "class docstring",
    "it describes the arguments of another network (`input_size`, `hidden_size_list`, "
    "`activation`, a `weight_init_std` of 'relu'), which the constructor does not take",
    "following it ends in a TypeError",
)
_TERMS = (
    "introduction and the sections on training and inference",
    "the trained weights are called hyperparameters, and the training pre-training",
    "none",
)


def _numbered(mistakes, repaired):
    return tuple(
        Erratum(number, *mistake, corrected=number in repaired)
        for number, mistake in enumerate(mistakes, 1)
    )


_ALL = (
    _RMSPROP_KEY,
    _REPORTS,
    _LAST_BATCH,
    _REPLACEMENT,
    _POOLED_SIZE,
    _SYNTAX,
    _DOCSTRING,
    _TERMS,
)

GRAPH = Published(
    figures=_FIGURES,
    # It has no part in the first mistakes: it is trained and evaluated by the session loop.
    errata=_numbered(_ALL[LAST_BATCH:], repaired=()),
    notes=(
        _NO_FIGURES,
        "Initial values and mini-batches are those of `mnist_cnn_numpy` with the same seed; the "
        "images are channels_last, so the rows of the first affine kernel stand in another order.",
        "It is evaluated after each whole epoch, as `mnist_cnn_numpy --corrected` is.",
    ),
)

NUMPY = Published(
    figures=_FIGURES,
    errata=_numbered(_ALL, repaired=(RMSPROP_KEY, REPORTS, LAST_BATCH)),
    notes=(
        _NO_FIGURES,
        "The graph that is shown is `mnist_cnn`'s; nothing of it is run.",
        "The article imports layers and optimizers from the code of its book: Nesterov's step "
        "there takes the velocity after its update, where the paper's takes it from before, and "
        "1e-7 is added inside the loss' logarithm. The first is kept; the loss here needs no 1e-7.",
        "A row of `metrics.csv` is a report of the trainer: as printed, after 1, 51, 101 … "
        "mini-batches. `mini_batch_loss` is that of the last of them, after its step.",
        "The model is `final/model.npz`.",
    ),
)
