"""Article 003, classification: nine Keras models on Fashion-MNIST.

Sections: classification model, normalization, callbacks, deep network, batch normalization, SELU,
dropout. Departs in: the models are TensorFlow 1 graphs with Keras' semantics; the networks after
the first are trained on the scaled pixels, as the text says and the published accuracy shows,
where the listings pass the unscaled ones (erratum 1; `--set corrected=` builds it as printed). Run
it: `tf1-graphs reproduce fashion_deep --seeds 5`. Expect: a test accuracy of 0.86 to 0.88, of 0.85
for the 20 layers; of 0.1 on raw pixels. Time: a quarter to two thirds of a minute a run.
"""

from dataclasses import dataclass
from functools import partial

from tf1_graphs import datasets
from tf1_graphs.articles import keras
from tf1_graphs.articles.fashion import errata, figures
from tf1_graphs.articles.images import N_FEATURES, flat_part
from tf1_graphs.experiments.experiment import Experiment
from tf1_graphs.experiments.settings import setting

N_VALID = 5000


@dataclass(frozen=True)
class Settings:
    """The article's values, and Keras' defaults where it gives none.

    Attributes:
        learning_rate: of gradient descent.
        epochs: number of epochs.
        batch_size: examples a mini-batch.
    """

    learning_rate: float = setting(0.01, minimum=0)
    epochs: int = setting(10, minimum=1)
    batch_size: int = setting(32, minimum=1)


@dataclass(frozen=True)
class ScaledSettings(Settings):
    """The values of what is trained on scaled pixels.

    Attributes:
        corrected: numbers of the errata that are repaired.
    """

    corrected: tuple[int, ...] = (errata.UNSCALED_FIT,)


@dataclass(frozen=True)
class CallbacksSettings(ScaledSettings):
    """The values of the listing with callbacks.

    Attributes:
        patience: epochs without an improvement that end the training.
        min_delta: what an improvement of the validation loss has to exceed.
    """

    patience: int = setting(5, minimum=0)
    min_delta: float = setting(1e-3, minimum=0)


@dataclass(frozen=True)
class DeepSettings(ScaledSettings):
    """The values of the deep networks.

    Attributes:
        layers: number of hidden layers.
        neurons: neurons of each.
    """

    layers: int = setting(20, minimum=1)
    neurons: int = setting(100, minimum=1)


@dataclass(frozen=True)
class DropoutSettings(DeepSettings):
    """The values of the deep networks with dropout.

    Attributes:
        dropout_rate: probability that an output of the last hidden layer is dropped.
    """

    dropout_rate: float = setting(0.5, minimum=0, maximum=0.99)


def load(_settings):
    """Flatten the images and split the first 5000 training images off for validation.

    Returns:
        `train` (55000 examples), `valid` (5000) and `test` (10000), each `X` float32 [examples,
        784], grey levels from 0 to 255, and `y` int64 [examples].
    """
    images = datasets.load_fashion_mnist()
    x, y = images.x_train, images.y_train
    return {
        "train": flat_part("train", x[N_VALID:], y[N_VALID:]),
        "valid": flat_part("valid", x[:N_VALID], y[:N_VALID]),
        "test": flat_part("test", images.x_test, images.y_test),
    }


def load_scaled(settings):
    """Scale the pixels by mean and standard deviation of all training pixels.

    As printed, only the test images are: the network is trained and validated on the unscaled ones.

    Returns:
        As `load`, with pixels of mean 0 and variance 1.
    """
    # scikit-learn takes more than a second to import.
    from sklearn.preprocessing import StandardScaler

    data = load(settings)
    scaler = StandardScaler().fit(data["train"]["X"].reshape(-1, 1))
    scaled = data if errata.UNSCALED_FIT in settings.corrected else ["test"]
    return {
        part: arrays | {"X": scaler.transform(arrays["X"].reshape(-1, 1)).reshape(-1, N_FEATURES)}
        if part in scaled
        else arrays
        for part, arrays in data.items()
    }


def results(trained):
    """Measure loss and accuracy on the test set, and count the parameters."""
    measured = trained.metrics("test")
    sizes = list(trained.sizes.values())
    return {
        "test_loss": measured["loss"],
        "test_accuracy": measured["accuracy"],
        "parameters": sum(sizes),
        "first_layer_parameters": sum(sizes[:2]),
    }


def results_lines(measured):
    """Print what `evaluate` prints and returns, in one line."""
    return [f"loss: {measured['test_loss']:.4f} - accuracy: {measured['test_accuracy']:.4f}"]


def _stop(settings, epochs):
    losses = [epoch["val_loss"] for epoch in epochs]
    return keras.stops_early(losses, settings.patience, settings.min_delta)


_experiment = partial(
    Experiment,
    article="003",
    settings=DeepSettings,
    load=load_scaled,
    mini_batches=keras.mini_batches,
    evaluated={"valid": "val_"},
    line=keras.line,
    checkpoint_every=1,
    data_sets=("fashion-mnist",),
    results=results,
    results_lines=results_lines,
)
_GRAPH = "tf1_graphs.articles.fashion.graph:"

EXPERIMENTS = (
    _experiment(
        name="fashion_mlp",
        title="300 and 100 neurons on raw pixels, as printed: diverges",
        settings=Settings,
        load=load,
        graph=_GRAPH + "build_mlp",
        minutes=0.3,
        figures=figures.MLP,
        errata=errata.MLP,
        notes=(
            "It diverges, with TensorFlow 2.1.0 too: pixels up to 255 make the first gradients so "
            "large that a step of 0.01 overshoots, and the next one more. It ends in NaN or, by "
            "the seed, in a layer whose neurons are all dead; either way one class is answered "
            "to every image, and the test accuracy is 0.1. Keras of TensorFlow 1.15.5 ended in NaN "
            "on 3 of 6 seeds, 2.1.0 on 2 of 2, this graph on 6 of 10.",
        ),
    ),
    _experiment(
        name="fashion_mlp_scaled",
        title="300 and 100 neurons on scaled pixels",
        settings=ScaledSettings,
        graph=_GRAPH + "build_mlp",
        minutes=0.3,
        figures=figures.MLP,
        errata=errata.SCALED,
    ),
    _experiment(
        name="fashion_callbacks",
        title="300 and 100 neurons, the best model kept, early stopping",
        settings=CallbacksSettings,
        graph=_GRAPH + "build_mlp",
        minutes=0.3,
        stop=_stop,
        best="val_loss",
        figures=figures.MLP,
        errata=errata.CALLBACKS,
        notes=(
            "TensorBoard's files are in the run's `logs`, the best model is in its `best`; the "
            "results are those of the last epoch, as Keras' `evaluate` after `fit` has them.",
        ),
    ),
    _experiment(
        name="fashion_deep",
        title="20 hidden layers of 100 neurons",
        graph=_GRAPH + "build_deep",
        minutes=0.4,
        figures=figures.DEEP,
        errata=errata.DEEP,
        notes=(
            "The text names a TensorBoard folder for it, so its author trained with callbacks; "
            "early stopping did not end any of TensorFlow 2.1.0's runs within 10 epochs and is "
            "left out.",
        ),
    ),
    _experiment(
        name="fashion_deep_bn_after",
        title="20 hidden layers, batch normalization after each activation",
        graph=_GRAPH + "build_deep_bn_after",
        minutes=0.7,
        figures=figures.BATCH_NORM,
        errata=errata.BATCH_NORM,
    ),
    _experiment(
        name="fashion_deep_bn_before",
        title="20 hidden layers, batch normalization before each activation",
        graph=_GRAPH + "build_deep_bn_before",
        minutes=0.7,
        figures=figures.BATCH_NORM,
        errata=errata.BATCH_NORM,
    ),
    _experiment(
        name="fashion_deep_selu",
        title="20 hidden layers with SELU",
        graph=_GRAPH + "build_deep_selu",
        minutes=0.4,
        figures=figures.SELU,
        errata=errata.SELU,
    ),
    _experiment(
        name="fashion_deep_alpha_dropout",
        title="20 hidden layers with SELU, AlphaDropout after the last",
        settings=DropoutSettings,
        graph=_GRAPH + "build_deep_alpha_dropout",
        minutes=0.4,
        errata=errata.DROPOUT,
    ),
    _experiment(
        name="fashion_deep_dropout",
        title="20 hidden layers with SELU, plain dropout after the last",
        settings=DropoutSettings,
        graph=_GRAPH + "build_deep_dropout",
        minutes=0.4,
        errata=errata.DROPOUT,
    ),
)
