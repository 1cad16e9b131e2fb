"""Every engine trains to the same bits, and each continues what the other began."""

import dataclasses
import functools

import pytest

from tests.changing import changed
from tests.training.experiments import DROPOUT, SHORT_MOONS
from tests.training.runs import bits
from tests.training.runs import train_unobserved as train
from tf1_graphs import datasets
from tf1_graphs.experiments import catalogue
from tf1_graphs.experiments.experiment import BookGraph
from tf1_graphs.layers import batch_normalization, dense, dropout
from tf1_graphs.tensorflow1 import new_graph, tf
from tf1_graphs.training.engine import ENGINES
from tf1_graphs.training.evaluation import as_fed

EPOCHS = 3


def build(settings):
    """Two dropouts in training only, batch normalization, Adam, a step metric."""
    X = tf.placeholder(tf.float32, (None, 4), name="X")
    y = tf.placeholder(tf.int32, (None,), name="y")
    training = tf.placeholder_with_default(False, (), name="training")
    hidden = batch_normalization(dense(X, 8, tf.nn.elu), training=training, momentum=0.9)
    hidden = dropout(dropout(hidden, settings.rate, training=training), 0.1, training=training)
    logits = dense(hidden, 2)
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
    with tf.name_scope("train"):
        training_op = tf.train.AdamOptimizer(0.01).minimize(loss)
    return BookGraph(
        inputs={"X": X, "y": y},
        training_op=training_op,
        metrics={"loss": loss},
        update_ops=tuple(tf.get_collection(tf.GraphKeys.UPDATE_OPS)),
        step_metrics={"train_loss": loss, "train_mean": tf.reduce_mean(logits)},
        training=training,
        predictions=tf.argmax(logits, 1),
    )


TRAINING_DROPOUT = changed(DROPOUT, build=build)
EXPERIMENTS = [TRAINING_DROPOUT, SHORT_MOONS]


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.name)
def test_the_engines_agree_after_every_epoch(experiment, tmp_path):
    kept = {"keep": EPOCHS, "checkpoint_seconds": 0}
    book, epoch = (
        train(experiment, tmp_path / engine, EPOCHS, engine=engine, **kept)
        for engine in ("book", "epoch")
    )
    assert bits(book) == bits(epoch)
    assert checkpoints(book, EPOCHS) == checkpoints(epoch, EPOCHS)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return bits(train(TRAINING_DROPOUT, tmp_path_factory.mktemp("whole"), EPOCHS))


@pytest.mark.parametrize("engines", [("book", "epoch", "book"), ("epoch", "book", "epoch")])
def test_an_engine_continues_what_another_began(engines, tmp_path, whole):
    for epochs, engine in enumerate(engines, 1):
        run = train(TRAINING_DROPOUT, tmp_path / "mixed", epochs, engine=engine)
    assert bits(run) == whole


def checkpoints(run, epochs):
    """The checkpoints after all epochs, and the states beside them."""
    files = {path.name: path.read_bytes() for path in run.checkpoints.iterdir()}
    after = {f"ckpt-{epoch}" for epoch in range(1, epochs + 1)}
    assert {name.split(".")[1] for name in files} == {*after, "ckpt"}
    return files


@functools.cache
def first_images(load, name):
    """As many of a data set's images as leave some for training when 5000 are set apart."""
    images = load(name)
    return dataclasses.replace(images, x_train=images.x_train[:5300], y_train=images.y_train[:5300])


@pytest.fixture
def few_images(monkeypatch, real_data):
    load = functools.partial(first_images, datasets.images._load)
    monkeypatch.setattr(datasets.images, "_load", load)


def shortened(name):
    """An article's experiment on its first 300 examples; of a deep network, two of the layers."""

    @functools.cache
    def load(settings):
        return {
            part: {key: array[:300].copy() for key, array in arrays.items()}
            for part, arrays in experiment.training.load(settings).items()
        }

    def build(settings):
        # The others are like these, and an engine takes a graph as it is.
        fewer = {"layers": 2} if hasattr(settings, "layers") else {}
        return experiment.training.build(dataclasses.replace(settings, **fewer))

    experiment = catalogue.find(name)
    return changed(experiment, load=load, build=build)


@pytest.mark.usefixtures("few_images")
@pytest.mark.parametrize(
    "name",
    [name for name, item in catalogue.experiments().items() if item.training.trainer is None],
)
def test_the_engines_agree_on_every_experiment(name, tmp_path):
    experiment = shortened(name)
    book, epoch = (
        train(experiment, tmp_path / engine, 2, engine=engine) for engine in ("book", "epoch")
    )
    assert bits(book) == bits(epoch)
    assert checkpoints(book, 2) == checkpoints(epoch, 2)


def build_without_step_metrics(settings):
    return dataclasses.replace(build(settings), step_metrics={})


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.name)
def test_what_a_step_computes_does_not_lead_into_the_next(experiment):
    """Steps follow each other, but not by an edge from the training op to the next mini-batch.

    With one, TensorFlow would visit an op's gradient before the op in some processes and after it
    in others, and oneDNN takes a pooling's gradient, three times as fast, after the pooling only.
    """
    settings = experiment.settings()
    with new_graph(0) as graph, tf.Session() as session:
        book = experiment.training.build(settings)
        session.run(tf.global_variables_initializer())
        part = as_fed(experiment.training.load(settings), book)["train"]
        ENGINES["epoch"](session, book, part)
        gathers = [op for op in graph.get_operations() if op.type == "GatherV2"]
        into = ancestors([op for op in gathers if op.name.startswith("epoch_engine/mini_batches/")])
    assert "Less" in {op.type for op in into}
    assert not [op.name for op in into if op.type.startswith(("Apply", "Assign"))]


def ancestors(operations):
    """The ops and all from which an edge leads to them."""
    found, pending = set(), list(operations)
    while pending:
        operation = pending.pop()
        if operation not in found:
            found.add(operation)
            pending += [*(tensor.op for tensor in operation.inputs), *operation.control_inputs]
    return found


def test_dropout_without_step_metrics(tmp_path):
    experiment = changed(DROPOUT, build=build_without_step_metrics)
    runs = [bits(train(experiment, tmp_path / engine, 2, engine=engine)) for engine in ENGINES]
    assert runs[0] == runs[1]


def test_a_random_op_that_evaluations_move_too_is_left_to_the_book_engine(tmp_path):
    runs = [bits(train(DROPOUT, tmp_path / engine, 2, engine=engine)) for engine in ENGINES]
    assert runs[0] == runs[1]
