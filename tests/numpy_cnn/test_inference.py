"""Inference batch by batch: the running counts of the article's last script."""

import numpy as np
import pytest

from tf1_graphs.errors import InputError
from tf1_graphs.numpy_cnn import accuracy, logits, predict_in_batches


@pytest.fixture
def labels(params, images):
    """Labels of which the network gets 0, 1 and 2 wrong in batches of four."""
    right = logits(params, images).argmax(axis=1)
    right[[5, 8, 11]] = (right[[5, 8, 11]] + 1) % 4
    return right


def test_running_counts(params, images, labels):
    counts = list(predict_in_batches(params, images, labels, batch_size=4))
    assert counts == [(0, 4, 4), (1, 8, 7), (2, 12, 9)]
    assert counts[-1].correct / len(images) == accuracy(params, images, labels, batch_size=4)


def test_one_hot_labels_count_the_same(params, images, labels):
    one_hot = np.eye(4)[labels]
    assert list(predict_in_batches(params, images, one_hot, 4))[-1] == (2, 12, 9)


def test_a_shorter_last_batch_is_left_out_as_printed(params, images, labels):
    counts = list(predict_in_batches(params, images, labels, batch_size=5))
    assert counts == [(0, 5, 5), (1, 10, 8)]


def test_a_shorter_last_batch_is_classified_when_corrected(params, images, labels):
    counts = list(predict_in_batches(params, images, labels, batch_size=5, corrected=True))
    assert counts == [(0, 5, 5), (1, 10, 8), (2, 12, 9)]


def test_bad_input_is_refused_by_the_call(params, images, labels):
    with pytest.raises(InputError, match=r"expected labels \[12\]"):
        predict_in_batches(params, images, labels[:3])
    with pytest.raises(InputError, match="expected a batch size of at least 1, found -1"):
        predict_in_batches(params, images, labels, batch_size=-1)
