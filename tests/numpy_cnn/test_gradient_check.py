"""Backpropagation against central differences, and the central differences themselves."""

import numpy as np
import pytest

from tf1_graphs.errors import InputError
from tf1_graphs.numpy_cnn import (
    compare_gradients,
    gradients,
    initial_parameters,
    loss,
    network,
    numerical_gradient,
)


def test_numerical_gradient_of_a_polynomial():
    point = np.array([[1.0, -2.0], [0.5, 3.0]])
    found = numerical_gradient(lambda x: (x**3).sum(), point)
    np.testing.assert_allclose(found, 3 * point**2, rtol=1e-7)


def test_numerical_gradient_of_chosen_entries():
    point = np.array([[1.0, -2.0], [0.5, 3.0]])
    found = numerical_gradient(lambda x: (x**2).sum(), point, entries=[3, 1])
    np.testing.assert_allclose(found, [6, -4], rtol=1e-9)


def test_numerical_gradient_leaves_the_point():
    point = np.array([1.0, 2.0])
    numerical_gradient(lambda x: x.sum(), point)
    assert point.tolist() == [1, 2]


def test_numerical_gradient_refuses_a_step_of_0():
    with pytest.raises(InputError, match="expected a positive step, found 0"):
        numerical_gradient(np.sum, np.zeros(2), step=0)


def test_backpropagation_is_the_numerical_gradient(params, images, labels):
    differences = compare_gradients(params, images, labels, step=1e-6)
    assert set(differences) == set(params)
    assert max(differences.values()) < 1e-7


def test_the_step_of_the_book_finds_the_same(params, images, labels):
    assert max(compare_gradients(params, images, labels).values()) < 1e-4


def test_the_articles_network_on_a_sample_of_entries():
    rng = np.random.RandomState(5)
    params = initial_parameters(rng, weight_init_std=0.1)
    params = {k: v + 0.1 * rng.randn(*v.shape) if k[0] == "b" else v for k, v in params.items()}
    x, labels = rng.rand(2, 1, 28, 28), np.array([3, 8])
    differences = compare_gradients(params, x, labels, step=1e-6, sample=4, rng=rng)
    assert max(differences.values()) < 1e-5


@pytest.mark.parametrize("name", ["W1", "b1", "W2", "b2", "W3", "b3"])
def test_a_wrong_gradient_is_found(params, images, labels, monkeypatch, name):
    wrong = gradients(params, images, labels)
    entry = np.unravel_index(np.abs(wrong[name]).argmax(), wrong[name].shape)
    wrong[name][entry] *= 1.01
    monkeypatch.setattr(network, "gradients", lambda *arguments: wrong)
    differences = compare_gradients(params, images, labels, step=1e-6)
    assert differences.pop(name) == pytest.approx(0.01, rel=0.02)
    assert max(differences.values()) < 1e-7


def test_parameters_without_influence_have_difference_0(params, images, labels):
    # Every ReLU of the convolution is shut, so nothing before it reaches the loss.
    params["b1"] -= 100
    differences = compare_gradients(params, images, labels)
    assert differences["W1"] == differences["b1"] == differences["W2"] == 0


def test_blank_patches_put_b1_on_the_kink():
    """As the module says: half the slope for b1 at biases of zero, and nothing for W1."""
    params = initial_parameters(np.random.RandomState(0), (1, 6, 6), 2, 3, 4, 3, 0.5)
    params["b2"] += 1
    x, labels = np.zeros((1, 1, 6, 6)), np.array([1])
    assert not gradients(params, x, labels)["b1"].any()
    numerical = numerical_gradient(
        lambda moved: loss(params | {"b1": moved}, x, labels), params["b1"], 1e-6
    )
    right = numerical_gradient(
        lambda moved: loss(params | {"b1": moved}, x, labels), params["b1"] + 1e-3, 1e-6
    )
    np.testing.assert_allclose(numerical, right / 2, rtol=0.05)
    assert np.abs(right).max() > 0.01
    assert compare_gradients(params, x, labels)["W1"] == 0


def test_compare_gradients_refuses_a_sample_without_a_generator(params, images, labels):
    with pytest.raises(InputError, match="to draw a sample, found NoneType"):
        compare_gradients(params, images, labels, sample=3)


def test_compare_gradients_refuses_another_networks_parameters(params, images, labels):
    with pytest.raises(InputError, match="found list"):
        compare_gradients(list(params), images, labels)
