"""Runs from Python: trained, interrupted and resumed, read, restored and shown in a notebook."""

import importlib.util
import sys

import numpy as np
import pytest

import tf1_graphs
from tests.experiments.articles import written
from tests.reports.pages import Page
from tf1_graphs.errors import InputError
from tf1_graphs.experiments.catalogue import find
from tf1_graphs.training.interruption import Interrupted


def silent(_line):
    pass


@pytest.fixture(scope="module")
def points(tmp_path_factory):
    """An experiment that a Python process defines, as a notebook does: no file leads to it."""
    path = written(tmp_path_factory.mktemp("notebook"))
    spec = importlib.util.spec_from_file_location("a_notebook", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["a_notebook"] = module
    spec.loader.exec_module(module)
    path.unlink()
    yield module.POINTS
    del sys.modules["a_notebook"]


@pytest.fixture(scope="module")
def run(points, tmp_path_factory):
    return tf1_graphs.train(points, runs_dir=tmp_path_factory.mktemp("runs"), say=silent)


def test_metrics_are_a_table(run):
    metrics = run.metrics
    assert metrics.dtype.names == ("epoch", "train_loss", "test_loss")
    assert metrics["epoch"].tolist() == [0, 1, 2]
    assert metrics["test_loss"].dtype == np.float32
    lines = (run.path / "metrics.csv").read_text().splitlines()[1:]
    assert [
        f"{row['epoch']},{row['train_loss']!s},{row['test_loss']!s}" for row in metrics
    ] == lines


def test_a_pandas_table_where_there_is_pandas(run, monkeypatch):
    class DataFrame:
        def __init__(self, data):
            self.data = data

        def set_index(self, name):
            return self, name

    pandas = type(sys)("pandas")
    pandas.DataFrame = DataFrame
    monkeypatch.setitem(sys.modules, "pandas", pandas)
    table, index = run.table()
    assert (index, table.data.tolist()) == ("epoch", run.metrics.tolist())
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert run.table().tolist() == run.metrics.tolist()


def test_the_session_is_restored(run, points):
    data = points.training.load(run.settings)
    with run.session() as (session, book):
        feed = {book.inputs[name]: array for name, array in data["test"].items()}
        logits = session.run(book.logits, feed)
    assert logits.shape == (20, 2)
    assert run.predict().predictions.shape == (20,)
    assert run.predict({"X": data["train"]["X"]}).predictions.shape == (60,)


def test_it_is_shown_in_a_notebook(run):
    page = Page(run._repr_html_())
    assert "points, " in page.text
    assert page.text.count("finished") == 1
    assert len(page.all("tr")) == 4
    assert all(image["src"].startswith("data:image/png;base64,") for image in page.all("img"))
    assert page.all("img")
    assert all(image["alt"] for image in page.all("img"))


def test_figures_are_judged_and_shown(run):
    found = run.judged()
    assert [judgement.held for judgement in found.judgements] == [1]
    page = Page(found._repr_html_())
    assert "below 5" in page.text
    assert "1 open for lack of seeds" in page.text


def test_reproduce(points, tmp_path):
    found = tf1_graphs.reproduce(points, seeds=5, runs_dir=tmp_path, say=silent)
    assert (found.verdict, found.as_expected) == ("reproduced", True)
    assert sorted(path.name for path in (tmp_path / "points").iterdir()) == [
        f"seed-{seed}" for seed in range(42, 47)
    ]


def test_an_interrupted_run_is_read_and_resumed(points, tmp_path):
    def stop(line):
        if line.startswith("Epoch 2"):
            raise Interrupted(2)

    with pytest.raises(Interrupted):
        tf1_graphs.train(points, run_dir=tmp_path / "run", epochs=5, say=stop)
    run = tf1_graphs.load_run(tmp_path / "run", points)
    assert not run.finished
    assert run.results == {}
    with (
        pytest.raises(InputError, match="is not finished, so it has no trained model"),
        run.session(),
    ):
        pass
    whole = tf1_graphs.train(points, run_dir=tmp_path / "whole", epochs=5, say=silent)
    resumed = tf1_graphs.resume(tmp_path / "run", points, say=silent)
    assert resumed.finished
    assert resumed.metrics.tolist() == whole.metrics.tolist()


def test_an_experiment_that_is_in_no_file_must_be_given(run, points):
    assert tf1_graphs.load_run(run.path, points).experiment is points
    with pytest.raises(InputError, match=r"go on there, with `tf1_graphs\.resume"):
        tf1_graphs.load_run(run.path)
    with pytest.raises(InputError, match="is a run of points, not of moons"):
        tf1_graphs.load_run(run.path, find("moons"))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"epoch": 3}, "there is no setting 'epoch'; did you mean epochs"),
        ({"epochs": 0}, "epochs takes a whole number from 1 on, got 0"),
        ({"epochs": 2.5}, "epochs takes a whole number from 1 on, got '2.5'"),
        ({"rate": "much"}, "rate takes a number from 0 on, got 'much'"),
    ],
)
def test_bad_settings(points, tmp_path, settings, message):
    with pytest.raises(InputError, match=message):
        tf1_graphs.train(points, runs_dir=tmp_path, **settings)


def test_settings_are_values(points, tmp_path):
    run = tf1_graphs.train(points, runs_dir=tmp_path, say=silent, epochs=1, units=[5, 3], rate=0.5)
    assert (run.settings.units, run.settings.rate) == ((5, 3), 0.5)
