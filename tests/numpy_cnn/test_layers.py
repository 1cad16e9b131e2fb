"""Each layer: its output by hand, its gradients against numerical ones, its refusals."""

import numpy as np
import pytest

from tf1_graphs.errors import InputError
from tf1_graphs.numpy_cnn import layers
from tf1_graphs.numpy_cnn.gradient_check import numerical_gradient

RNG = np.random.RandomState(7)


def assert_gradient(function, point, backpropagated):
    """Compare with central differences; the scale of the gradient sets the tolerance."""
    numerical = numerical_gradient(function, point, step=1e-5)
    assert np.abs(numerical).max() > 1e-3
    np.testing.assert_allclose(
        backpropagated, numerical, rtol=0, atol=1e-8 * np.abs(numerical).max() + 1e-9
    )


def test_convolution_by_hand():
    x = np.arange(9.0).reshape(1, 1, 3, 3)
    weights = np.array([[[[1.0, 0.0], [0.0, 2.0]]]])
    out, _ = layers.convolution_forward(x, weights, np.array([0.5]))
    assert out[0, 0].tolist() == [[8.5, 11.5], [17.5, 20.5]]


@pytest.mark.parametrize(("stride", "pad"), [(1, 0), (2, 0), (1, 2), (3, 1)])
def test_convolution_gradients(stride, pad):
    x, weights, biases = RNG.randn(2, 3, 6, 5), RNG.randn(4, 3, 3, 2), RNG.randn(4)
    out, cache = layers.convolution_forward(x, weights, biases, stride, pad)
    dout = RNG.randn(*out.shape)
    dx, grads = layers.convolution_backward(dout, cache)

    def weighted(x=x, weights=weights, biases=biases):
        return (layers.convolution_forward(x, weights, biases, stride, pad)[0] * dout).sum()

    assert_gradient(lambda moved: weighted(x=moved), x, dx)
    assert_gradient(lambda moved: weighted(weights=moved), weights, grads["weights"])
    assert_gradient(lambda moved: weighted(biases=moved), biases, grads["biases"])


def test_convolution_leaves_the_input_gradient_out_on_request():
    out, cache = layers.convolution_forward(RNG.randn(2, 1, 4, 4), RNG.randn(2, 1, 3, 3), 0.0)
    dx, grads = layers.convolution_backward(np.ones_like(out), cache, input_gradient=False)
    _, expected = layers.convolution_backward(np.ones_like(out), cache)
    assert dx is None
    assert np.array_equal(grads["weights"], expected["weights"])


def test_convolution_refuses_other_channels():
    with pytest.raises(InputError, match="expect 3 channels, found 1"):
        layers.convolution_forward(np.zeros((1, 1, 5, 5)), np.zeros((2, 3, 3, 3)), np.zeros(2))


def test_relu_has_derivative_0_at_0():
    out, cache = layers.relu_forward(np.array([-2.0, 0.0, 3.0]))
    dx, grads = layers.relu_backward(np.array([5.0, 6.0, 7.0]), cache)
    assert out.tolist() == [0, 0, 3]
    assert dx.tolist() == [0, 0, 7]
    assert grads == {}


def test_relu_leaves_its_arguments():
    x, dout = np.array([-1.0, 1.0]), np.array([2.0, 2.0])
    _, cache = layers.relu_forward(x)
    layers.relu_backward(dout, cache)
    assert x.tolist() == [-1, 1]
    assert dout.tolist() == [2, 2]


def test_max_pooling_by_hand():
    x = np.array([[1.0, 5, 2, 0], [3, 4, 8, 8], [0, 0, -1, -2], [0, 0, -3, -4]])[None, None]
    out, cache = layers.max_pooling_forward(x)
    dx, _ = layers.max_pooling_backward(np.array([[1.0, 2], [3, 4]])[None, None], cache)
    assert out[0, 0].tolist() == [[5, 8], [0, -1]]
    # Of equal values the first in the window's row order receives the gradient, and only it.
    assert dx[0, 0].tolist() == [[0, 1, 0, 0], [0, 0, 2, 0], [3, 0, 4, 0], [0, 0, 0, 0]]


@pytest.mark.parametrize(("size", "stride"), [(2, 2), (3, 2), (2, 1), (2, 3)])
def test_max_pooling_gradient(size, stride):
    # Distinct values half a unit apart: no step of the check changes which is largest.
    x = RNG.permutation(2 * 2 * 7 * 6).reshape(2, 2, 7, 6) / 2
    out, cache = layers.max_pooling_forward(x, size, stride)
    dout = RNG.randn(*out.shape)
    dx, _ = layers.max_pooling_backward(dout, cache)
    assert_gradient(
        lambda moved: (layers.max_pooling_forward(moved, size, stride)[0] * dout).sum(), x, dx
    )


def test_max_pooling_refuses_a_window_that_does_not_fit():
    with pytest.raises(InputError, match="does not fit"):
        layers.max_pooling_forward(np.zeros((1, 1, 1, 4)))


def test_affine_flattens_and_its_gradients():
    x, weights, biases = RNG.randn(3, 2, 2, 2), RNG.randn(8, 5), RNG.randn(5)
    out, cache = layers.affine_forward(x, weights, biases)
    np.testing.assert_allclose(out[1], x[1].reshape(8) @ weights + biases, rtol=1e-14)
    dout = RNG.randn(*out.shape)
    dx, grads = layers.affine_backward(dout, cache)

    def weighted(x=x, weights=weights, biases=biases):
        return (layers.affine_forward(x, weights, biases)[0] * dout).sum()

    assert_gradient(lambda moved: weighted(x=moved), x, dx)
    assert_gradient(lambda moved: weighted(weights=moved), weights, grads["weights"])
    assert_gradient(lambda moved: weighted(biases=moved), biases, grads["biases"])


def test_affine_refuses_other_inputs():
    with pytest.raises(InputError, match="expect 8 inputs an item, found 9"):
        layers.affine_forward(np.zeros((2, 9)), np.zeros((8, 3)), np.zeros(3))


def test_softmax_cross_entropy_by_hand():
    scores = np.log([[1.0, 2.0, 1.0], [1.0, 1.0, 8.0]])
    loss, cache = layers.softmax_cross_entropy_forward(scores, np.array([1, 0]))
    dx, _ = layers.softmax_cross_entropy_backward(1.0, cache)
    assert loss == pytest.approx((np.log(2) + np.log(10)) / 2, rel=1e-14)
    np.testing.assert_allclose(dx, [[0.125, -0.25, 0.125], [-0.45, 0.05, 0.4]], rtol=1e-13)


def test_softmax_cross_entropy_gradient():
    scores, labels = RNG.randn(6, 4), np.array([0, 1, 2, 3, 3, 0])
    _, cache = layers.softmax_cross_entropy_forward(scores, labels)
    dx, _ = layers.softmax_cross_entropy_backward(2.5, cache)
    assert_gradient(
        lambda moved: 2.5 * layers.softmax_cross_entropy_forward(moved, labels)[0], scores, dx
    )


def test_one_hot_labels_give_the_same_bits_as_indices():
    scores, labels = RNG.randn(6, 4), np.array([0, 1, 2, 3, 3, 0])
    loss, cache = layers.softmax_cross_entropy_forward(scores, labels)
    one_hot_loss, one_hot_cache = layers.softmax_cross_entropy_forward(scores, np.eye(4)[labels])
    assert loss == one_hot_loss
    assert np.array_equal(
        layers.softmax_cross_entropy_backward(1.0, cache)[0],
        layers.softmax_cross_entropy_backward(1.0, one_hot_cache)[0],
    )


def test_softmax_cross_entropy_survives_huge_scores():
    scores = np.array([[1e4, 0.0], [-1e4, 1e4]])
    with np.errstate(all="raise", under="ignore"):
        loss, cache = layers.softmax_cross_entropy_forward(scores, np.array([1, 1]))
        dx, _ = layers.softmax_cross_entropy_backward(1.0, cache)
    assert loss == 5000
    assert dx.tolist() == [[0.5, -0.5], [0, 0]]


def test_layers_keep_float32():
    x = RNG.randn(2, 1, 4, 4).astype(np.float32)
    weights, biases = RNG.randn(3, 1, 3, 3).astype(np.float32), np.zeros(3, np.float32)
    out, convolution = layers.convolution_forward(x, weights, biases)
    out, relu = layers.relu_forward(out)
    out, pooling = layers.max_pooling_forward(out)
    _, softmax = layers.softmax_cross_entropy_forward(out.reshape(2, 3), np.array([0, 2]))
    dout, _ = layers.softmax_cross_entropy_backward(1.0, softmax)
    dout, _ = layers.max_pooling_backward(dout.reshape(out.shape), pooling)
    dout, _ = layers.relu_backward(dout, relu)
    dx, grads = layers.convolution_backward(dout, convolution)
    assert {dx.dtype, grads["weights"].dtype, grads["biases"].dtype} == {np.dtype(np.float32)}
