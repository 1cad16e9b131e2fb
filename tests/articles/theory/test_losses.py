import math

import numpy as np
import pytest

from tf1_graphs.articles.theory import losses
from tf1_graphs.errors import InputError


def test_the_articles_worked_example():
    actual = losses.one_hot([2], 3)
    assert actual.tolist() == [[0, 0, 1]]
    assert losses.squared_loss(actual, [[0.2, 0.7, 0.1]]) == pytest.approx(0.67)


def test_losses_are_means_over_examples():
    y, predicted = [[0.0, 1.0], [1.0, 0.0]], [[0.5, 0.5], [0.75, 0.25]]
    assert losses.squared_loss(y, predicted) == pytest.approx((0.25 + 0.0625) / 2)
    assert losses.absolute_loss(y, predicted) == pytest.approx((1 + 0.5) / 2)
    assert losses.cross_entropy_loss(y, predicted) == pytest.approx(
        -(math.log(0.5) + math.log(0.75)) / 2
    )
    assert losses.mean_squared_error(y, predicted) == pytest.approx((0.5 + 0.125) / 4)


def test_cross_entropy_has_the_sign_that_the_formula_lacks():
    better = losses.cross_entropy_loss([[0, 1]], [[0.1, 0.9]])
    worse = losses.cross_entropy_loss([[0, 1]], [[0.4, 0.6]])
    assert 0 < better < worse


def test_cross_entropy_at_the_ends():
    assert losses.cross_entropy_loss([[0, 1]], [[0, 1]]) == 0
    assert math.copysign(1, losses.cross_entropy_loss([[0, 1]], [[0, 1]])) == 1
    assert losses.cross_entropy_loss([[0, 1]], [[1, 0]]) == math.inf


def test_losses_agree_with_scikit_learn():
    from sklearn import metrics

    rng = np.random.RandomState(0)
    y, predicted = rng.rand(20), rng.rand(20)
    assert losses.mean_squared_error(y, predicted) == pytest.approx(
        metrics.mean_squared_error(y, predicted)
    )
    assert losses.absolute_loss(y, predicted) == pytest.approx(
        metrics.mean_absolute_error(y, predicted)
    )
    labels, distributions = rng.randint(0, 3, 20), rng.dirichlet([1, 1, 1], 20)
    assert losses.cross_entropy_loss(losses.one_hot(labels, 3), distributions) == pytest.approx(
        metrics.log_loss(labels, distributions, labels=[0, 1, 2])
    )


@pytest.mark.parametrize(
    ("labels", "message"),
    [([0, 3], "from 0 to 2, got 0 to 3"), ([-1, 0], "got -1 to 0"), ([0.5], "got float64")],
)
def test_one_hot_of_no_class(labels, message):
    with pytest.raises(InputError, match=message):
        losses.one_hot(labels, 3)


LOSSES = [
    losses.squared_loss,
    losses.absolute_loss,
    losses.cross_entropy_loss,
    losses.mean_squared_error,
]


@pytest.mark.parametrize("loss", LOSSES)
def test_bad_shapes(loss):
    with pytest.raises(InputError, match=r"of the shape \(2, 1\), got \(2,\)"):
        loss([[1.0], [2.0]], [1.0, 2.0])
    with pytest.raises(InputError, match="at least one example"):
        loss([], [])


@pytest.mark.parametrize("predicted", [-0.5, 1.5, math.nan])
def test_cross_entropy_of_no_probability(predicted):
    with pytest.raises(InputError, match=r"probabilities in \[0, 1\]"):
        losses.cross_entropy_loss([[0.0, 1.0]], [[0.5, predicted]])


def test_what_is_shown():
    text = "\n".join(losses.show())
    assert "0.67 = ½ [(0.2 − 0)² + (0.7 − 0)² + (0.1 − 1)²]" in text
    assert "minus sign" in text
