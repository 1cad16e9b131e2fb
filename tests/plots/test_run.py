"""Which plots a run has, and their files."""

import sys

import numpy as np
import pytest

from tests.changing import changed
from tests.training.experiments import DROPOUT
from tests.training.runs import train
from tf1_graphs import plots
from tf1_graphs.errors import InputError
from tf1_graphs.experiments import catalogue
from tf1_graphs.experiments.catalogue import find
from tf1_graphs.experiments.defaults import no_lines, no_results
from tf1_graphs.plots import boundary
from tf1_graphs.runs import run_directory
from tf1_graphs.runs.run_directory import RunDirectory
from tf1_graphs.training import prediction

pytest.importorskip("matplotlib")
MOONS = find("moons")


@pytest.fixture(scope="module")
def moons(tmp_path_factory):
    """A finished run of 60 epochs, which no test changes."""
    return train(MOONS, tmp_path_factory.mktemp("moons"), 60)


@pytest.fixture(scope="module")
def drawn(moons):
    return {plot.name: plot for plot in plots.of_run(moons)}


def test_what_is_drawn_of_moons(drawn):
    names = ["learning_curves", "confusion_matrix", "decision_boundary", "boundary_growth"]
    assert list(drawn) == names
    for plot in drawn.values():
        assert plot.title == plot.figure.get_suptitle()
        assert plot.alt.startswith(plot.title)


def test_without_training_again_the_growth_is_left_out(moons, drawn, monkeypatch):
    monkeypatch.setattr(boundary, "growth", None)
    names = [plot.name for plot in plots.of_run(moons, retrain=False)]
    assert names == [name for name in drawn if name != "boundary_growth"]


def test_the_learning_curves_are_metrics_csv(moons, drawn):
    rows = run_directory.read_metrics(moons)
    for panel, column in zip(
        drawn["learning_curves"].figure.axes, ("loss", "accuracy"), strict=True
    ):
        (line,) = panel.get_lines()
        np.testing.assert_array_equal(line.get_ydata(), [row[column] for row in rows])


def test_the_decision_boundary_shades_what_the_model_infers(moons, drawn):
    panel = drawn["decision_boundary"].figure.axes[0]
    (shaded,) = panel.get_images()
    left, right, low, high = shaded.get_extent()
    probabilities = shaded.get_array()
    rows, columns = probabilities.shape
    chosen = np.random.RandomState(0).randint(0, rows, (20, 2))
    x = left + (right - left) * chosen[:, 1] / (columns - 1)
    y = low + (high - low) * chosen[:, 0] / (rows - 1)
    with prediction.trained_model(MOONS, MOONS.settings(), moons) as infer:
        logits = infer({"X": np.stack([x, y], axis=1)}).logits
    expected = np.exp(logits[:, 1]) / np.exp(logits).sum(axis=1)
    np.testing.assert_allclose(probabilities[tuple(chosen.T)], expected, rtol=1e-3)


def test_the_decision_boundary_has_all_points_and_marks_those_that_are_missed(moons, drawn):
    data = MOONS.training.load(MOONS.settings())
    panel = drawn["decision_boundary"].figure.axes[0]
    points = {found.get_label(): found.get_offsets() for found in panel.collections}
    for part, name in (("train", "training"), ("test", "test")):
        for label in (0, 1):
            expected = data[part]["X"][data[part]["y"] == label]
            np.testing.assert_array_equal(points[f"class {label}, {name}"], expected)
    with prediction.trained_model(MOONS, MOONS.settings(), moons) as infer:
        missed = infer(data["test"]).predictions != data["test"]["y"]
    assert missed.any()
    np.testing.assert_array_equal(points["missed test"], data["test"]["X"][missed])
    assert f"{missed.sum()} lie on the wrong side" in drawn["decision_boundary"].alt


def test_the_boundarys_growth_shows_the_articles_checkpoints(moons, drawn):
    rows = run_directory.read_metrics(moons)
    titles = [panel.get_title() for panel in drawn["boundary_growth"].figure.axes]
    assert titles[:3] == [
        f"after 1 epoch: test accuracy {rows[0]['accuracy']:.4g}",
        f"after 51 epochs: test accuracy {rows[50]['accuracy']:.4g}",
        f"after 60 epochs: test accuracy {rows[59]['accuracy']:.4g}",
    ]


def test_no_growth_is_drawn_of_a_run_that_cannot_be_trained_again(moons, monkeypatch):
    """As of one that was continued from an article's own checkpoint."""
    said = []
    read = run_directory.read_metrics
    other = ({"loss": np.float32(0), "accuracy": np.float32(1)},) * 60
    monkeypatch.setattr(
        run_directory, "read_metrics", lambda run: other if run == moons else read(run)
    )
    names = [plot.name for plot in plots.of_run(moons, said.append)]
    assert "decision_boundary" in names
    assert "boundary_growth" not in names
    assert any("growth is not drawn" in line and "measure something else" in line for line in said)


def test_points_in_the_plane_of_two_classes_have_a_boundary():
    plane = {"train": {"X": np.zeros((2, 2)), "y": np.array([0, 1])}}
    assert boundary.is_plane(plane)
    assert not boundary.is_plane({"train": {"X": np.zeros((2, 3)), "y": np.array([0, 1])}})
    assert not boundary.is_plane({"train": {"X": np.zeros((2, 2)), "y": np.array([0.5, 1])}})
    assert not boundary.is_plane({"train": {"wide": np.zeros((2, 2)), "y": np.array([0, 1])}})


def test_files_are_written_with_title_and_text(moons, drawn, monkeypatch):
    from PIL import Image

    monkeypatch.setattr("tf1_graphs.plots.run._drawn", lambda run, say: iter(drawn.values()))
    paths = plots.write(moons)
    assert paths == [moons.path / "figures" / f"{name}.png" for name in drawn]
    for path, plot in zip(paths, drawn.values(), strict=True):
        with Image.open(path) as picture:
            assert picture.text["Title"] == plot.title
            assert picture.text["Description"] == plot.alt
    assert sorted(moons.figures.iterdir()) == sorted(paths)


def test_of_a_run_that_is_not_finished_the_curves_are_drawn(tmp_path):
    run = train(MOONS, tmp_path, 2)
    run.results.unlink()
    said = []
    assert [plot.name for plot in plots.of_run(run, said.append)] == ["learning_curves"]
    assert len(said) == 1
    assert "is not finished" in said[0]


def test_of_a_run_without_an_epoch_nothing_is_drawn(tmp_path):
    run = train(MOONS, tmp_path, 1)
    run.results.unlink()
    run.metrics.unlink()
    said = []
    assert plots.of_run(run, said.append) == []
    assert "no completed epoch yet" in said[0]


def test_a_folder_that_is_no_run(tmp_path):
    with pytest.raises(InputError, match="is not a run directory"):
        plots.of_run(RunDirectory(tmp_path))


def test_without_matplotlib_it_says_what_to_install(moons, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(InputError, match=r"pip install 'tf1_graphs\[plot\]'"):
        plots.of_run(moons)


def regression(settings):
    return {
        name: {"X": arrays["X"], "y": arrays["X"][:, 0]}
        for name, arrays in DROPOUT.training.load(settings).items()
    }


def build_regression(settings):
    from tf1_graphs.experiments.experiment import BookGraph
    from tf1_graphs.layers import dense
    from tf1_graphs.tensorflow1 import tf

    X = tf.placeholder(tf.float32, (None, 4), name="X")
    y = tf.placeholder(tf.float32, (None,), name="y")
    predictions = tf.squeeze(dense(X, 1), 1)
    loss = tf.reduce_mean(tf.square(predictions - y))
    return BookGraph(
        inputs={"X": X, "y": y},
        training_op=tf.train.GradientDescentOptimizer(settings.rate).minimize(loss),
        metrics={"loss": loss},
        predictions=predictions,
    )


@pytest.fixture
def register(monkeypatch):
    def registered(**changes):
        experiment = changed(DROPOUT, results=no_results, results_lines=no_lines, **changes)
        monkeypatch.setitem(catalogue.experiments(), experiment.name, experiment)
        return experiment

    return registered


@pytest.mark.parametrize(
    ("scale", "names", "words"),
    [(1, ["learning_curves", "predictions"], []), (1e30, ["learning_curves"], ["NaN or infinite"])],
)
def test_a_regression_that_converges_and_one_that_diverges(tmp_path, register, scale, names, words):
    def load(settings):
        return {
            name: {"X": part["X"] * scale, "y": part["y"]}
            for name, part in regression(settings).items()
        }

    experiment = register(load=load, build=build_regression)
    said = []
    found = plots.of_run(train(experiment, tmp_path, 3), said.append, experiment=experiment)
    assert [plot.name for plot in found] == names
    for word in words:
        assert word in said[0]


def test_a_classifier_of_images(tmp_path, register):
    def load(_settings):
        images = np.random.RandomState(0).rand(40, 784).astype(np.float32)
        labels = np.arange(40) % 10
        return {"train": {"X": images, "y": labels}, "test": {"X": images[:20], "y": labels[:20]}}

    experiment = register(
        load=load,
        build=build_images,
        line=lambda epoch, metrics: None,
        mini_batches=lambda settings, n, source: [source.rng.permutation(n)],
    )
    found = plots.of_run(train(experiment, tmp_path, 1), experiment=experiment)
    names = ["learning_curves", "confusion_matrix", "predictions", "mistakes"]
    assert [plot.name for plot in found] == names


def build_images(settings):
    from tf1_graphs.articles.mnist_batch_norm import graph
    from tf1_graphs.articles.mnist_batch_norm.training import Settings

    return graph.build(Settings())
