"""The settings of article 003's regression models."""

from dataclasses import dataclass

from tf1_graphs.experiments.settings import setting


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
