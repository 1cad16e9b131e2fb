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
from tf1_graphs.spec import Experiment

DIVERGED = 10
"""Mean squared errors above this are of a training that diverged: the target's variance is 1.3."""


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
    if not measured["test_loss"] < DIVERGED:
        lines.append(f"The training diverged: expected a test loss below {DIVERGED}.")
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
)
HOUSING_WIDE_DEEP = REGRESSION(
    name="housing_wide_deep",
    title="Wide and deep on California housing, functional API",
    graph="tf1_graphs.articles.housing.graph:build_wide_deep",
)
HOUSING_WIDE_DEEP_SUBCLASS = REGRESSION(
    name="housing_wide_deep_subclass",
    title="Wide and deep on California housing, subclass API",
    graph="tf1_graphs.articles.housing.graph:build_wide_deep_subclass",
)
HOUSING_MULTI_INPUT = REGRESSION(
    name="housing_multi_input",
    title="Wide and deep on California housing, two inputs",
    load=data.load_two_inputs,
    graph="tf1_graphs.articles.housing.graph:build_multi_input",
)
HOUSING_MULTI_OUTPUT = REGRESSION(
    name="housing_multi_output",
    title="Wide and deep on California housing, two inputs and two outputs",
    load=data.load_two_inputs,
    graph="tf1_graphs.articles.housing.graph:build_multi_output",
)
HOUSING_LEARNING_RATES = REGRESSION(
    name="housing_learning_rates",
    title="Six learning rates by hand",
    settings=LearningRateSettings,
    graph="tf1_graphs.articles.housing.graph:build_mlp",
)
HOUSING_RANDOM_SEARCH = REGRESSION(
    name="housing_random_search",
    title="Random search for hyperparameters by scikit-learn",
    settings=SearchSettings,
    graph="tf1_graphs.articles.housing.graph:build_default_candidate",
    trainer="tf1_graphs.articles.housing.search:train",
    results_lines=search_lines,
    minutes=2,
)
