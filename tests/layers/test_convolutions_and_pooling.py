"""Convolutions and pooling beyond the recorded cases: shapes, and what each refuses."""

import pytest

from tf1_graphs import layers
from tf1_graphs.tensorflow1 import new_graph, tf

SERIES, IMAGE = [None, 9, 2], [None, 8, 6, 3]


@pytest.fixture(autouse=True)
def graph():
    with new_graph(42):
        yield


@pytest.mark.parametrize(
    ("build", "inputs", "shape"),
    [
        (lambda x: layers.conv1d(x, 4, 3), SERIES, [None, 7, 4]),
        (lambda x: layers.conv1d(x, 4, 3, strides=2, padding="same"), SERIES, [None, 5, 4]),
        (lambda x: layers.conv1d(x, 4, 3, dilation_rate=2), SERIES, [None, 5, 4]),
        (lambda x: layers.conv2d(x, 4, 3, dilation_rate=2), IMAGE, [None, 4, 2, 4]),
        (lambda x: layers.conv2d_transpose(x, 4, 3, 2), IMAGE, [None, 17, 13, 4]),
        (lambda x: layers.conv2d_transpose(x, 4, 3, 2, "same"), IMAGE, [None, 16, 12, 4]),
        (lambda x: layers.separable_conv2d(x, 4, 3), IMAGE, [None, 6, 4, 4]),
        (lambda x: layers.max_pooling1d(x, 2, 2), SERIES, [None, 4, 2]),
        (lambda x: layers.average_pooling1d(x, 2, 2, "same"), SERIES, [None, 5, 2]),
    ],
)
def test_shape(build, inputs, shape):
    assert build(tf.placeholder(tf.float32, inputs)).shape.as_list() == shape


@pytest.mark.parametrize(
    ("build", "inputs", "message"),
    [
        (lambda x: layers.conv1d(x, 4, 3), IMAGE, "conv1d: expected an input of rank 3"),
        (lambda x: layers.conv1d(x, 4, (3, 3)), SERIES, "conv1d: .*kernel_size to be 1 integer"),
        (lambda x: layers.conv1d(x, 0, 3), SERIES, "conv1d: expected filters to be positive"),
        (lambda x: layers.conv1d(x, 4, 3), [None, 9, None], "conv1d: .*number of channels"),
        (lambda x: layers.conv2d_transpose(x, 4, 3), SERIES, "conv2d_transpose: .*rank 4"),
        (lambda x: layers.separable_conv2d(x, 4, 3, 0), IMAGE, "separable_conv2d: .*strides"),
        (lambda x: layers.max_pooling1d(x, 2, 1, "full"), SERIES, "max_pooling1d: .*padding"),
        (lambda x: layers.average_pooling1d(x, 2, 1), IMAGE, "average_pooling1d: .*rank 3"),
    ],
)
def test_refuses(build, inputs, message):
    with pytest.raises(ValueError, match=message):
        build(tf.placeholder(tf.float32, inputs))


def test_sum_regularizer_of_nothing():
    assert layers.sum_regularizer([None]) is None
    assert layers.sum_regularizer([layers.l1_regularizer(0.0)])(tf.ones([2])) is None


def test_apply_regularization_needs_weights():
    with pytest.raises(ValueError, match="No weights to regularize"):
        layers.apply_regularization(layers.l2_regularizer(0.1))
