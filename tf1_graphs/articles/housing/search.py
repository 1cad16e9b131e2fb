"""Runs article 003's search for hyperparameters, by scikit-learn.

Section: the last one, `RandomizedSearchCV`. Departs in: `cv=3` is given, which was the default of
the article's scikit-learn 0.19.1; all trainings of a search have its seed. Run it:
`tf1-graphs reproduce housing_random_search --seeds 5`. Expect: a best score of -0.35, a test loss
of 0.4. Time: 31 trainings, about a minute a search.

The search is a run of runs: each candidate is trained on each fold in a run directory of its own,
in the folder `fits` of the search's. After an interruption the search draws the same candidates
again; the trainings that were finished are read back, and the one that was under way is continued
at its last checkpoint.
"""

import contextlib
import shutil
from pathlib import Path

import numpy as np

from tf1_graphs.articles.housing import graph
from tf1_graphs.articles.housing.training import CandidateSettings
from tf1_graphs.articles.theory import losses
from tf1_graphs.runs import run_directory
from tf1_graphs.runs.run_directory import RunDirectory
from tf1_graphs.training import prediction


def distributions():
    """Return what the hyperparameters are drawn from, by name."""
    from scipy.stats import reciprocal

    return {
        "hidden_layers": [1, 2, 3, 4],
        "layer_size": np.arange(1, 100),
        "learning_rate": reciprocal(1e-4, 1e-2),
    }


def train(live):
    """Search, train the best candidate on the whole training set, and test it.

    `metrics.csv` gets a row for each candidate, in the order they were drawn, whose number stands
    in the column `epoch`; the final model is the best candidate's.

    Args:
        live: the runner's `Live`.

    Returns:
        The results by name: the best candidate, its score, its test loss, and the numbers of
        examples.

    Raises:
        Interrupted: a signal stopped the search; it is saved.
    """
    # scikit-learn takes more than a second to import.
    from sklearn.model_selection import RandomizedSearchCV

    from tf1_graphs.articles.housing.estimator import GraphRegressor

    settings, options, data = live.settings, live.options, live.data
    valid, test = data["valid"], data["test"]
    rows_a_fold = set()

    def score(estimator, X, y):
        rows_a_fold.add(estimator.n_samples_fit_)
        options.say(
            f"Train on {estimator.n_samples_fit_} samples, validate on {len(valid['y'])} samples: "
            f"{len(estimator.history_['loss'])} epochs"
        )
        return -losses.mean_squared_error(y, estimator.predict(X))

    estimator = GraphRegressor(
        epochs=settings.epochs,
        batch_size=settings.batch_size,
        patience=settings.patience,
        min_delta=settings.min_delta,
        random_state=options.seed,
        threads=options.threads,
        engine=options.engine,
        runs_dir=str(live.run.fits),
    )
    search = RandomizedSearchCV(
        estimator,
        distributions(),
        n_iter=settings.n_iter,
        cv=settings.cv,
        scoring=score,
        random_state=options.seed,
        error_score="raise",
    )
    train = data["train"]
    search.fit(train["X"], train["y"], validation_data=(valid["X"], valid["y"]))
    best = search.best_estimator_
    _write_candidates(live.run, search.cv_results_)
    final = live.run.final_model.parent
    shutil.rmtree(final, ignore_errors=True)
    shutil.copytree(RunDirectory(Path(best.run_directory_)).final_model.parent, final)
    (rows,) = rows_a_fold
    return {
        "best_score": float(search.best_score_),
        "hidden_layers": int(best.hidden_layers),
        "layer_size": int(best.layer_size),
        "learning_rate": float(best.learning_rate),
        "test_loss": losses.mean_squared_error(test["y"], best.predict(test["X"])),
        "rows_a_fold": rows,
        "rows_refitted": best.n_samples_fit_,
        "rows_validated": len(valid["y"]),
        "rows_tested": len(test["y"]),
    }


@contextlib.contextmanager
def predictor(_settings, run):
    """Restore the best candidate of a finished search.

    Args:
        run: the search's `RunDirectory`.

    Yields:
        As `prediction.trained_model`.
    """
    results = run_directory.read_measurements(run).results
    best = CandidateSettings(
        hidden_layers=results["hidden_layers"], layer_size=results["layer_size"]
    )
    with prediction.of_checkpoint(lambda: graph.build_candidate(best), run.final_model) as infer:
        yield infer


def _write_candidates(run, found):
    """Write a row for each candidate: its hyperparameters, its score and the folds' deviation."""
    with open(run.metrics, "w") as file:
        for i, candidate in enumerate(found["params"]):
            row = {name: np.float32(value) for name, value in sorted(candidate.items())}
            row["score"] = np.float32(found["mean_test_score"][i])
            row["score_deviation"] = np.float32(found["std_test_score"][i])
            run_directory.write_metrics_row(file, i, row)
