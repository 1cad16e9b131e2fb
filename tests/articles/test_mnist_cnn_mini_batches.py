"""The mini-batches of article 004's CNN."""

import numpy as np
import pytest

from tf1_graphs.articles.mnist_cnn import training
from tf1_graphs.experiments.experiment import Source


def draw(settings, n_examples, epochs):
    source = Source(np.random.RandomState(42))
    drawn = []
    for source.epoch in range(epochs):
        drawn.append(list(training.mini_batches(settings, n_examples, source)))
    return drawn


def test_mini_batches_are_drawn_as_the_article_draws_them():
    drawn = draw(training.Settings(), 5000, epochs=2)
    np.random.seed(42)
    for shape in ((30, 1, 5, 5), (4320, 100), (100, 10)):
        np.random.randn(*shape)
    for epoch in drawn:
        assert len(epoch) == 50
        for indices in epoch:
            assert (indices == np.random.choice(5000, 100)).all()


@pytest.mark.parametrize(("train_size", "batch_size"), [(5000, 100), (105, 10), (7, 3), (3, 7)])
def test_an_epoch_is_as_long_as_that_of_the_corrected_trainer(train_size, batch_size):
    settings = training.NumpySettings(batch_size=batch_size, epochs=13, corrected=(2,))
    reported = [
        k
        for k in range(1, settings.iterations(train_size) + 1)
        if settings.reports_after(k, train_size)
    ]
    lengths = [len(epoch) for epoch in draw(settings, train_size, epochs=13)]
    assert np.cumsum(lengths).tolist() == reported


def reported(train_size, **changes):
    """The mini-batches, from 1, after which the accuracies are reported."""
    settings = training.NumpySettings(**changes)
    last = settings.iterations(train_size)
    return [k for k in range(1, last + 1) if settings.reports_after(k, train_size)]


def test_as_printed_the_first_epoch_is_reported_after_one_mini_batch():
    assert training.NumpySettings().iterations(5000) == 1000
    assert reported(5000) == list(range(1, 1001, 50))


def test_corrected_an_epoch_is_reported_at_its_end():
    assert reported(12, epochs=3, batch_size=4, corrected=(2,)) == [3, 6, 9]


def test_a_batch_size_that_does_not_divide_skips_epochs_unless_corrected():
    # 12 / 8 = 1.5 mini-batches an epoch: the remainder is 0 at 0, 3, 6 ... only.
    assert reported(12, epochs=4, batch_size=8) == [1, 4]
    assert reported(12, epochs=4, batch_size=8, corrected=(2,)) == [1, 3, 4, 6]


@pytest.mark.parametrize("corrected", [(), (2,)])
def test_a_batch_larger_than_the_training_set_is_one_epoch(corrected):
    assert reported(12, epochs=3, batch_size=20, corrected=corrected) == [1, 2, 3]
