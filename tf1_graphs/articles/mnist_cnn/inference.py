"""Article 004, inference: a saved network classifies MNIST's test images, batch by batch."""

import zipfile
from pathlib import Path

from tf1_graphs import datasets
from tf1_graphs.articles.images import scaled_part
from tf1_graphs.numpy_cnn import load_article_pickle, load_parameters, predict_in_batches


def infer(path, say=print):
    """Classify all 10000 test images with saved parameters, and print the running counts.

    Args:
        path: what `mnist_cnn_numpy` saved (`final/model.npz`), or the `cnn_params.pkl` of the
            article's own script, which is read without running anything in it.
        say: function that prints a line.

    Returns:
        The accuracy.

    Raises:
        InputError: the file cannot be read, or holds the parameters of another network; the
            message names the expected and the found.

    Example:
        >>> infer("runs/mnist_cnn_numpy/seed-42/final/model.npz")

    Source: article 004, section on inference.
    """
    is_npz = Path(path).exists() and zipfile.is_zipfile(path)
    params = (load_parameters if is_npz else load_article_pickle)(path)
    mnist = datasets.load_mnist()
    test = scaled_part("test", mnist.x_test, mnist.y_test)
    images = test["X"].reshape(-1, 1, *mnist.x_test.shape[1:])
    for count in predict_in_batches(params, images, test["y"]):
        say(f"batch {count.batch}: {count.correct} of {count.seen} images are read correctly")
    accuracy = count.correct / len(images)
    say(f"Accuracy:{accuracy}")
    return accuracy
