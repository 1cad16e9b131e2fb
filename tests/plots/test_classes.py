import numpy as np
import pytest

from tf1_graphs.datasets import FASHION_MNIST_CLASSES
from tf1_graphs.experiments.catalogue import find
from tf1_graphs.plots import classes
from tf1_graphs.tensorboard.pictures import image_input

pytest.importorskip("matplotlib")
FASHION, MNIST = find("fashion_deep"), find("mnist_mlp")
LABELS = np.array([0, 0, 1, 2, 2, 2])
PREDICTED = np.array([0, 1, 1, 0, 0, 2])
NAMES = ("shirt", "bag", "boot")


def part(shape=(784,)):
    pixels = np.random.RandomState(0).rand(len(LABELS), *shape).astype(np.float32)
    return {"X": pixels, "y": LABELS}


def test_confusion_counts_have_true_classes_in_rows():
    counts = classes.confusion_counts(LABELS, PREDICTED, 3)
    assert counts.tolist() == [[1, 1, 0], [0, 1, 0], [2, 0, 1]]


def test_confusion_matrix():
    plot = classes.confusion_matrix(MNIST, part(), "test", PREDICTED, NAMES)
    panel = plot.figure.axes[0]
    (shaded,) = panel.get_images()
    expected = [[1 / 2, 1 / 2, 0], [0, 1, 0], [2 / 3, 0, 1 / 3]]
    np.testing.assert_allclose(shaded.get_array(), expected)
    written = {text.get_position(): text.get_text() for text in panel.texts}
    # A text's position is its column and its row.
    assert (written[1, 0], written[0, 2], written[0, 1]) == ("1", "2", "0")
    assert [label.get_text() for label in panel.get_yticklabels()] == list(NAMES)
    assert (panel.get_xlabel(), panel.get_ylabel()) == ("predicted class", "true class")
    assert "3 of 6 are predicted correctly. Most often: boot taken for shirt, 2 times" in plot.alt


def test_a_class_without_examples_divides_by_nothing():
    empty = {"y": np.array([0, 0])}
    plot = classes.confusion_matrix(MNIST, empty, "test", np.array([0, 1]), NAMES)
    assert np.isfinite(plot.figure.axes[0].get_images()[0].get_array()).all()


@pytest.mark.parametrize("shape", [(784,), (28, 28), (28, 28, 1)])
def test_images_with_their_predicted_and_true_class(shape):
    images = part(shape)
    assert image_input(images)[0] == "X"
    plot = classes.images(MNIST, images, "test", PREDICTED, NAMES)
    panels = plot.figure.axes[: len(LABELS)]
    for i, panel in enumerate(panels):
        (picture,) = panel.get_images()
        np.testing.assert_array_equal(picture.get_array(), images["X"][i].reshape(28, 28))
        assert panel.get_title() == f"predicted {NAMES[PREDICTED[i]]}\ntrue {NAMES[LABELS[i]]}"
    assert "Predicted in order: shirt, bag for shirt, bag, shirt for boot" in plot.alt


def test_of_many_images_the_first_are_drawn():
    many = {"X": np.zeros((100, 784)), "y": np.zeros(100, int)}
    plot = classes.images(MNIST, many, "test", np.zeros(100, int), NAMES)
    assert len(plot.figure.axes) == 15


def test_mistakes_alone():
    images = part()
    plot = classes.mistakes(MNIST, images, "test", PREDICTED, NAMES)
    assert plot.title == "mnist_mlp: first of 3 mistakes in the 6 images of the test set"
    for i, panel in zip([1, 3, 4], plot.figure.axes, strict=False):
        (picture,) = panel.get_images()
        np.testing.assert_array_equal(picture.get_array(), images["X"][i].reshape(28, 28))


def test_class_names():
    assert classes.class_names(FASHION, 10) == FASHION_MNIST_CLASSES
    assert classes.class_names(MNIST, 3) == ("0", "1", "2")
