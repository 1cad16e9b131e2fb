import dataclasses

import numpy as np
import pytest

from tests.articles.toy import toy_images
from tf1_graphs import datasets
from tf1_graphs.articles import fashion
from tf1_graphs.articles.fashion import training
from tf1_graphs.datasets import Images
from tf1_graphs.errors import InputError
from tf1_graphs.experiments.catalogue import experiments, find
from tf1_graphs.experiments.settings import parse
from tf1_graphs.judging.reproduce import reproduce
from tf1_graphs.runs.measurements import Measurements
from tf1_graphs.runs.run_directory import RunDirectory, read_measurements
from tf1_graphs.training import runner
from tf1_graphs.training.options import Options

NAMES = [experiment.name for experiment in fashion.EXPERIMENTS]


@pytest.fixture
def toy(monkeypatch):
    """Fifty training, ten validation and twenty test images in place of Fashion-MNIST."""
    rng = np.random.RandomState(0)
    images = Images(*toy_images(rng, 60), *toy_images(rng, 20))
    monkeypatch.setattr(datasets, "load_fashion_mnist", lambda: images)
    monkeypatch.setattr(training, "N_VALID", 10)
    return images


def train(name, tmp_path, options=None, **settings):
    experiment = find(name)
    said = []
    options = options or Options(histograms=0, say=said.append)
    run = RunDirectory(tmp_path / name)
    return runner.train(experiment, experiment.settings(**settings), run, options), said, run


# Runs.


def test_every_experiment_is_registered():
    for experiment in fashion.EXPERIMENTS:
        assert find(experiment.name) == experiment
    assert len(NAMES) == 9


def test_dropout_rate_is_a_setting():
    experiment = find("fashion_deep_dropout")
    assert parse(experiment, ["dropout_rate=0.2"]).dropout_rate == 0.2
    with pytest.raises(InputError, match=r"takes a number from 0 to 0\.99"):
        parse(experiment, ["dropout_rate=1"])


def test_an_epochs_means_count_each_mini_batch_by_its_size(toy, monkeypatch, tmp_path):
    # Without steps, the mean over unequal mini-batches is the mean over the examples.
    x, y = toy.x_test, toy.y_test
    doubled = Images(np.concatenate([x, x]), np.concatenate([y, y]), x, y)
    monkeypatch.setattr(datasets, "load_fashion_mnist", lambda: doubled)
    monkeypatch.setattr(training, "N_VALID", 20)
    measured, _, _ = train(
        "fashion_mlp_scaled", tmp_path, learning_rate=0.0, epochs=1, batch_size=16
    )
    (epoch,) = measured.epochs
    assert epoch["loss"] == pytest.approx(epoch["val_loss"], rel=1e-6)
    assert epoch["accuracy"] == pytest.approx(epoch["val_accuracy"], rel=1e-6)


def test_columns_lines_and_results(toy, tmp_path):
    measured, said, _ = train("fashion_mlp_scaled", tmp_path, epochs=2, batch_size=10)
    assert list(measured.epochs[0]) == [
        "loss",
        "accuracy",
        "gradient_norm/hidden1",
        "gradient_norm/hidden2",
        "val_loss",
        "val_accuracy",
    ]
    assert said[0].startswith("Epoch 1 - loss: ")
    assert " - val_accuracy: " in said[0]
    assert "gradient" not in said[0]
    assert said[2].startswith("loss: ")
    assert measured.results["parameters"] == 266610
    assert measured.results["first_layer_parameters"] == 235500
    assert measured.column("loss")[1] < measured.column("loss")[0]


@pytest.mark.parametrize(
    "name", ["fashion_deep_alpha_dropout", "fashion_deep_dropout", "fashion_deep_bn_after"]
)
def test_a_continued_run_has_the_same_bits(toy, tmp_path, name):
    settings = {"layers": 2, "batch_size": 16}
    whole, _, _ = train(name, tmp_path / "whole", epochs=3, **settings)
    for epochs in (1, 3):
        continued, _, _ = train(name, tmp_path / "continued", epochs=epochs, **settings)
    assert continued == whole


def test_callbacks_stop_early_and_keep_the_best_model(toy, tmp_path):
    # No improvement of 100 is possible: the first epoch counts, and `patience` more are trained.
    measured, _, run = train(
        "fashion_callbacks", tmp_path, epochs=10, patience=2, min_delta=100.0, batch_size=10
    )
    assert len(measured.epochs) == 3
    best = int(measured.column("val_loss").argmin()) + 1
    assert {path.name.partition(".")[0] for path in run.best.iterdir()} == {f"model-{best}"}
    assert any(run.logs.iterdir())


def test_callbacks_settings_are_the_articles():
    settings = find("fashion_callbacks").settings()
    assert (settings.patience, settings.min_delta, settings.epochs) == (5, 1e-3, 10)
    assert (settings.learning_rate, settings.batch_size) == (0.01, 32)


@dataclasses.dataclass(frozen=True)
class ShallowSettings(training.DeepSettings):
    layers: int = 4
    epochs: int = 2


def test_figures_that_compare_two_experiments(toy, monkeypatch, tmp_path):
    for name in ("fashion_deep", "fashion_deep_bn_before"):
        shallow = dataclasses.replace(find(name), settings=ShallowSettings)
        monkeypatch.setitem(experiments(), name, shallow)
    reproduction = reproduce(find(name), tmp_path, Options(say=lambda line: None))
    (judgement,) = reproduction.judgements
    assert judgement.verdict == "undecided"  # of one seed
    left = {}
    for name in ("fashion_deep", "fashion_deep_bn_before"):
        epoch = read_measurements(RunDirectory(tmp_path / name / "seed-42")).epochs[0]
        left[name] = epoch["gradient_norm/hidden1"] / epoch["gradient_norm/hidden4"]
    ratio = left["fashion_deep_bn_before"] / left["fashion_deep"]
    assert float(judgement.measured.split(";")[0]) == pytest.approx(ratio, rel=1e-5)


@pytest.mark.parametrize(
    ("selu", "other", "lead"),
    [
        # The accuracies up to 0.8 that the second run reaches an epoch later.
        ((0.7, 0.8, 0.8), (0.6, 0.7, 0.8), 0.2 / 3),
        # What one of them alone reaches does not count.
        ((0.7, 0.8, 0.8), (0.7, 0.8, 0.9), 0),
        ((0.5, 0.8, 0.9), (0.7, 0.8, 0.8), -0.2 / 3),
        # Nor does a fall from the best.
        ((0.8, 0.1, 0.8), (0.7, 0.8, 0.8), 0.1 / 3),
    ],
)
def test_lead_of_a_learning_curve(selu, other, lead):
    def measured(accuracies):
        return Measurements(tuple({"val_accuracy": np.float32(a)} for a in accuracies), {})

    after, before = find("fashion_deep_selu").published.figures
    assert (after.against, before.against) == ("fashion_deep_bn_after", "fashion_deep_bn_before")
    assert after.measure(measured(other), measured(selu)) == pytest.approx(lead, abs=1e-7)
    assert before.measure(measured(selu), measured(other)) == pytest.approx(-lead, abs=1e-7)


# Data and its erratum.


def test_pixels_are_scaled_by_the_training_set(toy):
    data = training.load_scaled(training.ScaledSettings())
    pixels = toy.x_train[10:].reshape(50, -1).astype(float)
    for part, images in (("train", toy.x_train[10:]), ("test", toy.x_test)):
        expected = (images.reshape(len(images), -1) - pixels.mean()) / pixels.std()
        np.testing.assert_allclose(data[part]["X"], expected, rtol=1e-4, atol=1e-5)
        assert data[part]["X"].dtype == np.float32
    assert data["train"]["X"].mean() == pytest.approx(0, abs=1e-5)
    assert data["train"]["X"].var() == pytest.approx(1, abs=1e-5)


def test_as_printed_only_the_test_images_are_scaled(toy):
    settings = parse(find("fashion_mlp_scaled"), ["corrected="])
    data = training.load_scaled(settings)
    assert (data["train"]["X"] == toy.x_train[10:].reshape(50, -1)).all()
    assert (data["valid"]["X"] == toy.x_train[:10].reshape(10, -1)).all()
    assert data["test"]["X"].mean() == pytest.approx(0, abs=0.1)
    assert parse(find("fashion_mlp_scaled"), corrected=True) == training.ScaledSettings()


def test_raw_pixels_diverge(real_data, monkeypatch, tmp_path):
    images = datasets.load_fashion_mnist()
    few = Images(images.x_train[:2000], images.y_train[:2000], images.x_test, images.y_test)
    monkeypatch.setattr(datasets, "load_fashion_mnist", lambda: few)
    monkeypatch.setattr(training, "N_VALID", 400)
    raw, _, _ = train("fashion_mlp", tmp_path, epochs=2)
    # By the seed it overflows to NaN, or all neurons of a layer die after one huge step.
    assert not raw.column("loss")[0] < 1000
    assert raw.results["test_accuracy"] == 0.1
    scaled, _, _ = train("fashion_mlp_scaled", tmp_path, epochs=2)
    assert scaled.results["test_accuracy"] > 0.6


def test_parts_of_the_real_data(real_data):
    data = training.load(None)
    assert {part: arrays["X"].shape for part, arrays in data.items()} == {
        "train": (55000, 784),
        "valid": (5000, 784),
        "test": (10000, 784),
    }
    assert (data["train"]["X"].min(), data["train"]["X"].max()) == (0, 255)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x_train": np.zeros((60, 28, 27))}, "valid/X|train/X: expected 784 features"),
        ({"x_test": np.full((20, 28, 28), np.nan)}, "test/X: expected finite numbers"),
        ({"y_test": np.full(20, 10)}, "test/y: expected labels from 0 to 9, got 10"),
        ({"x_train": np.zeros((10, 28, 28)), "y_train": np.zeros(10)}, "train/X: expected one"),
    ],
)
def test_bad_data(toy, monkeypatch, change, message):
    arrays = {"x_train", "y_train", "x_test", "y_test"}
    changed = Images(**{name: change.get(name, getattr(toy, name)) for name in arrays})
    monkeypatch.setattr(datasets, "load_fashion_mnist", lambda: changed)
    with pytest.raises(InputError, match=message):
        training.load_scaled(training.ScaledSettings())


def test_errata_are_numbered_and_the_repairable_one_is_the_first():
    for experiment in fashion.EXPERIMENTS:
        numbers = [erratum.number for erratum in experiment.published.errata]
        assert numbers == list(range(1, len(numbers) + 1))
        repairable = [
            erratum.number for erratum in experiment.published.errata if erratum.corrected
        ]
        assert repairable == ([] if experiment.name == "fashion_mlp" else [1])
