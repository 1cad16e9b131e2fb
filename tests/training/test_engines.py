"""Every engine trains to the same bits, and each continues what the other began."""

import dataclasses

import pytest

from tests.training.experiments import DROPOUT, SHORT_MOONS
from tests.training.runs import bits, train
from tf1_graphs import articles
from tf1_graphs.compat import tf
from tf1_graphs.errors import InputError
from tf1_graphs.layers import batch_normalization, dense, dropout
from tf1_graphs.spec import BookGraph

EPOCHS = 4


def build(settings):
    """Two dropouts in training only, batch normalization, Adam, a step metric."""
    X = tf.placeholder(tf.float32, (None, 4), name="X")
    y = tf.placeholder(tf.int32, (None,), name="y")
    training = tf.placeholder_with_default(False, (), name="training")
    hidden = batch_normalization(dense(X, 8, tf.nn.elu), training=training, momentum=0.9)
    hidden = dropout(hidden, settings.rate, training=training)
    hidden = dropout(dense(hidden, 6, tf.nn.elu), 0.1, training=training)
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


TRAINING_DROPOUT = dataclasses.replace(DROPOUT, graph="tests.training.test_engines:build")
EXPERIMENTS = [TRAINING_DROPOUT, SHORT_MOONS]


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.name)
def test_the_engines_agree_after_every_epoch(experiment, tmp_path):
    for epochs in range(1, EPOCHS):
        runs = [
            bits(train(experiment, tmp_path / engine, epochs, engine=engine))
            for engine in ("book", "epoch")
        ]
        assert runs[0] == runs[1]


@pytest.mark.parametrize("engines", [("book", "epoch", "book"), ("epoch", "book", "epoch")])
def test_an_engine_continues_what_another_began(engines, tmp_path):
    whole = bits(train(TRAINING_DROPOUT, tmp_path / "whole", 3))
    for epochs, engine in enumerate(engines, 1):
        run = train(TRAINING_DROPOUT, tmp_path / "mixed", epochs, engine=engine)
    assert bits(run) == whole


@pytest.mark.usefixtures("real_data")
@pytest.mark.parametrize("name", ["mnist_batch_norm"])
def test_the_engines_agree_on_real_data(name, tmp_path):
    experiment = articles.find(name)
    runs = [
        bits(train(experiment, tmp_path / engine, 1, engine=engine)) for engine in ("book", "epoch")
    ]
    assert runs[0] == runs[1]


def test_random_ops_that_evaluations_move_too_need_the_book_engine(tmp_path):
    with pytest.raises(InputError, match=r"dropout_1/.*RandomUniform need the book engine"):
        train(DROPOUT, tmp_path, 1, engine="epoch")
