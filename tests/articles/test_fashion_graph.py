import numpy as np
import pytest

from tf1_graphs.articles import fashion
from tf1_graphs.articles.fashion import graph as fashion_graph
from tf1_graphs.articles.fashion.alpha_dropout import SATURATED, alpha_dropout
from tf1_graphs.experiments.catalogue import find
from tf1_graphs.tensorflow1 import new_graph, tf


class Built:
    """An experiment's graph in a session of its own, with initialized variables."""

    def __init__(self, name, seed=42, **settings):
        with new_graph(seed) as self.graph:
            experiment = find(name)
            self.book = experiment.training.build(experiment.settings(**settings))
            self.variables = {variable.op.name: variable for variable in tf.global_variables()}
            self.session = tf.Session()
            self.session.run(tf.global_variables_initializer())

    def run(self, fetches, X, y, training):
        fed = {self.book.inputs["X"]: X, self.book.inputs["y"]: y, self.book.training: training}
        return self.session.run(fetches, fed)


BATCH = np.random.RandomState(1).randn(32, 784), np.arange(32) % 10


# The networks.


@pytest.mark.parametrize(
    ("name", "parameters", "trainable"),
    [
        ("fashion_mlp", 266610, 266610),
        ("fashion_mlp_scaled", 266610, 266610),
        ("fashion_callbacks", 266610, 266610),
        ("fashion_deep", 271410, 271410),
        # Four numbers a neuron, two of which are moving averages.
        ("fashion_deep_bn_after", 279410, 275410),
        ("fashion_deep_selu", 271410, 271410),
        ("fashion_deep_alpha_dropout", 271410, 271410),
        ("fashion_deep_dropout", 271410, 271410),
    ],
)
def test_parameters_are_those_of_the_keras_models(name, parameters, trainable):
    built = Built(name)
    assert sum(v.shape.num_elements() for v in built.variables.values()) == parameters
    with built.graph.as_default():
        assert sum(v.shape.num_elements() for v in tf.trainable_variables()) == trainable


def test_normalization_has_the_same_variables_on_either_side():
    after, before = (Built(f"fashion_deep_bn_{where}", layers=2) for where in ("after", "before"))
    assert list(after.variables) == list(before.variables)


def test_initial_values_are_glorots():
    built = Built("fashion_deep")
    values = built.session.run(built.variables)
    assert not any(values[name].any() for name in values if name.endswith("bias"))
    kernels = {name: value for name, value in values.items() if name.endswith("kernel")}
    assert len(kernels) == 21
    for kernel in kernels.values():
        limit = np.sqrt(6 / sum(kernel.shape))
        assert np.abs(kernel).max() <= limit
        assert kernel.std() == pytest.approx(limit / np.sqrt(3), rel=0.06)


def test_normalization_stands_on_its_side_of_the_activation():
    for name, reads in (("after", "Relu"), ("before", "BiasAdd")):
        graph = Built(f"fashion_deep_bn_{name}", layers=1).graph
        subtracted = graph.get_operation_by_name("dnn/hidden1_bn/moments/SquaredDifference")
        assert subtracted.inputs[0].op.name == f"dnn/hidden1/{reads}"


def test_a_training_step_moves_the_moving_averages():
    built = Built("fashion_deep_bn_before", layers=2)
    X, y = BATCH
    assert len(built.book.update_ops) == 4
    kernel, before = built.session.run(
        [built.variables["hidden1/kernel"], built.variables["hidden1_bn/moving_mean"]]
    )
    built.run([built.book.training_op, *built.book.update_ops], X, y, True)
    mean, variance = built.session.run(
        [built.variables[f"hidden1_bn/moving_{name}"] for name in ("mean", "variance")]
    )
    hidden = X @ kernel
    assert not before.any()
    np.testing.assert_allclose(mean, 0.01 * hidden.mean(0), rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(variance, 0.99 + 0.01 * hidden.var(0), rtol=1e-5)


def test_normalization_uses_the_mini_batch_in_training_only():
    built = Built("fashion_deep_bn_after", layers=1)
    X, y = BATCH
    normalized = built.graph.get_tensor_by_name("dnn/hidden1_bn/batchnorm/add_1:0")
    in_training, outside = (built.run(normalized, X, y, mode) for mode in (True, False))
    activation = built.run("dnn/hidden1/Relu:0", X, y, False)
    np.testing.assert_allclose(in_training.mean(0), 0, atol=1e-5)
    np.testing.assert_allclose(outside, activation / np.sqrt(1 + 0.001), rtol=1e-5)


def test_gradient_norms_are_those_of_the_loss_by_each_hidden_layer():
    built = Built("fashion_mlp")
    X, y = BATCH
    kernel, logits, measured = built.run(
        [
            built.variables["outputs/kernel"],
            "dnn/outputs/BiasAdd:0",
            built.book.step_metrics["gradient_norm/hidden2"],
        ],
        X,
        y,
        True,
    )
    odds = np.exp(logits - logits.max(1, keepdims=True))
    by_logits = (odds / odds.sum(1, keepdims=True) - np.eye(10)[y]) / len(y)
    assert measured == pytest.approx(np.linalg.norm(by_logits @ kernel.T), rel=1e-5)


def test_gradients_vanish_without_batch_normalization():
    left = {}
    for name in ("fashion_deep", "fashion_deep_bn_after", "fashion_deep_bn_before"):
        built = Built(name, layers=12)
        norms = [value for key, value in built.book.step_metrics.items() if "gradient" in key]
        assert len(norms) == 12
        norms = built.run(norms, *BATCH, True)
        left[name] = norms[0] / norms[-1]
    assert left.pop("fashion_deep") < 0.1
    assert min(left.values()) > 1


# Dropout.


def dropped(values, rate=0.5, training=True):
    with new_graph(42), tf.Session() as session:
        return session.run(alpha_dropout(tf.constant(values), rate, training))


@pytest.mark.parametrize("rate", [0.1, 0.5])
def test_alpha_dropout_keeps_mean_and_variance(rate):
    values = np.random.RandomState(0).randn(1000, 1000).astype(np.float32)
    after = dropped(values, rate)
    assert abs(after.mean()) < 5e-3
    assert abs(after.var() - 1) < 1e-2


def test_alpha_dropout_is_keras_formula():
    values = np.linspace(-1, 3, 10**5, dtype=np.float32)
    after = dropped(values)
    a = (0.5 * (1 + 0.5 * SATURATED**2)) ** -0.5
    b = -a * SATURATED * 0.5
    lost = np.isclose(after, a * SATURATED + b, atol=1e-6)
    np.testing.assert_allclose(after[~lost], a * values[~lost] + b, rtol=1e-5, atol=1e-6)
    assert lost.mean() == pytest.approx(0.5, abs=0.01)
    assert pytest.approx(-1.7580993408473766) == SATURATED


@pytest.mark.parametrize("name", ["fashion_deep_alpha_dropout", "fashion_deep_dropout"])
def test_dropout_is_in_training_only(name):
    built = Built(name, layers=2)
    losses = [
        [built.run(built.book.metrics["loss"], *BATCH, mode) for _ in "12"] for mode in (0, 1)
    ]
    assert losses[0][0] == losses[0][1]
    assert losses[1][0] != losses[1][1]


def test_graph_functions_are_documented():
    for experiment in fashion.EXPERIMENTS:
        assert experiment.training.build.__module__ == fashion_graph.__name__
        assert experiment.training.build.__doc__
