"""What is found in the articles' graphs to look at."""

import numpy as np
import pytest

from tests.training import experiments
from tf1_graphs.experiments import catalogue
from tf1_graphs.experiments.experiment import BookGraph
from tf1_graphs.tensorflow1 import new_graph, tf
from tf1_graphs.training import evaluation, observing, random_ops


@pytest.mark.parametrize(
    ("name", "activations"),
    [
        ("moons", ["full-connect-layer/fc1/Elu", "full-connect-layer/fc2/Elu"]),
        ("mnist_batch_norm", ["dnn/Elu", "dnn/Elu_1"]),
        ("mnist_mlp_double_softmax", ["neural_net/fc1/Relu"]),
        ("mnist_cnn", ["network/Conv1/Relu", "network/Affine1/Relu"]),
    ],
)
def test_classifiers(name, activations):
    with new_graph(42):
        book = build(name)
        assert list(observing.activations(book)) == activations
        assert list(observing.gradients(book)) == [
            variable.op.name for variable in tf.trainable_variables()
        ]
        found = observing.classification(book)
        assert found["labels"].name == book.inputs["y"].name
        assert found["logits"].shape.as_list()[1] in (2, 10)


def test_a_regression_has_no_classes():
    with new_graph(42):
        book = build("housing_multi_output")
        assert observing.classification(book) == {}
        assert len(observing.gradients(book)) == len(tf.trainable_variables())
        assert observing.activations(book)


def test_dropouts_streams_stand_still():
    """What dropout draws after two looks is what it draws without them."""
    with new_graph(42):
        book = experiments.build(experiments.Settings())
        (drawing,) = random_ops.stateful(book.metrics.values())[1:]
        part = evaluation.as_fed(experiments.load(None), book)["train"]
        drawn, seen = [], []
        for looks in (2, 0):
            with tf.Session() as session:
                session.run(tf.global_variables_initializer())
                tensors = observing.gradients(book) | observing.activations(book)
                observe = observing.observer(session, book, tensors, training=True)
                seen += [observe(part) for _ in range(looks)]
                drawn.append(session.run(drawing.outputs[0], {book.inputs["X"]: part["X"]}))
    np.testing.assert_array_equal(*drawn)
    for name, gradient in seen[0].items():
        np.testing.assert_array_equal(gradient, seen[1][name])


def test_what_draws_in_a_loop_is_left_alone():
    with new_graph(42), tf.Session() as session:
        X = tf.placeholder(tf.float32, (None, 4), name="X")
        noise = tf.while_loop(
            lambda i, total: i < 3,
            lambda i, total: (i + 1, total + tf.random_uniform((4,))),
            [tf.constant(0), tf.zeros((4,))],
        )[1]
        book = BookGraph(inputs={"X": X}, training_op=None, metrics={})
        assert observing.observer(session, book, {"noisy": X + noise}) is None
        assert observing.observer(session, book, {"doubled": X + X}) is not None


def test_an_input_is_given_back():
    with new_graph(42), tf.Session() as session:
        book = experiments.build(experiments.Settings())
        part = evaluation.as_fed(experiments.load(None), book)["test"]
        observe = observing.observer(session, book, {"y": book.inputs["y"]})
        assert observe(part)["y"] is part["y"]


def build(name):
    experiment = catalogue.find(name)
    return experiment.training.build(experiment.settings())
