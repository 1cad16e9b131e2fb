"""Article 004's CNN: graph and NumPy network against each other, and TensorFlow 1.15.5."""

import json
from pathlib import Path

import numpy as np
import pytest
import threadpoolctl

from tf1_graphs import numpy_cnn
from tf1_graphs.articles.mnist_cnn import MNIST_CNN, training
from tf1_graphs.articles.mnist_cnn.graph import channels_last
from tf1_graphs.tensorflow1 import new_graph, tf

LOSSES = Path(__file__).with_name("mnist_cnn_losses.tf1155.json")


class Built:
    """The graph in a session of its own, with initialized variables."""

    def __init__(self, seed=42):
        with new_graph(seed) as graph:
            self.book = MNIST_CNN.training.build(MNIST_CNN.settings())
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
    data = training.load(training.Settings(train_size=100))["train"]
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


def test_the_first_losses_are_tensorflow_1155s():
    built = Built()
    x = np.random.RandomState(0).uniform(0, 1, (100, 28, 28, 1)).transpose(0, 3, 1, 2)
    losses = []
    for _ in range(5):
        loss, _ = built.run(
            [built.book.metrics["loss"], built.book.training_op], x, np.arange(100) % 10
        )
        losses.append(loss)
    assert losses == pytest.approx(json.loads(LOSSES.read_text())["losses"], rel=1e-6)
