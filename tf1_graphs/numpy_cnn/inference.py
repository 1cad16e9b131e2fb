"""Classifies a test set batch by batch, as the article's last script does.

References:
    Article 004, section on inference.
"""

from typing import NamedTuple

from tf1_graphs.numpy_cnn.network import correct_in_batches


class BatchCount(NamedTuple):
    """The running counts after one batch.

    Attributes:
        batch: index of the batch, from 0.
        seen: images classified so far, this batch included.
        correct: how many of them were classified correctly.
    """

    batch: int
    seen: int
    correct: int


def predict_in_batches(params, x, labels, batch_size=100, corrected=False):
    """Classify images batch by batch and count.

    Args:
        params: trained parameters.
        x: images `[n, channels, height, width]`.
        labels: class indices `[n]`, or one-hot `[n, classes]`.
        batch_size: images in a batch.
        corrected: whether a last, shorter batch is classified as well; as printed in the article
            it is left out, although the accuracy is then divided by all images.

    Returns:
        A generator of `BatchCount`. The article's accuracy is the last `correct / len(x)`.

    Raises:
        InputError: parameters, images or labels do not fit; raised by the call itself.

    Example:
        >>> for count in predict_in_batches(params, x_test, t_test):
        ...     print(count.batch, count.seen, count.correct)
    """
    counts = correct_in_batches(params, x, labels, batch_size, corrected)

    def running():
        seen = correct = 0
        for batch, (images, correct_in_batch) in enumerate(counts):
            seen += images
            correct += correct_in_batch
            yield BatchCount(batch, seen, correct)

    return running()
