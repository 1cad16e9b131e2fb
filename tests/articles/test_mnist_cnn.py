"""Article 004's CNN as two experiments: runs, errata."""

import os
import pickle
import signal
from types import SimpleNamespace

import numpy as np
import pytest
import threadpoolctl

from tests.articles.toy import toy_images
from tf1_graphs import datasets, numpy_cnn, plots
from tf1_graphs.articles import mnist_cnn
from tf1_graphs.articles.mnist_cnn import MNIST_CNN, MNIST_CNN_NUMPY, inference, training
from tf1_graphs.datasets import Images
from tf1_graphs.errors import InputError
from tf1_graphs.experiments.settings import parse
from tf1_graphs.runs.measurements import Measurements
from tf1_graphs.runs.run_directory import RunDirectory
from tf1_graphs.training import prediction, runner
from tf1_graphs.training.interruption import Interrupted
from tf1_graphs.training.options import Options


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    with threadpoolctl.threadpool_limits(1, user_api="blas"):
        yield


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
    options = Options(histograms=0, say=say or said.append)
    measured = runner.train(experiment, settings, run, options)
    return measured, said, run


def content(run):
    """What a NumPy run leaves, as bytes by name."""
    paths = [run.metrics, run.results, run.final_model.with_suffix(".npz")]
    paths += sorted(run.checkpoints.iterdir())
    return {str(path.relative_to(run.path)): path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def uninterrupted(mnist, tmp_path_factory):
    """A NumPy run, what it printed, and its folder, which no test changes."""
    measured, said, run = train(MNIST_CNN_NUMPY, tmp_path_factory.mktemp("numpy"), batch_size=10)
    return SimpleNamespace(measured=measured, said=said, run=run)


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
    data = training.load(training.NumpySettings(**SMALL))
    x, y, x_test, y_test = (
        array
        for part in ("train", "test")
        for array in (data[part]["X"].reshape(-1, 1, 28, 28), data[part]["y"])
    )
    # The article's lines: one generator for the initial values and the mini-batches.
    rng = np.random.RandomState(42)
    params = numpy_cnn.initial_parameters(rng)
    adam = numpy_cnn.get_optimizer("adam")
    state, losses, expected = adam.initial_state(params), [], []
    for iteration in range(12):
        batch = rng.choice(40, 10)
        grads = numpy_cnn.gradients(params, x[batch], y[batch])
        params, state = adam.update(params, grads, state, learning_rate=0.001)
        losses.append(numpy_cnn.loss(params, x[batch], y[batch]))
        expected.append(f"train loss:{losses[-1]}")
        if iteration % 4 == 0:
            of_train = numpy_cnn.accuracy(params, x[:20], y[:20])
            of_test = numpy_cnn.accuracy(params, x_test[:20], y_test[:20])
            expected.append(
                f"=== epoch:{iteration // 4 + 1}, train acc:{of_train}, test acc:{of_test} ==="
            )
    saved = numpy_cnn.load_parameters(uninterrupted.run.final_model.with_suffix(".npz"))
    assert all((saved[name] == value).all() for name, value in params.items())
    accuracy = numpy_cnn.accuracy(saved, x_test, y_test)
    expected += [
        "=============== Final Test Accuracy ===============",
        f"test acc:{accuracy}",
        "Saved Network Parameters!",
    ]
    assert uninterrupted.said == expected
    assert uninterrupted.measured.results == {"test_accuracy": accuracy}
    assert uninterrupted.measured.column("mini_batch_loss").tolist() == [
        np.float32(loss) for loss in losses[::4]
    ]


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


@pytest.fixture(scope="module")
def as_corrected(mnist, tmp_path_factory):
    """What a NumPy run with the second erratum repaired printed, and its folder."""
    _, said, run = train(MNIST_CNN_NUMPY, tmp_path_factory.mktemp("corrected"), corrected=(2,))
    return said, run


@pytest.mark.parametrize("mini_batch", [2, 4, 6])
def test_interrupted_as_corrected_it_ends_with_the_same_bits(as_corrected, tmp_path, mini_batch):
    """There, an epoch's first mini-batches come before any report."""
    whole, expected = as_corrected
    losses = []

    def say(line):
        if line.startswith("train loss"):
            losses.append(line)
            if len(losses) == mini_batch:
                os.kill(os.getpid(), signal.SIGTERM)

    with pytest.raises(Interrupted):
        train(MNIST_CNN_NUMPY, tmp_path / "parts", say, corrected=(2,))
    _, said, run = train(MNIST_CNN_NUMPY, tmp_path / "parts", corrected=(2,))
    losses += [line for line in said if line.startswith("train loss")]
    assert losses == [line for line in whole if line.startswith("train loss")]
    assert kept(content(run)) == kept(content(expected))


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
    measured, said, _ = train(MNIST_CNN, tmp_path)
    train_accuracy, test_accuracy = (
        measured.column(f"{part}_accuracy") for part in ("train", "test")
    )
    assert said[1] == (
        f"=== epoch:2, train acc:{train_accuracy[1]!s}, test acc:{test_accuracy[1]!s} ==="
    )
    assert said[-2] == f"test acc:{measured.results['test_accuracy']}"
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
    measured = Measurements((), {"test_accuracy": 0.96})
    for experiment in mnist_cnn.EXPERIMENTS:
        (figure,) = experiment.published.figures
        assert figure.rule == "replicates"
        assert float(figure.published) == figure.measure(measured)


# Errata.


def test_as_printed_rmsprop_has_another_name():
    rmsprop = numpy_cnn.OPTIMIZERS["rmsprop"]
    with pytest.raises(InputError, match=r"takes one of .*rmsprpo.*, got 'rmsprop'; .*corrected=1"):
        parse(MNIST_CNN_NUMPY, ["optimizer=rmsprop"])
    assert parse(MNIST_CNN_NUMPY, ["optimizer=rmsprpo"]).chosen_optimizer() is rmsprop
    corrected = parse(MNIST_CNN_NUMPY, ["optimizer=RMSProp"], corrected=True)
    assert corrected.chosen_optimizer() is rmsprop
    with pytest.raises(InputError, match=r"takes one of .*rmsprop, adam, got 'rmsprpo'$"):
        parse(MNIST_CNN_NUMPY, ["optimizer=rmsprpo"], corrected=True)


@pytest.mark.parametrize("name", numpy_cnn.optimizer_table(as_printed=True))
def test_each_optimizer_trains_and_continues_with_the_same_bits(tmp_path, name):
    few = {"optimizer": name, "train_size": 20, "evaluate_samples": 10}  # 2 mini-batches
    measured, _, whole = train(MNIST_CNN_NUMPY, tmp_path / "whole", epochs=2, **few)
    assert 0 <= measured.results["test_accuracy"] <= 1
    for epochs in (1, 2):
        _, _, run = train(MNIST_CNN_NUMPY, tmp_path / "parts", epochs=epochs, **few)
    assert content(run) == content(whole)


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


# Parameters of a file, the plot.


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


def test_the_articles_picture_is_a_panel_of_the_learning_curves(uninterrupted):
    pytest.importorskip("matplotlib")
    plot = plots.of_run(uninterrupted.run)[0]
    panel = next(axes for axes in plot.figure.axes if "accuracy" in axes.get_ylabel())
    drawn = {line.get_label(): line.get_ydata().tolist() for line in panel.get_lines()}
    assert drawn == {
        f"{part} sample": uninterrupted.measured.column(column).tolist()
        for part, column in (("train", "train_accuracy"), ("test", "test_accuracy"))
    }


def test_a_run_is_restored(uninterrupted):
    settings = training.NumpySettings(**SMALL | {"batch_size": 10})
    data = training.load(settings)
    with prediction.trained_model(MNIST_CNN_NUMPY, settings, uninterrupted.run) as infer:
        inferred = infer(data["test"])
        *_, last = prediction.in_batches(infer, data["test"], 7)
    params = numpy_cnn.load_parameters(uninterrupted.run.final_model.with_suffix(".npz"))
    images, labels = data["test"]["X"].transpose(0, 3, 1, 2), data["test"]["y"]
    assert (inferred.logits == numpy_cnn.logits(params, images)).all()
    assert inferred.metrics["loss"] == numpy_cnn.loss(params, images, labels)
    assert inferred.metrics["accuracy"] == numpy_cnn.accuracy(
        params, images, labels, corrected=True
    )
    assert last.correct == np.count_nonzero(inferred.predictions == labels)
