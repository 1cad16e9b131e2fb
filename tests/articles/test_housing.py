import dataclasses
import json
import math
from pathlib import Path

import numpy as np
import pytest

from tf1_graphs import datasets
from tf1_graphs.articles import housing
from tf1_graphs.articles.housing import published, training
from tf1_graphs.errors import InputError
from tf1_graphs.experiments.settings import parse
from tf1_graphs.judging import rules
from tf1_graphs.runs.measurements import Measurements
from tf1_graphs.runs.run_directory import RunDirectory
from tf1_graphs.tensorflow1 import new_graph, tf
from tf1_graphs.training import runner
from tf1_graphs.training.options import Options

KERAS = json.loads((Path(__file__).parents[1] / "reference" / "keras_tf210.json").read_text())
KERAS_NAMES = {
    "housing_mlp": "regression",
    "housing_wide_deep": "wide_deep",
    "housing_wide_deep_subclass": "wide_deep_subclass",
    "housing_multi_input": "multi_input",
    "housing_multi_output": "multi_output",
}
EXPERIMENTS = {experiment.name: experiment for experiment in housing.EXPERIMENTS}
EACH = pytest.mark.parametrize("experiment", housing.EXPERIMENTS, ids=list(EXPERIMENTS))


def keras_runs(experiment_name):
    return [run for run in KERAS if run["name"] == KERAS_NAMES[experiment_name]]


def trained(name, seed, folder, said=None, **settings):
    experiment = EXPERIMENTS[name]
    options = Options(seed=seed, histograms=0, say=(said if said is not None else []).append)
    run = RunDirectory(folder / f"{name}-{seed}")
    return runner.train(experiment, experiment.settings(**settings), run, options)


@pytest.fixture
def houses(monkeypatch):
    """A function that puts other data in the place of California housing."""

    def replace(X, y=None):
        y = np.arange(len(X), dtype=float) if y is None else y
        monkeypatch.setattr(datasets, "load_california_housing", lambda: (X, y))

    return replace


@pytest.fixture
def some_houses(houses):
    X = np.random.RandomState(0).lognormal(2, 1, (200, 8))
    houses(X, X[:, 0])
    return X


def test_sizes_and_scaling_as_printed(real_data):
    from sklearn.model_selection import train_test_split
    from sklearn.preprocessing import StandardScaler

    parts = training.load(training.Settings())
    assert {name: len(part["y"]) for name, part in parts.items()} == {
        "train": 11610,
        "valid": 3870,
        "test": 5160,
    }
    X, y = datasets.load_california_housing()
    _, X_test, _, y_test = train_test_split(X, y, random_state=7)
    assert parts["test"]["y"].tolist() == y_test.tolist()
    np.testing.assert_allclose(
        parts["test"]["X"], StandardScaler().fit_transform(X_test), atol=1e-9
    )


def test_each_part_has_its_own_statistics_as_printed(some_houses):
    for part in training.load(training.Settings()).values():
        np.testing.assert_allclose(part["X"].mean(0), 0, atol=1e-9)
        np.testing.assert_allclose(part["X"].std(0), 1)


def test_corrected_scales_by_the_training_sets_statistics(some_houses):
    printed, corrected = (training.load(training.Settings(corrected=c)) for c in ((), (1,)))
    assert (printed["train"]["X"] == corrected["train"]["X"]).all()
    for part in ("valid", "test"):
        assert abs(corrected[part]["X"].mean(0)).max() > 0.01
    # One line through all parts: the same house is the same numbers wherever it is.
    scaled = np.concatenate([part["X"] for part in corrected.values()])
    order = np.concatenate([part["y"] for part in corrected.values()]).argsort()
    slopes = np.diff(scaled[order, 0]) / np.diff(np.sort(some_houses[:, 0]))
    np.testing.assert_allclose(slopes, slopes[0], rtol=1e-6)


def test_two_inputs_overlap(some_houses):
    one, two = training.load(training.Settings()), training.load_two_inputs(training.Settings())
    for name, part in two.items():
        assert (part["wide"] == one[name]["X"][:, [0, 1, 2, 3, 4]]).all()
        assert (part["deep"] == one[name]["X"][:, [2, 3, 4, 5, 6, 7]]).all()


@pytest.mark.parametrize("load", [training.load, training.load_two_inputs])
@pytest.mark.parametrize(
    ("X", "message"),
    [
        (np.ones((40, 7)), "expected 8 features an example, got 7"),
        (np.full((40, 8), np.nan), "finite numbers, got NaN"),
        (np.ones((1, 8)), "a training, a validation and a test set, got 1"),
        (np.ones((0, 8)), "a training, a validation and a test set, got 0"),
    ],
    ids=["features", "nan", "one example", "none"],
)
def test_bad_data(houses, load, X, message):
    houses(X)
    with pytest.raises(InputError, match=message):
        load(training.Settings())


@EACH
def test_the_tables_tensors(experiment):
    with new_graph(42) as graph:
        experiment.training.build(experiment.settings())
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in experiment.training.build.__doc__.splitlines()
        if line.strip().startswith("|")
    ][2:]
    assert len(rows) >= 6
    for _, name, shape, dtype, _ in rows:
        tensor = graph.get_tensor_by_name(f"{name}:0")
        sizes = [None if size == "batch" else int(size) for size in shape[1:-1].split(", ") if size]
        assert (tensor.shape.as_list(), tensor.dtype.name) == (sizes, dtype)


@pytest.mark.parametrize("name", KERAS_NAMES)
def test_as_many_parameters_as_keras(name):
    with new_graph(0):
        EXPERIMENTS[name].training.build(EXPERIMENTS[name].settings())
        count = sum(variable.shape.num_elements() for variable in tf.trainable_variables())
    assert {count} == {run["params"] for run in keras_runs(name)}


def test_weights_begin_as_keras_begins_them():
    with new_graph(0):
        housing.HOUSING_MLP.training.build(training.Settings())
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            kernel, bias, *_ = session.run(tf.trainable_variables())
    limit = math.sqrt(6 / (8 + 30))
    assert 0.95 * limit < abs(kernel).max() <= limit
    assert kernel.std() == pytest.approx(limit / math.sqrt(3), rel=0.1)
    assert not bias.any()


def test_a_step_of_two_outputs_is_numpys():
    rng = np.random.RandomState(0)
    batch = {
        "wide": rng.randn(32, 5).astype(np.float32),
        "deep": rng.randn(32, 6).astype(np.float32),
        "y": rng.rand(32).astype(np.float32),
    }
    with new_graph(0):
        book = housing.HOUSING_MULTI_OUTPUT.training.build(training.Settings())
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            before = session.run(tf.trainable_variables())
            feed = {book.inputs[name]: array for name, array in batch.items()}
            measured, _ = session.run([book.step_metrics, book.training_op], feed)
            after = session.run(tf.trainable_variables())
    k1, b1, k2, b2, k3, b3, k4, b4 = (array.astype(float) for array in before)
    hidden1 = np.maximum(batch["deep"] @ k1 + b1, 0)
    hidden2 = np.maximum(hidden1 @ k2 + b2, 0)
    concat = np.concatenate([batch["wide"], hidden2], 1)
    errors = concat @ k3 + b3 - batch["y"][:, None], hidden2 @ k4 + b4 - batch["y"][:, None]
    losses = [np.mean(error**2) for error in errors]
    assert measured["output_loss"] == pytest.approx(losses[0], rel=1e-5)
    assert measured["output2_loss"] == pytest.approx(losses[1], rel=1e-5)
    assert measured["loss"] == pytest.approx(sum(losses), rel=1e-5)
    g3, g4 = (2 / 32 * error for error in errors)
    g2 = (g3 @ k3[5:].T + g4 @ k4.T) * (hidden2 > 0)
    g1 = (g2 @ k2.T) * (hidden1 > 0)
    layers = (batch["deep"], g1), (hidden1, g2), (concat, g3), (hidden2, g4)
    gradients = [part for inputs, g in layers for part in (inputs.T @ g, g.sum(0))]
    for old, new, gradient in zip(before, after, gradients, strict=True):
        np.testing.assert_allclose(new, old - 0.01 * gradient, atol=1e-6)


@pytest.mark.parametrize(
    ("name", "width"), [("housing_wide_deep", 25), ("housing_wide_deep_subclass", 35)]
)
def test_corrected_leaves_outliers_out_of_the_wide_part(name, width):
    experiment = EXPERIMENTS[name]
    with new_graph(0) as graph:
        experiment.training.build(parse(experiment, corrected=True))
        concat = graph.get_tensor_by_name("full-connect-layer/concat:0")
        assert concat.shape.as_list() == [None, width]
        wide = graph.get_tensor_by_name("input/wide:0")
        X = np.arange(8, dtype=np.float32)[None]
        with tf.Session() as session:
            assert session.run(wide, {"input/X:0": X}).tolist() == [[0, 1, 2, 3, 4]]


@pytest.mark.parametrize("name", ["housing_mlp", "housing_multi_input", "housing_multi_output"])
def test_agrees_with_keras(name, real_data, tmp_path):
    """Test losses and epochs run: the means within two combined standard errors."""
    runs = [trained(name, seed, tmp_path) for seed in (2, 3, 4, 5)]
    keras = keras_runs(name)
    for ours, theirs in (
        (
            [list(measured.results.values()) for measured in runs],
            [run["test"] for run in keras],
        ),
        ([len(measured.epochs) for measured in runs], [run["epochs"] for run in keras]),
    ):
        ours, theirs = np.array(ours), np.array(theirs)
        error = np.sqrt(sum(x.var(0, ddof=1) / len(x) for x in (ours, theirs)))
        assert (abs(ours.mean(0) - theirs.mean(0)) <= 2 * error).all()


@pytest.mark.parametrize("name", ["housing_wide_deep", "housing_wide_deep_subclass"])
def test_diverges_as_keras_does(name, real_data, tmp_path):
    said = []
    measured = trained(name, 0, tmp_path, said)
    assert {len(measured.epochs)} == {run["epochs"] for run in keras_runs(name)}
    assert not measured.results["test_loss"] < 1e7
    assert "The training diverged" in said[-1]
    # The wide part's outliers are why: without them it converges.
    corrected = trained(name, 1, tmp_path, said, epochs=3, corrected=(2,))
    assert corrected.results["test_loss"] < 0.6
    assert said[-1] == f"test_loss: {corrected.results['test_loss']:.4f}"


def test_two_rows_are_nearly_all_of_aveoccups_variance(real_data):
    """What the notes on the divergence say."""
    scores = np.sort(abs(training.load(training.Settings())["train"]["X"][:, 5]))[-2:]
    assert scores.round().tolist() == [68, 82]
    assert round(100 * (scores**2).sum() / 11610) == 98
    assert (1 - 0.02 * scores**2 / 32).round(1).tolist() == [-1.9, -3.2]


@pytest.mark.parametrize(
    ("losses", "exploded"),
    [([1, 0.5], 0), ([20, 9], 0), ([1, 10], 1), ([1, math.nan], 1), ([1, math.inf], 1)],
)
def test_an_explosion(losses, exploded):
    measured = Measurements(tuple({"loss": np.float32(loss)} for loss in losses), {})
    assert published.explodes(measured) == exploded


def test_every_learning_rate_of_the_list_is_judged():
    settings = [figure.settings["learning_rate"] for figure in published.LEARNING_RATES.figures]
    assert settings == [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2]
    assert settings[0] == housing.HOUSING_LEARNING_RATES.settings().learning_rate
    verdicts = [figure.published for figure in published.LEARNING_RATES.figures]
    assert verdicts == ["0", "0", "0", "0", "0", "1"]


@pytest.mark.parametrize(
    ("losses", "verdict", "measured"),
    [
        ([0.94, 0.95, 0.96, 0.97, 0.98, math.nan], "reproduced", "0.941 to 0.979"),
        ([0.97, 0.98, 0.98, 0.98, 0.99, math.nan], "not reproduced", "0.971 to 0.989"),
        ([0.94, 0.95, 0.97, 0.98, math.nan], "undecided", "0.94075 to 0.97925"),
    ],
)
def test_a_diverged_training_is_counted_and_the_others_are_judged(losses, verdict, measured):
    figure = published.MULTI_OUTPUT.figures[0]
    values = {
        seed: figure.measure(Measurements((), {"test_loss": loss}))
        for seed, loss in enumerate(losses)
    }
    judgement = rules.judge_figure(figure, values)
    assert (judgement.verdict, judgement.measured.split(";")[0]) == (verdict, measured)
    assert f"1 of {len(losses)} diverged" in judgement.measured


def test_the_share_of_trainings_that_diverge_is_that_of_the_recording():
    losses = [it["test"][0] for it in KERAS if it["name"] == "multi_output"]
    assert (len(losses), all(loss < published.DIVERGED for loss in losses)) == (5, True)
    said = published.MULTI_OUTPUT.notes[0]
    for held, trainings in ((0, 5), (1, 10)):
        low, high = rules.wilson(held, trainings)
        assert f"{100 * low:.0f} % to {100 * high:.0f} %" in said


def test_a_run_is_read_back_with_its_errata(some_houses, tmp_path):
    """A manifest holds a tuple as a list."""
    settings = {"epochs": 1, "corrected": (1,)}
    first = trained("housing_mlp", 0, tmp_path, **settings)
    assert trained("housing_mlp", 0, tmp_path, **settings).results == first.results


def test_a_training_that_diverges_at_once_is_written(houses, tmp_path):
    """TensorFlow makes no histogram of NaN."""
    X = np.random.RandomState(0).randn(200, 8)
    houses(X, 1e30 * X[:, 0])
    measured = trained("housing_mlp", 0, tmp_path, epochs=2)
    assert np.isnan(measured.column("loss")[1])
    assert not math.isfinite(measured.results["test_loss"])


def test_settings_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError, match="patience"):
        training.Settings().patience = 1
