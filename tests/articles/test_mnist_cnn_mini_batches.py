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
    trainer = settings.of_trainer()
    reported = [
        k
        for k in range(1, trainer.iterations(train_size) + 1)
        if trainer.evaluates_after(k, train_size)
    ]
    lengths = [len(epoch) for epoch in draw(settings, train_size, epochs=13)]
    assert np.cumsum(lengths).tolist() == reported
