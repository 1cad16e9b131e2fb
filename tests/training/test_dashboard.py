"""What TensorBoard shows of a run, and that showing it changes nothing."""

import errno
import os
import signal

import numpy as np
import pytest
from PIL import Image
from tensorboard.backend.event_processing import event_accumulator, plugin_event_accumulator
from tensorboard.compat.proto import config_pb2, graph_pb2
from tensorboard.plugins.hparams import plugin_data_pb2

from tests.changing import changed
from tests.training.experiments import DIGITS, DROPOUT
from tests.training.runs import bits, train
from tf1_graphs import files
from tf1_graphs.tensorflow1 import new_graph, tf
from tf1_graphs.training import evaluation, tracing
from tf1_graphs.training.interruption import Interrupted

EPOCHS = 4


def load(run):
    """Read all event files of a run as TensorBoard does, with nothing left out."""
    everything = {"histograms": 0, "images": 0, "tensors": 0, "scalars": 0}
    accumulator = event_accumulator.EventAccumulator(str(run.logs), everything)
    return accumulator.Reload()


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return train(DIGITS, tmp_path_factory.mktemp("digits"), EPOCHS, histograms=2, trace=True)


@pytest.fixture(scope="module")
def shown(run):
    return load(run)


@pytest.fixture(scope="module")
def resumed(tmp_path_factory):
    """A run of always-on dropout, stopped twice in its epochs, and its uninterrupted twin."""
    folder = tmp_path_factory.mktemp("resumed")

    def interrupting(settings, n_examples, source):
        for step, indices in enumerate(DROPOUT.training.mini_batches(settings, n_examples, source)):
            if step == 2:
                os.kill(os.getpid(), signal.SIGINT)
            yield indices

    for _launch in range(2):
        with pytest.raises(Interrupted):
            train(changed(DROPOUT, mini_batches=interrupting), folder / "resumed", 3)
    return [train(DROPOUT, folder / name, 3) for name in ("resumed", "whole")]


@pytest.mark.parametrize("experiment", [DROPOUT, DIGITS], ids=lambda experiment: experiment.name)
def test_looking_changes_no_bit(tmp_path, experiment):
    plain = train(experiment, tmp_path / "plain", EPOCHS, histograms=0)
    shown = train(experiment, tmp_path / "shown", 2, histograms=1, trace=True)
    assert load(plain).Tags()["histograms"] == []
    assert (
        len(
            load(shown).Histograms(
                "weights/dense/kernel" if experiment is DROPOUT else "weights/hidden1/kernel"
            )
        )
        == 2
    )
    assert bits(train(experiment, tmp_path / "shown", EPOCHS, histograms=1, trace=True)) == bits(
        plain
    )


def test_looking_changes_no_bit_of_the_epoch_engine(tmp_path, run):
    book = train(DIGITS, tmp_path, EPOCHS, histograms=2, trace=True, engine="book")
    assert bits(book) == bits(run)


def test_histograms_of_weights_activations_and_gradients(shown):
    layers = ("hidden1", "hidden2", "outputs")
    trained = [f"{layer}/{part}" for layer in layers for part in ("kernel", "bias")]
    trained += ["batch_normalization/gamma", "batch_normalization/beta"]
    tags = {f"{kind}/{name}" for kind in ("weights", "gradients") for name in trained}
    tags |= {"activations/dnn/hidden1/Elu", "activations/dnn/hidden2/Relu"}
    assert set(shown.Tags()["histograms"]) == tags
    for tag in tags:
        assert [event.step for event in shown.Histograms(tag)] == [0, 2]


def test_histograms_count_what_the_variables_hold(shown, run):
    reader = tf.train.load_checkpoint(str(run.checkpoints / "model.ckpt-3"))
    kernel = reader.get_tensor("hidden1/kernel").astype(float)
    found = shown.Histograms("weights/hidden1/kernel")[-1].histogram_value
    assert (found.min, found.max, found.num) == (kernel.min(), kernel.max(), kernel.size)
    np.testing.assert_allclose([found.sum, found.sum_squares], [kernel.sum(), (kernel**2).sum()])
    counts, edges = np.histogram(kernel, 30)
    np.testing.assert_array_equal(found.bucket, counts)
    np.testing.assert_array_equal(found.bucket_limit, edges[1:])


def test_gradients_are_those_of_a_training_step(tmp_path):
    """Without dropout: TensorFlow's own gradients at the checkpoint, on the first 256 examples."""
    experiment = changed(DIGITS, build=build_plain)
    run = train(experiment, tmp_path, 1)
    with new_graph(), tf.Session() as session:
        book = build_plain(None)
        (kernel,) = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, "hidden/kernel")
        gradient = tf.gradients(book.metrics["loss"], kernel)[0]
        tf.train.Saver().restore(session, str(run.checkpoints / "model.ckpt-1"))
        part = evaluation.as_fed(experiment.training.load(None), book)["train"]
        feed = evaluation.feed(book, {name: array[:256] for name, array in part.items()})
        expected = session.run(gradient, feed)
    found = load(run).Histograms("gradients/hidden/kernel")[0].histogram_value
    np.testing.assert_allclose(
        [found.min, found.max, found.sum], [expected.min(), expected.max(), expected.sum()], 1e-4
    )


def build_plain(_settings):
    from tf1_graphs.experiments.experiment import BookGraph
    from tf1_graphs.layers import dense

    X = tf.placeholder(tf.float32, (None, 64), name="X")
    y = tf.placeholder(tf.int64, (None,), name="y")
    logits = dense(dense(X, 20, tf.nn.tanh, name="hidden"), 10)
    loss = tf.losses.sparse_softmax_cross_entropy(y, logits)
    training_op = tf.train.GradientDescentOptimizer(0.01).minimize(loss)
    return BookGraph(inputs={"X": X, "y": y}, training_op=training_op, metrics={"loss": loss})


def test_a_graph_that_changes_while_it_is_measured_is_left_alone(tmp_path):
    """Batch normalization that updates in place, as `updates_collections=None` has it."""
    said = []
    experiment = changed(DIGITS, build=build_in_place)
    run = train(experiment, tmp_path / "shown", 2, say=said.append)
    assert any("no histograms of activations and gradients" in line for line in said)
    assert {tag.split("/")[0] for tag in load(run).Tags()["histograms"]} == {"weights"}
    assert bits(run) == bits(train(experiment, tmp_path / "plain", 2, histograms=0))


def build_in_place(_settings):
    from tf1_graphs.experiments.experiment import BookGraph
    from tf1_graphs.layers import dense

    X = tf.placeholder(tf.float32, (None, 64), name="X")
    y = tf.placeholder(tf.int64, (None,), name="y")
    runs = tf.Variable(0.0, trainable=False, name="runs")
    with tf.control_dependencies([tf.assign_add(runs, 1.0)]):
        logits = dense(dense(X, 20, tf.nn.relu), 10) * (1 + runs.read_value() / 1000)
    loss = tf.losses.sparse_softmax_cross_entropy(y, logits)
    training_op = tf.train.GradientDescentOptimizer(0.01).minimize(loss)
    return BookGraph(inputs={"X": X, "y": y}, training_op=training_op, metrics={"loss": loss})


def test_a_graph_without_optimizer_or_activation(tmp_path):
    """A linear model whose listing moves the weights itself."""
    experiment = changed(DIGITS, build=build_by_hand)
    run = train(experiment, tmp_path, 2)
    assert load(run).Tags()["histograms"] == ["weights/weights"]
    assert not (run.logs / "projector_config.pbtxt").exists()


def build_by_hand(_settings):
    from tf1_graphs.experiments.experiment import BookGraph

    X = tf.placeholder(tf.float32, (None, 64), name="X")
    y = tf.placeholder(tf.int64, (None,), name="y")
    weights = tf.get_variable("weights", (64, 1))
    error = tf.matmul(X, weights)[:, 0] - tf.cast(y, tf.float32)
    (gradient,) = tf.gradients(tf.reduce_mean(tf.square(error)), weights)
    return BookGraph(
        inputs={"X": X, "y": y},
        training_op=tf.assign_sub(weights, 1e-5 * gradient),
        metrics={"loss": tf.reduce_mean(tf.abs(error))},
    )


def test_several_rows_an_example_are_no_points_and_no_mistakes(tmp_path):
    experiment = changed(DIGITS, build=build_in_rows)
    run = train(experiment, tmp_path, 1)
    assert "mistakes" not in load(run).Tags()["images"]
    assert not (run.logs / "projector_config.pbtxt").exists()


def build_in_rows(_settings):
    """Each image as eight rows, each of which is classified."""
    from tf1_graphs.experiments.experiment import BookGraph
    from tf1_graphs.layers import dense

    X = tf.placeholder(tf.float32, (None, 64), name="X")
    y = tf.placeholder(tf.int64, (None,), name="y")
    rows = tf.reshape(X, (-1, 8))
    logits = dense(dense(rows, 6, tf.nn.relu), 10)
    labels = tf.reshape(tf.tile(y[:, tf.newaxis], (1, 8)), (-1,))
    loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
    training_op = tf.train.GradientDescentOptimizer(0.01).minimize(loss)
    return BookGraph(inputs={"X": X, "y": y}, training_op=training_op, metrics={"loss": loss})


def test_images(shown):
    assert set(shown.Tags()["images"]) == {"inputs", "first_layer_filters", "mistakes"}
    assert [event.step for event in shown.Images("first_layer_filters")] == [0, 2]
    assert [event.step for event in shown.Images("inputs")] == [0]
    (mistakes,) = shown.Images("mistakes")
    assert mistakes.step == EPOCHS
    assert mistakes.encoded_image_string.startswith(b"\x89PNG")


def test_texts_are_tables_of_manifest_figures_and_errata(shown):
    texts = {
        tag: shown.Tensors(f"{tag}")[0].tensor_proto.string_val[0].decode()
        for tag in ("run/manifest", "article/published_figures", "article/errata")
    }
    assert "| seed | 42 |" in texts["run/manifest"]
    assert "| settings.batch_size | 32 |" in texts["run/manifest"]
    assert texts["article/published_figures"] == "None."
    assert texts["article/errata"].splitlines()[2] == (
        "| 1 | nowhere \\| here | none at all | none | repairs it |"
    )


def test_settings_for_the_hparams_tab(shown, run):
    metadata = shown.SummaryMetadata("_hparams_/session_start_info")
    content = plugin_data_pb2.HParamsPluginData.FromString(metadata.plugin_data.content)
    assert content.session_start_info.group_name == run.path.name
    found = content.session_start_info.hparams
    assert {name: value.number_value for name, value in found.items()} == {
        "epochs": EPOCHS,
        "batch_size": 32,
        "rate": 0.4,
        "seed": 42,
    }
    assert shown.SummaryMetadata("_hparams_/session_end_info").plugin_data.plugin_name == "hparams"


def test_a_traced_step_has_time_and_memory_of_the_books_nodes(shown):
    (tag,) = shown.Tags()["run_metadata"]
    assert tag == "epoch 0"
    stats = config_pb2.RunMetadata.FromString(shown.RunMetadata(tag).SerializeToString()).step_stats
    nodes = {node.node_name: node for device in stats.dev_stats for node in device.node_stats}
    graph = shown.Graph()
    assert isinstance(graph, graph_pb2.GraphDef)
    assert {"train/Momentum/update_hidden1/kernel/ApplyMomentum", "dnn/hidden1/MatMul"} <= (
        nodes.keys() & {node.name for node in graph.node}
    )
    matmul = nodes["dnn/hidden1/MatMul"]
    assert matmul.all_end_rel_nanos > 0
    assert sum(memory.total_bytes for memory in matmul.memory) > 0


def test_variables_that_began_with_the_same_tensor_are_copied_apart():
    with new_graph() as graph:
        zeros = tf.zeros([2])
        one, two = tf.Variable(zeros, name="one"), tf.Variable(zeros, name="two")
        with tf.Session(graph=graph) as session, tf.Session(graph=graph) as other:
            session.run(tf.global_variables_initializer())
            session.run([one.assign([1, 1]), two.assign([2, 2])])
            tracing.copy_variables(session, other)
            np.testing.assert_array_equal(other.run([one, two]), [[1, 1], [2, 2]])


def test_the_projectors_files(run):
    config = (run.logs / "projector_config.pbtxt").read_text()
    assert 'tensor_name: "dnn/hidden2/Relu"' in config
    points = np.loadtxt(run.logs / "last_hidden_layer.tsv")
    assert points.shape == (200, 12)
    heading, *labels = (run.logs / "last_hidden_layer_metadata.tsv").read_text().splitlines()
    assert heading == "label\tpredicted"
    actual = DIGITS.training.load(None)["test"]["y"]
    assert [int(row.split("\t")[0]) for row in labels] == list(actual)
    with Image.open(run.logs / "last_hidden_layer.png") as sprite:
        assert sprite.size == (15 * 8, 15 * 8)  # the smallest square for 200 images


def test_a_resumed_run_shows_what_an_uninterrupted_one_shows(resumed):
    """Every kind of data, each step once; always-on dropout with the same masks."""
    found, expected = (_everything(run) for run in resumed)
    kinds = {tag.split("/")[0] for tag in expected}
    assert kinds == {
        "graph",
        *("weights", "activations", "gradients", "run", "article", "_hparams_"),
        *("train_loss", "test_loss"),
    }
    # One process found its experiment in a file, the other was handed it.
    tables = [_rows(data.pop("run/manifest")) for data in (found, expected)]
    assert [row for row in tables[0] if "reference" not in row] == [
        row for row in tables[1] if "reference" not in row
    ]
    assert found == expected


def _rows(texts):
    ((_, text),) = texts
    return text.string_val[0].decode().splitlines()


def _everything(run):
    """Read all events of a run as TensorBoard serves them: (step, content) by tag."""
    accumulator = plugin_event_accumulator.EventAccumulator(str(run.logs), {"tensors": 0}).Reload()
    found = {
        tag: [(event.step, event.tensor_proto) for event in accumulator.Tensors(tag)]
        for tag in accumulator.Tags()["tensors"]
    }
    # The order of a node's attributes is not that of another process.
    graphs = found.pop("__run_graph__")
    return found | {
        "graph": [
            (step, graph_pb2.GraphDef.FromString(graph.string_val[0])) for step, graph in graphs
        ]
    }


def test_a_run_of_another_trainer_shows_its_metrics(tmp_path):
    experiment = changed(DIGITS, trainer=train_alone)
    shown = load(train(experiment, tmp_path, 3))
    assert [(event.step, event.value) for event in shown.Scalars("score")] == [(0, 0.5), (1, 0.25)]
    assert {"run/manifest", "_hparams_/session_start_info"} <= set(shown.Tags()["tensors"])
    assert "dnn/hidden1/MatMul" in {node.name for node in shown.Graph().node}


def train_alone(live):
    live.run.final_model.parent.mkdir()
    live.run.metrics.write_text("epoch,score\n0,0.5\n1,0.25\n")
    return {}


def test_a_full_disk_at_the_end_leaves_the_trained_model(tmp_path, monkeypatch, run):
    whole, write = run, files.atomic_write

    def fail(path, content):
        if path.name.startswith("last_hidden_layer"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        write(path, content)

    monkeypatch.setattr(files, "atomic_write", fail)
    with pytest.raises(OSError, match=r"No space left on device.*last_hidden_layer\.tsv"):
        train(DIGITS, tmp_path / "full", EPOCHS)
    monkeypatch.undo()
    assert (tmp_path / "full/checkpoints/model.ckpt.epoch").read_text() == str(EPOCHS)
    run = train(DIGITS, tmp_path / "full", EPOCHS)
    assert (run.logs / "projector_config.pbtxt").exists()
    assert len(load(run).Images("mistakes")) == 1
    assert bits(run) == bits(whole)


def test_tracing_a_finished_run_says_that_nothing_is_measured(run):
    said = []
    train(DIGITS, run.path, EPOCHS, trace=True, say=said.append)
    assert said == [f"{run.path} is finished: --trace measures a run that goes on"]
