"""Lists what article 003 states about its regression models, and the listings' mistakes."""

import math

from tf1_graphs.experiments.experiment import Erratum, Published, PublishedFigure

DIVERGED = 10
"""Mean squared errors from here on are of a training that diverged; the variance of y is 1.3."""


def _loss(name):
    """Return a function of a `Measurements`: a test loss, infinite where the training diverged."""

    def measure(measured):
        loss = measured.results[name]
        return loss if math.isfinite(loss) else math.inf

    return measure


def _result(name):
    return lambda measured: measured.results[name]


def explodes(measured):
    """Return 1 if the training loss ends as NaN or as that of a training that diverged, else 0."""
    return 0 if measured.column("loss")[-1] < DIVERGED else 1


_SCALED_APART = Erratum(
    1,
    "regression, scaling of the data",
    "the validation and the test set are scaled by `fit_transform`, so by their own mean and "
    "variance, not by `transform` as in the classification part",
    "a house is fed as other numbers by the part it is in: σ of AveOccup is 7.3 persons in the "
    "training, 4.1 in the validation and 17.3 in the test set. Corrected, training goes on longer "
    "before it stops, and the test loss of one hidden layer falls from about 0.43 to 0.38",
    corrected=True,
)

_OUTLIERS_IN_WIDE_PART = Erratum(
    2,
    "wide and deep, functional and subclass API",
    "all eight features are fed to the linear part, AveOccup with its outliers among them; the "
    "article's next listing feeds it the first five",
    "the training diverges, on TensorFlow 2.1.0 too: NaN, or losses of 1e7 and more. Corrected, by "
    "the first five features, the test loss is about 0.40",
    corrected=True,
)

_WHY_DIVERGED = (
    "The training diverges as printed. Two of the 11610 training rows, with z-scores of 68 and 82, "
    "make up 98 % of AveOccup's variance. A step of 0.01 on a mini-batch of 32 multiplies such a "
    "row's error by 1 - 0.02 z²/32, which is -1.9 and -3.2; the other rows, all near 0, cannot "
    "bring the linear part's weight back before the next epoch. Early stopping ends it after the "
    "first epoch and five more.",
)

_SOMETIMES_DIVERGES = (
    "By the seed, a few trainings in a hundred diverge as printed: an outlier's step sets the "
    "deep part's weights so far off that the next mini-batches blow up. They are counted, and "
    "the others judged. TensorFlow 2.1.0's Keras diverged in none of 5 trainings, so in 0 % to "
    "43 % of all (Wilson's 95 % interval); seeds 42 to 51 here in 1 of 10, so in 2 % to 40 %.",
)

_EVALUATED = "multiple outputs, evaluation on the test set"

_MULTI_OUTPUT_FIGURES = tuple(
    PublishedFigure(name, published, _EVALUATED, "replicates", _loss(result))
    for name, published, result in (
        ("test loss", "0.9603", "test_loss"),
        ("test loss of the first output (dense_2_loss)", "0.4309", "test_output_loss"),
        ("test loss of the second output (dense_3_loss)", "0.5326", "test_output2_loss"),
    )
)

_MULTI_OUTPUT_ERRATA = (
    _SCALED_APART,
    Erratum(
        2,
        "multiple outputs, `fit`",
        "both outputs are trained on the same prices; the text says that the second one is the "
        "price a year later, of which there is no data",
        "the second output is another estimate of the same price, from the deep part alone",
        corrected=False,
    ),
    Erratum(
        3,
        "multiple outputs, after `Model`",
        "the new model is not compiled, and `callbacks` is the earlier listing's",
        "`fit` raises RuntimeError as printed; the earlier `compile` is put back",
        corrected=False,
    ),
)

_BY_HAND = "search by hand, after the learning curves"
_LEARNING_RATES = (1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2)

_LEARNING_RATE_FIGURES = tuple(
    PublishedFigure(
        f"whether training explodes at learning rate {rate:g} (1 yes, 0 no)",
        "1" if rate == _LEARNING_RATES[-1] else "0",
        _BY_HAND,
        "replicates",
        explodes,
        settings={"learning_rate": rate},
    )
    for rate in _LEARNING_RATES
)

_LEARNING_RATE_ERRATA = (
    _SCALED_APART,
    Erratum(
        2,
        "search by hand, update formula, and again in a comment of the listing",
        "W ← W + ∇f · learning rate has the wrong sign: it should be W − ∇f · learning rate",
        "none on the figures, for Keras' SGD subtracts; as printed the loss would be maximized",
        corrected=False,
    ),
    Erratum(
        3,
        "search by hand, listing",
        "the list is named `learning_rate`, the loop goes over `learning_rates`",
        "NameError as printed; one name is used",
        corrected=False,
    ),
    Erratum(
        4,
        "search by hand, listing",
        "the loop's body is not indented from `model = …` on, and `fit` stands outside of it",
        "IndentationError as printed; the six models are trained one by one",
        corrected=False,
    ),
)

_FOUND = "random search, best parameters and best score"
_ROWS = "random search, last paragraph"

_SEARCH_FIGURES = (
    PublishedFigure("best score", "-0.3459", _FOUND, "replicates", _result("best_score")),
    PublishedFigure(
        "hidden layers of the best", "4", _FOUND, "replicates", _result("hidden_layers")
    ),
    PublishedFigure("layer size of the best", "58", _FOUND, "replicates", _result("layer_size")),
    PublishedFigure(
        "learning rate of the best", "0.00574", _FOUND, "replicates", _result("learning_rate")
    ),
    PublishedFigure(
        "test loss of the best",
        "0.3982",
        "random search, evaluation on the test set",
        "replicates",
        _loss("test_loss"),
    ),
    PublishedFigure("training rows a fold", "7740", _ROWS, "exact", _result("rows_a_fold")),
    PublishedFigure("training rows of the last", "11610", _ROWS, "exact", _result("rows_refitted")),
    PublishedFigure("validation rows", "3870", _ROWS, "exact", _result("rows_validated")),
    PublishedFigure(
        "test rows",
        "5160",
        "random search, evaluation on the test set",
        "exact",
        _result("rows_tested"),
    ),
)

_SEARCH_ERRATA = (
    _SCALED_APART,
    Erratum(
        2,
        "random search, `RandomizedSearchCV`",
        "a comment on `cv` stands as a text between two arguments, without a comma",
        "SyntaxError as printed; it is left out",
        corrected=False,
    ),
    Erratum(
        3,
        "random search, text on `cv`",
        "3 folds are said to be the default, and are not asked for",
        "true of the article's scikit-learn 0.19.1; since 0.22 the default is 5, which trains on "
        "9288 rows a fold. Here `cv=3` is given",
        corrected=False,
    ),
    Erratum(
        4,
        "random search, last paragraph",
        "the 3870 rows in `validate on 3870 samples` are explained by the fold that is left out",
        "they are `x_valid`, which decides when to stop; the fold that is left out, by which the "
        "candidates are scored, happens to have 11610 / 3 = 3870 rows too",
        corrected=False,
    ),
)

MLP = Published(errata=(_SCALED_APART,))
WIDE_DEEP = Published(errata=(_SCALED_APART, _OUTLIERS_IN_WIDE_PART), notes=_WHY_DIVERGED)
MULTI_INPUT = Published(errata=(_SCALED_APART,), notes=_SOMETIMES_DIVERGES)
MULTI_OUTPUT = Published(_MULTI_OUTPUT_FIGURES, _MULTI_OUTPUT_ERRATA, _SOMETIMES_DIVERGES)
LEARNING_RATES = Published(
    _LEARNING_RATE_FIGURES,
    _LEARNING_RATE_ERRATA,
    notes=(
        "Each learning rate is a run of its own; the default one is the list's first.",
        "The article says that training explodes later in the list, whose rates rise: taken as the "
        "last rate and none before. The target's variance is 1.3; a training loss of 10 or more "
        "counts as exploded.",
    ),
)
SEARCH = Published(
    _SEARCH_FIGURES,
    _SEARCH_ERRATA,
    notes=(
        "The graph that is shown is `build_model` with its default arguments; each candidate's is "
        "in its run directory, in the folder `fits`.",
        "`metrics.csv` has a row for each candidate, not for each epoch.",
        "All trainings of a search have the search's seed; those of the article had others.",
        "Scores are negative mean squared errors, as Keras' wrapper of scikit-learn has them.",
    ),
)
