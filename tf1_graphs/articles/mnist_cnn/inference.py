"""Classifies MNIST's test images with article 004's saved network, batch by batch."""

import contextlib
import zipfile
from pathlib import Path

import numpy as np

from tf1_graphs import datasets
from tf1_graphs.articles.shared.images import scaled_part
from tf1_graphs.numpy_cnn import load_article_pickle, load_parameters, logits, predict_in_batches
from tf1_graphs.numpy_cnn.layers import softmax_cross_entropy_forward
from tf1_graphs.training.prediction import LABELS, Inferred


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


@contextlib.contextmanager
def predictor(_settings, run):
    """Restore the parameters that a run of `mnist_cnn_numpy` saved.

    Args:
        run: the `RunDirectory`.

    Yields:
        As `prediction.trained_model`; the images are the run's data, [examples, 28, 28, 1].

    Raises:
        InputError: the parameters' file cannot be read.
    """
    params = load_parameters(run.final_model.with_suffix(".npz"))

    def infer(part):
        scores = logits(params, part["X"].transpose(0, 3, 1, 2))
        predictions = scores.argmax(axis=1)
        metrics = {}
        if LABELS in part:
            loss, _ = softmax_cross_entropy_forward(scores, part[LABELS])
            accuracy = np.mean(predictions == part[LABELS])
            metrics = {"loss": float(loss), "accuracy": float(accuracy)}
        return Inferred(predictions, scores, metrics)

    yield infer
