"""What the network refuses, and in which words."""

import numpy as np
import pytest

from tf1_graphs.errors import InputError
from tf1_graphs.numpy_cnn import initial_parameters
from tf1_graphs.numpy_cnn.validation import (
    ARTICLE_SHAPES,
    check_images,
    check_parameters,
    class_indices,
    image_shape,
)


def test_image_shape_of_the_article():
    params = {name: np.zeros(shape) for name, shape in ARTICLE_SHAPES.items()}
    assert image_shape(params) == (1, 28, 28)


@pytest.mark.parametrize("side", [4, 6, 12])
def test_image_shape_is_what_the_parameters_were_made_for(side):
    made = initial_parameters(np.random.RandomState(0), (3, side, side), 2, 3, 4)
    assert image_shape(made) == (3, side, side)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"W4": np.zeros(3)}, r"expected the parameters \['W1'.*found .*'W4'"),
        ({"W2": np.zeros((28, 5))}, r"expected W2 \[27, 5\], found \[28, 5\]"),
        ({"b1": np.zeros(1)}, r"expected b1 \[3\], found \[1\]"),
        ({"b2": np.zeros((1, 5))}, r"expected b2 \[5\], found \[1, 5\]"),
        ({"W3": np.zeros((6, 4))}, r"expected W3 \[5, 4\], found \[6, 4\]"),
        ({"b3": np.zeros(1)}, r"expected b3 \[4\], found \[1\]"),
        ({"W1": np.zeros((3, 2, 3, 4))}, r"expected W1 \[3, 2, 3, 3\], found \[3, 2, 3, 4\]"),
        ({"W1": np.zeros((3, 3))}, r"expected W1 with 4 axes.*found the shape \[3, 3\]"),
        ({"W2": np.zeros((0, 5))}, r"expected W2 with 2 axes.*found the shape \[0, 5\]"),
        ({"b3": [0, 0, 0, 0]}, "expected b3 as an array of float64 or float32, found list"),
        ({"b3": np.zeros(4, int)}, "expected b3 as an array of float64 or float32, found int64"),
        ({"b3": np.zeros(4, object)}, "expected b3 as an array .* found object"),
        ({"b3": np.zeros(4, np.float32)}, "found W1 float64 and b3 float32"),
    ],
)
def test_parameters_of_another_network_are_refused(params, change, message):
    with pytest.raises(InputError, match=message):
        check_parameters(params | change)


def test_a_missing_parameter_is_refused(params):
    del params["b2"]
    with pytest.raises(InputError, match=r"found \['W1', 'W2', 'W3', 'b1', 'b3'\]"):
        check_parameters(params)


def test_parameters_that_are_no_dictionary_are_refused():
    with pytest.raises(InputError, match="found list"):
        check_parameters([1, 2])


def test_given_shapes_are_insisted_on(params):
    check_parameters(params)
    with pytest.raises(InputError, match=r"expected W1 \[30, 1, 5, 5\], found \[3, 2, 3, 3\]"):
        check_parameters(params, ARTICLE_SHAPES)


@pytest.mark.parametrize(
    ("x", "message"),
    [
        (np.zeros((4, 2, 8, 7)), r"expected images \[n, 2, 8, 8\], found the shape \[4, 2, 8, 7\]"),
        (np.zeros((4, 128)), r"expected images \[n, 2, 8, 8\], found the shape \[4, 128\]"),
        (np.zeros((2, 8, 8)), r"found the shape \[2, 8, 8\]"),
        (np.zeros((0, 2, 8, 8)), "expected at least one image, found none"),
        (np.zeros((1, 2, 8, 8), complex), "found the type complex128"),
        (np.zeros((1, 2, 8, 8), str), "found the type <U1"),
    ],
)
def test_wrong_images_are_refused(params, x, message):
    with pytest.raises(InputError, match=message):
        check_images(x, params)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_pixel_that_is_not_finite_is_refused(params, images, bad):
    images[7, 1, 3, 4] = bad
    with pytest.raises(InputError, match=rf"found {bad} in image 7 at \[1, 3, 4\]"):
        check_images(images, params)


def test_good_images_are_not_copied(params, images):
    assert check_images(images, params) is images


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ([0, 1], r"expected labels \[3\] or one-hot \[3, 4\], found the shape \[2\]"),
        (np.zeros((3, 3)), r"found the shape \[3, 3\]"),
        ([0, 1, 4], "expected labels from 0 to 3, found 4 at position 2"),
        ([0, -1, 4], "expected labels from 0 to 3, found -1 at position 1"),
        ([0.0, 1.0, 2.0], "expected integers as class indices, found the type float64"),
        ([True, False, True], "found the type bool"),
        ([[1, 0, 0, 0], [1, 1, 0, 0], [0, 0, 0, 1]], r"found \[1, 1, 0, 0\] in row 1"),
        ([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0]], r"found \[0, 0, 0, 0\] in row 2"),
        ([[0.5, 0.5, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1]], r"found \[0.5, 0.5, 0.0, 0.0\] in row 0"),
        ([[np.nan, 1, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1]], "in row 0"),
        ([[2, -1, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1]], r"found \[2, -1, 0, 0\] in row 0"),
    ],
)
def test_wrong_labels_are_refused(labels, message):
    with pytest.raises(InputError, match=message):
        class_indices(labels, 3, 4)


@pytest.mark.parametrize("dtype", [np.uint8, np.int64])
def test_labels_as_indices(dtype):
    assert class_indices(np.array([3, 0, 1], dtype), 3, 4).tolist() == [3, 0, 1]


@pytest.mark.parametrize("dtype", [bool, np.uint8, np.float32])
def test_labels_as_one_hot(dtype):
    assert class_indices(np.eye(4, dtype=dtype)[[3, 0, 1]], 3, 4).tolist() == [3, 0, 1]
