import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import precision_score, recall_score

from tf1_graphs import datasets
from tf1_graphs.articles import moons
from tf1_graphs.articles.moons import training
from tf1_graphs.errors import InputError
from tf1_graphs.experiments.experiment import Source, Trained
from tf1_graphs.runs.measurements import Measurements
from tf1_graphs.runs.run_directory import RunDirectory
from tf1_graphs.training.options import Options
from tf1_graphs.training.runner import train

RECORDINGS = json.loads(
    (Path(__file__).parents[1] / "reference" / "moons_training.tf1155.json").read_text()
)
SETTINGS = training.Settings()
FIGURES = {figure.name: figure for figure in moons.MOONS.published.figures}


def run(folder, epochs, say=lambda line: None, **settings):
    """Train, and return the epochs' measurements."""
    settings = training.Settings(epochs=epochs, **settings)
    measured = train(moons.MOONS, settings, RunDirectory(folder), Options(histograms=0, say=say))
    return measured.epochs


def test_the_test_set_is_cut_off_the_end():
    X, y = datasets.load_moons(0.1)
    data = training.load(SETTINGS)
    np.testing.assert_array_equal(data["train"]["X"], X[:1600])
    np.testing.assert_array_equal(data["train"]["y"], y[:1600])
    np.testing.assert_array_equal(data["test"]["X"], X[1600:])
    np.testing.assert_array_equal(data["test"]["y"], y[1600:])


def test_other_noise_and_ratio():
    X, _ = datasets.load_moons(0.3)
    data = training.load(training.Settings(noise=0.3, test_ratio=0.5))
    np.testing.assert_array_equal(data["test"]["X"], X[1000:])


@pytest.mark.parametrize(
    ("points", "labels", "message"),
    [
        (np.zeros((20, 3)), np.zeros(20), "train/X: expected 2 features an example, got 3"),
        (np.full((20, 2), np.nan), np.zeros(20), "train/X: expected finite numbers"),
        (np.zeros((20, 2)), np.full(20, 2), "train/y: expected labels from 0 to 1, got 2"),
        (np.zeros((20, 2)), np.zeros(19), "train/y: expected 16 examples .*, got 15"),
    ],
)
def test_bad_data(monkeypatch, points, labels, message):
    monkeypatch.setattr(datasets, "load_moons", lambda noise, samples: (points, labels))
    with pytest.raises(InputError, match=message):
        training.load(SETTINGS)


def test_mini_batches_are_drawn_as_random_batch_does():
    source = Source(np.random.RandomState(42))
    np.random.seed(42)
    for _epoch in range(2):
        drawn = list(training.mini_batches(SETTINGS, 1600, source))
        assert len(drawn) == 32
        for indices in drawn:
            np.testing.assert_array_equal(indices, np.random.randint(0, 1600, 64))


def test_erratum_2_counts_the_training_points():
    corrected = training.Settings(corrected=(2,))
    assert (
        len(list(training.mini_batches(corrected, 1600, Source(np.random.RandomState(42))))) == 25
    )


@pytest.mark.parametrize(
    "recording", RECORDINGS, ids=lambda run: f"noise {run['noise']}, losses added: {run['add_reg']}"
)
def test_the_first_epochs_are_those_of_tensorflow_1155(tmp_path, recording):
    corrected = (1,) if recording["add_reg"] else ()
    epochs = run(tmp_path, 101, noise=recording["noise"], corrected=corrected)
    for epoch, loss, accuracy in recording["history"][:3]:
        assert epochs[epoch]["accuracy"] == np.float32(accuracy)
        assert epochs[epoch]["loss"] == pytest.approx(loss, rel=1e-4)


def test_erratum_1_as_printed_the_regularization_changes_nothing(tmp_path):
    weak, strong = (run(tmp_path / str(x), 3, regularization=x) for x in (0.01, 1.0))
    assert weak == strong
    corrected = run(tmp_path / "corrected", 3, corrected=(1,))
    assert corrected != weak


def test_the_printed_lines(tmp_path, capsys):
    said = []
    epochs = run(tmp_path, 51, said.append)
    for epoch in (0, 50):
        # The article's own call.
        print(
            "Epoch:", epoch, "\tLoss:", epochs[epoch]["loss"], "\tAcc:", epochs[epoch]["accuracy"]
        )
    assert "\n".join(said[:2]) + "\n" == capsys.readouterr().out
    assert said[0].startswith("Epoch: 0 \tLoss: 0.5644")
    assert said[0].endswith(" \tAcc: 0.7975")
    assert [line.split()[0] for line in said[2:]] == ["precision_score", "recall_score"]


def test_other_epochs_print_nothing():
    metrics = {"loss": np.float32(0.5), "accuracy": np.float32(0.97)}
    lines = [training.line(epoch, metrics) for epoch in range(101)]
    assert [epoch for epoch, line in enumerate(lines) if line is not None] == [0, 50, 100]
    assert lines[50] == "Epoch: 50 \tLoss: 0.5 \tAcc: 0.97"


@pytest.mark.parametrize("seed", [0, 1])
def test_precision_and_recall_are_scikit_learns(seed):
    rng = np.random.RandomState(seed)
    actual, predicted = rng.randint(0, 2, (2, 50))
    trained = Trained({"test": {"y": actual}}, None, lambda part: predicted, {})
    measured = training.results(trained)
    assert measured == {
        "precision": pytest.approx(precision_score(actual, predicted)),
        "recall": pytest.approx(recall_score(actual, predicted)),
    }


def test_scores_where_nothing_is_predicted():
    trained = Trained({"test": {"y": np.ones(3)}}, None, lambda part: np.zeros(3), {})
    assert training.results(trained) == {"precision": 0, "recall": 0}


def test_results_lines():
    assert training.results_lines({"precision": 1.0, "recall": 0.995}) == [
        "precision_score 1.0",
        "recall_score 0.995",
    ]


def measured(name, accuracy, loss=None):
    """What a figure measures on a run of these accuracies and losses."""
    loss = np.ones(len(accuracy)) if loss is None else loss
    epochs = tuple(
        {"loss": np.float32(one), "accuracy": np.float32(other)}
        for one, other in zip(loss, accuracy, strict=True)
    )
    return FIGURES[name].measure(Measurements(epochs, {"precision": 0.75, "recall": 0.5}))


def test_figures_measure_what_they_say():
    accuracy = np.full(5000, 0.5)
    accuracy[[300, 700]] = 1
    accuracy[4500] = 0.25
    loss = np.linspace(2, 1, 5000)
    loss[1500] = 0.125
    last = "accuracy of the last 1000 epochs at noise 0.2"
    assert measured("precision at noise 0.1", accuracy) == 0.75
    assert measured("recall at noise 0.1", accuracy) == 0.5
    assert measured("first epoch with 100 % accuracy at noise 0.1", accuracy) == 300
    assert measured("first epoch with 100 % accuracy at noise 0.1", accuracy / 2) == np.inf
    assert measured("lowest accuracy from epoch 500 on at noise 0.1", accuracy) == 0.25
    assert measured("epoch of the smallest loss at noise 0.1", accuracy, loss) == 1500
    assert measured(f"highest {last}", accuracy) == 0.5
    assert measured(
        "change of the mean loss from epochs 3000-3999 to 4000-4999 at noise 0.2", accuracy, loss
    ) == pytest.approx(-1000 / 4999, rel=1e-4)


SHARE = "share of the last 1000 epochs at noise 0.2 with this accuracy, as printed"


@pytest.mark.parametrize(
    ("points", "share"), [(387, 0), (388, 1), (389, 1), (390, 0)], ids=lambda it: str(it)
)
def test_accuracies_are_compared_with_three_decimals(points, share):
    """0.970 to 0.973 are 388 and 389 of 400 test points: 0.97 and 0.9725."""
    accuracy = np.full(5000, points / 400)
    assert measured(f"{SHARE}: all", accuracy) == share
    accuracy[4000:4250] = 1
    assert measured(f"{SHARE}: most", accuracy) == share * 0.75


def test_the_smoothed_curve_is_tensorboards():
    """It keeps an accuracy between the bounds that alternates across both."""
    accuracy = np.tile([0.965, 0.9775], 2500)
    assert measured(f"{SHARE}: all", accuracy) == 0
    smoothed = measured(f"{SHARE}, smoothed as TensorBoard draws it: all", accuracy)
    assert smoothed == 1
    # 0.4 (1 + 0.6² + 0.6⁴ …) = 0.625 of the last value, 0.375 of the one before it.
    last = Measurements(tuple({"accuracy": np.float32(it)} for it in accuracy), {})
    assert last.smoothed("accuracy")[-2:] == pytest.approx([0.9696875, 0.9728125])


def test_each_figure_is_measured_with_settings_that_exist():
    for figure in FIGURES.values():
        dataclasses.replace(SETTINGS, **figure.settings)


def test_what_1155_recorded_is_what_it_did_when_it_was_recorded_before():
    """Two recordings of the same training, made apart: its final scores, and its 5000 epochs."""
    (before,) = [it for it in RECORDINGS if (it["noise"], it["add_reg"]) == (0.1, False)]
    recorded = moons.MOONS.published.recorded
    assert recorded["precision at noise 0.1"][42] == before["precision"]
    assert recorded["recall at noise 0.1"][42] == before["recall"]
    first = recorded["first epoch with 100 % accuracy at noise 0.1"][42]
    perfect = [epoch for epoch, _loss, accuracy in before["history"] if accuracy == 1]
    assert perfect[0] - 50 < first <= perfect[0]
