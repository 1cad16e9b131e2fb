"""Unrolls images into a matrix of windows, and back.

With the windows of a filter as the rows of a matrix, a convolution is one matrix product. The two
functions are adjoint: `<im2col(x), c> == <x, col2im(c)>`, which is what backpropagation through the
unrolling needs.

References:
    Article 004, section on building the CNN; Saito, *Deep Learning from Scratch* (O'Reilly Japan,
    2016), section 7.4.2.
"""

import numpy as np

from tf1_graphs.errors import InputError


def output_size(size, filter_size, stride=1, pad=0):
    """Return how many positions a filter has along one side of an image.

    `floor((size + 2 pad - filter_size) / stride) + 1`: what is left over at the right and at the
    bottom is not looked at.

    Args:
        size: pixels along the side of the image.
        filter_size: pixels along the side of the filter.
        stride: pixels between neighbouring positions.
        pad: zeros added at each end.

    Returns:
        The number of positions, at least 1.

    Raises:
        InputError: the filter is larger than the padded image, or a number is out of range.
    """
    if stride < 1 or pad < 0 or filter_size < 1:
        raise InputError(
            f"expected filter size >= 1, stride >= 1 and pad >= 0, "
            f"found filter size {filter_size}, stride {stride}, pad {pad}"
        )
    if filter_size > size + 2 * pad:
        raise InputError(
            f"a filter {filter_size} pixels long does not fit an image side of {size} pixels "
            f"with {pad} zeros at each end"
        )
    return (size + 2 * pad - filter_size) // stride + 1


def im2col(x, filter_height, filter_width, stride=1, pad=0):
    """Unroll every window that a filter sees into one row.

    Args:
        x: images `[n, channels, height, width]`.
        filter_height: rows of the filter.
        filter_width: columns of the filter.
        stride: pixels between neighbouring windows.
        pad: zeros added on every side of the images.

    Returns:
        `[n * out_height * out_width, channels * filter_height * filter_width]`: windows in the
        order image, row, column; inside a window channel, row, column.

    Raises:
        InputError: `x` is not four-dimensional, or the filter does not fit.
    """
    if x.ndim != 4:
        raise InputError(
            f"expected images [n, channels, height, width], found the shape {list(x.shape)}"
        )
    output_size(x.shape[2], filter_height, stride, pad)
    output_size(x.shape[3], filter_width, stride, pad)
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad))) if pad else x
    filters = (filter_height, filter_width)
    windows = np.lib.stride_tricks.sliding_window_view(padded, filters, axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    # The transpose of the matrix is what is copied: its rows run along the images' rows, so the
    # copy moves long runs instead of `filter_width` numbers at a time. BLAS takes either order.
    columns = windows.transpose(1, 4, 5, 0, 2, 3)
    return columns.reshape(x.shape[1] * filter_height * filter_width, -1).T


def col2im(columns, shape, filter_height, filter_width, stride=1, pad=0):
    """Add the rows of an unrolled matrix back to the pixels they came from.

    A pixel seen by several windows receives the sum of their entries: the adjoint of `im2col`, not
    its inverse.

    Args:
        columns: `[n * out_height * out_width, channels * filter_height * filter_width]`, in the
            order of `im2col`.
        shape: shape of the images, `(n, channels, height, width)`.
        filter_height: rows of the filter.
        filter_width: columns of the filter.
        stride: pixels between neighbouring windows.
        pad: zeros that `im2col` added on every side; what falls on them is dropped.

    Returns:
        Images `[n, channels, height, width]`.

    Raises:
        InputError: the matrix does not have the shape that `im2col` gives for these images.
    """
    n, channels, height, width = shape
    out_height = output_size(height, filter_height, stride, pad)
    out_width = output_size(width, filter_width, stride, pad)
    expected = (n * out_height * out_width, channels * filter_height * filter_width)
    if columns.shape != expected:
        raise InputError(
            f"expected a matrix {list(expected)} for images {list(shape)}, "
            f"found {list(columns.shape)}"
        )
    windows = columns.reshape(n, out_height, out_width, channels, filter_height, filter_width)
    padded = np.zeros((n, channels, height + 2 * pad, width + 2 * pad), columns.dtype)
    for row in range(filter_height):
        rows = slice(row, row + stride * (out_height - 1) + 1, stride)
        for column in range(filter_width):
            cols = slice(column, column + stride * (out_width - 1) + 1, stride)
            padded[:, :, rows, cols] += windows[..., row, column].transpose(0, 3, 1, 2)
    return padded[:, :, pad : pad + height, pad : pad + width]
