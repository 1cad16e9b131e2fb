"""Article 003, regression: the median house value of a block in California.

Sections: the regression model, the wide-and-deep models and the search for a learning rate by
hand. Departs in: no Keras underneath; each model is a TensorFlow 1 graph that is trained as
`compile` and `fit` of TensorFlow 2.1.0's Keras train it (glorot_uniform weights, mini-batches of
32, reshuffled each epoch). Run it: `tf1-graphs reproduce housing_multi_output --seeds 5`. Expect:
test losses around 0.95, of which 0.42 and 0.53 are the two outputs'. Time: seconds a run.
"""

from functools import partial

from tf1_graphs.articles import keras
from tf1_graphs.articles.housing import data, figures
from tf1_graphs.articles.housing.settings import LearningRateSettings, SearchSettings, Settings
from tf1_graphs.experiments.experiment import Experiment


def stop(settings, epochs):
    """Stop as the article's `EarlyStopping` does, by the validation loss."""
    losses = [epoch["val_loss"] for epoch in epochs]
    return keras.stops_early(losses, settings.patience, settings.min_delta)


def results(trained):
    """Measure the losses on the test set, as `evaluate` does."""
    return {f"test_{name}": value for name, value in trained.metrics("test").items()}


def results_lines(measured):
    """Print the test losses as `evaluate` does, and say so where the training diverged."""
    lines = [" - ".join(f"{name}: {value:.4f}" for name, value in measured.items())]
    if not measured["test_loss"] < figures.DIVERGED:
        lines.append(f"The training diverged: expected a test loss below {figures.DIVERGED}.")
    return lines


def search_lines(measured):
    """Print the best parameters, the best score and the test loss, as the article does."""
    names = ("hidden_layers", "layer_size", "learning_rate")
    return [
        str({name: measured[name] for name in names}),
        str(measured["best_score"]),
        f"loss: {measured['test_loss']:.4f}",
    ]


REGRESSION = partial(
    Experiment,
    article="003",
    settings=Settings,
    load=data.load,
    mini_batches=keras.mini_batches,
    evaluated={"valid": "val_"},
    line=keras.line,
    checkpoint_every=10,
    data_sets=("california-housing",),
    minutes=0.1,
    results=results,
    results_lines=results_lines,
    stop=stop,
)

HOUSING_MLP = REGRESSION(
    name="housing_mlp",
    title="Regression on California housing, one hidden layer",
    graph="tf1_graphs.articles.housing.graph:build_mlp",
    errata=(figures.SCALED_APART,),
)

HOUSING_WIDE_DEEP = REGRESSION(
    name="housing_wide_deep",
    title="Wide and deep on California housing, functional API",
    graph="tf1_graphs.articles.housing.graph:build_wide_deep",
    errata=(figures.SCALED_APART, figures.OUTLIERS_IN_WIDE_PART),
    notes=figures.WHY_DIVERGED,
)

HOUSING_WIDE_DEEP_SUBCLASS = REGRESSION(
    name="housing_wide_deep_subclass",
    title="Wide and deep on California housing, subclass API",
    graph="tf1_graphs.articles.housing.graph:build_wide_deep_subclass",
    errata=(figures.SCALED_APART, figures.OUTLIERS_IN_WIDE_PART),
    notes=figures.WHY_DIVERGED,
)

HOUSING_MULTI_INPUT = REGRESSION(
    name="housing_multi_input",
    title="Wide and deep on California housing, two inputs",
    load=data.load_two_inputs,
    graph="tf1_graphs.articles.housing.graph:build_multi_input",
    errata=(figures.SCALED_APART,),
    notes=figures.SOMETIMES_DIVERGES,
)

HOUSING_MULTI_OUTPUT = REGRESSION(
    name="housing_multi_output",
    title="Wide and deep on California housing, two inputs and two outputs",
    load=data.load_two_inputs,
    graph="tf1_graphs.articles.housing.graph:build_multi_output",
    figures=figures.MULTI_OUTPUT,
    errata=figures.MULTI_OUTPUT_ERRATA,
    notes=figures.SOMETIMES_DIVERGES,
)

HOUSING_LEARNING_RATES = REGRESSION(
    name="housing_learning_rates",
    title="Six learning rates by hand on California housing",
    settings=LearningRateSettings,
    graph="tf1_graphs.articles.housing.graph:build_mlp",
    minutes=0.1,
    figures=figures.LEARNING_RATE_FIGURES,
    errata=figures.LEARNING_RATE_ERRATA,
    notes=(
        "Each learning rate is a run of its own; the default one is the list's first.",
        "The article says that training explodes later in the list, whose rates rise: taken as the "
        "last rate and none before. The target's variance is 1.3; a training loss of 10 or more "
        "counts as exploded.",
    ),
)

HOUSING_RANDOM_SEARCH = REGRESSION(
    name="housing_random_search",
    title="Random search for hyperparameters by scikit-learn",
    settings=SearchSettings,
    graph="tf1_graphs.articles.housing.graph:build_default_candidate",
    trainer="tf1_graphs.articles.housing.search:train",
    predictor="tf1_graphs.articles.housing.search:predictor",
    results_lines=search_lines,
    minutes=1.5,
    figures=figures.SEARCH,
    errata=figures.SEARCH_ERRATA,
    notes=(
        "The graph that is shown is `build_model` with its default arguments; each candidate's is "
        "in its run directory, in the folder `fits`.",
        "`metrics.csv` has a row for each candidate, not for each epoch.",
        "All trainings of a search have the search's seed; those of the article had others.",
        "Scores are negative mean squared errors, as Keras' wrapper of scikit-learn has them.",
    ),
)

EXPERIMENTS = (
    HOUSING_MLP,
    HOUSING_WIDE_DEEP,
    HOUSING_WIDE_DEEP_SUBCLASS,
    HOUSING_MULTI_INPUT,
    HOUSING_MULTI_OUTPUT,
    HOUSING_LEARNING_RATES,
    HOUSING_RANDOM_SEARCH,
)
