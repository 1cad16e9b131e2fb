"""Our graphs beside real Keras: the same weights to begin with, the same mini-batches."""

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from tests.articles.keras_cases import (
    BATCH_SIZE,
    EARLY_STOPPING,
    EPOCHS,
    NETWORKS,
    data,
    kernels,
)
from tf1_graphs.articles.fashion import graph as fashion_graph
from tf1_graphs.articles.shared import keras
from tf1_graphs.tensorflow1 import new_graph, tf
from tf1_graphs.training.progress import Progress

RECORDING = json.loads(Path(__file__).with_name("keras.tf1155.json").read_text())
HIDDEN_LAYERS = {
    "relu": fashion_graph._relu,
    "selu": fashion_graph._selu,
    "bn_after": fashion_graph._normalized_after,
    "bn_before": fashion_graph._normalized_before,
}


def train(hidden_sizes, kind):
    """Return what `record_keras.train` returns, of our graph."""
    train_set, valid = data()
    progress = Progress.start(0)
    history = []
    with new_graph(42), tf.Session() as session:
        settings = SimpleNamespace(learning_rate=0.01)
        book = fashion_graph.build(settings, hidden_sizes, HIDDEN_LAYERS[kind])
        session.run(tf.global_variables_initializer())
        variables = tf.global_variables()
        of_kernels = [variable for variable in variables if variable.op.name.endswith("kernel")]
        for variable, kernel in zip(of_kernels, kernels(hidden_sizes), strict=True):
            session.run(tf.assign(variable, kernel))

        def fed(x, y, training):
            return {book.inputs["X"]: x, book.inputs["y"]: y, book.training: training}

        for _ in range(EPOCHS):
            for start in range(0, len(train_set[1]), BATCH_SIZE):
                x, y = (array[start : start + BATCH_SIZE] for array in train_set)
                measured, *_ = session.run(
                    [book.step_metrics, book.training_op, *book.update_ops], fed(x, y, True)
                )
                progress.steps_done([(len(y), measured)])
            epoch = progress.epoch_done()
            evaluated = session.run(book.metrics, fed(*valid, False))
            history.append(epoch | {f"val_{name}": value for name, value in evaluated.items()})
        first = [value.ravel()[0] for value in session.run(variables)]
    return {
        "history": {
            name: [epoch[name] for epoch in history]
            for name in ("loss", "accuracy", "val_loss", "val_accuracy")
        },
        "evaluate": list(evaluated.values()),
        "first_weights": first,
        "parameters": sum(variable.shape.num_elements() for variable in variables),
    }


@pytest.mark.parametrize("name", NETWORKS)
def test_training_goes_as_keras(name):
    ours, theirs = train(*NETWORKS[name]), RECORDING["networks"][name]
    assert ours["parameters"] == theirs["parameters"]
    np.testing.assert_allclose(ours["first_weights"], theirs["first_weights"], rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(ours["evaluate"], theirs["evaluate"], rtol=1e-5)
    for column, values in theirs["history"].items():
        np.testing.assert_allclose(ours["history"][column], values, rtol=1e-5, err_msg=column)


@pytest.mark.parametrize(
    ("case", "stops_after"),
    list(zip(EARLY_STOPPING, RECORDING["early_stopping"], strict=True)),
)
def test_early_stopping_decides_as_keras(case, stops_after):
    losses, patience, min_delta = case
    decisions = [
        keras.stops_early(losses[:epochs], patience, min_delta) for epochs in range(len(losses) + 1)
    ]
    assert (decisions.index(True) if True in decisions else None) == stops_after
