"""Article 003, regression: the median house value of a block in California.

Sections: the regression model, the wide-and-deep models and the search for a learning rate by
hand. Departs in: no Keras underneath; each model is a TensorFlow 1 graph that is trained as
`compile` and `fit` of TensorFlow 2.1.0's Keras train it (glorot_uniform weights, mini-batches of
32, reshuffled each epoch). Run it: `tf1-graphs reproduce housing_multi_output --seeds 5`. Expect:
test losses around 0.95, of which 0.42 and 0.53 are the two outputs'. Time: seconds a run.
"""

from functools import partial

from tf1_graphs.articles.housing import graph, plots, published, search, training
from tf1_graphs.articles.shared import keras
from tf1_graphs.experiments.experiment import Experiment, Training

_experiment = partial(
    Experiment,
    article="003",
    settings=training.Settings,
    data_sets=("california-housing",),
    minutes=0.1,
    units={"loss": "mean squared error", "y": "100,000 dollars"},
)
_training = partial(
    Training,
    load=training.load,
    evaluated={"valid": "val_"},
    line=keras.line,
    checkpoint_every=10,
    results=training.results,
    results_lines=training.results_lines,
    stop=training.stop,
)

HOUSING_MLP = _experiment(
    name="housing_mlp",
    title="Regression on California housing, one hidden layer",
    training=_training(build=graph.build_mlp),
    published=published.MLP,
)

HOUSING_WIDE_DEEP = _experiment(
    name="housing_wide_deep",
    title="Wide and deep on California housing, functional API",
    training=_training(build=graph.build_wide_deep),
    published=published.WIDE_DEEP,
)

HOUSING_WIDE_DEEP_SUBCLASS = _experiment(
    name="housing_wide_deep_subclass",
    title="Wide and deep on California housing, subclass API",
    training=_training(build=graph.build_wide_deep_subclass),
    published=published.WIDE_DEEP,
)

HOUSING_MULTI_INPUT = _experiment(
    name="housing_multi_input",
    title="Wide and deep on California housing, two inputs",
    training=_training(load=training.load_two_inputs, build=graph.build_multi_input),
    published=published.MULTI_INPUT,
)

HOUSING_MULTI_OUTPUT = _experiment(
    name="housing_multi_output",
    title="Wide and deep on California housing, two inputs and two outputs",
    training=_training(load=training.load_two_inputs, build=graph.build_multi_output),
    published=published.MULTI_OUTPUT,
)

HOUSING_LEARNING_RATES = _experiment(
    name="housing_learning_rates",
    title="Six learning rates by hand on California housing",
    settings=training.LearningRateSettings,
    training=_training(build=graph.build_mlp),
    published=published.LEARNING_RATES,
)

HOUSING_RANDOM_SEARCH = _experiment(
    name="housing_random_search",
    title="Random search for hyperparameters by scikit-learn",
    settings=training.SearchSettings,
    training=_training(
        build=graph.build_default_candidate,
        results_lines=training.search_lines,
        trainer=search.train,
        predictor=search.predictor,
    ),
    published=published.SEARCH,
    minutes=1.5,
    plots=plots.of_search,
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
