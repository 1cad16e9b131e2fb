"""Loads, feeds and evaluates article 003's regression models, and prints their lines."""

from dataclasses import dataclass

from tf1_graphs import datasets
from tf1_graphs.articles.housing.published import DIVERGED
from tf1_graphs.articles.shared import keras
from tf1_graphs.articles.shared.checks import check_part
from tf1_graphs.articles.theory import scaling
from tf1_graphs.errors import InputError
from tf1_graphs.experiments.settings import setting

N_FEATURES = 8
# The two inputs overlap: features 0 to 4 are the wide one, 2 to 7 the deep one.
N_WIDE = 5
N_DEEP = 6


@dataclass(frozen=True)
class Settings:
    """The article's values.

    Attributes:
        learning_rate: of gradient descent; Keras' default.
        epochs: number of epochs at most.
        batch_size: examples a mini-batch; Keras' default.
        patience: epochs without a better validation loss after which training stops.
        min_delta: how much lower than the best a better validation loss is.
        corrected: numbers of the errata that are repaired.
    """

    learning_rate: float = setting(0.01, minimum=0)
    epochs: int = setting(100, minimum=1)
    batch_size: int = setting(32, minimum=1)
    patience: int = setting(5, minimum=1)
    min_delta: float = setting(0.01, minimum=0)
    corrected: tuple[int, ...] = ()


@dataclass(frozen=True)
class LearningRateSettings(Settings):
    """The article's values, from the first of its learning rates on."""

    learning_rate: float = setting(1e-4, minimum=0)


@dataclass(frozen=True)
class SearchSettings:
    """The article's values.

    Attributes:
        n_iter: number of candidates.
        cv: number of folds.
        epochs: number of epochs of a training at most.
        batch_size: examples a mini-batch; Keras' default.
        patience: epochs without a better validation loss after which a training stops.
        min_delta: how much lower than the best a better validation loss is.
        corrected: numbers of the errata that are repaired.
    """

    n_iter: int = setting(10, minimum=1)
    cv: int = setting(3, minimum=2)
    epochs: int = setting(100, minimum=1)
    batch_size: int = setting(32, minimum=1)
    patience: int = setting(5, minimum=1)
    min_delta: float = setting(0.01, minimum=0)
    corrected: tuple[int, ...] = ()


@dataclass(frozen=True)
class CandidateSettings:
    """The default arguments of the article's `build_model`, and what trains it.

    Attributes:
        hidden_layers: number of hidden layers.
        layer_size: neurons in each.
        learning_rate: of gradient descent.
        epochs: number of epochs at most.
        batch_size: examples a mini-batch; Keras' default.
        patience: epochs without a better validation loss after which training stops.
        min_delta: how much lower than the best a better validation loss is.
        features: number of features.
    """

    hidden_layers: int = setting(1, minimum=1)
    layer_size: int = setting(30, minimum=1)
    learning_rate: float = setting(3e-3, minimum=0)
    epochs: int = setting(100, minimum=1)
    batch_size: int = setting(32, minimum=1)
    patience: int = setting(5, minimum=1)
    min_delta: float = setting(0.01, minimum=0)
    features: int = setting(8, minimum=1)


def load(settings):
    """Split California housing in two steps, and scale each part.

    As printed, each part is scaled by its own mean and standard deviation; corrected, all by the
    training set's.

    Returns:
        `train` (11610 examples), `valid` (3870) and `test` (5160), each `X` float64 [examples, 8],
        scaled, and `y` float64 [examples], in 100,000 dollars.

    Raises:
        InputError: the data is missing, has another number of features, a NaN or too few examples.
    """
    parts = _split(*datasets.load_california_housing())
    for name, (X, y) in parts.items():
        check_part(name, {"X": X, "y": y}, features=N_FEATURES)
    of_train = scaling.statistics(parts["train"][0])
    return {
        name: {
            "X": scaling.z_score(X, of=of_train if 1 in settings.corrected else None),
            "y": y,
        }
        for name, (X, y) in parts.items()
    }


def load_two_inputs(settings):
    """Split and scale the data, and cut each part into the wide and the deep input.

    Returns:
        What `load` does, with `wide` float64 [examples, 5] and `deep` float64 [examples, 6]
        instead of `X`.

    Raises:
        InputError: as `load`.
    """
    return {
        name: {"wide": part["X"][:, :N_WIDE], "deep": part["X"][:, -N_DEEP:], "y": part["y"]}
        for name, part in load(settings).items()
    }


def _split(X, y):
    """Split a quarter off for the test, then a quarter of the rest for validation."""
    # scikit-learn takes more than a second to import.
    from sklearn.model_selection import train_test_split

    try:
        X_all, X_test, y_all, y_test = train_test_split(X, y, random_state=7)
        X_train, X_valid, y_train, y_valid = train_test_split(X_all, y_all, random_state=11)
    except ValueError as error:
        raise InputError(
            f"expected examples enough for a training, a validation and a test set, got {len(X)} "
            f"({error})"
        ) from None
    return {"train": (X_train, y_train), "valid": (X_valid, y_valid), "test": (X_test, y_test)}


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
