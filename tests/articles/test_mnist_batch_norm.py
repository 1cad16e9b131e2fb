import json
from pathlib import Path

import numpy as np
import pytest

from tf1_graphs import datasets
from tf1_graphs.articles.mnist_batch_norm import (
    MNIST_BATCH_NORM,
    MNIST_BATCH_NORM_FIRST_LISTING,
    published,
    training,
)
from tf1_graphs.errors import InputError
from tf1_graphs.experiments.experiment import Source
from tf1_graphs.runs.measurements import Measurements
from tf1_graphs.runs.run_directory import RunDirectory
from tf1_graphs.tensorflow1 import new_graph, tf
from tf1_graphs.training.options import Options
from tf1_graphs.training.runner import train

SETTINGS = training.Settings()


def test_the_first_5000_images_are_for_validation(real_data):
    mnist = datasets.load_mnist()
    data = training.load(SETTINGS)
    assert {part: arrays["X"].shape for part, arrays in data.items()} == {
        "train": (55000, 784),
        "valid": (5000, 784),
    }
    for arrays in data.values():
        assert arrays["X"].dtype == np.float32
        assert arrays["y"].dtype == np.int32
        assert (arrays["X"].min(), arrays["X"].max()) == (0, 1)
    # The article's own lines.
    X_train = mnist.x_train.astype(np.float32).reshape(-1, 28 * 28) / 255.0
    y_train = mnist.y_train.astype(np.int32)
    np.testing.assert_array_equal(data["valid"]["X"], X_train[:5000])
    np.testing.assert_array_equal(data["train"]["X"], X_train[5000:])
    np.testing.assert_array_equal(data["valid"]["y"], y_train[:5000])
    np.testing.assert_array_equal(data["train"]["y"], y_train[5000:])


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        (np.zeros((6000, 28, 27)), np.zeros(6000), "expected 784 features an example, got 756"),
        (np.full((6000, 28, 28), np.nan), np.zeros(6000), "expected finite numbers"),
        (np.zeros((6000, 28, 28)), np.full(6000, 10), "expected labels from 0 to 9, got 10"),
        (np.zeros((5000, 28, 28)), np.zeros(5000), "train/X: expected one example or more"),
    ],
)
def test_bad_data(monkeypatch, x, y, message):
    monkeypatch.setattr(datasets, "load_mnist", lambda: datasets.Images(x, y, x, y))
    with pytest.raises(InputError, match=message):
        training.load(SETTINGS)


@pytest.mark.parametrize(
    ("n_examples", "batch_size"), [(55000, 200), (1030, 200), (200, 200), (399, 200)]
)
def test_mini_batches_are_drawn_as_shuffle_batch_does(n_examples, batch_size):
    settings = training.Settings(batch_size=batch_size)
    source = Source(np.random.RandomState(42))
    np.random.seed(42)
    for _epoch in range(2):
        drawn = list(training.mini_batches(settings, n_examples, source))
        # The article's own lines.
        rnd_idx = np.random.permutation(n_examples)
        expected = np.array_split(rnd_idx, n_examples // batch_size)
        assert len(drawn) == len(expected)
        for indices, other in zip(drawn, expected, strict=True):
            np.testing.assert_array_equal(indices, other)


def test_the_printed_line(capsys):
    accuracy = np.float32(0.954)
    print(5, accuracy)
    assert training.line(5, {"accuracy": accuracy}) + "\n" == capsys.readouterr().out
    assert training.line(7, {"accuracy": np.float32(0.96)}) == "7 0.96"


def test_the_20_published_accuracies():
    figures = MNIST_BATCH_NORM.published.figures
    assert len(figures) == SETTINGS.epochs == 20
    assert {figure.rule for figure in figures} == {"exact"}
    assert [figure.published for figure in figures[:2]] == ["0.8952", "0.9202"]
    assert figures[-1].published == "0.9742"
    accuracies = np.linspace(0, 1, 20, dtype=np.float32)
    measured = Measurements(tuple({"accuracy": accuracy} for accuracy in accuracies), {})
    assert [figure.measure(measured) for figure in figures] == accuracies.tolist()


def test_the_first_epochs_print_the_published_digits(real_data, tmp_path):
    said = []
    settings = training.Settings(epochs=2)
    train(MNIST_BATCH_NORM, settings, RunDirectory(tmp_path), Options(seed=42, say=said.append))
    assert said == ["0 0.8952", "1 0.9202"]


def test_erratum_1_of_the_first_listing_trains_one_hidden_layer():
    """As printed, `hidden1` has no influence: no gradient reaches it."""
    experiment = MNIST_BATCH_NORM_FIRST_LISTING
    without_gradient = {}
    for corrected in ((), (1,)):
        with new_graph(seed=42):
            book = experiment.training.build(experiment.settings(corrected=corrected))
            variables = tf.trainable_variables()
            gradients = tf.gradients(book.metrics["loss"], variables)
            without_gradient[corrected] = [
                variable.op.name
                for variable, gradient in zip(variables, gradients, strict=True)
                if gradient is None
            ]
    assert without_gradient[(1,)] == []
    assert without_gradient[()] == [
        "hidden1/kernel",
        "hidden1/bias",
        "batch_normalization/gamma",
        "batch_normalization/beta",
    ]


def test_what_1155_printed_is_what_the_article_did():
    interrupted = Path(__file__).parents[1] / "reference" / "interrupted"
    reference = interrupted / "continuation.tf1155.json"
    assert json.loads(reference.read_text())["mnist_batch_norm"] == published.RECORDED_ACCURACIES
