"""Pictures of examples, filters and mistakes, pixel by pixel."""

import numpy as np
import pytest

from tf1_graphs.tensorboard import pictures


@pytest.mark.parametrize(
    ("shape", "image"),
    [
        ((784,), (28, 28)),
        ((64,), (8, 8)),
        ((49,), None),
        ((65,), None),
        ((2,), None),
        ((), None),
        ((28, 30), (28, 30)),
        ((32, 32, 1), (32, 32)),
        ((32, 32, 3), (32, 32, 3)),
        ((32, 32, 2), None),
        ((4, 32), None),
    ],
)
def test_what_counts_as_an_image(shape, image):
    part = {"y": np.zeros(5), "X": np.zeros((5, *shape))}
    assert pictures.image_input(part) == (("X", image) if image else (None, None))


def test_filters_are_scaled_each_by_itself_with_zero_in_the_middle():
    kernel = np.zeros((64, 2), np.float32)
    kernel[0] = [2, -0.1]
    kernel[63, 1] = 0.05
    pixels = np.asarray(pictures.filters(kernel, (8, 8)))
    assert pixels.shape == (8, 17)  # two tiles, and a white line between
    assert (pixels[:, 8] == 255).all()
    first, second = pixels[:, :8], pixels[:, 9:]
    assert (first[0, 0], first[7, 7]) == (255, 128)
    assert (second[0, 0], second[7, 7], second[3, 3]) == (0, 191, 128)


@pytest.mark.parametrize(("channels", "mode"), [(1, "L"), (3, "RGB")])
def test_filters_of_a_convolution(channels, mode):
    kernel = np.random.RandomState(0).normal(size=(5, 4, channels, 70))
    picture = pictures.filters(kernel, (28, 28))
    assert picture.mode == mode
    assert picture.size == (8 * 5 - 1, 8 * 6 - 1)  # 64 of them


@pytest.mark.parametrize("shape", [(64, 10, 3), (63, 10), (3, 3, 16, 8), (64,)])
def test_what_is_no_first_layer(shape):
    assert pictures.filters(np.ones(shape), (8, 8)) is None


def test_filters_that_diverged_are_drawn_all_the_same():
    kernel = np.full((64, 1), np.nan)
    kernel[0], kernel[1] = np.inf, 1
    pixels = np.asarray(pictures.filters(kernel, (8, 8)))
    assert pixels[0, 1] == 255
    assert pixels[0, 0] == pixels[5, 5] == 128


def test_mistakes_are_the_wrong_examples_with_both_labels():
    images = np.zeros((4, 8, 8))
    images[1] = 1
    picture = pictures.mistakes(images, np.array([1, 2, 3, 4]), np.array([1, 7, 3, 9]))
    pixels = np.asarray(picture)
    enlarged = 8 * 11
    assert pixels.shape == (enlarged + 12, 2 * enlarged + 1)
    assert (pixels[:enlarged, :enlarged] == 255).all()
    assert (pixels[:enlarged, enlarged + 1 :] == 0).all()
    left, right = pixels[enlarged:, :enlarged], pixels[enlarged:, enlarged + 1 :]
    assert max(left.min(), right.min()) < 64  # captions are written, and not the same
    assert (left != right).any()


def test_no_mistakes_no_picture():
    labels = np.array([1, 2])
    assert pictures.mistakes(np.zeros((2, 8, 8)), labels, labels) is None


def test_a_sprite_is_a_square_without_gaps():
    images = np.linspace(0, 1, 5).reshape(5, 1, 1) * np.ones((5, 8, 10))
    pixels = np.asarray(pictures.sprite(images))
    assert pixels.shape == (3 * 8, 3 * 10)
    assert [pixels[0, 0], pixels[0, 10], pixels[0, 20], pixels[8, 0], pixels[8, 10]] == [
        *(0, 64, 128, 191, 255),
    ]
