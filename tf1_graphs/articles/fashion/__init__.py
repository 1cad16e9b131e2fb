"""Article 003, classification: nine Keras models on Fashion-MNIST.

Sections: classification model, normalization, callbacks, deep network, batch normalization, SELU,
dropout. Departs in: the models are TensorFlow 1 graphs with Keras' semantics; the networks after
the first are trained on the scaled pixels, as the text says and the published accuracy shows,
where the listings pass the unscaled ones (erratum 1; `--set corrected=` builds it as printed). Run
it: `tf1-graphs reproduce fashion_deep --seeds 5`. Expect: a test accuracy of 0.86 to 0.88, of 0.85
for the 20 layers; of 0.1 on raw pixels. Time: a quarter to two thirds of a minute a run.
"""

from functools import partial

from tf1_graphs.articles.fashion import graph, published, training
from tf1_graphs.articles.shared import keras
from tf1_graphs.datasets import FASHION_MNIST_CLASSES
from tf1_graphs.experiments.experiment import Experiment, Training

_experiment = partial(
    Experiment,
    article="003",
    settings=training.DeepSettings,
    data_sets=("fashion-mnist",),
    units={"loss": "nats"},
    class_names=FASHION_MNIST_CLASSES,
)
_training = partial(
    Training,
    load=training.load_scaled,
    evaluated={"valid": "val_"},
    line=keras.line,
    results=training.results,
    results_lines=training.results_lines,
)

EXPERIMENTS = (
    _experiment(
        name="fashion_mlp",
        title="300 and 100 neurons on raw pixels, as printed: diverges",
        settings=training.Settings,
        training=_training(load=training.load, build=graph.build_mlp),
        published=published.MLP,
        minutes=0.3,
    ),
    _experiment(
        name="fashion_mlp_scaled",
        title="300 and 100 neurons on scaled pixels",
        settings=training.ScaledSettings,
        training=_training(build=graph.build_mlp),
        published=published.SCALED,
        minutes=0.3,
    ),
    _experiment(
        name="fashion_callbacks",
        title="300 and 100 neurons, the best model kept, early stopping",
        settings=training.CallbacksSettings,
        training=_training(build=graph.build_mlp, stop=training.stop, best="val_loss"),
        published=published.CALLBACKS,
        minutes=0.3,
    ),
    _experiment(
        name="fashion_deep",
        title="20 hidden layers of 100 neurons",
        training=_training(build=graph.build_deep),
        published=published.DEEP,
        minutes=0.4,
    ),
    _experiment(
        name="fashion_deep_bn_after",
        title="20 hidden layers, batch normalization after each activation",
        training=_training(build=graph.build_deep_bn_after),
        published=published.BATCH_NORM,
        minutes=0.7,
    ),
    _experiment(
        name="fashion_deep_bn_before",
        title="20 hidden layers, batch normalization before each activation",
        training=_training(build=graph.build_deep_bn_before),
        published=published.BATCH_NORM,
        minutes=0.7,
    ),
    _experiment(
        name="fashion_deep_selu",
        title="20 hidden layers with SELU",
        training=_training(build=graph.build_deep_selu),
        published=published.SELU,
        minutes=0.4,
    ),
    _experiment(
        name="fashion_deep_alpha_dropout",
        title="20 hidden layers with SELU, AlphaDropout after the last",
        settings=training.DropoutSettings,
        training=_training(build=graph.build_deep_alpha_dropout),
        published=published.DROPOUT,
        minutes=0.4,
    ),
    _experiment(
        name="fashion_deep_dropout",
        title="20 hidden layers with SELU, plain dropout after the last",
        settings=training.DropoutSettings,
        training=_training(build=graph.build_deep_dropout),
        published=published.DROPOUT,
        minutes=0.4,
    ),
)
