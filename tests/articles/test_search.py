import json
import os
import shutil
import signal
from functools import partial

import numpy as np
import pytest
from sklearn.model_selection import ParameterSampler

from tests.changing import changed
from tf1_graphs import datasets
from tf1_graphs.articles import housing
from tf1_graphs.articles.housing import estimator, search
from tf1_graphs.errors import InputError
from tf1_graphs.experiments import defaults
from tf1_graphs.runs.run_directory import RunDirectory, read_metrics, remove_run
from tf1_graphs.training import prediction, resuming, runner
from tf1_graphs.training.interruption import Interrupted
from tf1_graphs.training.options import Options

SETTINGS = {"n_iter": 2, "cv": 2, "epochs": 2}
FITS = 2 * 2 + 1
SEED = 1


@pytest.fixture(scope="module", autouse=True)
def some_houses():
    X = np.random.RandomState(0).randn(160, 8)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(datasets, "load_california_housing", lambda: (X, X[:, 0] - X[:, 1]))
        yield


def searched(folder, said=None):
    experiment = housing.HOUSING_RANDOM_SEARCH
    options = Options(seed=SEED, say=([] if said is None else said).append)
    run = RunDirectory(folder)
    return runner.train(experiment, experiment.settings(**SETTINGS), run, options)


@pytest.fixture(scope="module")
def said():
    """What the uninterrupted search prints."""
    return []


@pytest.fixture(scope="module")
def uninterrupted(some_houses, said, tmp_path_factory):
    """The folder of a search that was not interrupted, which no test changes."""
    folder = tmp_path_factory.mktemp("uninterrupted")
    searched(folder, said)
    return folder


def content(folder):
    """What a search leaves, as bytes by name."""
    names = ["metrics.csv", "results.json"]
    names += [path.relative_to(folder) for path in folder.rglob("final/model.data*")]
    return {str(name): (folder / name).read_bytes() for name in names}


def test_what_a_search_leaves(uninterrupted):
    run = RunDirectory(uninterrupted)
    results = json.loads(run.results.read_text())["results"]
    candidates = read_metrics(run)
    drawn = ParameterSampler(search.distributions(), 2, random_state=SEED)
    assert [candidate["layer_size"] for candidate in candidates] == [
        parameters["layer_size"] for parameters in drawn
    ]
    scores = [candidate["score"] for candidate in candidates]
    best = candidates[int(np.argmax(scores))]
    assert results["best_score"] == pytest.approx(max(scores), rel=1e-6)
    assert results["best_score"] < 0
    assert results["layer_size"] == best["layer_size"]
    assert len(list(run.fits.iterdir())) == FITS
    sizes = ("rows_a_fold", "rows_refitted", "rows_validated", "rows_tested")
    assert [results[name] for name in sizes] == [45, 90, 30, 40]


def test_the_final_model_is_the_best_candidates(uninterrupted):
    from tf1_graphs.tensorflow1 import tf

    results = json.loads((uninterrupted / "results.json").read_text())["results"]
    reader = tf.train.load_checkpoint(str(uninterrupted / "final" / "model"))
    shapes = reader.get_variable_to_shape_map()
    assert shapes["hidden1/kernel"] == [8, results["layer_size"]]
    assert len(shapes) == 2 * (results["hidden_layers"] + 1)


def test_a_finished_search_is_not_repeated(uninterrupted):
    before = {path: path.stat().st_mtime_ns for path in uninterrupted.rglob("model.*")}
    assert before
    said_again = []
    searched(uninterrupted, said_again)
    assert said_again == []
    assert {path: path.stat().st_mtime_ns for path in uninterrupted.rglob("model.*")} == before


def test_interrupted_in_the_third_fit_it_ends_with_the_same_bits(
    uninterrupted, tmp_path, monkeypatch
):
    begun = []
    made = estimator._experiment

    def counted(stopping, settings, n_examples, source):
        begun.append(source.epoch)
        for step, indices in enumerate(defaults.shuffled(settings, n_examples, source)):
            yield indices
            if stopping and len(begun) == 2 * 2 + 2 and step == 0:
                os.kill(os.getpid(), signal.SIGTERM)

    def count(stopping):
        begun.clear()
        draw = partial(counted, stopping)
        monkeypatch.setattr(
            estimator, "_experiment", lambda data: changed(made(data), mini_batches=draw)
        )

    count(stopping=True)
    folder = tmp_path / "interrupted"
    with pytest.raises(Interrupted, match="SIGTERM"):
        searched(folder)
    assert begun == [0, 1, 0, 1, 0, 1]
    assert not (folder / "results.json").exists()
    count(stopping=False)
    searched(folder)
    # The third fit goes on in its second epoch.
    assert begun == [1, *[0, 1] * (FITS - 3)]
    assert content(folder) == content(uninterrupted)
    assert len(content(folder)) == 2 + FITS + 1


def test_starting_over_deletes_the_fits(uninterrupted, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(uninterrupted, folder)
    assert (folder / "fits").is_dir()
    remove_run(RunDirectory(folder))
    assert [path.name for path in folder.iterdir() if path.is_dir()] == []


def test_what_is_printed(uninterrupted, said):
    results = json.loads((uninterrupted / "results.json").read_text())["results"]
    assert said[:4] == ["Train on 45 samples, validate on 30 samples: 2 epochs"] * 4
    assert said[-2] == str(results["best_score"])
    assert said[-1] == f"loss: {results['test_loss']:.4f}"


def test_a_search_continues_no_script(tmp_path):
    experiment = housing.HOUSING_RANDOM_SEARCH
    with pytest.raises(InputError, match="not the training of one graph"):
        resuming.from_article(tmp_path, experiment, experiment.settings(), Options(), tmp_path)


def test_the_best_candidate_is_restored(uninterrupted):
    run = RunDirectory(uninterrupted)
    experiment, settings, _ = resuming.from_manifest(run)
    results = json.loads(run.results.read_text())["results"]
    with prediction.trained_model(experiment, settings, run) as infer:
        inferred = infer(experiment.training.load(settings)["test"])
    assert inferred.metrics["loss"] == pytest.approx(results["test_loss"], rel=1e-5)
    assert inferred.logits is None
