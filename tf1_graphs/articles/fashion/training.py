"""Loads, feeds and evaluates article 003's classifiers, and prints their lines."""

from dataclasses import dataclass

from tf1_graphs import datasets
from tf1_graphs.articles.fashion.published import UNSCALED_FIT
from tf1_graphs.articles.shared import keras
from tf1_graphs.articles.shared.images import N_FEATURES, flat_part
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

    corrected: tuple[int, ...] = (UNSCALED_FIT,)


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
    scaled = data if UNSCALED_FIT in settings.corrected else ["test"]
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


def stop(settings, epochs):
    """Stop as `EarlyStopping` does, by the validation loss."""
    losses = [epoch["val_loss"] for epoch in epochs]
    return keras.stops_early(losses, settings.patience, settings.min_delta)
