"""The unrolling of images, against loops and against its adjoint."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tf1_graphs.errors import InputError
from tf1_graphs.numpy_cnn.im2col import col2im, im2col, output_size


@st.composite
def windows(draw):
    """Shape, filter, stride and padding that fit together, strides that leave pixels over too."""
    n, channels = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    height, width = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    stride, pad = draw(st.integers(1, 3)), draw(st.integers(0, 2))
    filter_height = draw(st.integers(1, height + 2 * pad))
    filter_width = draw(st.integers(1, width + 2 * pad))
    return (n, channels, height, width), filter_height, filter_width, stride, pad


def unrolled_by_loops(x, filter_height, filter_width, stride, pad):
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    rows = []
    for image in padded:
        for top in range(0, image.shape[1] - filter_height + 1, stride):
            for left in range(0, image.shape[2] - filter_width + 1, stride):
                window = image[:, top : top + filter_height, left : left + filter_width]
                rows.append(window.reshape(-1))
    return np.array(rows)


@settings(deadline=None)
@given(windows())
def test_im2col_has_the_windows_in_row_order(case):
    shape, *geometry = case
    x = np.arange(np.prod(shape), dtype=float).reshape(shape) + 1
    assert np.array_equal(im2col(x, *geometry), unrolled_by_loops(x, *geometry))


@settings(deadline=None)
@given(windows(), st.integers(0, 2**32 - 1))
def test_col2im_is_the_adjoint_of_im2col(case, seed):
    shape, *geometry = case
    rng = np.random.RandomState(seed)
    # Integers, so that both sums are exact and must be equal.
    x = rng.randint(-9, 10, shape).astype(float)
    columns = im2col(x, *geometry)
    c = rng.randint(-9, 10, columns.shape).astype(float)
    assert (columns * c).sum() == (x * col2im(c, shape, *geometry)).sum()


def test_col2im_counts_the_windows_over_a_pixel():
    counts = col2im(np.ones((4, 4)), (1, 1, 3, 3), 2, 2)
    assert counts[0, 0].tolist() == [[1, 2, 1], [2, 4, 2], [1, 2, 1]]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [((28, 5), 24), ((24, 2, 2), 12), ((7, 3, 2, 1), 4), ((5, 2, 2), 2), ((3, 3), 1)],
)
def test_output_size(arguments, expected):
    assert output_size(*arguments) == expected


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((4, 5), "filter 5 pixels long does not fit an image side of 4"),
        ((4, 2, 0), "found filter size 2, stride 0, pad 0"),
        ((4, 2, 1, -1), "found filter size 2, stride 1, pad -1"),
        ((4, 0), "found filter size 0"),
    ],
)
def test_output_size_refuses(arguments, message):
    with pytest.raises(InputError, match=message):
        output_size(*arguments)


def test_im2col_refuses_flat_images():
    with pytest.raises(InputError, match=r"found the shape \[2, 784\]"):
        im2col(np.zeros((2, 784)), 5, 5)


@pytest.mark.parametrize("filter_size", [(5, 2), (2, 5)])
def test_im2col_refuses_a_filter_larger_than_the_image(filter_size):
    with pytest.raises(InputError, match="does not fit"):
        im2col(np.zeros((1, 1, 4, 4)), *filter_size)


def test_col2im_refuses_a_matrix_of_other_windows():
    with pytest.raises(InputError, match=r"expected a matrix \[4, 4\].*found \[4, 9\]"):
        col2im(np.zeros((4, 9)), (1, 1, 3, 3), 2, 2)
