import numpy as np
import pytest

from tf1_graphs.articles.shared.checks import check_part
from tf1_graphs.errors import InputError

X = np.zeros((5, 3), np.float32)
NAN = np.where(np.arange(15).reshape(5, 3) == 7, np.nan, 0)
Y = np.array([0, 1, 2, 1, 0])


def test_a_good_part_is_returned():
    part = {"X": X, "y": Y}
    assert check_part("train", part, features=3, classes=3) is part


def test_several_inputs_and_targets():
    check_part("test", {"wide": X, "deep": X[:, :2], "y": X[:, 0]}, {"wide": 3, "deep": 2})


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"X": X[:, :2], "y": Y}, "train/X: expected 3 features an example, got 2 features"),
        ({"X": X.ravel(), "y": Y}, "train/X: expected 3 features an example, got shape [15]"),
        ({"X": NAN, "y": Y}, "got NaN or infinity in 1 examples, the first is example 2"),
        ({"X": X + np.inf, "y": Y}, "train/X: expected finite numbers, got NaN or infinity in 5"),
        ({"X": X, "y": Y + 1}, "train/y: expected labels from 0 to 2, got 3 in example 2"),
        ({"X": X, "y": Y - 1}, "train/y: expected labels from 0 to 2, got -1 in example 0"),
        ({"X": X, "y": Y / 2}, "train/y: expected labels from 0 to 2, got 0.5 in example 1"),
        ({"X": X, "y": Y[:4]}, "train/y: expected 5 examples as in the input, got 4"),
        ({"X": X[:0], "y": Y[:0]}, "train/X: expected one example or more, got none"),
        ({"y": Y}, "train: expected the arrays X, X is missing"),
    ],
)
def test_bad_parts(arrays, message):
    with pytest.raises(InputError) as raised:
        check_part("train", arrays, features=3, classes=3)
    assert message in str(raised.value)


def test_targets_are_not_labels():
    check_part("train", {"X": X, "y": Y - 0.5}, features=3)
    with pytest.raises(InputError, match="train/y: expected finite numbers"):
        check_part("train", {"X": X, "y": Y + np.nan}, features=3)
