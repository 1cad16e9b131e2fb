"""Article 004's CNN: the graph and the NumPy network against each other, and as runs."""

import json
import os
import pickle
import signal
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import threadpoolctl

from tf1_graphs import datasets, numpy_cnn
from tf1_graphs.articles import mnist_cnn
from tf1_graphs.articles.mnist_cnn import MNIST_CNN, MNIST_CNN_NUMPY, inference, picture
from tf1_graphs.articles.mnist_cnn.graph import channels_last
from tf1_graphs.compat import new_graph, tf
from tf1_graphs.datasets import Images
from tf1_graphs.errors import InputError
from tf1_graphs.inspection import differences, recorded
from tf1_graphs.settings import parse
from tf1_graphs.spec import Record, Source
from tf1_graphs.training import runner
from tf1_graphs.training.interruption import Interrupted
from tf1_graphs.training.options import Options
from tf1_graphs.training.run_directory import RunDirectory

RECORDING = Path(__file__).parents[1] / "reference" / "mnist_cnn.tf1155.json"


class Built:
    """The graph in a session of its own, with initialized variables."""

    def __init__(self, seed=42):
        with new_graph(seed) as graph:
            self.book = MNIST_CNN.build(MNIST_CNN.settings())
            self.variables = {v.op.name: v for v in tf.trainable_variables()}
            self.gradients = dict(
                zip(
                    self.variables,
                    tf.gradients(self.book.metrics["loss"], list(self.variables.values())),
                    strict=True,
                )
            )
            self.session = tf.Session(graph=graph)
            self.session.run(tf.global_variables_initializer())

    def run(self, fetches, x, y):
        """Run on images as the NumPy network has them, [n, 1, 28, 28]."""
        inputs = self.book.inputs
        return self.session.run(fetches, {inputs["X"]: x.transpose(0, 2, 3, 1), inputs["y"]: y})

    def load(self, params):
        values = channels_last(params)
        initializers = [self.variables[name].initializer for name in values]
        fed = {op.inputs[1]: value for op, value in zip(initializers, values.values(), strict=True)}
        self.session.run(initializers, fed)


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    with threadpoolctl.threadpool_limits(1, user_api="blas"):
        yield


@pytest.fixture(scope="module")
def built():
    return Built()


@pytest.fixture(scope="module")
def params():
    """Weights and biases away from ReLU's kink, numbers of float32 in float64."""
    rng = np.random.RandomState(0)
    drawn = numpy_cnn.initial_parameters(rng, weight_init_std=0.1)
    for name in ("b1", "b2", "b3"):
        drawn[name] = 0.1 * rng.randn(*drawn[name].shape)
    return {name: value.astype(np.float32).astype(np.float64) for name, value in drawn.items()}


@pytest.fixture(scope="module")
def batch():
    return np.random.RandomState(1).rand(5, 1, 28, 28).astype(np.float32), np.arange(5)


def largest_relative_difference(one, other):
    return np.abs(one - other).max() / np.abs(other).max()


# The graph and the NumPy network are each other's second opinion.


def assert_they_agree(built, params, x, y):
    built.load(params)
    loss, gradients = built.run([built.book.metrics["loss"], built.gradients], x, y)
    assert abs(loss - numpy_cnn.loss(params, x, y)) <= 1e-6
    expected = channels_last(numpy_cnn.gradients(params, x, y))
    assert gradients.keys() == expected.keys()
    for name, gradient in gradients.items():
        assert np.abs(expected[name]).max() > 0
        assert largest_relative_difference(gradient, expected[name]) <= 1e-4, name


def test_loss_and_gradients_agree(built, params, batch):
    assert_they_agree(built, params, *batch)


def test_loss_and_gradients_agree_at_the_articles_start(built, real_data):
    """With zero biases and blank pixels, where both take ReLU's derivative as 0."""
    data = mnist_cnn.load(mnist_cnn.Settings(train_size=100))["train"]
    start = numpy_cnn.initial_parameters(np.random.RandomState(42))
    rounded = {name: value.astype(np.float32).astype(np.float64) for name, value in start.items()}
    assert_they_agree(built, rounded, data["X"].transpose(0, 3, 1, 2), data["y"])


def test_each_agrees_with_the_numerical_gradient(built, params, batch):
    x, y = batch
    built.load(params)
    gradients = built.run(built.gradients, x, y)
    backpropagated = channels_last(numpy_cnn.gradients(params, x, y))
    # Where in the NumPy network's layout each entry of the graph's gradients is.
    places = channels_last({k: np.arange(v.size).reshape(v.shape) for k, v in params.items()})
    rng = np.random.RandomState(2)
    for name, variable in zip(params, places, strict=True):
        size = params[name].size
        entries = rng.choice(size, min(size, 12), replace=False)
        numerical = numpy_cnn.numerical_gradient(
            lambda moved, name=name: numpy_cnn.loss({**params, name: moved}, x, y),
            params[name],
            step=1e-6,
            entries=places[variable].ravel()[entries],
        )
        for found in (gradients[variable], backpropagated[variable]):
            assert largest_relative_difference(found.ravel()[entries], numerical) <= 1e-4, variable


def test_adam_takes_the_same_steps(params, batch):
    built = Built()
    built.load(params)
    adam = numpy_cnn.get_optimizer("adam")
    after, slots = params, adam.initial_state(params)
    for _ in range(5):
        built.run(built.book.training_op, *batch)
        gradients = numpy_cnn.gradients(after, *batch)
        after, slots = adam.update(after, gradients, slots, learning_rate=0.001)
        loss = built.run(built.book.metrics["loss"], *batch)
        # Each step leaves the roundings of 433890 float32 parameters.
        assert loss == pytest.approx(numpy_cnn.loss(after, *batch), rel=1e-5)
    trained = built.session.run(built.variables)
    before = channels_last(params)
    for name, expected in channels_last(after).items():
        # Adam's first steps are about as long as the learning rate.
        travelled = np.abs(expected - before[name]).max()
        assert travelled > 0.004
        assert np.abs(trained[name] - expected).max() < 1e-3 * travelled, name


@pytest.mark.parametrize("seed", [42, 7])
def test_initial_values_are_the_articles(seed):
    np.random.seed(seed)
    w1 = 0.01 * np.random.randn(30, 1, 5, 5)
    w2 = 0.01 * np.random.randn(4320, 100)
    built = Built(seed)
    values = built.session.run(built.variables)
    # Filter 3, row 1, column 4; feature map 3, row 1, column 4.
    assert values["Conv1/kernel"][1, 4, 0, 3] == np.float32(w1[3, 0, 1, 4])
    inputs = (1 * 12 + 4) * 30 + 3
    assert (values["Affine1/kernel"][inputs] == w2[3 * 144 + 1 * 12 + 4].astype(np.float32)).all()
    assert not any(values[name].any() for name in values if name.endswith("bias"))
    assert sum(value.size for value in values.values()) == 433890


def test_the_graph_is_tensorflow_1155s():
    with new_graph(42) as graph:
        MNIST_CNN.build(MNIST_CNN.settings())
        lines, compared = differences(graph, recorded(RECORDING, "mnist_cnn"))
    assert lines == []
    assert compared == "54 nodes, 20 initial values, 4 collections"


def test_the_first_losses_are_tensorflow_1155s():
    built = Built()
    x = np.random.RandomState(0).uniform(0, 1, (100, 28, 28, 1)).transpose(0, 3, 1, 2)
    losses = []
    for _ in range(5):
        loss, _ = built.run(
            [built.book.metrics["loss"], built.book.training_op], x, np.arange(100) % 10
        )
        losses.append(loss)
    assert losses == pytest.approx(recorded(RECORDING, "mnist_cnn")["losses"], rel=1e-6)


# Mini-batches.


def draw(settings, n_examples, epochs):
    source = Source(np.random.RandomState(42))
    drawn = []
    for source.epoch in range(epochs):
        drawn.append(list(mnist_cnn.mini_batches(settings, n_examples, source)))
    return drawn


def test_mini_batches_are_drawn_as_the_article_draws_them():
    drawn = draw(mnist_cnn.Settings(), 5000, epochs=2)
    np.random.seed(42)
    for shape in ((30, 1, 5, 5), (4320, 100), (100, 10)):
        np.random.randn(*shape)
    for epoch in drawn:
        assert len(epoch) == 50
        for indices in epoch:
            assert (indices == np.random.choice(5000, 100)).all()


@pytest.mark.parametrize(("train_size", "batch_size"), [(5000, 100), (105, 10), (7, 3), (3, 7)])
def test_an_epoch_is_as_long_as_that_of_the_corrected_trainer(train_size, batch_size):
    settings = mnist_cnn.NumpySettings(batch_size=batch_size, epochs=13, corrected=(2,))
    trainer = settings.of_trainer()
    reported = [
        k
        for k in range(1, trainer.iterations(train_size) + 1)
        if trainer.evaluates_after(k, train_size)
    ]
    lengths = [len(epoch) for epoch in draw(settings, train_size, epochs=13)]
    assert np.cumsum(lengths).tolist() == reported


# Runs.


def toy_images(rng, examples):
    """Noise, brighter in the rows that the class names."""
    y = (np.arange(examples) % 10).astype(np.uint8)
    x = rng.randint(0, 100, (examples, 28, 28))
    for row in range(28):
        x[:, row] += 155 * (row % 10 == y)[:, None]
    return x.astype(np.uint8), y


@pytest.fixture(scope="module", autouse=True)
def mnist():
    """Sixty training and thirty test images of noise in place of MNIST."""
    rng = np.random.RandomState(0)
    images = Images(*toy_images(rng, 60), *toy_images(rng, 30))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(datasets, "load_mnist", lambda: images)
        yield images


@pytest.fixture
def real_data(real_data, monkeypatch):
    """MNIST itself."""
    monkeypatch.setattr(datasets, "load_mnist", datasets.images.load_mnist)
    return real_data


SMALL = {"epochs": 3, "batch_size": 10, "train_size": 40, "evaluate_samples": 20}


def train(experiment, folder, say=None, **settings):
    said = []
    run = RunDirectory(folder)
    settings = experiment.settings(**{**SMALL, **settings})
    record = runner.train(experiment, settings, run, Options(say=say or said.append))
    return record, said, run


def content(run):
    """What a NumPy run leaves, as bytes by name."""
    paths = [run.metrics, run.results, run.final_model.with_suffix(".npz")]
    paths += sorted(run.checkpoints.iterdir())
    return {str(path.relative_to(run.path)): path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def uninterrupted(mnist, tmp_path_factory):
    """A NumPy run, what it printed, and its folder, which no test changes."""
    record, said, run = train(MNIST_CNN_NUMPY, tmp_path_factory.mktemp("numpy"), batch_size=10)
    return SimpleNamespace(record=record, said=said, run=run)


def test_the_twins_measure_the_same(tmp_path):
    settings = {"evaluate_samples": 30, "learning_rate": 0.01}
    graph, _, _ = train(MNIST_CNN, tmp_path / "graph", **settings)
    network, _, _ = train(MNIST_CNN_NUMPY, tmp_path / "numpy", corrected=(1, 2, 3), **settings)
    for name in ("train_accuracy", "test_accuracy"):
        assert graph.column(name).tolist() == network.column(name).tolist()
        assert len(set(graph.column(name))) > 1
    assert list(graph.epochs[0]) == ["train_loss", "train_accuracy", "test_loss", "test_accuracy"]
    assert graph.results == network.results


def test_a_numpy_run_is_the_articles_trainer(uninterrupted):
    data = mnist_cnn.load(uninterrupted_settings())
    x, y, x_test, y_test = (
        array
        for part in ("train", "test")
        for array in (data[part]["X"].reshape(-1, 1, 28, 28), data[part]["y"])
    )
    rng = np.random.RandomState(42)
    start = numpy_cnn.start_training(numpy_cnn.initial_parameters(rng), rng)
    settings = numpy_cnn.TrainerSettings(epochs=3, batch_size=10, evaluate_samples=20)
    steps = list(numpy_cnn.train(start, x, y, x_test, y_test, settings))
    saved = numpy_cnn.load_parameters(uninterrupted.run.final_model.with_suffix(".npz"))
    assert all((saved[name] == value).all() for name, value in steps[-1].state.params.items())
    expected = []
    for step in steps:
        expected.append(f"train loss:{step.loss}")
        if step.test_accuracy is not None:
            expected.append(
                f"=== epoch:{step.state.epoch}, train acc:{step.train_accuracy}, "
                f"test acc:{step.test_accuracy} ==="
            )
    accuracy = numpy_cnn.accuracy(saved, x_test, y_test)
    expected += [
        "=============== Final Test Accuracy ===============",
        f"test acc:{accuracy}",
        "Saved Network Parameters!",
    ]
    assert uninterrupted.said == expected
    assert uninterrupted.record.results == {"test_accuracy": accuracy}
    reports = [step for step in steps if step.test_accuracy is not None]
    assert [step.state.iteration for step in reports] == [1, 5, 9]
    assert uninterrupted.record.column("mini_batch_loss").tolist() == [
        np.float32(step.loss) for step in reports
    ]


def uninterrupted_settings():
    return mnist_cnn.NumpySettings(**SMALL)


# Within the first epoch, at a report, between two, and after the last.
@pytest.mark.parametrize("mini_batch", [2, 5, 7, 12])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_ends_with_the_same_bits(uninterrupted, tmp_path, mini_batch, number):
    losses = []

    def say(line):
        if line.startswith("train loss"):
            losses.append(line)
            if len(losses) == mini_batch:
                os.kill(os.getpid(), number)

    with pytest.raises(Interrupted, match=signal.Signals(number).name):
        train(MNIST_CNN_NUMPY, tmp_path, say)
    assert len(losses) == mini_batch
    assert not (tmp_path / "results.json").exists()
    _, said, run = train(MNIST_CNN_NUMPY, tmp_path)
    losses += [line for line in said if line.startswith("train loss")]
    assert losses == [line for line in uninterrupted.said if line.startswith("train loss")]
    assert said[0].startswith("Training was interrupted. Continuing at epoch ")
    assert kept(content(run)) == kept(content(uninterrupted.run))


def kept(files):
    """Leave out the checkpoint before the last one: an interruption takes one more."""
    last = max(name for name in files if name.endswith(".state.npz"))
    return {k: v for k, v in files.items() if k == last or not k.endswith(".state.npz")}


def test_a_killed_run_goes_on_at_its_last_checkpoint(uninterrupted, tmp_path):
    class Killed(BaseException):
        pass

    losses = []

    def say(line):
        losses.append(line)
        if len(losses) == 9:
            raise Killed

    with pytest.raises(Killed):
        train(MNIST_CNN_NUMPY, tmp_path, say)
    _, said, run = train(MNIST_CNN_NUMPY, tmp_path)
    assert said[0] == "Training was interrupted. Continuing at epoch 2"
    assert content(run) == content(uninterrupted.run)


def test_a_damaged_checkpoint_is_passed_over(uninterrupted, tmp_path):
    train(MNIST_CNN_NUMPY, tmp_path, epochs=2)
    newest = tmp_path / "checkpoints" / "model.ckpt-2+3.state.npz"
    damaged = bytearray(newest.read_bytes())
    damaged[5000] ^= 1
    newest.write_bytes(damaged)
    _, said, run = train(MNIST_CNN_NUMPY, tmp_path)
    assert said[0].startswith("Warning: model.ckpt-2+3.state.npz is damaged")
    assert said[1] == "Warning: using the checkpoint model.ckpt-2 instead"
    assert content(run) == content(uninterrupted.run)


def test_a_run_continued_with_more_epochs_has_the_same_bits(uninterrupted, tmp_path):
    for epochs in (1, 2, 3):
        _, _, run = train(MNIST_CNN_NUMPY, tmp_path, epochs=epochs)
    assert content(run) == content(uninterrupted.run)


def test_a_continued_graph_run_has_the_same_bits(tmp_path):
    whole, _, _ = train(MNIST_CNN, tmp_path / "whole")
    for epochs in (1, 3):
        continued, _, _ = train(MNIST_CNN, tmp_path / "continued", epochs=epochs)
    assert continued == whole


def test_blas_has_one_thread(tmp_path):
    threads = set()

    def say(line):
        if line.startswith("train loss"):
            pools = threadpoolctl.threadpool_info()
            threads.update(pool["num_threads"] for pool in pools if pool["user_api"] == "blas")

    with threadpoolctl.threadpool_limits(2, user_api="blas"):
        train(MNIST_CNN_NUMPY, tmp_path, say, epochs=1)
    assert threads == {1}


def test_printed_lines_of_the_graph(tmp_path):
    record, said, _ = train(MNIST_CNN, tmp_path)
    train_accuracy, test_accuracy = (
        record.column(f"{part}_accuracy") for part in ("train", "test")
    )
    assert said[1] == (
        f"=== epoch:2, train acc:{train_accuracy[1]!s}, test acc:{test_accuracy[1]!s} ==="
    )
    assert said[-2] == f"test acc:{record.results['test_accuracy']}"
    assert len(said) == 3 + 3


def test_the_first_epoch_on_mnist(real_data, tmp_path):
    """The two agree after 50 mini-batches, up to two of the 1000 images."""
    settings = {"epochs": 1, "batch_size": 100, "train_size": 5000, "evaluate_samples": 1000}
    graph, _, _ = train(MNIST_CNN, tmp_path / "graph", **settings)
    network, _, _ = train(MNIST_CNN_NUMPY, tmp_path / "numpy", corrected=(2,), **settings)
    for name in ("train_accuracy", "test_accuracy"):
        assert graph.column(name)[0] == pytest.approx(network.column(name)[0], abs=0.0021)
    assert network.results["test_accuracy"] == pytest.approx(0.79, abs=0.02)


def test_the_published_accuracy_is_a_result():
    record = Record((), {"test_accuracy": 0.96})
    for experiment in mnist_cnn.EXPERIMENTS:
        (figure,) = experiment.figures
        assert figure.rule == "replicates"
        assert float(figure.published) == figure.measure(record)


# Errata.


def test_as_printed_rmsprop_has_another_name():
    with pytest.raises(InputError, match=r"takes one of .*rmsprpo.*, got 'rmsprop'; .*corrected=1"):
        parse(MNIST_CNN_NUMPY, ["optimizer=rmsprop"])
    assert parse(MNIST_CNN_NUMPY, ["optimizer=rmsprpo"]).of_trainer().optimizer == "rmsprop"
    corrected = parse(MNIST_CNN_NUMPY, ["optimizer=RMSProp"], corrected=True)
    assert corrected.of_trainer().optimizer == "rmsprop"
    with pytest.raises(InputError, match=r"takes one of .*rmsprop, adam, got 'rmsprpo'$"):
        parse(MNIST_CNN_NUMPY, ["optimizer=rmsprpo"], corrected=True)


def test_each_optimizer_trains(tmp_path):
    for name in numpy_cnn.optimizer_table(as_printed=True):
        record, _, _ = train(MNIST_CNN_NUMPY, tmp_path / name, optimizer=name, epochs=1)
        assert 0 <= record.results["test_accuracy"] <= 1


@pytest.mark.parametrize(
    ("corrected", "whole_epochs", "all_images"),
    [((), False, False), ((2,), True, False), ((3,), False, True), ((1, 2, 3), True, True)],
)
def test_errata_of_the_trainer(corrected, whole_epochs, all_images):
    settings = mnist_cnn.NumpySettings(corrected=corrected).of_trainer()
    assert (settings.whole_epochs, settings.all_images) == (whole_epochs, all_images)


def test_erratum_3_leaves_images_out(tmp_path):
    """As printed, of 30 images in batches of 100 none is looked at."""
    printed, _, _ = train(MNIST_CNN_NUMPY, tmp_path / "printed", learning_rate=0.01)
    corrected, _, _ = train(
        MNIST_CNN_NUMPY, tmp_path / "corrected", learning_rate=0.01, corrected=(3,)
    )
    assert printed.results["test_accuracy"] == 0
    assert corrected.results["test_accuracy"] > 0


def test_erratum_pooled_size_is_wrong_for_odd_maps():
    size = 28 - 6 + 1
    assert int(30 * (size / 2) * (size / 2)) == 3967
    pooled, _ = numpy_cnn.layers.max_pooling_forward(np.zeros((1, 30, size, size)))
    assert pooled.size == 3630


def test_a_learning_rate_of_zero_is_refused():
    with pytest.raises(InputError, match="expected learning_rate as a positive number, found 0"):
        parse(MNIST_CNN_NUMPY, ["learning_rate=0"])


# Data, parameters of a file, the plot.


def test_parts_of_the_data(mnist):
    data = mnist_cnn.load(mnist_cnn.Settings(train_size=40, test_size=20, evaluate_samples=10))
    assert {name: part["X"].shape for name, part in data.items()} == {
        "train": (40, 28, 28, 1),
        "test": (20, 28, 28, 1),
        "train_sample": (10, 28, 28, 1),
        "test_sample": (10, 28, 28, 1),
    }
    expected = mnist.x_train[:40].astype(np.float32) / 255.0
    assert (data["train"]["X"][..., 0] == expected).all()
    assert (data["test_sample"]["y"] == mnist.y_test[:10]).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x_train": np.zeros((60, 28, 27))}, "train/X: expected 784 features"),
        ({"x_test": np.full((30, 28, 28), np.nan)}, "test/X: expected finite numbers"),
        ({"y_test": np.full(30, 10)}, "test/y: expected labels from 0 to 9, got 10"),
        ({"x_train": np.zeros((0, 28, 28)), "y_train": np.zeros(0)}, "train/X: expected one"),
    ],
)
def test_bad_data(mnist, monkeypatch, change, message):
    arrays = {"x_train", "y_train", "x_test", "y_test"}
    changed = Images(**{name: change.get(name, getattr(mnist, name)) for name in arrays})
    monkeypatch.setattr(datasets, "load_mnist", lambda: changed)
    with pytest.raises(InputError, match=message):
        mnist_cnn.load(mnist_cnn.Settings())


@pytest.fixture
def hundred(mnist, monkeypatch):
    """A test set of 200 images, two batches."""
    x, y = toy_images(np.random.RandomState(1), 200)
    monkeypatch.setattr(datasets, "load_mnist", lambda: Images(mnist.x_train, mnist.y_train, x, y))


def test_inference_with_a_run_and_with_the_articles_pickle(uninterrupted, hundred, tmp_path):
    path = uninterrupted.run.final_model.with_suffix(".npz")
    said = []
    accuracy = inference.infer(path, said.append)
    assert said[1] == f"batch 1: {round(accuracy * 200)} of 200 images are read correctly"
    assert said[2:] == [f"Accuracy:{accuracy}"]
    pickled = tmp_path / "cnn_params.pkl"
    pickled.write_bytes(pickle.dumps(numpy_cnn.load_parameters(path)))
    assert inference.infer(pickled, lambda line: None) == accuracy


def test_inference_refuses_other_files(tmp_path):
    other = numpy_cnn.initial_parameters(np.random.RandomState(0), filters=20)
    numpy_cnn.save_parameters(tmp_path / "other.npz", other)
    with pytest.raises(
        InputError, match=r"other.npz: .*another network: expected W1 \[30, .*, found \[20, "
    ):
        inference.infer(tmp_path / "other.npz")
    (tmp_path / "other.pkl").write_bytes(pickle.dumps(other))
    with pytest.raises(InputError, match=r"other.pkl: .*expected W1 \[30, .*, found \[20, "):
        inference.infer(tmp_path / "other.pkl")
    (tmp_path / "hostile.pkl").write_bytes(pickle.dumps(os.system))
    with pytest.raises(InputError, match=r"hostile.pkl: .*forbidden posix.system"):
        inference.infer(tmp_path / "hostile.pkl")
    with pytest.raises(InputError, match=r"none.npz cannot be read"):
        inference.infer(tmp_path / "none.npz")


def test_plot_of_accuracies(uninterrupted, tmp_path):
    pytest.importorskip("matplotlib")
    picture.plot(tmp_path / "accuracy.png", uninterrupted.record.epochs)
    assert (tmp_path / "accuracy.png").read_bytes().startswith(b"\x89PNG")


def test_what_the_manifest_says(uninterrupted):
    manifest = json.loads(uninterrupted.run.manifest.read_text())
    assert manifest["settings"]["optimizer"] == "adam"
    assert set(manifest["data"]) >= {"train/X", "train/y", "test/X", "test/y"}
