"""Draws pictures for TensorBoard: examples, first-layer filters, mistakes, the projector's sprite.

Examples count as images where an input has rows of n x n numbers, n at least 8, which a fully
connected network takes for a grey picture; or are [height, width], without channels or with one or
three.
"""

import math

import numpy as np
from PIL import Image, ImageDraw

_TILES = 64
_SMALLEST = 8
_MISTAKES = 16
_CAPTION = 12
_WIDTH = 84


def image_input(part):
    """Return the name of the input that holds images and their shape, or (None, None).

    Returns:
        (name, (height, width) or (height, width, channels)).
    """
    for name, array in part.items():
        shape = _image_shape(array.shape[1:])
        if shape:
            return name, shape
    return None, None


def _image_shape(shape):
    """Return the shape of the image that an example of this shape is, or None."""
    if len(shape) == 1:
        side = math.isqrt(shape[0])
        return (side, side) if side >= _SMALLEST and side * side == shape[0] else None
    *sides, channels = shape if len(shape) == 3 else (*shape, 1)
    if len(sides) != 2 or min(sides) < _SMALLEST or channels not in (1, 3):
        return None
    return tuple(sides) if channels == 1 else (*sides, 3)


def filters(kernel, shape):
    """Draw the filters of a first layer: what each of its neurons adds up, white where positive.

    Args:
        kernel: [height * width, neurons], or [height, width, channels, filters] of a convolution.
        shape: the images', (height, width) or (height, width, channels).

    Returns:
        A `PIL.Image` of at most 64 tiles, each scaled by itself with 0 in the middle; None if the
        kernel is not a first layer's.
    """
    if kernel.ndim == 2 and len(kernel) == math.prod(shape):
        tiles = kernel.T.reshape(-1, *shape)
    elif kernel.ndim == 4 and kernel.shape[2] in (1, 3):
        tiles = np.moveaxis(kernel, -1, 0)
        tiles = tiles[..., 0] if kernel.shape[2] == 1 else tiles
    else:
        return None
    tiles = np.nan_to_num(tiles[:_TILES].astype(float), posinf=0, neginf=0)
    largest = np.abs(tiles).max(axis=tuple(range(1, tiles.ndim)), keepdims=True)
    return grid([_picture(tile) for tile in 0.5 + tiles / np.where(largest == 0, 1, largest) / 2])


def examples(images):
    """Draw examples side by side.

    Args:
        images: [examples, height, width] or [examples, height, width, channels], of any scale.

    Returns:
        A `PIL.Image` of at most 64 of them.
    """
    return grid([_picture(tile) for tile in _scaled(images[:_TILES])])


def mistakes(images, actual, predicted):
    """Draw examples that were classified wrongly, each with both labels.

    Args:
        images: as `examples` takes them.
        actual: class of each example.
        predicted: the class that was read in it.

    Returns:
        A `PIL.Image` of at most 16 mistakes; None if there is none.
    """
    wrong = np.flatnonzero(actual != predicted)[:_MISTAKES]
    tiles = [
        _captioned(_picture(tile), f"true {actual[i]}, got {predicted[i]}")
        for i, tile in zip(wrong, _scaled(images[wrong]), strict=True)
    ]
    return grid(tiles) if tiles else None


def sprite(images):
    """Draw examples as the projector takes them: row by row, in a square, nothing between."""
    return grid([_picture(tile) for tile in _scaled(images)], gap=0)


def grid(tiles, gap=1):
    """Put pictures of one size into a grid that is as square as can be."""
    columns = math.ceil(math.sqrt(len(tiles)))
    rows = columns if gap == 0 else math.ceil(len(tiles) / columns)
    width, height = tiles[0].width + gap, tiles[0].height + gap
    size = (columns * width - gap, rows * height - gap)
    picture = Image.new(tiles[0].mode, size, "white" if gap else "black")
    for i, tile in enumerate(tiles):
        picture.paste(tile, (i % columns * width, i // columns * height))
    return picture


def _scaled(images):
    """Scale images to [0, 1], all by the same numbers."""
    if not images.size:
        return images
    low, high = images.min(), images.max()
    return (images - low) / ((high - low) or 1)


def _picture(pixels):
    """Make a `PIL.Image` of pixels in [0, 1]."""
    return Image.fromarray(np.rint(pixels * 255).astype(np.uint8))


def _captioned(picture, caption):
    """Write a caption below a picture, which is enlarged to hold it."""
    factor = max(1, math.ceil(_WIDTH / picture.width))
    size = (picture.width * factor, picture.height * factor)
    whole = Image.new(picture.mode, (size[0], size[1] + _CAPTION), "white")
    whole.paste(picture.resize(size, Image.Resampling.NEAREST))
    ImageDraw.Draw(whole).text((2, size[1]), caption, fill="black")
    return whole
