"""The estimator by scikit-learn's own checks, and what those do not look at.

Of scikit-learn's checks none is left out and none is expected to fail. Two need more than this
package does and skip themselves: `check_array_api_input` (SCIPY_ARRAY_API, array libraries other
than NumPy) and `check_regressor_data_not_an_array` (pandas).
"""

import pickle

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.utils.estimator_checks import parametrize_with_checks

from tf1_graphs.articles.housing.estimator import GraphRegressor
from tf1_graphs.errors import InputError

# A matrix product adds the last rows' terms in another order than the others': a last bit of
# float32, where the check allows 1e-7.
LAST_BITS = {"check_methods_sample_order_invariance": "the last bit depends on an example's place"}


@parametrize_with_checks(
    [GraphRegressor(learning_rate=0.01, epochs=40)],
    expected_failed_checks=lambda estimator: LAST_BITS,
)
def test_scikit_learns_checks(estimator, check):
    check(estimator)


@pytest.fixture(scope="module")
def examples():
    X = np.random.RandomState(0).randn(300, 3)
    return X, X[:, 0] - 2 * X[:, 1]


@pytest.fixture(scope="module")
def fitted(examples):
    return GraphRegressor(epochs=10, learning_rate=0.02, random_state=1).fit(*examples)


def test_learns(fitted, examples):
    assert fitted.score(*examples) > 0.95
    assert fitted.predict(examples[0]).shape == (300,)
    assert fitted.history_["loss"][-1] < fitted.history_["loss"][0]
    assert fitted.n_samples_fit_ == 300


@pytest.mark.parametrize(("hidden_layers", "layer_size"), [(1, 4), (3, 5)])
def test_the_network_is_the_one_asked_for(examples, hidden_layers, layer_size):
    fitted = GraphRegressor(hidden_layers, layer_size, epochs=1, random_state=0).fit(*examples)
    kernels = [name for name in fitted.weights_ if name.endswith("kernel")]
    assert len(kernels) == hidden_layers + 1
    assert fitted.weights_["hidden1/kernel"].shape == (3, layer_size)
    assert fitted.weights_["output/kernel"].shape == (layer_size, 1)


def test_the_seed_decides_all_bits(fitted, examples):
    again = clone(fitted).fit(*examples)
    other = clone(fitted).set_params(random_state=2).fit(*examples)
    for name, weights in fitted.weights_.items():
        assert again.weights_[name].tobytes() == weights.tobytes()
    assert other.weights_["hidden1/kernel"].tobytes() != fitted.weights_["hidden1/kernel"].tobytes()


def test_a_random_state_gives_another_seed_each_time(examples):
    rng = np.random.RandomState(0)
    first, second = (
        GraphRegressor(epochs=1, random_state=rng).fit(*examples).weights_["output/kernel"]
        for _ in range(2)
    )
    assert first.tobytes() != second.tobytes()


def test_validation_data_stops_early(examples):
    X, y = examples
    estimator = GraphRegressor(epochs=30, patience=2, min_delta=100, random_state=0)
    assert len(estimator.fit(X, y, validation_data=(X, y)).history_["val_loss"]) == 3
    assert estimator.fit(X, y).history_.keys() == {"loss"}
    assert len(estimator.history_["loss"]) == 30


def test_pickled_it_predicts_the_same(fitted, examples):
    copy = pickle.loads(pickle.dumps(fitted))
    assert copy.predict(examples[0]).tobytes() == fitted.predict(examples[0]).tobytes()


def test_a_finished_fit_is_not_trained_again(examples, tmp_path):
    estimator = GraphRegressor(epochs=2, random_state=0, runs_dir=str(tmp_path))
    first = clone(estimator).fit(*examples)
    written = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.ckpt*")}
    second = clone(estimator).fit(*examples)
    assert written
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.ckpt*")} == written
    assert second.weights_["output/kernel"].tobytes() == first.weights_["output/kernel"].tobytes()
    # Other data or another parameter is another fit.
    X, y = examples
    clone(estimator).fit(X, -y)
    clone(estimator).set_params(layer_size=3).fit(X, y)
    assert len(list(tmp_path.glob("*/results.json"))) == 3


@pytest.mark.parametrize(
    ("parameter", "value", "message"),
    [
        ("hidden_layers", 0, "hidden_layers takes a whole number from 1 on, got 0"),
        ("layer_size", 2.5, "layer_size takes a whole number from 1 on, got '2.5'"),
        ("learning_rate", -1.0, "learning_rate takes a number from 0 on, got -1.0"),
        ("engine", "steam", "expected engine to be book or epoch, got 'steam'"),
        ("epochs", "many", "epochs takes a whole number from 1 on, got 'many'"),
    ],
)
def test_bad_parameters(examples, parameter, value, message):
    with pytest.raises(InputError, match=message):
        GraphRegressor(**{parameter: value}).fit(*examples)


def test_bad_data(fitted, examples):
    X, y = examples
    with pytest.raises(ValueError, match="2 features, but GraphRegressor is expecting 3"):
        fitted.predict(X[:, :2])
    with pytest.raises(ValueError, match="2 features, but GraphRegressor is expecting 3"):
        GraphRegressor(epochs=1).fit(X, y, validation_data=(X[:, :2], y))
    with pytest.raises(ValueError, match="contains NaN"):
        fitted.predict(np.full((1, 3), np.nan))
    with pytest.raises(NotFittedError, match="not fitted yet"):
        GraphRegressor().predict(X)
