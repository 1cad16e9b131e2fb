"""Lists what the upstream notebook of article 001 prints, and the mistakes in both listings."""

import math

from tf1_graphs.experiments.experiment import Erratum, Published, PublishedFigure, shortest

_PLACE = "not in the article; output stored in its upstream notebook"
NOT_THIS_LISTING = (
    "the notebook's network is another one: it ends in a softmax, to which the loss applies "
    "softmax again; `mnist_mlp_double_softmax` builds it"
)


def _test_accuracy(measured):
    return measured.results["test_accuracy"]


def _lowest_loss(measured):
    return shortest(measured.column("loss").min())


def _figures(remark="", expected="reproduced"):
    return (
        PublishedFigure(
            "test accuracy",
            "0.920700",
            _PLACE,
            "replicates",
            _test_accuracy,
            expected=expected,
            remark=remark,
        ),
        PublishedFigure(
            "lowest printed loss",
            "1.547483; never under 1.54",
            _PLACE,
            "claim",
            _lowest_loss,
            bounds=(1.54, math.inf),
            decimals=2,
            expected=expected,
            remark=remark,
        ),
    )


_ERRATA = (
    Erratum(
        1,
        "listing",
        "the indentation is lost",
        "the listing as printed is a syntax error; it is put back",
        corrected=False,
    ),
    Erratum(
        2,
        "listing, `NeuralNet.__init__`",
        "the comments call the second hidden layer the first one and the output layer the second "
        "hidden one",
        "none",
        corrected=False,
    ),
    Erratum(
        3,
        "listing, `Test model on validation set`",
        "the accuracy is that of the test set; there is no validation set",
        "none",
        corrected=False,
    ),
    Erratum(
        4,
        "listing, `Predict 5 images from validation set`",
        "`n_images` is 1, and the images are test images",
        "one picture is shown",
        corrected=False,
    ),
    Erratum(
        5,
        "section 6, ReLU",
        "both branches are said to lie right of zero; the zero branch lies left of it",
        "none on the listing",
        corrected=False,
    ),
    Erratum(
        6,
        "section 7, `Dense`",
        "an input of rank above 2 is said to be flattened; the product is over its last axis",
        "none: the inputs here have rank 2",
        corrected=False,
    ),
)

_NOTEBOOK_ERRATA = (
    Erratum(
        1,
        "notebook, `self.out`",
        "the output layer ends in a softmax, and the loss applies softmax to what it is given",
        "the loss cannot fall under ln(1 + 9/e) = 1.4612, and the test accuracy stays near 0.92 "
        "instead of 0.96",
        corrected=True,
    ),
    Erratum(
        2,
        "notebook, `NeuralNet.call`",
        "the second hidden layer is made but never called",
        "the network is 784-128-10",
        corrected=True,
    ),
)

ARTICLE = Published(
    figures=_figures(NOT_THIS_LISTING, "not reproduced"),
    errata=_ERRATA,
    notes=(
        "The article prints no figure and sets no seed. The figures beside it are those of the "
        "notebook that its listing comes from, "
        "`tensorflow_v2/notebooks/3_NeuralNetworks/neural_network.ipynb` of "
        "aymericdamien/TensorFlow-Examples.",
        "An epoch is the 100 steps between two printed lines.",
    ),
)

NOTEBOOK = Published(
    figures=_figures(),
    errata=_NOTEBOOK_ERRATA,
    notes=(
        "The notebook's listing of commit 26cc8836, with the output that is stored in it. With "
        "both errata repaired it is the article's listing.",
    ),
)
