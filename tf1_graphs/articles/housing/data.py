"""California housing as article 003 splits and scales it."""

from tf1_graphs import datasets
from tf1_graphs.articles.checks import check_part
from tf1_graphs.articles.theory import scaling
from tf1_graphs.errors import InputError

N_FEATURES = 8
# The two inputs overlap: features 0 to 4 are the wide one, 2 to 7 the deep one.
N_WIDE = 5
N_DEEP = 6


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
