"""Wraps article 003's `build_model` as a scikit-learn estimator around a TensorFlow 1 graph.

Section: scikit-learn's wrapper of a Keras model. Departs in: `score` is R², as scikit-learn's
regressors have it; Keras' wrapper returned the negative mean squared error, which is
`scoring="neg_mean_squared_error"`.
"""

import dataclasses
import hashlib
import numbers
import tempfile
from pathlib import Path

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data

from tf1_graphs.articles.housing import graph, training
from tf1_graphs.articles.housing.training import CandidateSettings
from tf1_graphs.errors import InputError
from tf1_graphs.experiments import settings as settings_module
from tf1_graphs.experiments.experiment import Experiment, Training
from tf1_graphs.runs.run_directory import RunDirectory, run_name
from tf1_graphs.tensorflow1 import device, new_graph, session_config, tf, threads_or
from tf1_graphs.training import runner
from tf1_graphs.training.engine import ENGINES
from tf1_graphs.training.options import Options


class GraphRegressor(RegressorMixin, BaseEstimator):
    """Regression by hidden layers of ReLU neurons and gradient descent, as the article builds it.

    Each fit is a run of the session runner in a run directory of its own. Where that folder is
    kept, the same fit, by parameters, seed and data, is not trained twice, and an interrupted one
    is continued at its last checkpoint.

    Args:
        hidden_layers: number of hidden layers.
        layer_size: neurons in each.
        learning_rate: of gradient descent.
        epochs: number of epochs; at most so many where `fit` is given validation data.
        batch_size: examples a mini-batch.
        patience: epochs without a better validation loss after which training stops.
        min_delta: how much lower than the best a better validation loss is.
        random_state: seed of the initial weights and of the mini-batches: an integer, a
            `RandomState` to draw one from, or None for another one each time.
        threads: threads of TensorFlow; the weights' last bits depend on it.
        engine: how steps are executed, a key of `training.engine.ENGINES`; the bits are the same.
        runs_dir: folder of the fits' run directories; None keeps none.

    Attributes:
        weights_: dict of the trained weights by variable name, float32.
        history_: dict of `loss` and, with validation data, `val_loss`: float32 [epochs run].
        n_samples_fit_: number of training examples.
        n_features_in_: number of features.
        feature_names_in_: their names, where the data had any.
        run_directory_: path of the fit's run directory, or None.

    Example:
        `GraphRegressor(random_state=42).fit(X_train, y_train, validation_data=(X_valid, y_valid))`

    References:
        TensorFlow 2.1.0, `python/keras/wrappers/scikit_learn.py`, `KerasRegressor`.
    """

    def __init__(
        self,
        hidden_layers=1,
        layer_size=30,
        learning_rate=3e-3,
        epochs=100,
        batch_size=32,
        patience=5,
        min_delta=0.01,
        random_state=None,
        threads=1,
        engine="book",
        runs_dir=None,
    ):
        self.hidden_layers = hidden_layers
        self.layer_size = layer_size
        self.learning_rate = learning_rate
        self.epochs = epochs
        self.batch_size = batch_size
        self.patience = patience
        self.min_delta = min_delta
        self.random_state = random_state
        self.threads = threads
        self.engine = engine
        self.runs_dir = runs_dir

    def fit(self, X, y, validation_data=None):
        """Train from new weights.

        Args:
            X: features [examples, features], finite; they should be scaled.
            y: targets [examples], finite.
            validation_data: (X, y) that decides when training stops early; None trains all epochs.

        Returns:
            The estimator.

        Raises:
            ValueError: the data or a parameter cannot be used; it says what was expected.
        """
        X, y = self._checked(X, y, reset=True)
        data = {"train": {"X": X, "y": y}}
        if validation_data is not None:
            X_valid, y_valid = self._checked(*validation_data, reset=False)
            data["valid"] = {"X": X_valid, "y": y_valid}
        experiment = _experiment(data)
        settings = self._settings(experiment)
        if self.engine not in ENGINES:
            raise InputError(f"expected engine to be {' or '.join(ENGINES)}, got {self.engine!r}")
        options = Options(
            seed=_seed(self.random_state),
            engine=self.engine,
            threads=self.threads,
            device=device(),
            histograms=None if self.runs_dir else 0,  # nobody looks into a temporary folder
            say=lambda line: None,
        )
        # Of a fold of a search, the name would not be unique without the data.
        name = f"{run_name(options.seed, settings)}-{_short_hash(data)}"
        with tempfile.TemporaryDirectory() as temporary:
            run = RunDirectory(Path(self.runs_dir or temporary) / name)
            measured = runner.train(experiment, settings, run, options)
            reader = tf.train.load_checkpoint(str(run.final_model))
            self.weights_ = {
                name: reader.get_tensor(name) for name in sorted(reader.get_variable_to_shape_map())
            }
        self.history_ = {column: measured.column(column) for column in measured.epochs[0]}
        self.n_samples_fit_ = len(X)
        self.run_directory_ = str(run.path) if self.runs_dir else None
        return self

    def predict(self, X):
        """Predict the targets of examples.

        Args:
            X: features [examples, features], finite, scaled as those that were fitted.

        Returns:
            float32 [examples].

        Raises:
            NotFittedError: there was no `fit` yet.
            ValueError: the data cannot be used; it says what was expected.
        """
        check_is_fitted(self)
        X = validate_data(self, X, reset=False, dtype=np.float32)
        config = session_config(threads_or(self.threads))
        with new_graph():
            book = graph.build_candidate(self._settings(_experiment({})))
            variables = tf.global_variables()
            with tf.Session(config=config) as session:
                session.run(
                    [variable.initializer for variable in variables],
                    {
                        variable.initializer.inputs[1]: self.weights_[variable.op.name]
                        for variable in variables
                    },
                )
                return session.run(book.predictions, {book.inputs["X"]: X})

    def _checked(self, X, y, reset):
        """Return data as float32, if it can be trained on."""
        X, y = validate_data(self, X, y, reset=reset, dtype=np.float32, y_numeric=True)
        return X, y.astype(np.float32)

    def _settings(self, experiment):
        """Return the parameters as settings, if they can be used."""
        names = [field.name for field in dataclasses.fields(CandidateSettings)]
        values = self.get_params() | {"features": self.n_features_in_}
        return settings_module.parse(experiment, [f"{name}={values[name]}" for name in names])


def _experiment(data):
    """Return one fit as an experiment: the training on this data."""
    watched = "valid" in data
    return Experiment(
        name="graph_regressor",
        title="One fit of the scikit-learn estimator",
        article="003",
        settings=CandidateSettings,
        training=Training(
            load=lambda _settings: data,
            build=graph.build_candidate,
            evaluated={"valid": "val_"} if watched else {},
            line=lambda epoch, metrics: None,
            checkpoint_every=100,
            stop=training.stop if watched else None,
        ),
    )


def _seed(random_state):
    """Return a seed: an integer is one."""
    if isinstance(random_state, numbers.Integral):
        return int(random_state)
    return int(check_random_state(random_state).randint(np.iinfo(np.int32).max))


def _short_hash(data):
    digest = hashlib.sha256()
    for arrays in data.values():
        for array in arrays.values():
            digest.update(np.ascontiguousarray(array))
    return digest.hexdigest()[:12]
